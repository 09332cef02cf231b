"""Text → rows of cells, by the csv module, and by which separator.

csv.Sniffer is not used: up to Python 3.14 it takes time with the square of a column of quoted cells, 43 s for 8,000
rows (python/cpython#98820). Python 3.16 tries separators by reading with them, which is done here.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from linkepix.errors import TableError
from linkepix.tables.table import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAMPLE = 1 << 16
_SAMPLE_ROWS = 100
_NEVER = "\x00linkepix: the end\x00"
"""A line after the last: a cell that has swallowed it was never closed."""

_BY_TRUST = ("\t", ";", "|", ",")
"""Of two that fit alike, the one that is rarer in prose."""


@dataclass(frozen=True, slots=True)
class Record:
    """`is_unclosed`: a quotation mark opens a cell, and nothing closes it. It was taken for a sign like any other."""

    cells: tuple[str, ...]
    is_unclosed: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


class _Lines:
    """An iterator that says how far it is."""

    def __init__(self, lines: Sequence[str], at: int = 0) -> None:
        self._lines = lines
        self.at = at

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def lines_of(text: str) -> list[str]:
    """Return lines with their ends, which are CR LF, LF or CR: other line ends of Unicode are part of a cell."""
    return list(io.StringIO(text, newline=""))


def split(lines: Sequence[str], separator: str) -> Iterator[Record]:
    r"""Yield one record for each row; quoted cells keep their line ends, a blank line is a record without cells.

    A quotation mark that is never closed, or only by the next one further down, swallows no rows: where the line it is
    in has as many cells as the first row, it is taken as it stands. Raises TableError "cell-too-long".
    """
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=separator, strict=True)
    width = number = 0
    while True:
        start = source.at
        number += 1
        try:
            record = Record(tuple(next(reader)))
        except StopIteration:
            return
        except csv.Error:
            record, end = _loosely(lines, start, separator, width, number)
            source = _Lines(lines, end)
            reader = csv.reader(source, delimiter=separator, strict=True)
        width = width or len(record.cells)
        yield record


def _loosely(lines: Sequence[str], start: int, separator: str, width: int, number: int) -> tuple[Record, int]:
    """Read one row that is not as the format has it, and say which line follows."""
    alone = _Lines((lines[start], ""))
    try:
        cells = next(csv.reader(alone, delimiter=separator))
        literal = next(csv.reader((lines[start],), delimiter=separator, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise TableError("cell-too-long", number) from error
    if alone.at == 1:
        return Record(tuple(cells)), start + 1
    if len(literal) != width:
        whole = _Lines((*lines[start : start + _SAMPLE_ROWS], _NEVER))
        try:
            cells = next(csv.reader(whole, delimiter=separator))
        except csv.Error:
            cells = [_NEVER]
        if _NEVER not in cells[-1]:
            return Record(tuple(cells)), start + whole.at
    return Record(tuple(literal), is_unclosed=True), start + 1


def guess_separator(lines: Sequence[str]) -> str:
    """Return the one of SEPARATORS by which most rows have the same number of cells, the first one above all.

    A comma where there is but one column.
    """
    sample = _sample(lines)
    scores = {separator: _score(sample, separator) for separator in _BY_TRUST}
    best = max(_BY_TRUST, key=lambda separator: scores[separator])
    return best if scores[best] else SEPARATORS[0]


def _sample(lines: Sequence[str]) -> list[str]:
    taken, size = list[str](), 0
    for line in islice(lines, 10 * _SAMPLE_ROWS):
        taken.append(line)
        size += len(line)
        if size > _SAMPLE:
            break
    return taken


def _score(lines: Sequence[str], separator: str) -> float:
    try:
        records = [record for record in islice(split(lines, separator), _SAMPLE_ROWS) if not record.is_blank]
    except TableError:
        return 0
    widths = Counter(len(record.cells) for record in records)
    split_widths = {width: count for width, count in widths.items() if width > 1}
    if not split_widths:
        return 0
    usual = max(split_widths, key=lambda width: split_widths[width])
    return split_widths[usual] / len(records) + 0.5 * (len(records[0].cells) == usual)
