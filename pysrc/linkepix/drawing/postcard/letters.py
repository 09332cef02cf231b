"""How wide text is, and from which side it is read."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

_MARGIN = 1.03
"""Kerning is not counted, and canvas rounds."""

# Of a letter that our fonts do not have, in thousandths of its size. Another font draws it, and nothing says which one.
_IDEOGRAPH, _CAPITAL, _SMALL, _JOINED = 1000, 780, 640, 520
_HIDDEN = frozenset({"Mn", "Me", "Cf"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Font:
    """A font that advances.json has the widths of; its size is in pixels, `generic` what is like it on any system."""

    family: str
    generic: str
    weight: int
    size: float = 16

    def at(self, size: float) -> Font:
        return replace(self, size=size)


SERIF = Font("Fraunces", "serif", 600)
SANS = Font("Source Sans 3", "sans-serif", 400)
SANS_BOLD = Font("Source Sans 3", "sans-serif", 600)


def width(text: str, font: Font) -> float:
    """Pixels that a line takes at most, with a margin of 3 %."""
    known = _advances()[f"{font.family} {font.weight}"]
    return sum(_advance(character, known) for character in text) * font.size / 1000 * _MARGIN


def exact_width(text: str, font: Font) -> float | None:
    """Return the pixels of a line, of kerning apart; None where our fonts lack one of its letters."""
    known = _advances()[f"{font.family} {font.weight}"]
    advances = [known.get(character) for character in text]
    return None if None in advances else sum(filter(None, advances)) * font.size / 1000


def is_right_to_left(text: str) -> bool:
    """By the first letter that has a direction, as HTML's dir="auto" does."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L" or direction in _RIGHT_TO_LEFT:
            return direction != "L"
    return False


def is_wide(character: str) -> bool:
    """Whether it is as wide as it is high: Han, kana, hangul, emoji."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def joins_what_is_before(character: str) -> bool:
    """Whether a line may not break before it: an accent, a joiner, a variation selector, a skin tone."""
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf"} or "\U0001f3fb" <= character <= "\U0001f3ff"


def _advance(character: str, known: dict[str, int]) -> float:
    if character in known:
        return known[character]
    if is_wide(character):
        return _IDEOGRAPH
    if unicodedata.category(character) in _HIDDEN:
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if base in known:
        return known[base] * _MARGIN
    if unicodedata.bidirectional(character) in _RIGHT_TO_LEFT:
        return _JOINED
    return _CAPITAL if character.isupper() else _SMALL


@cache
def _advances() -> dict[str, dict[str, int]]:
    """Written by `python -m tests.support.advances`; read by the loader that found this module."""
    path = str(Path(__file__).with_name("advances.json"))
    table: dict[str, Any] = json.loads(sys.modules[__name__].__loader__.get_data(path))  # type: ignore[union-attr]
    return table
