"""A logo as the page sends it, made into one that can be kept.

The page has drawn whatever file was chosen on a canvas of LOGO_SIDE pixels at most: so no script of an SVG and no
metadata of a photograph comes this far, and what a PNG may still hold beside its pixels is dropped here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkepix.drawing.png import pixels_only
from linkepix.errors import InputError
from linkepix.model.logo import Logo

if TYPE_CHECKING:
    from collections.abc import Iterable

LOGO_SIDE = 400
"""Pixels of the longer side: the postcard of double size draws no more of them."""
MAX_LOGO_BYTES = 2**20
"""Of the PNG. 400 by 400 pixels of noise are 640 kB."""
MAX_FILE_BYTES = 10_000_000
MAX_FILE_PIXELS = 50_000_000
"""Of the file that was chosen, which the page reads."""

SAMPLE_SIDE = 32
"""Of the square of pixels by which the page says what the logo looks like, as red, green, blue and alpha of each."""
_SOLID = 128
"""The alpha from which a pixel is seen."""
_OPAQUE_SHARE = 0.98
_WORTH_SEEING = 0.1
"""Of the pixels that are seen, the share from which a colour must not vanish."""
_STEP_BITS = 5
"""Colours that differ in fewer bits of a channel count as one."""

PROBLEMS = frozenset({"empty", "large", "unreadable"})

type _Rgb = tuple[int, int, int]


def logo_from(png: bytes, sample: str, problem: str = "") -> Logo:
    """Check what the page sends. `problem` is why it could make no PNG, `sample` numbers with commas between them.

    Raises InputError for the field "logo" with one of PROBLEMS.
    """
    if problem:
        raise InputError("logo", problem if problem in PROBLEMS else "unreadable")
    if not png:
        raise InputError("logo", "empty")
    if len(png) > MAX_LOGO_BYTES:
        raise InputError("logo", "large")
    try:
        pixels, width, height = pixels_only(png)
        colours = colours_in(bytes(int(number) for number in sample.split(",")))
    except ValueError as error:
        raise InputError("logo", "unreadable") from error
    if not (0 < width <= LOGO_SIDE and 0 < height <= LOGO_SIDE):
        raise InputError("logo", "large")
    return Logo(pixels, width, height, colours)


def colours_in(sample: bytes) -> tuple[str, ...]:
    """Return the main colours of what can be seen, the most frequent first; none if all of it is covered."""
    pixels = list(zip(sample[::4], sample[1::4], sample[2::4], sample[3::4], strict=True))
    seen = [pixel[:3] for pixel in pixels if pixel[3] >= _SOLID]
    if len(seen) >= _OPAQUE_SHARE * len(pixels):
        return ()
    counted = Counter(tuple(channel >> _STEP_BITS for channel in pixel) for pixel in seen)
    main = [step for step, count in counted.most_common() if count >= _WORTH_SEEING * len(seen)]
    return tuple(_mean(pixel for pixel in seen if tuple(c >> _STEP_BITS for c in pixel) == step) for step in main)


def _mean(pixels: Iterable[_Rgb]) -> str:
    channels = [sum(values) // len(values) for values in zip(*pixels, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in channels)
