"""The field of work, from a role, a company and notes: a closed list, so that it tells nothing else.

The words are data: templates/prompts/fields_of_work.txt, where the form of an entry is described. They are only
recognised, never shown or sent; the words for each field, which are, stand in templates/macros/places.html.
"""

from __future__ import annotations

import re
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
_MOST_WORDS: Final = 8
"""Of an entry."""
_EMPLOYER: Final = re.compile(
    r"\s+(?:at|bei|chez|bij|presso)\s+(?P<at>.+)|\s*@\s*(?P<sign>.+)|,\s+(?P<name>[^,]+)$", re.IGNORECASE
)
_EMPLOYER_FIRST: Final = re.compile(
    r"(?P<name>[^\W\d_a-z]\S*(?:\s[^\W\d_a-z]\S*)+)\s"
    r"(?P<said>(?!(?:and|or|of|for|at|in|und|oder|et|ou|y|e)\s)[a-z].*|(?:Partner|Associate|Counsel|Consultant|Alum)\S*$)"
)
"""As in "Baker McKenzie partner"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Words of one entry, each with "*" where it may go on.

    `weak`: it says what somebody does but not where. `surname`: it is a surname too, as "baker" is.
    """

    field: str
    words: tuple[str, ...]
    weak: bool
    surname: bool = False

    @property
    def weight(self) -> int:
        return sum(map(len, self.words))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found, from word `start` up to `end` of the text; `word` is the first."""

    entry: Entry
    word: str
    start: int
    end: int

    @property
    def field(self) -> str:
        return self.entry.field

    @property
    def weak(self) -> bool:
        return self.entry.weak

    @property
    def is_surname(self) -> bool:
        """As in "Baker" and "Ferreira", but not in "Metzgerei" or "Potters"."""
        name = self.entry.words[0].rstrip("*")
        return self.entry.surname and self.word in {name, f"{name}a", f"{name}o"}

    def is_covered_by(self, other: Match) -> bool:
        """Whether a longer phrase holds these words, as "pilot project" holds "pilot"."""
        return other.start <= self.start < self.end <= other.end and other.end - other.start > self.end - self.start


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

    def best(self, text: str, *, is_name: bool = False) -> Match | None:
        """The longest entry in a text, a strong one before a weak one; the first of equals.

        Words of a longer phrase do not count on their own, and surnames do not in the name of a company.
        """
        found = [match for match in self._found(text) if not (is_name and match.is_surname)]
        alone = (match for match in found if not any(map(match.is_covered_by, found)))
        return min(alone, key=lambda match: (match.weak, -match.entry.weight), default=None)

    def _found(self, text: str) -> Iterator[Match]:
        words = _split(text[:_LONGEST_READ])
        for place, word in enumerate(words):
            for entry in self._entries_at(words[place : place + _MOST_WORDS], word):
                yield Match(entry, word, place, place + len(entry.words))

    def _entries_at(self, words: list[str], word: str) -> Iterator[Entry]:
        yield from (entry for entry in self.starts.get(word[:_KEY], ()) if _fits(entry.words, words))
        yield from (entry for entry in self.inner if _is_inside(entry.words[0], word))
        if not word.isascii():
            yield from (entry for entry in self.unspaced if entry.words[0] in word)


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
    said, employer = _employer_first(known, role) or _parted(role)
    for text, is_name in ((said, False), (employer, True), (company, True), (notes[:_LONGEST_NOTES], False)):
        match = known.best(text, is_name=is_name)
        if match and not match.weak:
            return match.field
        unsure = unsure or (match.field if match else "")
    return unsure or NEUTRAL


def _parted(role: str) -> tuple[str, str]:
    """A role without its employer, and the employer: "Director, Baker McKenzie" names one, "Owner, baker" does not."""
    role = " ".join(role[:_LONGEST_READ].split())
    found = _EMPLOYER.search(role)
    if found is None or (found["name"] and not _is_written_as_name(found["name"])):
        return role, ""
    return role[: found.start()], found["at"] or found["sign"] or found["name"]


def _employer_first(known: Vocabulary, role: str) -> tuple[str, str] | None:
    """The same where the employer stands first and begins with a surname that is a trade too."""
    found = _EMPLOYER_FIRST.fullmatch(" ".join(role[:_LONGEST_READ].split()))
    if found is None:
        return None
    match = known.best(found["name"].split()[0])
    return (found["said"], found["name"]) if match and match.is_surname else None


def _is_written_as_name(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _entries(name: str, body: str) -> Iterator[Entry]:
    for written in body.replace("\n", ",").split(","):
        words = written.strip().lstrip("~^").split()
        if words:
            pieces = tuple(piece for word in words for piece in word.replace("-", " ").split())
            yield Entry(name, pieces, weak="~" in written, surname="^" in written)


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
