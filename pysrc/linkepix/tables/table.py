"""A table as it was read, and what of it is taken."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 10_000_000
MOST_ROWS = 5_000
"""Below the header. What follows is left out, and the table says so."""

MOST_COLUMNS = 256
"""What stands further right is left out, and the table says so."""

MOST_CELL = 131_072
"""Characters: the csv module's own limit."""

SEPARATORS = (",", ";", "\t", "|")
GUESSED = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
ENCODINGS = (
    *GUESSED,
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "mac-roman"),
    *("cp932", "gb18030", "cp949", "cp950"),
)
"""What a spreadsheet writes anywhere. Beyond those that are guessed, a visitor has to say which one it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """All rows are as wide as the header; what was missing is "".

    Attributes:
        header: names of the columns, "" for one without; all are "" where there is no header.
        rows: cells as they are in the file, whatever they hold.
        numbers: of each row, as a spreadsheet counts them, from 1; the header counts, and so do blank rows.
        has_header: whether the first row was taken for one; `header_is_sure` whether there is a reason to say so.
        encoding: one of ENCODINGS, "" for a workbook and a paste.
        separator: one character, "" for a workbook.
        cut_off: whether there are more than MOST_ROWS rows.
        columns_left_out: how many there are beyond MOST_COLUMNS.
        unclosed: numbers of rows with a quotation mark that nothing closes: it was taken as it stands.
        sheet: of a workbook, the one that was read; `sheets` are the names of all that can be seen.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    has_header: bool = True
    header_is_sure: bool = True
    encoding: str = ""
    separator: str = ""
    cut_off: bool = False
    columns_left_out: int = 0
    unclosed: tuple[int, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.header)

    def column(self, position: int) -> tuple[str, ...]:
        return tuple(row[position] for row in self.rows)
