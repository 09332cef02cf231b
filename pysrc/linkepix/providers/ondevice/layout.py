"""Where things are on a card of any ratio: the figure, and each layer of a scene."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SIZE: Final = re.compile(r"([1-9]\d{2,3})x([1-9]\d{2,3})")
_USUAL: Final = (1024, 1024)
_FIGURE: Final = 1744
_HEAD: Final = (830, 760)
"""Width and height of the figure's square, and the middle of its head, in its own units."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the card, and the scale of what is there."""

    x: int
    y: int
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """All lengths in the card's units, one to a pixel.

    Attributes:
        figure: the upper left corner of the figure's square.
        floor: where wall and floor meet.
        stage: where the landmark stands; side, front: the origins of these layers.
    """

    width: int
    height: int
    figure: Spot
    floor: int
    stage: Spot
    side: Spot
    front: Spot

    @property
    def head(self) -> tuple[int, int]:
        scale = self.figure.scale
        return round(self.figure.x + _HEAD[0] * scale), round(self.figure.y + _HEAD[1] * scale)


def layout_for(size: str) -> Layout:
    """Of a size in the form "1024x1536"; any that is none, such as "auto", is square."""
    found = _SIZE.fullmatch(size)
    width, height = (int(found[1]), int(found[2])) if found else _USUAL
    return _upright(width, height) if height > 1.15 * width else _lying(width, height)


def _lying(width: int, height: int) -> Layout:
    """The figure at the left, the landmark at the right, larger the more room there is."""
    unit = height / 1024
    spare = max(0.0, width / unit - 1024)
    head = 285 + 0.24 * spare
    stage = Spot(
        round((734 + 0.62 * spare) * unit), round(850 * unit), round(unit * (0.95 + min(0.12, spare / 4000)), 3)
    )
    return Layout(
        width,
        height,
        figure=_figure(head * unit, height, 0.48 * unit),
        floor=round(780 * unit),
        stage=stage,
        side=Spot(round((232 + 0.12 * spare) * unit), round(205 * unit), round(unit, 3)),
        front=Spot(round(head * unit), height, round(unit, 3)),
    )


def _upright(width: int, height: int) -> Layout:
    """The figure below, the landmark above it to the right."""
    unit = width / 1024
    return Layout(
        width,
        height,
        figure=_figure(330 * unit, height, 0.6 * unit),
        floor=round(height - 430 * unit),
        stage=Spot(round(660 * unit), round(height - 400 * unit), round(1.2 * unit, 3)),
        side=Spot(round(240 * unit), round(230 * unit), round(1.1 * unit, 3)),
        front=Spot(round(330 * unit), height, round(1.2 * unit, 3)),
    )


def _figure(head: float, height: int, scale: float) -> Spot:
    return Spot(round(head - _HEAD[0] * scale), round(height - _FIGURE * scale), round(scale, 3))
