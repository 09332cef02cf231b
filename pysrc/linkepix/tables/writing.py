"""`table.csv`: a line for each row of the visitor's table, with what was made for it and what it cost.

UTF-8 with a byte-order mark, lines that end in CR LF, every cell quoted, none that a spreadsheet would run.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from linkepix.model.cells import BYTE_ORDER_MARK, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkepix.tables.senders import Sender

COLUMNS = (
    "row",
    "status",
    "cost_usd",
    "name",
    "first_name",
    "last_name",
    "role",
    "company",
    "location",
    "email",
    "linkedin",
    "picture",
    "postcard",
    "message_file",
    "subject",
    "message",
    "follow_up",
    "error",
)
"""Ids, as the activity's table has them. `picture`, `postcard` and `message_file` are paths within the archive."""

_PIECES = frozenset({"first_name", "last_name"})
"""Only for a sender that has columns for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """`values` has what is known of COLUMNS, `others` the cells of the visitor's own columns."""

    values: Mapping[str, str]
    others: tuple[str, ...] = ()


class TableWriter:
    """Makes the file in pieces: `head`, then `line` for each row.

    With a sender, its columns come first and under its names, then those it fills in itself, then ours that are left,
    then the visitor's own. No two columns have the same name.
    """

    def __init__(self, others: Sequence[str] = (), sender: Sender | None = None) -> None:
        renamed = dict(sender.columns) if sender else {}
        rest = [column for column in COLUMNS if column not in renamed and column not in _PIECES]
        self._columns = [*renamed, *([""] * len(sender.blank) if sender else []), *rest]
        own = [name.strip() or f"column_{number}" for number, name in enumerate(others, 1)]
        self._others = len(own)
        self._names = _different([*renamed.values(), *(sender.blank if sender else ()), *rest, *own])

    def head(self) -> bytes:
        return BYTE_ORDER_MARK.encode() + _csv_line(self._names)

    def line(self, line: Line) -> bytes:
        own = (*line.others, *[""] * self._others)[: self._others]
        return _csv_line([*(line.values.get(column, "") for column in self._columns), *own])


def write_table(lines: Iterable[Line], others: Sequence[str] = (), sender: Sender | None = None) -> Iterator[bytes]:
    """Yield the file in pieces. `others` are the names of the visitor's own columns."""
    writer = TableWriter(others, sender)
    yield writer.head()
    yield from map(writer.line, lines)


def _csv_line(cells: Iterable[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue().encode("utf-8", "replace")


def _different(names: Iterable[str]) -> list[str]:
    """Number a name that comes again, whatever its case: mail merges look columns up by their names."""
    taken: set[str] = set()
    different: list[str] = []
    for name in names:
        numbered = chain([name], (f"{name}_{number}" for number in count(2)))
        free = next(one for one in numbered if one.casefold() not in taken)
        taken.add(free.casefold())
        different.append(free)
    return different
