"""The colours of one card: warm paper, ink, and tints of the visitor's brand colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkepix.model.colour import INK, PAPER, WHITE, at_lightness, mix, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

type Tones = dict[str, str]
"""Name of a tone, from "wash" (nearly paper) to "night" (nearly ink) → "#rrggbb"."""

HAIR_COLOURS: Final[Mapping[str, str]] = {
    "black": INK,
    "brown": "#7a4b2a",
    "blond": "#e8c15c",
    "red": "#c4562c",
    "grey": "#a8a29a",
    "white": "#f7f4ed",
}

SKINS: Final[Mapping[str, str]] = {
    "fair": "#fde4d3",
    "light": "#f3c9a8",
    "olive": "#dcae7e",
    "tan": "#c58d5e",
    "brown": "#a66d45",
    "deep": "#85563a",
}
"""From "fair" to "deep", as far as a line of ink still shows on it (2.7:1)."""

_DARKEST, _LIGHTEST = 0.5, 0.84
"""OKLab lightness between which lines of ink stand out on a colour, and the colour on paper."""


def tones_of(brand_colour: str) -> Tones:
    """Seven steps of the brand colour between paper and ink, the same for black and white brands."""
    base = at_lightness(normalise(brand_colour), _DARKEST, _LIGHTEST)
    return {
        "paper": PAPER,
        "white": WHITE,
        "wash": mix(PAPER, base, 0.12),
        "light": mix(PAPER, base, 0.3),
        "mid": mix(PAPER, base, 0.6),
        "base": base,
        "deep": mix(base, INK, 0.38),
        "night": mix(base, INK, 0.72),
        "ink": INK,
    }
