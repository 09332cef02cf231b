"""The front: the picture edge to edge, a greeting at its top, the company's band with its logo at its foot."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from linkepix.drawing.postcard.card import HEIGHT, INK, MARGIN, WHITE, WIDTH
from linkepix.drawing.postcard.letters import SANS_BOLD, SERIF, is_right_to_left, width
from linkepix.drawing.postcard.shapes import Box, Mark, Picture, Text
from linkepix.drawing.postcard.wrapping import largest, shortened
from linkepix.model.colour import PAPER, adjust_brand, contrast, text_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkepix.drawing.postcard.card import Postcard
    from linkepix.drawing.postcard.letters import Font
    from linkepix.drawing.postcard.shapes import Shape
    from linkepix.model.logo import Logo

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
_LOGO_BAND_HEIGHT = 88
_LOGO_WIDTH, _LOGO_HEIGHT = 260, 60
"""Room for a logo. A smaller one is not enlarged."""
_LOGO_PADDING = 18
_LOGO_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11, for what is no text."""
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
    """The company's words, and its logo before them; without either there is no band."""
    # In whole pixels, so that no hair shows between the two.
    logo_wide = ceil(_logo_size(card.logo)[0] + 2 * _LOGO_PADDING) if card.logo else 0
    room = WIDTH - 2 * _BAND_PADDING - logo_wide
    font = largest(card.band, SANS_BOLD, _BAND_SIZES, room)
    text = shortened(card.band, font, room) if card.band else ""
    words_wide = width(text, font) + 2 * _BAND_PADDING if text else 0.0
    brand = adjust_brand(card.brand)
    if card.logo:
        words_wide = min(ceil(words_wide), WIDTH - logo_wide)
        line = _BAND_LINE if text else 0
        yield from _logo(card.logo, brand, WIDTH - words_wide - logo_wide, logo_wide + line)
    if text:
        height = _LOGO_BAND_HEIGHT if card.logo else _BAND_HEIGHT
        box = Box(WIDTH - words_wide, HEIGHT - height, words_wide, height, brand, _BAND_LINE, PAPER)
        yield from (box, _centred(text, font, text_on(brand), box, _BAND_PADDING))


def _logo(logo: Logo, brand: str, left: float, wide: float) -> Iterator[Shape]:
    """A field of the band's height, and in its middle the logo with its proportions."""
    plate = Box(left, HEIGHT - _LOGO_BAND_HEIGHT, wide, _LOGO_BAND_HEIGHT, ground(logo, brand), _BAND_LINE, PAPER)
    width, height = _logo_size(logo)
    yield plate
    yield Mark(plate.x + (wide - width) / 2, plate.y + (plate.height - height) / 2, width, height)


def _logo_size(logo: Logo) -> tuple[float, float]:
    zoom = min(1.0, _LOGO_WIDTH / logo.width, _LOGO_HEIGHT / logo.height)
    return logo.width * zoom, logo.height * zoom


def ground(logo: Logo, brand: str) -> str:
    """What is behind the logo: the brand's colour if all of the logo can be seen on it, else white or ink."""

    def seen(colour: str) -> float:
        return min((contrast(colour, other) for other in logo.colours), default=_LOGO_CONTRAST)

    return brand if seen(brand) >= _LOGO_CONTRAST else max((WHITE, INK), key=seen)


def _centred(text: str, font: Font, colour: str, box: Box, padding: float) -> Text:
    baseline = box.y + box.height / 2 + font.size * _CAPITALS
    room = box.width - 2 * padding
    return Text(box.x + box.width / 2, baseline, room, text, font, colour, "center", is_right_to_left(text))
