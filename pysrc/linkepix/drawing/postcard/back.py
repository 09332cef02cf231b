"""The back: the message at the left, a stamp and the address at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.drawing.postcard.card import EDGE, HEIGHT, INK, MARGIN, WHITE, WIDTH
from linkepix.drawing.postcard.letters import SANS, SANS_BOLD, is_right_to_left
from linkepix.drawing.postcard.shapes import Box, Text
from linkepix.drawing.postcard.wrapping import balanced, shortened, wrapped
from linkepix.model.colour import adjust_brand, mix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.drawing.postcard.card import Postcard
    from linkepix.drawing.postcard.letters import Font
    from linkepix.drawing.postcard.shapes import Shape


@dataclass(frozen=True, slots=True)
class Setting:
    """How a message is set: pixels of type, from line to line, and of its column."""

    size: float
    leading: float
    column: float

    @property
    def font(self) -> Font:
        return SANS.at(self.size)


SETTINGS = (
    Setting(26, 39, 590),
    Setting(24, 35, 590),
    Setting(22, 32, 600),
    Setting(20, 29, 640),
    Setting(18, 25, 700),
    Setting(16, 21.5, 740),
)
"""The first that has room for the message is taken; the last holds 1,900 characters of ordinary text."""

_GUTTER = 42
_RULE = 1.2
_DROP = 0.78
"""From the top of a line's box to its baseline, in parts of the size: as high as capitals and a little air."""
_BOTTOM = HEIGHT - MARGIN
_STAMP_WIDTH, _STAMP_HEIGHT = 130, 108
_STAMP_SIZE, _STAMP_LEADING, _STAMP_LINES = 19, 25, 4
_STAMP_TINT = 0.82
_ADDRESS_SETTINGS = ((26, 39), (24, 35), (22, 32), (20, 28), (18, 25))
_MOST_LINES_OF_A_FIELD = 3
_ABOVE_ADDRESS = 20


def back(card: Postcard) -> tuple[Shape, ...]:
    setting, lines = set_message(card.message, card.rest)
    rule = MARGIN + setting.column + _GUTTER
    left = rule + _GUTTER * 0.86
    return (
        Box(0, 0, WIDTH, HEIGHT, WHITE),
        *_paragraphs(lines, setting),
        Box(rule, MARGIN, _RULE, HEIGHT - 2 * MARGIN, EDGE),
        *_stamp(card),
        *_address(card.address, left, WIDTH - MARGIN - left),
    )


def set_message(message: str, rest: str) -> tuple[Setting, list[tuple[str, bool]]]:
    """Choose a setting and break the message into lines, each with whether it is read from the right.

    A message that is too long even for the smallest is cut after a whole line, and ends with the sentence `rest`.
    """
    for setting in SETTINGS:
        lines = _lines(message, setting)
        if len(lines) <= _room(setting):
            return setting, lines
    last = _lines(rest, setting) if rest else []
    kept = lines[: _room(setting) - len(last) - bool(last)]
    while kept and not kept[-1][0]:
        kept.pop()
    if kept:
        text, rtl = kept[-1]
        kept[-1] = shortened(text + " …", setting.font, setting.column), rtl
    return setting, [*kept, *([("", False)] if last else []), *last]


def _room(setting: Setting) -> int:
    """Lines that fit between the margins; the last needs no leading below it."""
    return int((HEIGHT - 2 * MARGIN - setting.size) // setting.leading) + 1


def _lines(text: str, setting: Setting) -> list[tuple[str, bool]]:
    return [
        (line, is_right_to_left(paragraph))
        for paragraph in text.strip().split("\n")
        for line in wrapped(paragraph, setting.font, setting.column)
    ]


def _paragraphs(lines: Sequence[tuple[str, bool]], setting: Setting) -> Iterator[Text]:
    baseline = MARGIN + setting.size * _DROP
    for number, (text, rtl) in enumerate(lines):
        if text:
            y = baseline + number * setting.leading
            yield _line(text, setting.font, MARGIN, y, setting.column, rtl=rtl)


def _line(text: str, font: Font, left: float, y: float, room: float, *, rtl: bool) -> Text:
    return Text(left + room if rtl else left, y, room, text, font, INK, "right" if rtl else "left", rtl)


def _stamp(card: Postcard) -> Iterator[Shape]:
    if not card.stamp:
        return
    room = _STAMP_WIDTH - 12
    font = SANS.at(_STAMP_SIZE)
    lines = balanced(card.stamp, font, room)[:_STAMP_LINES]
    left = WIDTH - MARGIN - _STAMP_WIDTH
    yield Box(left, MARGIN, _STAMP_WIDTH, _STAMP_HEIGHT, mix(adjust_brand(card.brand), WHITE, _STAMP_TINT))
    top = MARGIN + (_STAMP_HEIGHT - len(lines) * _STAMP_LEADING) / 2
    for number, line in enumerate(lines):
        y = top + number * _STAMP_LEADING + _STAMP_LEADING / 2 + _STAMP_SIZE * 0.33
        middle = left + _STAMP_WIDTH / 2
        yield Text(middle, y, room, line, font, INK, "center", is_right_to_left(line))


def _address(fields: Sequence[str], left: float, room: float) -> Iterator[Text]:
    """At the foot, in the largest type that keeps clear of the stamp; the first field is bold."""
    free = _BOTTOM - MARGIN - _STAMP_HEIGHT - _ABOVE_ADDRESS
    for size, leading in _ADDRESS_SETTINGS:
        lines = _address_lines(fields, size, room)
        if len(lines) * leading <= free:
            break
    lines = lines[: int(free // leading)]
    for number, (text, font) in enumerate(reversed(lines)):
        y = _BOTTOM - size * (1 - _DROP) - number * leading
        yield _line(text, font, left, y, room, rtl=is_right_to_left(text))


def _address_lines(fields: Sequence[str], size: float, room: float) -> list[tuple[str, Font]]:
    lines: list[tuple[str, Font]] = []
    for number, field in enumerate(fields):
        font = (SANS if number else SANS_BOLD).at(size)
        found = wrapped(field, font, room) if field else []
        if len(found) > _MOST_LINES_OF_A_FIELD:
            cut = found[_MOST_LINES_OF_A_FIELD - 1] + " …"
            found = [*found[: _MOST_LINES_OF_A_FIELD - 1], shortened(cut, font, room)]
        lines += [(line, font) for line in found]
    return lines
