"""A table as text: a head and a row, separated by commas, semicolons, tabs or bars; or one quoted row."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from linkepix.reading.companies import company_score
from linkepix.reading.known import is_given, is_place
from linkepix.reading.names import name_score
from linkepix.reading.row import read_cells
from linkepix.reading.shapes import role_score
from linkepix.reading.structured.fields import field_of, reading_of

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading

_DELIMITERS = ("\t", ";", "|", ",")
_MOST_ROWS = 6
_MOST_CELLS = 60
_LONGEST_ROW = 4_000
_FEWEST_LABELS = 2
_ROW_TRUST = 0.85
_BARE_ROW_TRUST = 0.7
_CELLS_OF_A_ROW = range(3, 15)


def read_table(text: str) -> Reading | None:
    """The first row under a head that names its columns, or the one row of a paste; None for any other text."""
    lines = [line for line in islice(text.strip().splitlines(), _MOST_ROWS) if line.strip()]
    if not lines or len(lines[0]) > _LONGEST_ROW:
        return None
    return _read_headed(lines) or (_read_row(lines[0]) if len(lines) == 1 else None)


def _read_headed(lines: list[str]) -> Reading | None:
    for delimiter in _DELIMITERS:
        rows = _rows(lines, delimiter)
        fields = [field_of(cell) for cell in rows[0]] if rows else []
        people = [row for row in rows[1:] if len(row) >= len(fields) - 1 and not _is_rule(row)]
        if len(set(filter(None, fields))) >= _FEWEST_LABELS and people:
            return reading_of(_by_field(fields, people[0]))
    return None


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    bare = [line.strip(" |") for line in lines] if delimiter == "|" else lines
    try:
        rows = [row[:_MOST_CELLS] for row in csv.reader(bare, delimiter=delimiter, skipinitialspace=True)]
    except csv.Error:
        return []
    return [[cell.strip() for cell in row] for row in rows]


def _is_rule(row: list[str]) -> bool:
    """The line of hyphens under the head of a Markdown table."""
    return all(not cell.strip("-: ") for cell in row)


def _by_field(fields: list[str], row: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, cell in zip(fields, row, strict=False):
        if field and cell:
            found.setdefault(field, cell)
    return found


def _read_bare_row(line: str) -> Reading | None:
    """Commas without spaces, and given name and surname in two cells: "Ruth,Adeyemi,Head Chef,…"."""
    cells = [cell.strip() for cell in line.split(",")]
    if ", " in line or len(cells) not in _CELLS_OF_A_ROW or not all(map(_is_name_cell, cells[:2])):
        return None
    if not (role_score(cells[2]) or company_score(cells[2])):
        return None
    first, last = cells[:2]
    if is_place(first) and is_place(last) and not (is_given(first) or is_given(last)):
        return None
    if is_given(last) and not is_given(first):
        first, last = last, first
    name = f"{first} {last}"
    reading = read_cells([name, *filter(None, cells[2:])], _BARE_ROW_TRUST)
    return reading if reading.name.value == name else None


def _is_name_cell(cell: str) -> bool:
    return " " not in cell and name_score(cell) > 0 and not role_score(cell)


def _read_row(line: str) -> Reading | None:
    """One row without a head: tabs, or quotes that hold the commas."""
    quoted = (mark for mark in _DELIMITERS if f'"{mark}' in line or f'{mark}"' in line)
    delimiter = "\t" if "\t" in line else next(quoted, "")
    if not delimiter:
        return _read_bare_row(line)
    row = next(iter(_rows([line], delimiter)), [])
    reading = read_cells([cell for cell in row if cell], _ROW_TRUST) if len(row) in _CELLS_OF_A_ROW else None
    return reading if reading and reading.name.value else None
