"""Given names and surnames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.lexicon.packages import faker_providers, frequency_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.lexicon.packages import Extract

_US_SURNAMES = 6_000
"""The most frequent of them."""

_INITIAL = re.compile(r"[A-Za-z]?\W?")
_GIVEN = re.compile(r"^(first|middle)_(\w+_)?(names?|pairs)")
_SURNAME = re.compile(r"^((\w+_)?last)_(\w+_)?(names?|pairs)")


def given_names(extract: Extract) -> Iterator[str]:
    yield from _of_faker(_GIVEN)
    for person in extract.people.values():
        yield from _single(person.given)
    lists = frequency_lists()
    yield from lists["female_names"]
    yield from lists["male_names"]


def surnames(extract: Extract) -> Iterator[str]:
    yield from _of_faker(_SURNAME)
    for person in extract.people.values():
        yield from _single(person.surname)
    yield from frequency_lists()["surnames"][:_US_SURNAMES]


def _of_faker(attribute: re.Pattern[str]) -> Iterator[str]:
    for _, provider in faker_providers("person"):
        for name in filter(attribute.match, dir(provider)):
            values = getattr(provider, name)
            if isinstance(values, tuple | list | dict):
                yield from _single(_flat(values))


def _flat(values: Iterable[object]) -> Iterator[str]:
    """Strings of lists, of dicts by weight, and of Japan's tuples of one name in three scripts."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | list):
            yield from _flat(value)


def _single(values: Iterable[str]) -> Iterator[str]:
    """Names as words: the capitalised words of "de la Cruz", and no initials."""
    for value in values:
        words = value.split()
        for word in words:
            has_case = word.lower() != word.upper()
            if len(words) == 1 or not has_case or word[:1].isupper():
                yield from () if _INITIAL.fullmatch(word) else (word,)
