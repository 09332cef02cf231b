"""A recipe as a plan for the pixel worker: `Plan` in static/js/protocol.d.ts, which pixels.mjs carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, isqrt
from typing import TYPE_CHECKING

from linkepix.imaging.geometry import MOST_PIXELS, layout_of, scaled, whole
from linkepix.model.recipe import COLOUR, OPAQUE, Box, Size

if TYPE_CHECKING:
    from linkepix.imaging.geometry import Layout
    from linkepix.imaging.size_search import Trial
    from linkepix.model.recipe import Recipe

type Plan = Mapping[str, object]

PREVIEW_SIDE = 2_048
THUMBNAIL_SIDE = 240
SUBJECT_SIDE = 640
"""Pixels, of the longer side; the model that finds subjects looks at 320."""

AVIF_SPEED = 8
"""Of 0 to 10. On a picture of 3 megapixels 0.7 s, where 6 took 3.9 s for a larger file."""

FINE_COLOUR = 90
"""The quality from which JPEG has colours for each pixel. Below, each four share one, as in sharp and libjpeg: by
mozjpeg's own rule they would not from 80 on, for a ninth more bytes."""

PROGRESSIVE = 1_000_000
"""Pixels up to which a JPEG is progressive. mozjpeg tries many orders of scans: for 3 megapixels at quality 80 it takes
0.53 s with them and 0.25 s without, for 1.8 % fewer bytes."""

OXIPNG_LEVELS = ((1_000_000, 2), (4_000_000, 1))
"""Up to so many pixels, this level: level 2 took 5.6 s for 3 megapixels. Above, PNG is written as it is."""


COLOURS = 256
"""The most that a PNG's palette has."""

EIGHTHS = 8
"""A JPEG has blocks of 8 by 8 pixels, and its decoder can make 1 to 8 pixels a side of each: the fewer, the faster."""

DETAIL = 1.5
"""A JPEG is decoded with at least so many times the pixels a side that its result has. What then makes the result of
them is Lanczos in linear light, as of all pixels, which takes twice as long. On four photos at seven sizes SSIMULACRA2
finds 75 to 100 between the two, where it finds 41 to 93 for sharp, which resizes sRGB levels as they are
(docs/adr/0027-decode-no-more-than-is-needed.md)."""

SMALL = 2_000_000
"""Pixels that are decoded in a few hundredths of a second: all of them, always."""

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
    """Further files for a plan, by their keys: what `subject_plan` made, and a picture behind, with what it is."""

    mask: str = ""
    backdrop: str = ""
    backdrop_orientation: int = 1
    backdrop_kind: str = ""
    backdrop_gamut: str = ""

    @property
    def files(self) -> list[str]:
        return [key for key in (self.mask, self.backdrop) if key]

    def place_of(self, key: str) -> int:
        """Return how steps refer to it."""
        return 1 + self.files.index(key)


NO_LAYERS = Layers()


def opening_plan(orientation: int = 1, kind: str = "", original: Size | None = None, gamut: str = "") -> Plan:
    """Decode a picture, for its size and a thumbnail. Needs no codec but the browser's.

    `kind`, `original` and `gamut` are what the file says that it is, upright.
    """
    return _looking_plan(orientation, kind, original, gamut, THUMBNAIL_SIDE)


def _looking_plan(orientation: int, kind: str, original: Size | None, gamut: str, side: int) -> Plan:
    """Decode all of a picture, to look at it in a square of this side."""
    eighths = _eighths(kind, original, original, _inside(original, Size(side, side))) if original else EIGHTHS
    return {
        "most": MOST_PIXELS,
        "decode": _decoding(kind, original, eighths, gamut),
        "steps": _turning(*UPRIGHT[orientation]),
        "mime": "image/webp",
        "shown": _square(side),
    }


def whole_plan(
    recipe: Recipe, orientation: int = 1, kind: str = "", original: Size | None = None, gamut: str = ""
) -> Plan:
    """Turn a picture as the recipe says and cut nothing off, for the screen: a crop is drawn on it."""
    plan = _looking_plan(orientation, kind, original, gamut, PREVIEW_SIDE)
    turning = _turning(*UPRIGHT[orientation]) + _turning(recipe.is_mirrored, recipe.turns)
    return {**plan, "steps": turning}


def subject_plan(orientation: int = 1, kind: str = "", original: Size | None = None, gamut: str = "") -> Plan:
    """Find the subject of a picture. The file is what `imaging.subject.Grid` begins with, and the whole mask."""
    plan = _looking_plan(orientation, kind, original, gamut, SUBJECT_SIDE)
    return {**plan, "encode": {"codec": "background"}, "mime": "application/octet-stream"}


