"""Linkepix: a cartoon and a message for one prospect, made in the visitor's own browser.

Imports go down only: browser → web → services → {providers, prompts, reading} → ports, model, errors.
One question decides where a file lives: does it need `js`? Then `browser/`, otherwise not.
"""
