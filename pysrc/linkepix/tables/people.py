"""Rows of a table as people to write to: fields of a prospect, and what is wrong with a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.model.batch import Problem  # noqa: TC001 - reexported
from linkepix.model.plain_text import plain, plain_line
from linkepix.model.prospect import FORM_FIELDS, Prospect
from linkepix.model.search import folded
from linkepix.tables.columns import EXTRAS, PIECES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from linkepix.tables.table import Table

PROBLEMS: tuple[Problem, ...] = ("empty", "unnamed", "incomplete", "repeated")
"""A blank row; one without a name and a company; one without what the visitor needs; one of somebody who was there."""

LIMITS = {"name": 100, "call_by": 100, "role": 150, "company": 150, "location": 150, "why": 300, "notes": 1500}
"""Characters of a field, as a paste has them. A longer cell is cut in the prospect, and whole in the table."""

MOST_NOTES_READ = 20_000
"""Characters of a cell that are looked at."""


@dataclass(frozen=True, slots=True)
class WhenEmpty:
    """For an empty cell of a field in `texts`, its text is taken; a row without one of `needed` is incomplete."""

    texts: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()


NOTHING = WhenEmpty()


@dataclass(frozen=True, slots=True)
class Row:
    """One person.

    Attributes:
        number: the row's, as a spreadsheet counts it.
        prospect: its fields are plain text within LIMITS, as those of a paste.
        extras: what there is of EXTRAS, without spaces around it.
        others: name and cell of each column that was not matched, as they are in the file.
        problem: one of PROBLEMS, or "".
        repeats: the number of the row that had them before, 0 for none.
        missing: the field that `incomplete` is about.
    """

    number: int
    prospect: Prospect
    extras: Mapping[str, str]
    others: tuple[tuple[str, str], ...] = ()
    problem: Problem = ""
    repeats: int = 0
    missing: str = ""


def rows_of(table: Table, matching: Mapping[str, int], when_empty: WhenEmpty = NOTHING) -> tuple[Row, ...]:
    """Return a Row for each row of the table. `matching` has the column of each field of FIELDS that has one.

    Somebody is the same if the e-mail address is, or name and company are, without case, accents and spaces.
    """
    return tuple(_rows(table, matching, when_empty))


def _rows(table: Table, matching: Mapping[str, int], when_empty: WhenEmpty) -> Iterator[Row]:
    matched = set(matching.values())
    others = [at for at in range(table.width) if at not in matched]
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in zip(table.numbers, table.rows, strict=True):
        values = _values(cells, matching, when_empty.texts)
        missing = next((name for name in sorted(when_empty.needed) if not values.get(name)), "")
        prospect = Prospect(**{name: _fitted(name, values.get(name, "")) for name in FORM_FIELDS})
        extras = {name: values[name] for name in EXTRAS if values.get(name)}
        problem, repeats = _problem(cells, prospect, missing), 0
        if not problem:
            repeats = _seen_before(_keys(prospect, extras), seen, number)
            problem = "repeated" if repeats else ""
        kept = tuple((table.header[at], cells[at]) for at in others)
        yield Row(number, prospect, extras, kept, problem, repeats, missing if problem == "incomplete" else "")


def _values(cells: Sequence[str], matching: Mapping[str, int], texts: Mapping[str, str]) -> dict[str, str]:
    values = {name: cells[at].strip() for name, at in matching.items() if 0 <= at < len(cells)}
    if not values.get("name"):
        values["name"] = " ".join(filter(None, (values.get(piece, "") for piece in PIECES)))
    return values | {name: text for name, text in texts.items() if not values.get(name)}


def _fitted(name: str, value: str) -> str:
    read = value[:MOST_NOTES_READ]
    return plain(read, LIMITS[name]) if name == "notes" else plain_line(read, LIMITS[name])


def _problem(cells: Sequence[str], prospect: Prospect, missing: str) -> Problem:
    if not any(cell.strip() for cell in cells):
        return "empty"
    if not prospect.name and not prospect.company:
        return "unnamed"
    return "incomplete" if missing else ""


def _keys(prospect: Prospect, extras: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    if prospect.name:
        yield (_same(prospect.name), _same(prospect.company))
    if email := extras.get("email"):
        yield (email.casefold(),)


def _seen_before(keys: Iterator[tuple[str, ...]], seen: dict[tuple[str, ...], int], number: int) -> int:
    """Return the first row with one of these keys, and remember all of them under it."""
    all_of_them = tuple(keys)
    first = min((seen[key] for key in all_of_them if key in seen), default=0)
    for key in all_of_them:
        seen.setdefault(key, first or number)
    return first


def _same(text: str) -> str:
    return "".join(folded(text).split())