def plan_of(  # noqa: PLR0913, PLR0917 - each says something else of the picture
    recipe: Recipe,
    original: Size,
    trial: Trial,
    orientation: int = 1,
    kind: str = "",
    frames: int = 0,
    layers: Layers = NO_LAYERS,
    gamut: str = "",
) -> Plan:
    """`original` is upright; `orientation` is what has to be done first to make it so. `kind`, `gamut` are the file's.

    `frames` are made of an animated picture; 0 for the first alone.

    A recipe that cuts out, or lays a picture behind, needs its `layers`: what isn't there is left out.

    Raises InputError for a result that is too large.
    """
    layout = layout_of(recipe, original, trial.scale)
    eighths = _eighths(kind, original, layout.crop.size, layout.result)
    return {
        "most": MOST_PIXELS,
        "decode": _decoding(kind, original, eighths, gamut),
        "steps": [
            *_turning(*UPRIGHT[orientation]),
            *_cutting(recipe, original, layers),
            *_steps(recipe, layout, eighths, layers),
        ],
        "others": layers.files,
        "encode": _encoding(recipe, layout, trial.quality, frames),
        "mime": f"image/{recipe.format}",
        "shown": _square(PREVIEW_SIDE),
        **({"frames": frames} if frames else {}),
    }


def _eighths(kind: str, original: Size, seen: Size, result: Size) -> int:
    """Return how much of a JPEG's sides has to be decoded to make a result of what is seen of it.

    Only such that both sides are whole: else the last pixels would stand for a part of one. An SVG is drawn as large as
    the result, or larger.
    """
    if kind == "svg":
        times = ceil(max(result.width / seen.width, result.height / seen.height))
        return EIGHTHS * max(1, min(times, isqrt(MOST_PIXELS // original.area)))
    if kind != "jpeg" or original.area <= SMALL:
        return EIGHTHS
    for eighths in range(1, EIGHTHS):
        is_whole = original.width * eighths % EIGHTHS == original.height * eighths % EIGHTHS == 0
        wide, high = seen.width * eighths / EIGHTHS, seen.height * eighths / EIGHTHS
        if is_whole and wide >= DETAIL * result.width and high >= DETAIL * result.height:
            return eighths
    return EIGHTHS


def _inside(size: Size, most: Size) -> Size:
    return scaled(size, min(1.0, most.width / size.width, most.height / size.height))


def _decoding(kind: str, original: Size | None, eighths: int, gamut: str) -> dict[str, object]:
    width, height = (original.width, original.height) if original else (0, 0)
    return {
        "type": kind,
        "eighths": eighths,
        "width": width * eighths // EIGHTHS,
        "height": height * eighths // EIGHTHS,
        **({"gamut": gamut} if gamut else {}),
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


def _steps(recipe: Recipe, layout: Layout, eighths: int, layers: Layers) -> list[dict[str, object]]:
    steps = _turning(recipe.is_mirrored, recipe.turns) + _cut(layout, eighths)
    if layers.backdrop:
        turning = _turning(*UPRIGHT[layers.backdrop_orientation])
        decoding = _decoding(layers.backdrop_kind, None, EIGHTHS, layers.backdrop_gamut)
        behind = {"step": "behind", "file": layers.place_of(layers.backdrop), "decode": decoding, "steps": turning}
        steps.append(behind)
    if recipe.format in OPAQUE or recipe.behind == COLOUR:
        steps.append({"step": "flatten", "colour": recipe.background})
    return steps


def _cut(layout: Layout, eighths: int) -> list[dict[str, object]]:
    """Crop and resize. Of a picture with fewer pixels, the crop's edges may lie within one: resizing sees to that."""
    share = eighths / EIGHTHS
    left, top, across, down = (
        side * share for side in (layout.crop.left, layout.crop.top, layout.crop.width, layout.crop.height)
    )
    right, bottom = ceil(left + across), ceil(top + down)
    box = Box(floor(left), floor(top), right - floor(left), bottom - floor(top))
    steps: list[dict[str, object]] = []
    if layout.crop != whole(layout.turned):
        steps.append({"step": "crop", "left": box.left, "top": box.top, "width": box.width, "height": box.height})
    if layout.result != layout.crop.size:
        stretch = {"left": left - box.left, "top": top - box.top, "across": across, "down": down}
        is_all = (across, down) == (box.width, box.height)
        size = {"width": layout.result.width, "height": layout.result.height}
        steps.append({"step": "resize", **size, **({} if is_all else stretch)})
    return steps


def _encoding(recipe: Recipe, layout: Layout, quality: int, frames: int) -> dict[str, object]:
    """OxiPNG is left out of frames: it would write some with a palette and others without, and APNG has one header."""
    if recipe.format == "png":
        level = next((level for most, level in OXIPNG_LEVELS if layout.result.area <= most and not frames), 0)
        few = {"codec": "palette", "level": level, "colours": COLOURS}
        return few if recipe.has_few_colours else {"codec": "png", "level": level}
    encoding: dict[str, object] = {"codec": recipe.format, "quality": quality}
    if recipe.format == "jpeg":
        return encoding | {"auto_subsample": quality >= FINE_COLOUR, "progressive": layout.result.area <= PROGRESSIVE}
    return encoding | {"speed": AVIF_SPEED} if recipe.format == "avif" else encoding
