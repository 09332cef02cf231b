"""The front: the picture edge to edge, a greeting at its top, the company's band at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.drawing.postcard.card import HEIGHT, INK, MARGIN, WHITE, WIDTH
from linkepix.drawing.postcard.letters import SANS_BOLD, SERIF, is_right_to_left, width
from linkepix.drawing.postcard.shapes import Box, Picture, Text
from linkepix.drawing.postcard.wrapping import largest, shortened
from linkepix.model.colour import PAPER, adjust_brand, text_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkepix.drawing.postcard.card import Postcard
    from linkepix.drawing.postcard.letters import Font
    from linkepix.drawing.postcard.shapes import Shape

_CUT_ABOVE = 0.35
"""Heads are in the upper half of a picture."""

_GREETING_SIZES = (60, 54, 48, 42, 36)
_GREETING_TOP = 38
_GREETING_PADDING = 30
_GREETING_LINE = 3.5
_BAND_SIZES = (24, 22, 20, 18)
_BAND_HEIGHT = 60
_BAND_PADDING = 24
_BAND_LINE = 4
"""Pictures that are drawn on the device have the brand's colour too: a line in the colour of paper keeps them apart."""
_CAPITALS = 0.34
"""A baseline stands so far below the middle of a line, in parts of the size, that capitals look centred."""


def front(card: Postcard) -> tuple[Shape, ...]:
    paper = Box(0, 0, WIDTH, HEIGHT, PAPER)
    return (paper, Picture(0, 0, WIDTH, HEIGHT, _CUT_ABOVE), *_greeting(card), *_band(card))


def _greeting(card: Postcard) -> Iterator[Shape]:
    if not card.greeting:
        return
    room = WIDTH - 2 * (MARGIN + _GREETING_PADDING)
    font = largest(card.greeting, SERIF, _GREETING_SIZES, room)
    text = shortened(card.greeting, font, room)
    wide = width(text, font) + 2 * _GREETING_PADDING
    left = WIDTH - MARGIN - wide if is_right_to_left(text) else MARGIN
    box = Box(left, _GREETING_TOP, wide, font.size * 1.8, WHITE, _GREETING_LINE, INK)
    yield from (box, _centred(text, font, INK, box, _GREETING_PADDING))


def _band(card: Postcard) -> Iterator[Shape]:
    if not card.band:
        return
    room = WIDTH - 2 * _BAND_PADDING
    font = largest(card.band, SANS_BOLD, _BAND_SIZES, room)
    text = shortened(card.band, font, room)
    wide = width(text, font) + 2 * _BAND_PADDING
    brand = adjust_brand(card.brand)
    box = Box(WIDTH - wide, HEIGHT - _BAND_HEIGHT, wide, _BAND_HEIGHT, brand, _BAND_LINE, PAPER)
    yield from (box, _centred(text, font, text_on(brand), box, _BAND_PADDING))


def _centred(text: str, font: Font, colour: str, box: Box, padding: float) -> Text:
    baseline = box.y + box.height / 2 + font.size * _CAPITALS
    room = box.width - 2 * padding
    return Text(box.x + box.width / 2, baseline, room, text, font, colour, "center", is_right_to_left(text))
