"""Where the subject of a picture is, by a coarse grid of it, and how the visitor's strokes lie in a picture.

The pixel worker finds the subject; of what it finds, only the grid comes to Python.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.imaging.geometry import centred, layout_of, ratio_of, turned_size, whole
from linkepix.model.recipe import Box, Size, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkepix.model.recipe import Point, Recipe

CELLS = 64
"""Of the grid, each way: GRID in sitegen/javascript/codecs/background.mjs."""

GRID_BYTES = CELLS * CELLS

SURE = 128
"""Of 255: a cell that is at least so much of the subject belongs to it. Where the subject is smaller than a cell, half
of what the fullest cell has of it is enough."""

MARGIN = 0.06
"""Around a subject, as a part of its longer side."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How much of each cell is subject, 0 to 255, by rows from the top. It lies over the whole upright picture."""

    cells: bytes

    def box(self, size: Size, strokes: Iterable[Stroke] = ()) -> Box | None:
        """Return the smallest box with all of the subject, in pixels of a picture of `size`; None without a subject."""
        painted = bytearray(self.cells)
        sure = max(1, min(SURE, max(self.cells) // 2))
        for stroke in strokes:
            _paint(painted, stroke, size)
        rows = [row for row in range(CELLS) if max(painted[row * CELLS : (row + 1) * CELLS]) >= sure]
        columns = [column for column in range(CELLS) if max(painted[column::CELLS]) >= sure]
        if not rows:
            return None
        left, right = _edges(columns, size.width)
        top, bottom = _edges(rows, size.height)
        return Box(left, top, right - left, bottom - top)


def _edges(cells: Sequence[int], length: int) -> tuple[int, int]:
    """Return where the first cell begins and the last one ends; at least one pixel."""
    first, after = cells[0] * length // CELLS, -(-(cells[-1] + 1) * length // CELLS)
    return min(first, length - 1), max(after, first + 1)


def _paint(painted: bytearray, stroke: Stroke, size: Size) -> None:
    """Set the cells whose middle is under the stroke, and those that its points are in."""
    level = 0 if stroke.is_erasing else 255
    across, down = size.width / CELLS, size.height / CELLS
    for x, y in _steps(stroke):
        columns = _cells(x, stroke.radius, across)
        for row in _cells(y, stroke.radius, down):
            for column in columns:
                distance = ((column + 0.5) * across - x) ** 2 + ((row + 0.5) * down - y) ** 2
                is_own = (column, row) == (int(x // across), int(y // down))
                if is_own or distance <= stroke.radius**2:
                    painted[row * CELLS + column] = level


def _cells(middle: float, radius: float, length: float) -> range:
    return range(max(0, int((middle - radius) // length)), min(CELLS - 1, int((middle + radius) // length)) + 1)


def _steps(stroke: Stroke) -> Iterable[tuple[float, float]]:
    """Yield points along the line, at most a radius apart."""
    yield stroke.points[0]
    for (x, y), (to_x, to_y) in zip(stroke.points, stroke.points[1:], strict=False):
        steps = max(1, round(max(abs(to_x - x), abs(to_y - y)) / max(1, stroke.radius)))
        for step in range(1, steps + 1):
            yield x + (to_x - x) * step / steps, y + (to_y - y) * step / steps


def crop_around(subject: Box, recipe: Recipe, original: Size) -> Recipe:
    """Crop what the recipe shows to the subject, a box of the upright picture, with a margin.

    The crop has the recipe's aspect ratio, or that of the size which it fills; it leaves the picture on no side, so it
    is smaller than the subject where no window of that ratio holds all of it.
    """
    size = turned_size(recipe, original)
    box = _with_margin(_turned(subject, recipe, original))
    ratio = ratio_of(recipe.aspect) or _filled_ratio(recipe)
    return replace(recipe, crop=_window(box, ratio, size) if ratio else _inside(box, size))


def _filled_ratio(recipe: Recipe) -> float | None:
    return recipe.width / recipe.height if recipe.mode == "fill" and recipe.width and recipe.height else None


def _turned(box: Box, recipe: Recipe, original: Size) -> Box:
    size = original
    if recipe.is_mirrored:
        box = replace(box, left=size.width - box.left - box.width)
    for _ in range(recipe.turns):
        box, size = Box(size.height - box.top - box.height, box.left, box.height, box.width), size.on_its_side
    return box


def _with_margin(box: Box) -> Box:
    """Return a box that may stand out of the picture."""
    margin = round(MARGIN * max(box.width, box.height))
    return Box(box.left - margin, box.top - margin, box.width + 2 * margin, box.height + 2 * margin)


def _inside(box: Box, size: Size) -> Box:
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(size.width, box.left + box.width), min(size.height, box.top + box.height)
    return Box(left, top, right - left, bottom - top)


def _window(box: Box, ratio: float, size: Size) -> Box:
    """Return the smallest window of this ratio that holds `box` in its middle, moved and cut to lie in `size`."""
    width = max(box.width, round(box.height * ratio))
    wanted = Size(width, max(1, round(width / ratio)))
    largest = centred(whole(size), ratio)
    width, height = min(wanted.width, largest.width), min(wanted.height, largest.height)
    left = box.left + (box.width - width) // 2
    top = box.top + (box.height - height) // 2
    return Box(min(max(0, left), size.width - width), min(max(0, top), size.height - height), width, height)


def stroke_on(recipe: Recipe, original: Size, shares: Iterable[tuple[float, float]], radius: float) -> Stroke:
    """Return a stroke that was painted on the recipe's result, in pixels of the upright picture.

    `shares` are points as parts of the result's width and height, 0 to 1; `radius` is a part of its longer side. Raises
    InputError where the recipe has no result.
    """
    crop = layout_of(recipe, original).crop
    points = [
        _upright(crop.left + across * crop.width, crop.top + down * crop.height, recipe, original)
        for across, down in shares
    ]
    return Stroke(max(1, round(radius * max(crop.width, crop.height))), tuple(points))


def _upright(x: float, y: float, recipe: Recipe, original: Size) -> Point:
    """Turn a point of the turned picture back."""
    size = turned_size(recipe, original)
    for _ in range(recipe.turns):
        x, y, size = y, size.width - x, size.on_its_side
    return round(original.width - x if recipe.is_mirrored else x), round(y)
