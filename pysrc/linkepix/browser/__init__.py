"""The only door to `js` and `pyodide`: nothing outside this package imports them.

JavaScript values are named `js_*` and never leave it. Only strings, bytes, numbers and plain lists cross.
"""
