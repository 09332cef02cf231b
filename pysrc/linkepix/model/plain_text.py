"""Text as a person sees it: no character that hides, reorders or controls. Used on all that is pasted."""

from __future__ import annotations

import re
import unicodedata

# Written out, because asking unicodedata about every code point at import costs 100 ms. The test holds
# the list against unicodedata. Beside the categories Cc, Cf, Cs and Co it names what is drawn as nothing:
# fillers, variation selectors (known carriers of hidden text), the blank braille cell, non-characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_MARKS_IN_A_ROW = 8


def plain(text: str, limit: int) -> str:
    """Cleans `text` and keeps its lines.

    Control, bidi, zero-width and other invisible characters are gone, every white space is a space, no
    line starts or ends with one, at most one blank line follows another line. The result is in NFC and
    at most `limit` characters long.
    """
    visible = _HIDDEN.sub("", text)
    lines = "\n".join(" ".join(line.split()) for line in visible.splitlines()).strip()
    spaced = _MANY_BLANK_LINES.sub("\n\n", lines)[:limit]
    return unicodedata.normalize("NFC", _without_mark_piles(spaced))[:limit].strip()


def plain_line(text: str, limit: int) -> str:
    """The same as `plain`, on one line."""
    return plain(" ".join(text.split()), limit).replace("\n", " ")


def _without_mark_piles(text: str) -> str:
    # Normalising sorts each run of marks by insertion, so one run of 10,000 marks would take seconds.
    # No language piles up more than a handful.
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)
