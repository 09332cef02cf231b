"""How well pastes of all kinds are read: `tests/data/pastes.json`, whose people are made up.

Each paste has what is expected in each field: a value, or several of which one will do; the empty string where
nothing should be found. These limits only rise. A wrong value is worse than none.

All hold with and without the lexicon. `tests/data/lexicon_of_pastes.json` has what the built table says of the words
of these pastes: kinds, and the words that have them.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from linkepix.reading.lexicon import KINDS, Lexicon, dumps, use
from linkepix.reading.paste import read_prospect

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading

DATA = Path(__file__).parents[1] / "data"
PASTES = json.loads((DATA / "pastes.json").read_text("utf-8"))
KINDS_OF_WORDS = json.loads((DATA / "lexicon_of_pastes.json").read_text("utf-8"))
FIELDS = ("name", "role", "company", "location")


class Answer(NamedTuple):
    kind: str
    field: str
    value: str
    confidence: float
    verdict: str


def folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:·•|-\u2013\u2014@\"'“”„«»")


def verdict(value: str, expected: str | list[str]) -> str:
    accepted = [folded(text) for text in ([expected] if isinstance(expected, str) else expected)]
    if folded(value) in accepted:
        return "right"
    return "wrong" if value else "empty"


def table() -> Lexicon:
    flags = {
        word: sum(1 << KINDS.index(kind) for kind in kinds.split())
        for kinds, words in KINDS_OF_WORDS.items()
        for word in words.split(", ")
    }
    return Lexicon.loads(dumps(flags))


@pytest.fixture(scope="module", params=[False, True], ids=["without the lexicon", "with the lexicon"])
def answers(request: pytest.FixtureRequest) -> list[Answer]:
    return all_answers(table() if request.param else None)


def all_answers(lexicon: Lexicon | None) -> list[Answer]:
    use(lexicon)
    try:
        readings = [(paste, read_prospect(paste["text"])) for paste in PASTES]
    finally:
        use(None)
    return [answer(paste, field, read) for paste, read in readings for field in FIELDS]


def answer(paste: dict[str, Any], field: str, read: Reading) -> Answer:
    guess = getattr(read, field)
    verdict_of_it = verdict(guess.value, paste["expected"][field])
    return Answer(paste["kind"], field, guess.value, guess.confidence, verdict_of_it)


def test_there_are_pastes_of_many_kinds_and_languages() -> None:
    assert len(PASTES) >= 60
    assert len({paste["kind"] for paste in PASTES}) >= 15
    assert len({paste["language"] for paste in PASTES}) >= 20


def test_nearly_all_fields_are_right_and_hardly_one_is_wrong(answers: list[Answer]) -> None:
    verdicts = Counter(answer.verdict for answer in answers)

    assert verdicts["right"] >= 0.97 * len(answers)
    assert verdicts["wrong"] <= 0.01 * len(answers)


def test_what_is_shown_as_certain_is_right(answers: list[Answer]) -> None:
    certain = [answer for answer in answers if answer.confidence >= 0.85]

    assert len(certain) > 100
    assert sum(answer.verdict == "right" for answer in certain) >= 0.97 * len(certain)


def test_a_text_about_nobody_gives_no_name(answers: list[Answer]) -> None:
    names = [answer for answer in answers if answer.kind == "nobody" and answer.field == "name"]

    assert len(names) >= 10
    assert [answer.value for answer in names if answer.confidence >= 0.5] == []


def test_structured_data_is_read_without_a_mistake(answers: list[Answer]) -> None:
    structured = [answer for answer in answers if answer.kind in {"vcard", "jsonld", "hcard", "table", "labelled"}]

    assert [answer for answer in structured if answer.verdict != "right"] == []


def test_the_lexicon_finds_more_and_is_wrong_no_more_often() -> None:
    without, with_it = (Counter(answer.verdict for answer in all_answers(found)) for found in (None, table()))

    assert with_it["right"] >= without["right"] + 6
    assert with_it["wrong"] <= without["wrong"]


def test_a_wrong_value_would_have_been_counted() -> None:
    assert verdict("Acme", "") == "wrong"
    assert verdict("", "Acme") == "empty"
    assert verdict("acme.", ["Acme", "Acme Ltd"]) == "right"
