"""A file or a paste → a Table. What the visitor says about it goes before any guess."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from linkepix.errors import InputError, TableError
from linkepix.tables.decoding import decode
from linkepix.tables.headers import find_header, guess_header
from linkepix.tables.splitting import Record, guess_separator, lines_of, split
from linkepix.tables.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Table
from linkepix.tables.workbook import is_old_workbook, is_zip, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORM_FIELD = "separator"

_SEP_LINE = re.compile(r'"?sep=([^\r\n"]|\t)"?[\r\n]*', re.IGNORECASE)
_LEAST_SEPARATOR = " "

type Numbered = tuple[int, Record]


def read_table(
    data: bytes, *, encoding: str = "", separator: str = "", has_header: bool | None = None, sheet: str = ""
) -> Table:
    """Read a file, by its content: CSV in any of its kinds, or .xlsx.

    "" and None stand for a guess. Raises TableError, and InputError for an encoding or separator that can't be one.
    """
    if len(data) > MOST_BYTES:
        raise TableError("too-large")
    if is_old_workbook(data):
        raise TableError("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old-workbook")
    if is_zip(data):
        found = read_sheet(data, sheet)
        return _table(found.rows, has_header, sheet=found.name, sheets=found.names)
    text, encoding = decode(data, encoding)
    return _read_text(text, separator, has_header, encoding)


def read_pasted(text: str, *, separator: str = "", has_header: bool | None = None) -> Table:
    """Read cells that were copied from a spreadsheet, or typed. Raises TableError and InputError."""
    if len(text) > MOST_BYTES:
        raise TableError("too-large")
    return _read_text(text, separator, has_header, "")


def _read_text(text: str, separator: str, has_header: bool | None, encoding: str) -> Table:  # noqa: FBT001 - private
    if separator and not _may_separate(separator):
        raise InputError(FORM_FIELD, "unknown")
    lines = lines_of(text)
    if lines and (declared := _SEP_LINE.fullmatch(lines[0])) and _may_separate(declared[1]):
        separator = separator or declared[1]
        lines = lines[1:]
    separator = separator or guess_separator(lines)
    records = enumerate(split(lines, separator), 1)
    return _table(records, has_header, encoding=encoding, separator=separator)


def _may_separate(character: str) -> bool:
    """Whether csv can split by it; a letter or a digit is no separator to anybody."""
    is_one = len(character) == 1 and not character.isalnum()
    return character == "\t" or (is_one and character > _LEAST_SEPARATOR and character not in "\"'\x7f")


def _table(
    records: Iterable[Numbered],
    has_header: bool | None,  # noqa: FBT001 - private
    *,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> Table:
    taken, cut_off = _taken(records)
    if not taken:
        raise TableError("empty")
    if has_header is not False:
        del taken[: find_header([record.cells for _, record in taken])]
    widest = max(len(record.cells) for _, record in taken)
    width = min(widest, MOST_COLUMNS)
    cells = [_padded(record.cells, width) for _, record in taken]
    is_header, is_sure = guess_header(cells) if has_header is None else (has_header, True)
    if not is_header:
        cut_off = cut_off or len(taken) > MOST_ROWS
    below = slice(1, None) if is_header else slice(0, MOST_ROWS)
    return Table(
        header=cells[0] if is_header else ("",) * width,
        rows=tuple(cells[below]),
        numbers=tuple(number for number, _ in taken[below]),
        has_header=is_header,
        header_is_sure=is_sure,
        encoding=encoding,
        separator=separator,
        cut_off=cut_off,
        columns_left_out=widest - width,
        unclosed=tuple(number for number, record in taken if record.is_unclosed),
        sheet=sheet,
        sheets=sheets,
    )


def _taken(records: Iterable[Numbered]) -> tuple[list[Numbered], bool]:
    """The first row that is not blank and MOST_ROWS after it, no blank ones at the end; and whether more follow."""
    rows = _from_first(records)
    taken = list(islice(rows, MOST_ROWS + 1))
    while taken and taken[-1][1].is_blank:
        taken.pop()
    return taken, any(not record.is_blank for _, record in rows)


def _from_first(records: Iterable[Numbered]) -> Iterator[Numbered]:
    begun = False
    for number, record in records:
        begun = begun or not record.is_blank
        if begun:
            yield number, record


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))
