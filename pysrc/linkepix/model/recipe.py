"""What is to be done to a picture. Lengths are in pixels, of the picture as it stands upright."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from linkepix.model.picture_info import REMOVE_EVERYTHING

type Format = Literal["jpeg", "webp", "avif", "png"]
type Mode = Literal["fit", "fill", "exact"]
"""Into a size: inside it, over all of it with the rest cut off, or stretched to it."""

FORMATS: tuple[Format, ...] = get_args(Format.__value__)
MODES: tuple[Mode, ...] = get_args(Mode.__value__)

OPAQUE: frozenset[Format] = frozenset({"jpeg"})
"""Formats without transparency."""

QUALITIES: dict[Format, int] = {"jpeg": 80, "webp": 80, "avif": 55, "png": 100}
"""The quality that each format begins with. AVIF's 55 looks about like JPEG's 80; PNG loses nothing and has none."""


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def on_its_side(self) -> Size:
        return Size(self.height, self.width)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


type Point = tuple[int, int]

NOTHING = ""
COLOUR = "colour"
"""What may be behind a subject, but for another picture."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """What was painted over what the model found: the subject is there, or with `is_erasing` it is not.

    Round, so many pixels around a line through the points, which are pixels of the upright original.
    """

    radius: int
    points: tuple[Point, ...]
    is_erasing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Steps in this order: make the background transparent, mirror, turn, crop, resize, lay on what is behind, encode.

    Attributes:
        is_cut_out: the background is transparent.
        strokes: where it is not as the model found it, the last one on top; without `is_cut_out` they wait.
        behind: NOTHING, COLOUR for `background`, or the id of an open picture.
        is_mirrored: left and right change places, before it is turned.
        turns: quarter turns to the right, 0 to 3.
        crop: what is left of the turned picture; None for all of it, or for what `aspect` says.
        aspect: "" or a ratio such as "16:9", of what is left.
        width: of the result; None for what follows from `height`, or for no change.
        height: likewise.
        preset: the id of the preset that `width` and `height` come from, or "".
        quality: 1 to 100; PNG has none.
        few_colours: a PNG has 256 colours at most, and so about a third of the bytes; of no other format.
        largest_kb: the most that the file may have, in units of 1,000 bytes.
        may_shrink: to reach that, it may have fewer pixels.
        encode_again: pixels are encoded even where nothing changes them.
        metadata: what may stay of it, one of METADATA_CHOICES.
        background: "#rrggbb", under what is transparent if it is behind, or the format has no transparency.
    """

    is_cut_out: bool = False
    strokes: tuple[Stroke, ...] = ()
    behind: str = NOTHING
    is_mirrored: bool = False
    turns: int = 0
    crop: Box | None = None
    aspect: str = ""
    width: int | None = None
    height: int | None = None
    mode: Mode = "fit"
    may_enlarge: bool = False
    preset: str = ""
    format: Format = "jpeg"
    quality: int = QUALITIES["jpeg"]
    few_colours: bool = False
    largest_kb: int | None = None
    may_shrink: bool = False
    encode_again: bool = False
    metadata: str = REMOVE_EVERYTHING
    background: str = "#ffffff"

    @property
    def asks_to_encode(self) -> bool:
        """Whether pixels are to be encoded even if they stay the same: by a box, or by a quality of the visitor's."""
        return self.encode_again or self.has_few_colours or self.quality != QUALITIES[self.format]

    @property
    def has_few_colours(self) -> bool:
        return self.few_colours and self.format == "png"

    def in_format(self, wanted: Format) -> Recipe:
        """In another format, with its own usual quality unless another was chosen."""
        is_usual = self.quality == QUALITIES[self.format]
        return replace(self, format=wanted, quality=QUALITIES[wanted] if is_usual else self.quality)


def recipe_for(mime: str, *, is_animated: bool = False) -> Recipe:
    """Return what to begin with: nothing is changed, and the format stays where we can write it.

    Else it is JPEG; or WebP, which moves, or PNG, which has what is transparent in a drawing.
    """
    other: Format = "webp" if is_animated else "png" if mime == "image/svg" else "jpeg"
    return Recipe().in_format(next((name for name in FORMATS if mime == f"image/{name}"), other))
