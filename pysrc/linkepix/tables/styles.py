"""Numbers as a workbook shows them: whole ones without a point, dates, times, shares in per cent, leading zeros.

Other formats, such as those of currencies, are shown as plain numbers: their value is what a message could use.
Sources: ECMA-376-1 §18.8.30 for the numbers of built-in formats, §18.17.4 for days and their two beginnings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_BUILT_IN: Final = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
}
_SAID: Final = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
"""What a format shows as it is: quoted or escaped words, colours, conditions, gaps."""

_DATE: Final = re.compile(r"[yd]|m(?!\d)|mmm|e(?![+-])", re.IGNORECASE)
_TIME: Final = re.compile(r"[hs]|am/pm", re.IGNORECASE)
_ZEROS: Final = re.compile(r"0{2,}")
_LAST_DAY: Final = 2_958_466
"""1 January 10000: no date is written later."""

_PHANTOM: Final = 60
"""Excel has a 29 February 1900; days up to it are counted from one day later."""

_PLACES: Final = 15
"""Digits that Excel keeps of a number."""


@dataclass(slots=True)
class Styles:
    """Formats by the number of a cell's style."""

    since_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)
    _in_cells: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.cells.append(int(attributes.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def text(self, data: str) -> None: ...

    def shown(self, value: str, style: int) -> str:
        """Return a number's text. Raises ValueError for what is none."""
        number = float(value)
        code = self._format(style)
        if not code:
            return plain_number(number)
        if "%" in code:
            return f"{plain_number(number * 100)}%"
        is_date, is_time = bool(_DATE.search(code)), bool(_TIME.search(code))
        if (is_date or is_time) and 0 <= number < _LAST_DAY:
            return self._moment(number, is_date=is_date and "[" not in code, is_time=is_time, code=code)
        if _ZEROS.fullmatch(code) and number == int(number) >= 0:
            return f"{int(number):0{len(code)}}"
        return plain_number(number)

    def _format(self, style: int) -> str:
        """The part of the format for positive numbers, without what it shows as it is."""
        identity = self.cells[style] if 0 <= style < len(self.cells) else 0
        code = self.formats.get(identity, _BUILT_IN.get(identity, ""))
        return "" if code.lower() == "general" else _SAID.sub("", code[:200]).split(";")[0].strip()

    def _moment(self, number: float, *, is_date: bool, is_time: bool, code: str) -> str:
        """ISO 8601: the day, the time, or both. A length of time has all its hours."""
        seconds = round(number * 86_400)
        if "[" in code:
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        moment = self._first_day(number) + timedelta(seconds=seconds)
        # A month is written as a minute is: "mm:ss" has no day.
        has_day = is_date and not (is_time and not re.search(r"[yd]", code, re.IGNORECASE))
        time = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        day = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
        return " ".join(part for part, wanted in ((day, has_day), (time, is_time)) if wanted)

    def _first_day(self, number: float) -> datetime:
        if self.since_1904:
            return datetime(1904, 1, 1, tzinfo=UTC)
        return datetime(1899, 12, 30 + (number < _PHANTOM), tzinfo=UTC)


def plain_number(number: float) -> str:
    """Return a number as Excel's "General" has it: 15 digits, no point where none is needed, 1E+20 for large ones."""
    if number == 0:
        return "0"
    text = f"{number:.{_PLACES}g}"
    mantissa, exponent, power = text.partition("e")
    if not exponent:
        return text
    if -10 < int(power) < 0:  # noqa: PLR2004 - below, Excel takes powers as well
        return f"{number:.{_PLACES - int(power)}f}".rstrip("0")
    return f"{mantissa}E{int(power):+03}"
