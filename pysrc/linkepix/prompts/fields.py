"""The field of work, from a role, a company and notes: a closed list, so that it tells nothing else.

The words are data: templates/prompts/fields_of_work.txt, where the form of an entry is described. They are only
recognised, never shown or sent; the words for each field, which are, stand in templates/macros/places.html.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from linkepix.prompts.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Environment

NEUTRAL: Final = "business"
_LONGEST_READ, _LONGEST_NOTES = 2_000, 800
_KEY: Final = 3
"""Letters of a word by which its entries are found."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Words of one entry, each with "*" where it may go on. `weak`: it says what somebody does but not where."""

    field: str
    words: tuple[str, ...]
    weak: bool

    @property
    def weight(self) -> int:
        return sum(map(len, self.words))


@dataclass(frozen=True, slots=True)
class Match:
    field: str
    weak: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every field with its places, and the entries by the beginning of their first word.

    Attributes:
        places: field → ids of places in which it is drawn.
        starts: the first letters of a word → entries that may begin there.
        inner: entries that may stand inside a word; `unspaced` those of scripts that are not Latin.
    """

    places: Mapping[str, tuple[str, ...]]
    starts: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    inner: tuple[Entry, ...] = field(repr=False)
    unspaced: tuple[Entry, ...] = field(repr=False)

    @classmethod
    def read(cls, text: str) -> Vocabulary:
        places: dict[str, tuple[str, ...]] = {}
        starts: dict[str, list[Entry]] = {}
        inner, unspaced = [], []
        for section in f"\n{text}".split("\n= ")[1:]:
            head, _, body = section.partition("\n")
            name, _, drawn = head.partition(":")
            places[name] = tuple(drawn.split()) or (name,)
            for entry in _entries(name, body):
                if not entry.words[0].isascii():
                    unspaced.append(entry)
                elif entry.words[0].startswith("*"):
                    inner.append(entry)
                else:
                    starts.setdefault(entry.words[0].rstrip("*")[:_KEY], []).append(entry)
        return cls(places, {key: tuple(entries) for key, entries in starts.items()}, tuple(inner), tuple(unspaced))

    def best(self, text: str) -> Match | None:
        """The longest entry in a text, a strong one before a weak one; the first of equals."""
        return min(self._found(text), key=lambda match: (match.weak, -match.weight), default=None)

    def _found(self, text: str) -> Iterator[Match]:
        words = _split(text[:_LONGEST_READ])
        for place, word in enumerate(words):
            for entry in self.starts.get(word[:_KEY], ()):
                if _fits(entry.words, words[place:]):
                    yield Match(entry.field, entry.weak, entry.weight)
            for entry in self.inner:
                if _is_inside(entry.words[0], word):
                    yield Match(entry.field, entry.weak, entry.weight)
            if not word.isascii():
                for entry in self.unspaced:
                    if entry.words[0] in word:
                        yield Match(entry.field, entry.weak, entry.weight)


@lru_cache(maxsize=4)
def vocabulary(templates: Environment) -> Vocabulary:
    return Vocabulary.read(templates.get_template("prompts/fields_of_work.txt").render())


def field_of_work(templates: Environment, role: str, company: str, notes: str = "") -> str:
    """A field of fields_of_work.txt; NEUTRAL where nothing is recognised.

    The role says it, or else the company; what either says but weakly waits for the other; notes come last.
    """
    return _field_of_work(vocabulary(templates), role, company, notes)


def places_of(templates: Environment, name: str) -> tuple[str, ...]:
    """Where a field of work is drawn: ids of `model.cues.PICTURE_SETTINGS`."""
    return vocabulary(templates).places[name]


def _field_of_work(known: Vocabulary, role: str, company: str, notes: str) -> str:
    unsure = ""
    for text in (role, company, notes[:_LONGEST_NOTES]):
        match = known.best(text)
        if match and not match.weak:
            return match.field
        unsure = unsure or (match.field if match else "")
    return unsure or NEUTRAL


def _entries(name: str, body: str) -> Iterator[Entry]:
    for written in body.replace("\n", ",").split(","):
        words = written.strip().removeprefix("~").split()
        if words:
            pieces = tuple(piece for word in words for piece in word.replace("-", " ").split())
            yield Entry(name, pieces, weak="~" in written)


def _split(text: str) -> list[str]:
    plain = folded(text)
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def _fits(entry: tuple[str, ...], words: Iterable[str]) -> bool:
    pairs = list(zip(entry, words, strict=False))
    return len(pairs) == len(entry) and all(_is(known, word) for known, word in pairs)


def _is(known: str, word: str) -> bool:
    return word.startswith(known[:-1]) if known.endswith("*") else word == known


def _is_inside(known: str, word: str) -> bool:
    return known[1:-1] in word if known.endswith("*") else word.endswith(known[1:])
