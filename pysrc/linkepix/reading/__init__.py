"""Pasted text → a Reading, with a confidence for each field. Pure: no template, no browser, no network.

`paste.read_prospect` is the face. Structured data (`structured`) is read first and by itself, then pages that are known
(`sites`); then each layout (labelled, profile, introductions, signature, entries) reads the same lines in its own way,
and `paste` takes the surest answers that agree on whose they are. `lexicon` and the lists of `vocabulary` say what a
word may be; LinkedIn's own labels are in `linkedin.json`.
"""
