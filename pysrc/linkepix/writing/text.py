"""Text that was typed → words that fit into a sentence."""

from __future__ import annotations

import re
from typing import Final

from linkepix.model.plain_text import plain_line

_OUTER: Final = " ,;:.!?…-–—_|/\\#*•·▪●►→\"'‘’‚‛“”„«»‹›"
_EMOJI: Final = re.compile(
    "[\u2190-\u2bff\u2e80-\u2eff\u3012\u3013\u3030\u303d\ufe0e\ufe0f\U0001f000-\U0001faff\u200d]+"
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+(?=[\"'“„«¿¡(]?[^\W\d_])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:[A-Za-z]|Dr|Mr|Ms|Mrs|St|Inc|Ltd|Co|Corp|No|Nr|Prof|bzw|ca|ing|Sr|Sra|vs|etc|approx|art|dpto)|\b\d{1,2})\.$",
)
_READ: Final = 2_000
"""Characters of a field that are looked at."""


def word_set(text: str, separator: str | None = None) -> frozenset[str]:
    """The words of a list that is written as text, between blanks or another separator."""
    return frozenset(" ".join(word.split()) for word in text.split(separator) if word.strip())


def units(text: str) -> int:
    """Length as a web page counts it, in UTF-16 code units: never less than len(), 2 for an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def line_of(value: str) -> str:
    """One line without emoji and outer punctuation; "" unless a letter or digit is in it."""
    line = " ".join(_EMOJI.sub(" ", plain_line(value[: 2 * _READ], _READ)).split()).strip(_OUTER)
    if "(" in line and ")" not in line[line.rindex("(") :]:
        line = line[: line.rindex("(")].strip(_OUTER)
    return line if any(c.isalnum() for c in line) else ""


def phrase_of(value: str, limit: int) -> str:
    """The same, or "" if it is longer than `limit` units: then it is not what its field's name says."""
    line = line_of(value)
    return line if units(line) <= limit else ""


def sentences(line: str) -> list[str]:
    """Split at ends of sentences, but not after an abbreviation or an initial."""
    parts: list[str] = []
    for part in _SENTENCE_END.split(line):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def capital(sentence: str) -> str:
    """Begin with a capital; passes over a leading "¿" or quotation mark."""
    start = next((i for i, c in enumerate(sentence) if c.isalnum()), 0)
    return sentence[:start] + sentence[start : start + 1].upper() + sentence[start + 1 :]


def small(words: str) -> str:
    """Begin with a small letter, where the capital is there only because a line began: "Route planning" but "SAP"."""
    first, _, rest = words.partition(" ")
    ordinary = first[:1].isupper() and (len(first) == 1 or first[1:].islower()) and first.isalpha()
    titled = any(word[:1].isupper() for word in rest.split()[:1])
    return words[:1].lower() + words[1:] if ordinary and not titled else words
