"""Cells of a worksheet as text, and the texts that they share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.errors import TableError
from linkepix.tables.table import MOST_CELL, MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from linkepix.tables.styles import Styles

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})\d+")
_LETTERS = 26
_BEYOND = 4 * MOST_COLUMNS
"""Cells further right are not counted one by one: a sheet may be 16,384 wide."""


def unescaped(text: str) -> str:
    """Return the text with characters that XML can't have, which Excel writes as "_x000D_"."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@dataclass(slots=True)
class SharedStrings:
    """Texts by position. How they are pronounced (`rPh`) is no part of them."""

    texts: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _is_text: bool = False
    _is_phonetic: bool = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t":
            self._is_text = not self._is_phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(unescaped("".join(self._parts)))
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "t":
            self._is_text = False

    def text(self, data: str) -> None:
        if self._is_text:
            self._parts.append(data)


class Sheet:
    """Calls `take` with the number and the cells of each row that the file has."""

    def __init__(self, strings: Sequence[str], styles: Styles, take: Callable[[int, tuple[str, ...]], None]) -> None:
        self._strings = strings
        self._styles = styles
        self._take = take
        self._number = 0
        self._cells: dict[int, str] = {}
        self._column = -1
        self._kind = ""
        self._style = 0
        self._value: list[str] = []
        self._reads = False
        self._is_phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._cells, self._column = {}, -1
        elif name == "c":
            self._column = _column_of(attributes.get("r", ""), self._column + 1)
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
            self._value = []
        elif name == "rPh":
            self._is_phonetic = True
        elif name in {"v", "t"}:
            self._reads = not self._is_phonetic

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._reads = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            width = max(self._cells, default=-1) + 1
            self._take(self._number, tuple(self._cells.get(at, "") for at in range(width)))

    def text(self, data: str) -> None:
        if self._reads:
            self._value.append(data)

    def _end_cell(self) -> None:
        if self._column < _BEYOND and (text := self._shown("".join(self._value))):
            if len(text) > MOST_CELL:
                raise TableError("cell-too-long", self._number)
            self._cells[self._column] = text

    def _shown(self, value: str) -> str:
        match self._kind:
            case "s":
                return self._strings[int(value)] if value.strip() else ""
            case "inlineStr" | "str":
                return unescaped(value)
            case "b":
                return ("FALSE", "TRUE")[value.strip() == "1"] if value.strip() else ""
            case "e" | "d":
                return value
            case _:
                return self._styles.shown(value.strip(), self._style) if value.strip() else ""


def _column_of(reference: str, following: int) -> int:
    """The column of "B7", from 0; a cell without a reference follows the one before it."""
    found = _REFERENCE.fullmatch(reference.upper())
    if not found:
        return following
    position = 0
    for letter in found[1]:
        position = position * _LETTERS + ord(letter) - ord("A") + 1
    return position - 1
