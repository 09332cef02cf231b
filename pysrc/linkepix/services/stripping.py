"""Metadata of the studio's results: files without it and with their own pixels, and encoded ones with what may stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging.blocks import Blocks
from linkepix.imaging.geometry import keeps_pixels
from linkepix.imaging.strip import dress, find_staying, strip
from linkepix.model.parts import size_of
from linkepix.model.picture_info import REMOVE_EVERYTHING, STRIPPABLE
from linkepix.ports import Rendered

if TYPE_CHECKING:
    from linkepix.model.picture_info import PictureInfo
    from linkepix.model.recipe import Recipe, Size
    from linkepix.ports import Pixels

TURNED_EVERYWHERE = frozenset({"jpeg", "avif"})
"""Kinds whose orientation all viewers follow: AVIF's is a part of its container (MIAF, ISO/IEC 23000-22)."""

AROUND = 1_000
"""Bytes that containers may need around metadata."""


def can_strip(recipe: Recipe, info: PictureInfo, original: Size) -> bool:
    """Whether the recipe's result may have the file's own pixels: it changes none of them, nor the format.

    A picture that viewers show differently, some turned and some not, is turned for all of them.
    """
    is_same = recipe.format == info.kind and info.kind in STRIPPABLE
    is_upright = info.orientation == 1 or info.kind in TURNED_EVERYWHERE
    return is_same and is_upright and keeps_pixels(recipe, original)


async def stripped(pixels: Pixels, key: str, recipe: Recipe, original: Size) -> Rendered | None:
    """Return the file without what the recipe's choice removes; None if it can't be put together again."""
    try:
        parts = await strip(pixels.source(key), recipe.metadata)
        made = pixels.put(parts, [key], f"image/{recipe.format}")
    except PictureFileError:
        return None
    return Rendered(made.key, made.url, made.url, made.size, original, original)


async def staying_of(pixels: Pixels, key: str, choice: str) -> Blocks:
    """Return what of a file's metadata goes into a result that is encoded; nothing of what can't be read."""
    if choice == REMOVE_EVERYTHING:
        return Blocks()
    try:
        return await find_staying(pixels.source(key), choice)
    except PictureFileError:
        return Blocks()


def weight_of(staying: Blocks) -> int:
    """Return how many bytes it adds to a file, at most."""
    if staying == Blocks():
        return 0
    texts = sum(len(text.encode()) for row in staying.texts for text in (*row, *staying.comments))
    return size_of([staying.exif, staying.xmp, staying.iptc]) + texts + AROUND


async def dressed(pixels: Pixels, made: Rendered, staying: Blocks, mime: str) -> Rendered:
    """Put metadata into a result, which keeps its key. What can't be put together stays without."""
    if staying == Blocks():
        return made
    try:
        parts = await dress(pixels.source(made.key), staying)
        put = pixels.put(parts, [made.key], mime, made.key)
    except PictureFileError:
        return made
    return replace(made, url=put.url, size=put.size)
