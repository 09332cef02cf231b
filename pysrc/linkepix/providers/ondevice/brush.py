"""How each style puts one shape on the card: outline, shadow, misprint, dots. Read by templates/scenes/_brush."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkepix.model.colour import mix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.providers.ondevice.palette import Tones


@dataclass(frozen=True, slots=True)
class Brush:
    """Lengths in the card's units, paints as SVG takes them; empty and 0 mean "not at all".

    Attributes:
        tones: name of a tone in the drawings → paint.
        outline: width of the line around a shape.
        line: width of a line inside a shape, `detail` its paint.
        shift: how far a shadow or a misprint is off, to the right and down.
        shadow: paint of a shape's cast shadow.
        misprint: colour beside its line, as on a two-colour press.
        dotted: tones that get a screen of dots.
        chalk: writing on a blackboard.
        beam: light on a stage.
    """

    tones: Tones
    outline: int = 0
    line: int = 6
    detail: str = ""
    shift: int = 0
    shadow: str = ""
    misprint: bool = False
    dotted: tuple[str, ...] = ()
    chalk: str = ""
    beam: str = ""

    @property
    def ink(self) -> str:
        return self.tones["ink"]

    @property
    def paper(self) -> str:
        return self.tones["paper"]


def brush_for(style: str, tones: Tones) -> Brush:
    """An unknown style is drawn flat."""
    return _BRUSHES.get(style, _flat)(tones)


def _flat(tones: Tones) -> Brush:
    named = tones | {"glass": tones["wash"], "sun": tones["paper"], "ink": tones["night"]}
    return Brush(named, detail=tones["deep"], chalk=tones["light"], beam=tones["paper"])


def _editorial(tones: Tones) -> Brush:
    plain = dict.fromkeys(("wash", "light", "glass", "paper", "white"), tones["paper"])
    inked = {"mid": tones["light"], "base": tones["mid"], "deep": tones["mid"], "sun": tones["base"]}
    return Brush(tones | plain | inked, outline=5, line=4, detail=tones["ink"], shift=9, misprint=True, chalk=tones["ink"])


def _comic(tones: Tones) -> Brush:
    named = tones | {"glass": tones["white"], "sun": tones["base"], "paper": tones["white"]}
    return Brush(
        named, outline=8, line=6, detail=tones["ink"], dotted=("light", "mid"), chalk=tones["white"], beam=tones["white"]
    )


def _paper_cut(tones: Tones) -> Brush:
    named = tones | {"glass": tones["wash"], "sun": tones["paper"], "ink": tones["night"]}
    return Brush(named, detail=tones["deep"], line=5, shift=8, shadow=tones["night"], chalk=tones["light"], beam=tones["paper"])


def _line_art(tones: Tones) -> Brush:
    blank = dict.fromkeys(tones, tones["paper"]) | {"glass": tones["paper"], "sun": tones["paper"], "ink": tones["ink"]}
    return Brush(blank, outline=5, line=4, detail=tones["ink"], chalk=tones["ink"])


_BRUSHES: Final = {
    "flat-vector": _flat,
    "editorial": _editorial,
    "comic": _comic,
    "paper-cut": _paper_cut,
    "line-art": _line_art,
}
