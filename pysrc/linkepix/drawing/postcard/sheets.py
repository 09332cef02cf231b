"""Front, back, or both in one picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from linkepix.drawing.postcard.back import back
from linkepix.drawing.postcard.card import HEIGHT, WIDTH
from linkepix.drawing.postcard.front import front
from linkepix.drawing.postcard.shapes import Sheet

if TYPE_CHECKING:
    from linkepix.drawing.postcard.card import Postcard

type Side = Literal["front", "back", "both"]
SIDES: tuple[Side, ...] = get_args(Side.__value__)


def sheet(card: Postcard, side: Side) -> Sheet:
    """One side, 1200 by 627, or both, the front above the back, 1200 by 1254."""
    match side:
        case "front":
            return Sheet(WIDTH, HEIGHT, front(card))
        case "back":
            return Sheet(WIDTH, HEIGHT, back(card))
        case "both":
            lower = tuple(replace(shape, y=shape.y + HEIGHT) for shape in back(card))
            return Sheet(WIDTH, 2 * HEIGHT, (*front(card), *lower))
