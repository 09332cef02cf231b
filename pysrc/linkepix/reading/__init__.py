"""Pasted text → a Reading, with a confidence for each field. Pure: no template, no browser, no network.

`paste.read_prospect` is the face. Each layout (labelled, profile, introductions, signature) reads the same
lines in its own way; `paste` keeps the surest answers that agree on whose they are.
"""
