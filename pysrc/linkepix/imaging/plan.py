"""A recipe as a plan for the pixel worker: `Plan` in static/js/protocol.d.ts, which pixels.mjs carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.imaging.geometry import MOST_PIXELS, layout_of, whole
from linkepix.model.recipe import COLOUR, OPAQUE

if TYPE_CHECKING:
    from linkepix.imaging.geometry import Layout
    from linkepix.imaging.size_search import Trial
    from linkepix.model.recipe import Recipe, Size

type Plan = Mapping[str, object]

PREVIEW_SIDE = 2_048
THUMBNAIL_SIDE = 240
"""Pixels, of the longer side."""

AVIF_SPEED = 8
"""Of 0 to 10. On a picture of 3 megapixels 0.7 s, where 6 took 3.9 s for a larger file."""

OXIPNG_LEVELS = ((1_000_000, 2), (4_000_000, 1))
"""Up to so many pixels, this level: level 2 took 5.6 s for 3 megapixels. Above, PNG is written as it is."""


UPRIGHT: Mapping[int, tuple[bool, int]] = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 3),
    6: (False, 1),
    7: (True, 1),
    8: (False, 3),
}
"""Orientation, as EXIF numbers them → whether to mirror, and then how many quarter turns to the right."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Further files for a plan, by their keys: what `subject_plan` made, and a picture behind with its orientation."""

    mask: str = ""
    backdrop: str = ""
    backdrop_orientation: int = 1

    @property
    def files(self) -> list[str]:
        return [key for key in (self.mask, self.backdrop) if key]

    def place_of(self, key: str) -> int:
        """Return how steps refer to it."""
        return 1 + self.files.index(key)


NO_LAYERS = Layers()


def opening_plan(orientation: int = 1) -> Plan:
    """Decode a picture, for its size and a thumbnail. Needs no codec but the browser's."""
    return {
        "most": MOST_PIXELS,
        "steps": _turning(*UPRIGHT[orientation]),
        "mime": "image/webp",
        "shown": _square(THUMBNAIL_SIDE),
    }


def whole_plan(recipe: Recipe, orientation: int = 1) -> Plan:
    """Turn a picture as the recipe says and cut nothing off, for the screen: a crop is drawn on it."""
    return {
        "most": MOST_PIXELS,
        "steps": _turning(*UPRIGHT[orientation]) + _turning(recipe.is_mirrored, recipe.turns),
        "mime": "image/webp",
        "shown": _square(PREVIEW_SIDE),
    }


def subject_plan(orientation: int = 1) -> Plan:
    """Find the subject of a picture. The file is what `imaging.subject.Grid` begins with, and the whole mask."""
    return {**opening_plan(orientation), "encode": {"codec": "background"}, "mime": "application/octet-stream"}


def plan_of(recipe: Recipe, original: Size, trial: Trial, orientation: int = 1, layers: Layers = NO_LAYERS) -> Plan:
    """`original` is upright; `orientation` is what has to be done first to make it so.

    A recipe that cuts out, or lays a picture behind, needs its `layers`: what isn't there is left out.

    Raises InputError for a result that is too large.
    """
    layout = layout_of(recipe, original, trial.scale)
    return {
        "most": MOST_PIXELS,
        "steps": [
            *_turning(*UPRIGHT[orientation]),
            *_cutting(recipe, original, layers),
            *_steps(recipe, layout, layers),
        ],
        "others": layers.files,
        "encode": _encoding(recipe, layout, trial.quality),
        "mime": f"image/{recipe.format}",
        "shown": _square(PREVIEW_SIDE),
    }


def _square(side: int) -> dict[str, int]:
    return {"width": side, "height": side}


def _turning(is_mirrored: bool, turns: int) -> list[dict[str, object]]:  # noqa: FBT001 - a pair, as in UPRIGHT
    steps: list[dict[str, object]] = [{"step": "flip", "axis": "horizontal"}] if is_mirrored else []
    return [*steps, {"step": "rotate", "turns": turns}] if turns else steps


def _cutting(recipe: Recipe, original: Size, layers: Layers) -> list[dict[str, object]]:
    if not (recipe.is_cut_out and layers.mask):
        return []
    strokes = [
        {"erase": stroke.is_erasing, "radius": stroke.radius, "points": stroke.points} for stroke in recipe.strokes
    ]
    size = {"width": original.width, "height": original.height}
    return [{"step": "mask", "file": layers.place_of(layers.mask), "size": size, "strokes": strokes}]


def _steps(recipe: Recipe, layout: Layout, layers: Layers) -> list[dict[str, object]]:
    steps = _turning(recipe.is_mirrored, recipe.turns)
    crop, result = layout.crop, layout.result
    if crop != whole(layout.turned):
        steps.append({"step": "crop", "left": crop.left, "top": crop.top, "width": crop.width, "height": crop.height})
    if result != crop.size:
        steps.append({"step": "resize", "width": result.width, "height": result.height})
    if layers.backdrop:
        turning = _turning(*UPRIGHT[layers.backdrop_orientation])
        steps.append({"step": "behind", "file": layers.place_of(layers.backdrop), "steps": turning})
    if recipe.format in OPAQUE or recipe.behind == COLOUR:
        steps.append({"step": "flatten", "colour": recipe.background})
    return steps


def _encoding(recipe: Recipe, layout: Layout, quality: int) -> dict[str, object]:
    if recipe.format == "png":
        level = next((level for most, level in OXIPNG_LEVELS if layout.result.area <= most), 0)
        return {"codec": "png", "level": level}
    encoding: dict[str, object] = {"codec": recipe.format, "quality": quality}
    return encoding | {"speed": AVIF_SPEED} if recipe.format == "avif" else encoding
