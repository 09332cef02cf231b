"""Where things stand on a card of each ratio: figure, view, furniture, lamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from linkepix.providers.ondevice.isometric import View


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the card, and the scale at which something stands there."""

    x: int
    y: int
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """All lengths in the card's units, one to a pixel.

    Attributes:
        figure: the upper left corner of the figure's square.
        head: the middle of its head, with `radius` a circle that holds head and hair.
        view: x, y, width and height of what the setting shows behind (a window, a board, a landscape).
        floor: where wall and floor meet.
        left, right: where furniture stands; front: what stands before the figure.
        lamps: x and length of what hangs from above.
        corner: where the corner of an isometric room is.
    """

    width: int
    height: int
    figure: Spot
    view: tuple[int, int, int, int]
    floor: int
    left: Spot
    right: Spot
    front: Spot
    lamps: tuple[tuple[int, int], ...]
    corner: View

    @property
    def head(self) -> tuple[int, int]:
        scale = self.figure.scale
        return round(self.figure.x + 830 * scale), round(self.figure.y + 660 * scale)

    @property
    def radius(self) -> int:
        return round(560 * self.figure.scale)


_SQUARE: Final = Layout(
    width=1024,
    height=1024,
    figure=Spot(24, 118, 0.52),
    view=(500, 130, 440, 430),
    floor=800,
    left=Spot(120, 860, 0.92),
    right=Spot(880, 900, 0.92),
    front=Spot(880, 1024, 0.9),
    lamps=((300, 90),),
    corner=View(590, 540, 66),
)
_LANDSCAPE: Final = Layout(
    width=1536,
    height=1024,
    figure=Spot(190, 66, 0.55),
    view=(800, 120, 560, 430),
    floor=800,
    left=Spot(190, 870, 1.0),
    right=Spot(1190, 900, 1.05),
    front=Spot(1380, 1024, 1.0),
    lamps=((420, 90), (1450, 60)),
    corner=View(770, 510, 74),
)
_PORTRAIT: Final = Layout(
    width=1024,
    height=1536,
    figure=Spot(-30, 450, 0.625),
    view=(330, 170, 560, 560),
    floor=1240,
    left=Spot(130, 1270, 1.15),
    right=Spot(880, 1340, 1.1),
    front=Spot(860, 1536, 1.05),
    lamps=((190, 200),),
    corner=View(540, 830, 86),
)
_LAYOUTS: Final = {"1024x1024": _SQUARE, "1536x1024": _LANDSCAPE, "1024x1536": _PORTRAIT}


def layout_for(size: str) -> Layout:
    """Of a size in the form "1024x1536"; any that is not known, such as "auto", is square."""
    return _LAYOUTS.get(size, _SQUARE)
