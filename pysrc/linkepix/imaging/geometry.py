"""Sizes and boxes of a recipe. Pure arithmetic, in whole pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Literal

from linkepix.errors import InputError
from linkepix.model.recipe import Box, Size

if TYPE_CHECKING:
    from linkepix.model.recipe import Recipe

LONGEST_SIDE = 16_383
"""The most that WebP takes (https://developers.google.com/speed/webp/faq). Larger numbers are mostly
slips, and a browser ends a page that tries."""

MOST_PIXELS = 50_000_000
"""Of a picture that is opened, and of a result: 200 MB while it is worked on, twice."""

ASPECTS = ("1:1", "4:5", "3:2", "4:3", "16:9", "1.91:1", "3:1", "4:1")
"""Offered for cropping."""

type Direction = Literal["left", "right", "horizontally", "vertically"]


@dataclass(frozen=True, slots=True)
class Layout:
    """A recipe for one picture: its size after turning, what is left of it, and the size of the result."""

    turned: Size
    crop: Box
    result: Size


def layout_of(recipe: Recipe, original: Size, scale: float = 1.0) -> Layout:
    """`scale` makes the result smaller than the recipe says, to reach a file size.

    Raises InputError for a result that is too large.
    """
    turned = turned_size(recipe, original)
    crop, result = resized(recipe, cropped(recipe, turned))
    result = scaled(result, scale)
    if max(result.width, result.height) > LONGEST_SIDE:
        raise InputError("width", "side")
    if result.area > MOST_PIXELS:
        raise InputError("width", "area")
    return Layout(turned, crop, result)


def keeps_pixels(recipe: Recipe, original: Size) -> bool:
    """Whether the recipe leaves every pixel where and as it is."""
    if recipe.is_mirrored or recipe.turns or recipe.is_cut_out or recipe.behind:
        return False
    crop, result = resized(recipe, cropped(recipe, original))
    return crop == whole(original) and result == original


def turned_size(recipe: Recipe, original: Size) -> Size:
    """Return the size after turning, which the numbers of a crop are about."""
    return original.on_its_side if recipe.turns % 2 else original


def cropped(recipe: Recipe, size: Size) -> Box:
    """Return what is left after the crop, inside a picture of `size`."""
    if recipe.crop:
        return clamped(recipe.crop, size)
    ratio = ratio_of(recipe.aspect)
    return centred(whole(size), ratio) if ratio else whole(size)


def framed(recipe: Recipe, size: Size) -> Box:
    """Return what the result shows of a picture of `size`: less than the crop where a size is filled."""
    return resized(recipe, cropped(recipe, size))[0]


def frame_ratio(recipe: Recipe) -> float | None:
    """Return the ratio that every frame of the recipe has; None where it may have any."""
    if recipe.mode == "fill" and recipe.width and recipe.height:
        return recipe.width / recipe.height
    return ratio_of(recipe.aspect)


def resized(recipe: Recipe, crop: Box) -> tuple[Box, Size]:
    """Return what is left, and its size in the result. To fill a size, more is cut off."""
    width, height = recipe.width, recipe.height
    if recipe.mode == "exact":
        return crop, _stretched(recipe, crop.size)
    if recipe.mode == "fill" and width and height:
        crop = centred(crop, width / height)
        is_larger = crop.width < width or crop.height < height
        return crop, crop.size if is_larger and not recipe.may_enlarge else Size(width, height)
    factors = [wanted / side for wanted, side in ((width, crop.width), (height, crop.height)) if wanted]
    factor = min(factors, default=1.0)
    return crop, scaled(crop.size, factor if recipe.may_enlarge else min(1.0, factor))


def _stretched(recipe: Recipe, size: Size) -> Size:
    width, height = recipe.width or size.width, recipe.height or size.height
    return Size(width, height) if recipe.may_enlarge else Size(min(width, size.width), min(height, size.height))


def scaled(size: Size, factor: float) -> Size:
    """Return at least one pixel each way."""
    return Size(max(1, round(size.width * factor)), max(1, round(size.height * factor)))


def whole(size: Size) -> Box:
    return Box(0, 0, size.width, size.height)


def ratio_of(aspect: str) -> float | None:
    """Read "16:9" or "1.91:1"; None for "", and for what is no ratio."""
    width, _, height = aspect.partition(":")
    try:
        ratio = float(width) / float(height)
    except (ValueError, ZeroDivisionError):
        return None
    return ratio if isfinite(ratio) and ratio > 0 else None


def centred(box: Box, ratio: float) -> Box:
    """Return the largest part of the box that has this ratio, from its middle."""
    width = min(box.width, max(1, round(box.height * ratio)))
    height = min(box.height, max(1, round(width / ratio)))
    return Box(box.left + (box.width - width) // 2, box.top + (box.height - height) // 2, width, height)


def clamped(box: Box, size: Size) -> Box:
    """Return the part of the box that lies in a picture of `size`: at least one pixel."""
    left, top = min(max(0, box.left), size.width - 1), min(max(0, box.top), size.height - 1)
    return Box(left, top, max(1, min(box.width, size.width - left)), max(1, min(box.height, size.height - top)))


def turn(recipe: Recipe, direction: Direction, original: Size) -> Recipe:
    """Turn or flip what the recipe shows now, a crop with it."""
    size = turned_size(recipe, original)
    match direction:
        case "right":
            return replace(recipe, turns=(recipe.turns + 1) % 4, crop=_crop_right(recipe.crop, size))
        case "left":
            return turn(turn(turn(recipe, "right", original), "right", original), "right", original)
        case "horizontally":
            flipped = replace(recipe, is_mirrored=not recipe.is_mirrored, turns=-recipe.turns % 4)
            return replace(flipped, crop=_crop_mirrored(recipe.crop, size))
        case "vertically":
            return turn(turn(turn(recipe, "horizontally", original), "right", original), "right", original)


def _crop_right(crop: Box | None, size: Size) -> Box | None:
    return crop and Box(size.height - crop.top - crop.height, crop.left, crop.height, crop.width)


def _crop_mirrored(crop: Box | None, size: Size) -> Box | None:
    return crop and replace(crop, left=size.width - crop.left - crop.width)


def recrop(recipe: Recipe, old: Box, new: Box, size: Size) -> Recipe:
    """Take the numbers that were typed in place of `old`. Where the ratio is fixed, the other side follows."""
    ratio = frame_ratio(recipe)
    if ratio and new.width != old.width:
        new = replace(new, height=max(1, round(new.width / ratio)))
    elif ratio and new.height != old.height:
        new = replace(new, width=max(1, round(new.height * ratio)))
    box = clamped(new, size)
    if ratio and box.size != new.size:  # it stood out of the picture
        box = centred(box, ratio)
    return replace(recipe, crop=None if box == whole(size) and not ratio else box)
