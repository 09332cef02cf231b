"""Which column holds what: by its name in five languages, else by what is in it, and then it is a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.model.prospect import FORM_FIELDS
from linkepix.model.search import folded
from linkepix.tables.headers import EMAIL, LINKEDIN, field_named, fields_by_name, is_name, table_of_words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from linkepix.tables.table import Table

PIECES = ("first_name", "last_name")
"""What a name is joined of, where there is no column for all of it."""

EXTRAS = ("email", "linkedin", *PIECES)
"""What is no field of a prospect, and needed by who sends."""

FIELDS = (*FORM_FIELDS, *EXTRAS)
"""What a column may be matched to, in the order in which a form shows it."""

_SAMPLE = 200
_MOST = 0.9
_MANY = 0.6
_SOME = 0.3
_TEXT = 60
"""Characters of a cell, on an average, that make its column notes."""


@dataclass(frozen=True, slots=True)
class Match:
    """`column` counts from 0. What is not sure is a guess, and the page marks it."""

    field: str
    column: int
    is_sure: bool


def match_columns(table: Table) -> tuple[Match, ...]:
    """Return at most one column for each of FIELDS, and at most one field for each column, in the order of FIELDS."""
    matches: dict[str, Match] = {}
    for found in (*_by_name(table), *_by_part_of_name(table), *_by_content(table)):
        taken = {match.column for match in matches.values()}
        if found.field not in matches and found.column not in taken:
            matches[found.field] = found
    _part_names(table, matches)
    return tuple(matches[field] for field in FIELDS if field in matches)


def _by_name(table: Table) -> Iterator[Match]:
    for at, name in enumerate(table.header):
        if field := field_named(name):
            yield Match(field, at, is_sure=True)


def _by_part_of_name(table: Table) -> Iterator[Match]:
    """Match "Contact e-mail (work)", but not "Company size": the longest name in it, unless a word spoils it.

    An address is one whosever it is.
    """
    spoilers = frozenset(table_of_words()["spoilers"])
    for at, name in enumerate(table.header):
        spaced = f" {words(name)} "
        within = [known for known in fields_by_name() if f" {known} " in spaced]
        if within and not spoilers.intersection(spaced.split()):
            best = max(within, key=lambda known: (fields_by_name()[known] in EXTRAS, len(known)))
            yield Match(fields_by_name()[best], at, is_sure=False)


def _by_content(table: Table) -> Iterator[Match]:
    columns = [(at, _cells(table, at)) for at in range(table.width)]
    filled = [(at, cells) for at, cells in columns if cells]
    spoilers = frozenset(table_of_words()["spoilers"])
    for at, cells in filled:
        for field, pattern in (("email", EMAIL), ("linkedin", LINKEDIN)):
            share = sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells)
            if share >= _MANY:
                yield Match(field, at, is_sure=share >= _MOST)
    plain = [(at, cells) for at, cells in filled if not spoilers.intersection(words(table.header[at]).split())]
    for field, fits in (("company", _are_companies), ("role", _are_roles), ("name", _are_names), ("notes", _are_texts)):
        yield from (Match(field, at, is_sure=False) for at, cells in plain if fits(cells))


def _cells(table: Table, at: int) -> list[str]:
    return [cell for row in table.rows[:_SAMPLE] if (cell := row[at].strip()[: 10 * _TEXT])]


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0


def _has_word_of(known: Iterable[str]) -> Callable[[str], bool]:
    vocabulary = frozenset(known)
    return lambda cell: not vocabulary.isdisjoint(words(cell).split())


def _are_companies(cells: Sequence[str]) -> bool:
    return _share(cells, _has_word_of(table_of_words()["company_words"])) >= _SOME and _mean(cells) < _TEXT


def _are_roles(cells: Sequence[str]) -> bool:
    return _share(cells, _has_word_of(table_of_words()["role_words"])) >= _SOME and _mean(cells) < _TEXT


def _are_names(cells: Sequence[str]) -> bool:
    return _share(cells, is_name) >= _MANY and len(set(cells)) >= _MANY * len(cells)


def _are_texts(cells: Sequence[str]) -> bool:
    return _mean(cells) >= _TEXT


def _mean(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def _part_names(table: Table, matches: dict[str, Match]) -> None:
    """Take "Name" next to "Vorname" for the family name, and "Nombre" next to "Apellidos" for the given one.

    Unless it has the other within it, as a whole name has.
    """
    whole = matches.get("name")
    pieces = [piece for piece in PIECES if piece in matches]
    if whole and len(pieces) == 1 and not _contains(table, whole.column, matches[pieces[0]].column):
        other = next(piece for piece in PIECES if piece not in pieces)
        matches[other] = Match(other, whole.column, whole.is_sure)
        del matches["name"]


def _contains(table: Table, whole: int, part: int) -> bool:
    pairs = [(folded(row[whole]), folded(row[part]).strip()) for row in table.rows[:_SAMPLE] if row[part].strip()]
    return sum(piece in name for name, piece in pairs) > len(pairs) / 2
