"""What the fields say, ready to be asked: words, stems, initials, numbers and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.grounding.figures import figures
from linkepix.grounding.letters import levelled, parts, stem, word_forms, words
from linkepix.grounding.vocabulary import amounts, concepts, evidence, forms, languages_of, says_something, vocabularies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from linkepix.grounding.figures import Value
    from linkepix.grounding.findings import Fields

_PREFIX = 4
_LONGEST_ELISION = 2
"""As in "d'Annecy" and "qu'Annecy"."""
_DEMONYM = (
    "ian",
    "ean",
    "ish",
    "ese",
    "ic",
    "ch",
    "an",
    "er",
    "isch",
    "ische",
    "ischen",
    "ais",
    "ois",
    "ien",
    "ano",
    "es",
)
_SHORTEST_INITIALS = 2
_LONGEST_INITIALS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """Words are levelled. Of all fields: `words`, `stems`, `initials` of words in a row, `figures`.

    Of some: `people` are the words that identify both sides, `sender` those of the sender alone, `notes` and `offer`
    stems that say something.
    """

    words: frozenset[str]
    stems: frozenset[str]
    initials: frozenset[str]
    figures: frozenset[Value]
    people: frozenset[str]
    sender: frozenset[str]
    notes: frozenset[str]
    note_words: frozenset[str]
    note_languages: frozenset[str]
    offer: frozenset[str]

    @classmethod
    def of(cls, fields: Fields) -> Support:
        known = word_forms(fields.texts)
        notes = word_forms(fields.notes)
        people = word_forms(fields.prospect + fields.sender)
        return cls(
            words=known,
            stems=frozenset(map(stem, known)),
            initials=frozenset(name for text in fields.texts for name in _initials(text)),
            figures=frozenset(figure.value for text in fields.texts for figure in figures(text, vocabularies())),
            people=people,
            sender=word_forms(fields.sender),
            notes=_content(notes),
            note_words=notes,
            note_languages=frozenset(row.language for row in languages_of(notes)),
            offer=_content(word_forms(fields.offer)),
        )

    def knows_name(self, word: str) -> bool:
        """Whether a levelled word, or each part of it, stands in a field: also inflected, as a demonym or initials."""
        named = [part for part in parts(word) if len(part) > _LONGEST_ELISION] or [word]
        return self._knows(word) or word in self.initials or all(map(self._knows, named))

    def _knows(self, word: str) -> bool:
        return word in self.words or stem(word) in self.stems or self._is_demonym(word)

    def _is_demonym(self, word: str) -> bool:
        return word.endswith(_DEMONYM) and any(
            known.startswith(word[:_PREFIX]) for known in self.people if len(known) >= _PREFIX
        )

    def has_evidence(self, name: str) -> bool:
        return evidence()[name].has_any(self.note_words)

    def has_forms_of(self, found: Collection[str]) -> bool:
        """Whether the notes name what these words name, such as a podcast; true where they name none of it."""
        return all(row.has_any(self.note_words) for row in forms() if row.has_any(found))

    def has_amounts_of(self, found: Collection[str]) -> bool:
        """Whether a field says each amount that these words say."""
        said = [row for row in amounts() if row.has_any(found)]
        return bool(said) and all(row.has_any(self.words) for row in said)

    def shares_concept(self, found: Iterable[str]) -> bool:
        """Whether the notes have a word of the same meaning as one of these."""
        known = list(found)
        return any(
            any(word.startswith(row) for word in known) and any(word.startswith(row) for word in self.note_words)
            for row in concepts()
        )


def _content(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in forms if says_something(word))


def _initials(text: str) -> Iterator[str]:
    """Of each two to five words in a row: "vp" of "Vice President"."""
    letters = [match[0][0] for match in words(levelled(text))]
    for length in range(_SHORTEST_INITIALS, _LONGEST_INITIALS + 1):
        for start in range(len(letters) - length + 1):
            yield "".join(letters[start : start + length])
