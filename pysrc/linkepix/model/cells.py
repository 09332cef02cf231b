"""Cells of a table that a spreadsheet will open."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full-width forms count too
"""A cell that begins with one of these is run by a spreadsheet (OWASP, "CSV injection")."""

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a file without it for another encoding. Written out, as the bundle lacks the codec "utf-8-sig"."""

_UNSEEN = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
"""Not spaces to Python, and nothing to an eye."""


def safe_cell(text: str) -> str:
    """Return the text, after an apostrophe if a spreadsheet would run it, also behind spaces and unseen signs."""
    is_formula = text.startswith(FORMULA) or _begun(text).startswith(FORMULA)
    return f"'{text}" if is_formula else text


def _begun(text: str) -> str:
    while (shorter := text.lstrip().lstrip(_UNSEEN)) != text:
        text = shorter
    return text
