"""What holds for any paste at all."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.model.prospect import PROSPECT_FIELDS
from linkepix.reading.paste import read_prospect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkepix.model.prospect import Guess, Reading

LIMITS = {"name": 100, "role": 150, "company": 150, "location": 150, "notes": 1_500}

ANY_CHARACTER = st.characters(exclude_categories=())
FRAGMENTS = st.sampled_from(
    [
        *(
            "Ada Example",
            "Nordwind GmbH",
            "Head of Logistics",
            "CTO",
            "Hamburg, Germany",
            "山田 太郎",
            "株式会社北風",
        ),
        *(
            " at ",
            " @ ",
            " of ",
            " is the ",
            " | ",
            " - ",
            ", ",
            "、",
            " · ",
            ": ",
            "\n",
            "\t",
            "\r\n",
            ". ",
            "の",
        ),
        *(
            "Name: ",
            "Role:",
            "Notes: ",
            "Name | Role",
            "About",
            "Experience",
            "Contact info",
            "· 2nd",
            "She/Her",
        ),
        *("Best regards,", "-- ", "From: ", "I'm ", "| LinkedIn", "Jan 2021 - Present", "4 yrs", "20457 "),
        *("ada@nordwind.example", "https://x.example/", "+49 40 123456", "PhD", "Inc.", "People also viewed"),
        *(
            "\u202e",
            "\u200b",
            "\ufeff",
            "\u0301" * 40,
            "\ud800",
            "\x00",
            "\x85",
            "\u2028",
            "\ufdfa",
            "👩🏽\u200d💻",
        ),
    ]
)
PASTES = st.one_of(
    st.text(ANY_CHARACTER),
    st.lists(FRAGMENTS | st.text(ANY_CHARACTER, max_size=8), max_size=40).map("".join),
)


def guesses(read: Reading) -> Iterator[tuple[str, Guess]]:
    return ((field, getattr(read, field)) for field in PROSPECT_FIELDS)


def is_hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@settings(deadline=None, max_examples=300)
@given(PASTES)
def test_any_text_is_read_into_clean_short_values_with_a_confidence(text: str) -> None:
    for field, guess in guesses(read_prospect(text)):
        assert 0.0 <= guess.confidence <= 1.0
        assert (guess.value == "") == (guess.confidence == 0.0)
        assert len(guess.value) <= LIMITS[field]
        assert guess.value == unicodedata.normalize("NFC", guess.value).strip()
        one_line = guess.value.replace("\n", "") if field == "notes" else guess.value
        assert not any(map(is_hidden, one_line))


@settings(deadline=None, max_examples=100)
@given(PASTES)
def test_a_paste_is_read_the_same_way_twice(text: str) -> None:
    assert read_prospect(text) == read_prospect(text)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from("\u200b\u200d\u202e\u2066\u2069\ufeff\u00ad\x00\x07"), max_size=30), st.data())
def test_hidden_characters_change_nothing(hidden: list[str], data: st.DataObject) -> None:
    text = "Ada Example, Head of Logistics at Nordwind GmbH, Hamburg"
    spoilt = text
    for character in hidden:
        at = data.draw(st.integers(0, len(spoilt)))
        spoilt = spoilt[:at] + character + spoilt[at:]

    assert read_prospect(spoilt) == read_prospect(text)


HOSTILE = {
    "spaces": " ",
    "commas": ", ",
    "at": " at ",
    "newlines": "\n",
    "short lines": "a\nb\n",
    "names": "Ada Example\n",
    "nested brackets": "[({<",
    "one line": "a",
    "bidi": "\u202e\u2066",
    "combining marks": "\u0301\u0323",
    "expanding ligature": "\ufdfa",
    "composed when taken apart": "\U0001d160",
    "closings": "best regards\nAda\n",
    "labels": "name:\n",
    "headings": "About\nExperience\n",
    "full stops": "Dr. ",
    "addresses": "a@b.c ",
    "postal codes": "12345 Ab, CD ",
    "bars": "A | ",
    "surrogates": "\ud800",
    "emoji": "👩🏽\u200d💻",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_100_kilobytes_of_hostile_text_are_read_like_the_part_that_is_looked_at(unit: str) -> None:
    text = "x\n" + unit * (100_000 // len(unit))

    assert read_prospect(text) == read_prospect(text[:20_000])
