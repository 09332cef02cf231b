"""Words as they are compared: without case and accents, and in their places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Letters that Unicode does not take apart. One letter for one, so that offsets stay true.
_UNDIVIDED = dict(zip("øłđðħ\u0131ŧßæœ\u2019\u02bc", "olddhitsao''", strict=True))
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "œ": "oe"}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019&-][^\W\d_]+)*")
_ENDING = re.compile(r"(?:'s|ings?|ieren|iert|ungen|ung|ation|ado|ada|er|ed|es|en|em|ir|ar|ez|e|s|n|a|o)$")
_SHORTEST_STEM = 4
_LONGEST_WORD = 40
_PARTS = re.compile(r"['&-]")


def levelled(text: str) -> str:
    """Lower case without accents, letter for letter: as long as `text`."""
    return text.casefold() if text.isascii() else "".join(map(_level, text))


@lru_cache(maxsize=1024)
def _level(character: str) -> str:
    lower = character.casefold()
    if lower in _UNDIVIDED or character in _UNDIVIDED:
        return _UNDIVIDED.get(lower) or _UNDIVIDED[character]
    base = unicodedata.normalize("NFKD", lower)[:1]
    return base if len(base) == 1 else character


def words(text: str) -> Iterator[re.Match[str]]:
    """Words of letters, with what hyphens, apostrophes and ampersands join."""
    return _WORD.finditer(text)


def stem(word: str) -> str:
    """What is left of a levelled word without common endings; the same for "raise" and "raised"."""
    word = word[:_LONGEST_WORD]
    while len(word) > _SHORTEST_STEM and (cut := _ENDING.sub("", word)) != word and len(cut) >= _SHORTEST_STEM:
        word = cut
    return word


def word_forms(texts: Iterable[str]) -> frozenset[str]:
    """All words of texts, levelled: whole, in parts ("Anne-Marie"), and with ä, ö, ü spelt out."""
    found: set[str] = set()
    for text in texts:
        for spelling in {text, spelt_out(text)}:
            for match in words(levelled(spelling)):
                found.update((match[0], *_PARTS.split(match[0])))
    return frozenset(found - {""})


def parts(word: str) -> list[str]:
    return [part for part in _PARTS.split(word) if part]


def spelt_out(text: str) -> str:
    return "".join(_SPELT_OUT.get(character, character) for character in unicodedata.normalize("NFC", text).casefold())
