"""A table that was chosen, before anything is made of it. It is not stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from linkepix.errors import InputError, TableError
from linkepix.model.batch import BatchRow
from linkepix.tables.columns import FIELDS, Match, match_columns
from linkepix.tables.people import WhenEmpty, rows_of
from linkepix.tables.reading import read_pasted, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.tables.people import Row
    from linkepix.tables.table import Table

WITH_DEFAULT = ("role", "company", "location", "why")
"""Fields for which a text may stand in where a cell is empty."""


@dataclass(frozen=True)
class Draft:
    """`source` is a file's bytes or a paste; `table` None before one could be read, and `problem` says why.

    `matches` are the visitor's where they said so, else what was guessed; `defaults` stand in for empty cells.
    """

    name: str = ""
    source: bytes | str = ""
    table: Table | None = None
    problem: TableError | None = None
    matches: tuple[Match, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, name: str, source: bytes | str) -> Draft:
        """Return a draft of what was chosen; one without a table for what can't be read."""
        return cls(name, source).read_as()

    def matched(self, columns: Mapping[str, int], defaults: Mapping[str, str]) -> Draft:
        """Take the visitor's columns, by field and counted from 0. What they left as it was stays a guess."""
        width = self.table.width if self.table else 0
        before = {match.field: match for match in self.matches}
        matches = [
            before[name] if name in before and before[name].column == column else Match(name, column, is_sure=True)
            for name, column in columns.items()
            if name in FIELDS and 0 <= column < width
        ]
        return replace(self, matches=tuple(matches), defaults=dict(defaults))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        if self.table is None:
            return ()
        texts = {name: text.strip() for name, text in self.defaults.items() if text.strip()}
        return rows_of(self.table, {match.field: match.column for match in self.matches}, WhenEmpty(texts))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that no field was matched to."""
        taken = {match.column for match in self.matches}
        header = self.table.header if self.table else ()
        return tuple(name for at, name in enumerate(header) if at not in taken)

    def batch_rows(self) -> list[BatchRow]:
        """Return all rows with something in them."""
        return [_batch_row(row) for row in self.rows if row.problem != "empty"]

    def read_as(
        self, encoding: str = "", separator: str = "", sheet: str = "", *, has_header: bool | None = None
    ) -> Draft:
        """Read it so: "" and None stand for a guess. What can't be read so is said, and stays as it was."""
        try:
            if isinstance(self.source, str):
                table = read_pasted(self.source, separator=separator, has_header=has_header)
            else:
                table = read_table(
                    self.source, encoding=encoding, separator=separator, has_header=has_header, sheet=sheet
                )
        except TableError as error:
            return replace(self, problem=error)
        except InputError:  # an encoding or a separator that the page does not offer
            return self
        return replace(self, table=table, problem=None, matches=match_columns(table))


def _batch_row(row: Row) -> BatchRow:
    return BatchRow(
        row.number,
        row.prospect,
        problem=row.problem,
        repeats=row.repeats,
        email=row.extras.get("email", ""),
        profile=row.extras.get("linkedin", ""),
        first_name=row.extras.get("first_name", ""),
        last_name=row.extras.get("last_name", ""),
        others=tuple(cell for _, cell in row.others),
    )
