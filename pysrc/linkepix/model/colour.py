"""Colour arithmetic: contrast by WCAG 2.2, and mixing in OKLab. Colours are "#rrggbb" strings.

Sources: relative luminance and contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; OKLab,
https://bottosson.github.io/posts/oklab/. OKLab is used for mixing because its steps look even: a tint
of yellow and a tint of blue at the same lightness are equally light to the eye.
"""

from __future__ import annotations

import re

from linkepix.model.company import DEFAULT_BRAND_COLOUR

PAPER = "#faf7f1"
INK = "#1f1d1a"
WHITE = "#ffffff"
TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of any size."""

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)
_STEPS = 64

type Lab = tuple[float, float, float]
"""OKLab: lightness 0 to 1, then the two colour axes, 0 for grey."""


def normalise(colour: str) -> str:
    """Answers "#rrggbb" in lower case; anything that is no hex colour becomes the default brand colour."""
    found = _HEX.fullmatch(colour.strip())
    if found is None:
        return DEFAULT_BRAND_COLOUR
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))  # noqa: PLR2004 - rrggbb


def contrast(one: str, other: str) -> float:
    """The WCAG ratio, 1 to 21; the order of the two does not matter."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_on(background: str) -> str:
    """White or ink: whichever reads better on the background. Only after `adjust_brand` surely 4.5:1."""
    return max((WHITE, INK), key=lambda text: contrast(text, background))


def adjust_brand(colour: str) -> str:
    """The colour itself where white or ink on it reaches 4.5:1, else the nearest darker one where white does.

    Bad input becomes the default brand colour.
    """
    brand = normalise(colour)
    return brand if contrast(text_on(brand), brand) >= TEXT_CONTRAST else readable_on(brand, WHITE)


def readable_on(text_colour: str, background: str) -> str:
    """The text colour, moved towards black or white only as far as 4.5:1 on the background needs."""
    text, ground = normalise(text_colour), normalise(background)
    target = max(("#000000", WHITE), key=lambda end: contrast(end, ground))
    moved = (mix(text, target, step / _STEPS) for step in range(_STEPS + 1))
    return next((colour for colour in moved if contrast(colour, ground) >= TEXT_CONTRAST), target)


def mix(one: str, other: str, share: float) -> str:
    """`share` 0 is the first colour, 1 the second."""
    pairs = zip(to_lab(one), to_lab(other), strict=True)
    lightness, a, b = (start + (end - start) * share for start, end in pairs)
    return from_lab((lightness, a, b))


def at_lightness(colour: str, low: float, high: float) -> str:
    """The same hue with its OKLab lightness (0 to 1) brought between the two bounds."""
    lightness, a, b = to_lab(colour)
    return from_lab((min(max(lightness, low), high), a, b))


def to_lab(colour: str) -> Lab:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_lab(lab: Lab) -> str:
    """Channels outside what a screen shows are clipped."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_encoded(channel):02x}" for channel in channels)


def _linear(colour: str) -> tuple[float, float, float]:
    digits = normalise(colour)
    red, green, blue = (_decoded(int(digits[i : i + 2], 16)) for i in (1, 3, 5))
    return red, green, blue


def _decoded(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own


def _encoded(linear: float) -> int:
    share = min(max(linear, 0.0), 1.0)
    coded = 12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055  # noqa: PLR2004 - sRGB's own
    return round(coded * 255)
