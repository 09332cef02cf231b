"""Words of the five languages, from words.json and claims.json."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkepix.grounding.letters import levelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkepix.grounding.findings import Kind


_SHORTEST_CONTENT = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A claim is made where `pattern` matches levelled text, and the sentence is of the kind that the flags ask for.

    `needs` names the evidence that supports it; `number`: the number in the match must be known; `amount`: a field must
    say the same amount, as in "half"; `we`: the offer supports it; `report`: fields must have a good part of what is
    said, as after "I noticed that"; `same`: the same verb in the notes supports it. `you` and `us`: the sentence must
    be about the reader, about the sender; `only_with`: it must have one of these words; `unless_question`: a question
    claims nothing.
    """

    kind: Kind
    pattern: str
    needs: str = ""
    number: bool = False
    amount: bool = False
    we: bool = False
    you: bool = False
    unless_question: bool = False
    same: bool = False
    us: bool = False
    report: bool = False
    only_with: frozenset[str] = frozenset()

    @property
    def say(self) -> re.Pattern[str]:
        """Compiled when it is first needed: most rules are of other languages, or need a word that no text has."""
        return _compiled(self.pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class WordList:
    """Whole words, and beginnings of words, which data mark with "*". Levelled."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, row: str) -> WordList:
        entries = row.split()
        beginnings = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
        return cls(frozenset(entry for entry in entries if not entry.endswith("*")), beginnings)

    def has_any(self, found: Iterable[str]) -> bool:
        return any(word in self.whole or word.startswith(self.beginnings) for word in found)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words of a language, levelled.

    `figures` has numbers, and months and days, which are numbered from 1, as are their forms, such as "sundays".

    At the beginning of a sentence, `name_verbs` follow names of persons and firms, `never_after_name` follow none, and
    `common_first` are no names there, whatever the lexicon says. `rules_of_word` has the places of rules by the words
    of which each needs one, and under "" those of rules that need none.
    """

    language: str
    function: frozenset[str]
    figures: Mapping[str, tuple[str, float]]
    small: frozenset[str]
    second_person: frozenset[str]
    first_person: frozenset[str]
    rules: tuple[Rule, ...]
    rules_of_word: Mapping[str, tuple[int, ...]]
    name_prepositions: frozenset[str]
    common_after_preposition: frozenset[str]
    name_verbs: frozenset[str]
    never_after_name: frozenset[str]
    common_first: frozenset[str]


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    claims = _data("claims.json")["languages"]
    return tuple(_vocabulary(name, row, claims[name]) for name, row in _data("words.json")["languages"].items())


@cache
def exempt() -> frozenset[str]:
    """What may be capitalised without being a name: "CEO", "LinkedIn", "PDF"."""
    return _split(_data("words.json")["exempt"])


@cache
def evidence() -> dict[str, WordList]:
    """Words that support a claim, in all languages at once: notes may be in another than the message."""
    return {name: WordList.of(row) for name, row in _data("claims.json")["evidence"].items()}


@cache
def amounts() -> tuple[WordList, ...]:
    """Words for the same amount or span of time without a figure, in all languages: "half", "moitié"."""
    return tuple(map(WordList.of, _data("claims.json")["amounts"]))


@cache
def forms() -> tuple[WordList, ...]:
    """Words for one form of speaking or writing, in all languages: "podcast", "Folge"."""
    return tuple(map(WordList.of, _data("claims.json")["forms"]))


@cache
def concepts() -> tuple[tuple[str, ...], ...]:
    """Beginnings of words that mean much the same, in all languages."""
    return tuple(tuple(row.split()) for row in _data("claims.json")["concepts"])


def says_something(word: str) -> bool:
    """Whether a levelled word is long enough to mean one thing, and no function word of any language."""
    return len(word) >= _SHORTEST_CONTENT and word not in _function_words()


def is_function_word(word: str) -> bool:
    """Whether a levelled word is a function word of any language."""
    return word in _function_words()


@cache
def _function_words() -> frozenset[str]:
    return frozenset().union(*(row.function for row in vocabularies()))


def languages_of(words: Iterable[str]) -> tuple[Vocabulary, ...]:
    """The languages with most function words among levelled words; all of them where none has any."""
    known = list(words)
    scores = [(sum(word in row.function for word in known), row) for row in vocabularies()]
    best = max(score for score, _ in scores)
    return tuple(row for score, row in scores if score == best)


def _vocabulary(language: str, row: Mapping[str, Any], claims: Mapping[Kind, list[dict[str, Any]]]) -> Vocabulary:
    after = row.get("after_prepositions", {})
    months, days = _numbered(row["months"]), _numbered(row["days"])
    rules = tuple(_rule(kind, rule) for kind, listed in claims.items() for rule in listed)
    numbers = {levelled(word): value for word, value in row["numbers"].items()}
    return Vocabulary(
        language=language,
        function=_split(row["function"]),
        figures={word: ("number", float(amount)) for word, amount in numbers.items()}
        | {form: ("day", float(day)) for word, day in days.items() for form in (word, f"{word}s")}
        | {word: ("month", float(month)) for word, month in months.items()},
        small=_split(row["small"]),
        second_person=_split(row["second_person"]),
        first_person=_split(row["first_person"]),
        rules=rules,
        rules_of_word=_by_word(rules),
        name_prepositions=_split(after.get("words", "")),
        common_after_preposition=_split(after.get("common", "")),
        name_verbs=_split(row["first_names"]["verbs"]),
        never_after_name=_split(row["first_names"]["never_after"]),
        common_first=_split(row["first_names"]["common"]),
    )


def _rule(kind: Kind, rule: dict[str, Any]) -> Rule:
    """`say` is one pattern, or several of which one has to match."""
    say = rule["say"] if isinstance(rule["say"], str) else "|".join(rule["say"])
    only_with = _split(rule.get("only_with", ""))
    flags = {name: value for name, value in rule.items() if name != "say"}
    return Rule(**flags | {"kind": kind, "pattern": say, "only_with": only_with})


def _by_word(rules: Iterable[Rule]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for place, rule in enumerate(rules):
        for word in rule.only_with or {""}:
            found[word] = (*found.get(word, ()), place)
    return found


def _numbered(rows: list[str]) -> dict[str, int]:
    return {levelled(word): number for number, row in enumerate(rows, 1) for word in row.split()}


def _split(words: str) -> frozenset[str]:
    return frozenset(levelled(words).split())


def _data(name: str) -> dict[str, Any]:
    """Read by the loader that found this module: in a browser it lies in a zip."""
    data = sys.modules[__name__].__loader__.get_data(str(Path(__file__).with_name(name)))  # type: ignore[union-attr]
    contents: dict[str, Any] = json.loads(data)
    return contents
