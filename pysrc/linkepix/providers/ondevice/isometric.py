"""Rooms made of blocks, seen along the diagonal: templates/scenes/rooms.json → faces to be filled.

In a room x runs down to the right along one wall, y down to the left along the other, z upwards from the
corner where they meet; one unit is half a floor tile. Boxes are listed from the back to the front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from linkepix.model.colour import INK, WHITE, mix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkepix.providers.ondevice.palette import Tones

_ACROSS, _DOWN = 0.866, 0.5
"""Cosine and sine of 30°: how far a step along x or y goes on the card."""

_TOP_LIGHT: Final = 0.35
_RIGHT_SHADE: Final = 0.3
_LEFT_SHADE: Final = 0.12

_FAR: Final = 24
_TILED: Final = 14
"""Tiles as far as the wall goes, and as far as any card of ours shows them."""

type Room = Mapping[str, list[list[Any]]]
"""Panels, each [wall, along, height, width, tall, tone]; boxes, each [x, y, z, dx, dy, dz, tone]."""
type Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """`d` as in an SVG path, in the card's units."""

    d: str
    paint: str


@dataclass(frozen=True, slots=True)
class View:
    """Where the corner of the room is on the card, and the length of a tile's side, in the card's units."""

    x: int
    y: int
    unit: int

    def outline(self, *points: Point) -> str:
        return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in map(self._at, points)) + "z"

    def _at(self, point: Point) -> tuple[float, float]:
        x, y, z = point
        return self.x + (x - y) * _ACROSS * self.unit, self.y + ((x + y) * _DOWN - z) * self.unit


def faces(room: Room, view: View, tones: Tones) -> Iterator[Face]:
    """From the back to the front. A room without panels has no walls: it is out of doors."""
    if room["panels"]:
        yield from _shell(view, tones)
    for panel in room["panels"]:
        yield _panel(view, panel, tones)
    for box in room["boxes"]:
        yield from _box(view, box, tones)


def _shell(view: View, tones: Tones) -> Iterator[Face]:
    """Two walls and a floor of tiles, larger than the card."""
    yield _panel(view, ["left", 0, 0, _FAR, _FAR, "light"], tones)
    yield _panel(view, ["right", 0, 0, _FAR, _FAR, "wash"], tones)
    yield Face(view.outline((0, 0, 0), (_FAR, 0, 0), (_FAR, _FAR, 0), (0, _FAR, 0)), tones["mid"])
    for x in range(0, _TILED, 2):
        for y in range(x // 2 % 2 * 2, _TILED, 4):
            tile = view.outline((x, y, 0), (x + 2, y, 0), (x + 2, y + 2, 0), (x, y + 2, 0))
            yield Face(tile, mix(tones["mid"], tones["base"], 0.3))


def _panel(view: View, panel: list[Any], tones: Tones) -> Face:
    wall, start, low, width, tall, tone = panel
    corners = ((start, low), (start + width, low), (start + width, low + tall), (start, low + tall))
    along_x = wall == "right"
    points: list[Point] = [(a, 0, z) if along_x else (0, a, z) for a, z in corners]
    return Face(view.outline(*points), mix(tones[tone], INK, 0 if along_x else _LEFT_SHADE / 2))


def _box(view: View, box: list[Any], tones: Tones) -> Iterator[Face]:
    """The three faces that are seen: the one towards the left, the one towards the right, the top."""
    x, y, z, dx, dy, dz, tone = box
    far_x, far_y, top = x + dx, y + dy, z + dz
    paint = tones[tone]
    left = view.outline((x, far_y, z), (far_x, far_y, z), (far_x, far_y, top), (x, far_y, top))
    right = view.outline((far_x, y, z), (far_x, far_y, z), (far_x, far_y, top), (far_x, y, top))
    lid = view.outline((x, y, top), (far_x, y, top), (far_x, far_y, top), (x, far_y, top))
    yield Face(left, mix(paint, INK, _LEFT_SHADE))
    yield Face(right, mix(paint, INK, _RIGHT_SHADE))
    yield Face(lid, mix(paint, WHITE, _TOP_LIGHT))
