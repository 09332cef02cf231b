"""Linkepix: a cartoon and a message for one prospect, made in the visitor's own browser.

Imports go down only (`[tool.importlinter]` in pyproject.toml). One question decides where a file lives: which platform
does it need? `browser/` needs `js` and `pyodide`, `host/` a user's own machine; everything else runs on both.
"""
