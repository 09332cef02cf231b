"""A recipe as a plan for the pixel worker: `Plan` in static/js/protocol.d.ts, which pixels.mjs carries out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.imaging.geometry import MOST_PIXELS, layout_of, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def opening_plan() -> Plan:
    """Decode a picture, for its size and a thumbnail. Needs no codec but the browser's."""
    return {"most": MOST_PIXELS, "steps": [], "mime": "image/webp", "shown": _square(THUMBNAIL_SIDE)}


def plan_of(recipe: Recipe, original: Size, trial: Trial) -> Plan:
    """Raises InputError for a result that is too large."""
    layout = layout_of(recipe, original, trial.scale)
    return {
        "most": MOST_PIXELS,
        "steps": _steps(recipe, layout),
        "encode": _encoding(recipe, layout, trial.quality),
        "mime": f"image/{recipe.format}",
        "shown": _square(PREVIEW_SIDE),
    }


def _square(side: int) -> dict[str, int]:
    return {"width": side, "height": side}


def _steps(recipe: Recipe, layout: Layout) -> list[dict[str, object]]:
    steps: list[dict[str, object]] = []
    crop, result = layout.crop, layout.result
    if recipe.is_mirrored:
        steps.append({"step": "flip", "axis": "horizontal"})
    if recipe.turns:
        steps.append({"step": "rotate", "turns": recipe.turns})
    if crop != whole(layout.turned):
        steps.append({"step": "crop", "left": crop.left, "top": crop.top, "width": crop.width, "height": crop.height})
    if result != crop.size:
        steps.append({"step": "resize", "width": result.width, "height": result.height})
    if recipe.format == "jpeg":
        steps.append({"step": "flatten", "colour": recipe.background})
    return steps


def _encoding(recipe: Recipe, layout: Layout, quality: int) -> dict[str, object]:
    if recipe.format == "png":
        level = next((level for most, level in OXIPNG_LEVELS if layout.result.area <= most), 0)
        return {"codec": "png", "level": level}
    encoding: dict[str, object] = {"codec": recipe.format, "quality": quality}
    return encoding | {"speed": AVIF_SPEED} if recipe.format == "avif" else encoding
