"""How each style puts one shape on the card. Read by templates/scenes/_brush.svg.xml."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from linkepix.providers.ondevice.palette import Tones


@dataclass(frozen=True, slots=True)
class Brush:
    """Lengths in the card's units, paints as SVG takes them; empty and 0 mean "not at all".

    Attributes:
        tones: name of a tone in the drawings → paint; beside the palette's own, "far" (mountains), "glass"
            and "sun".
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
    named = {"far": tones["wash"], "glass": tones["wash"], "sun": tones["paper"], "ink": tones["night"]}
    return Brush(tones | named, detail=tones["deep"], chalk=tones["light"], beam=tones["paper"])


def _editorial(tones: Tones) -> Brush:
    plain = dict.fromkeys(("wash", "light", "far", "glass", "paper", "white"), tones["paper"])
    inked = {"mid": tones["light"], "base": tones["mid"], "deep": tones["mid"], "sun": tones["base"]}
    ink = tones["ink"]
    return Brush(tones | plain | inked, outline=5, line=4, detail=ink, shift=9, misprint=True, chalk=ink)


def _comic(tones: Tones) -> Brush:
    white = tones["white"]
    named = {"far": tones["light"], "glass": white, "sun": tones["base"], "paper": white}
    dotted = ("far", "light", "mid")
    return Brush(tones | named, outline=8, detail=tones["ink"], dotted=dotted, chalk=white, beam=white)


def _paper_cut(tones: Tones) -> Brush:
    flat = _flat(tones)
    named = flat.tones | {"far": tones["light"]}
    return replace(flat, tones=named, line=5, shift=8, shadow=tones["night"])


def _line_art(tones: Tones) -> Brush:
    ink = tones["ink"]
    blank = dict.fromkeys((*tones, "far", "glass", "sun"), tones["paper"]) | {"ink": ink}
    return Brush(blank, outline=5, line=4, detail=ink, chalk=ink)


_BRUSHES: Final = {
    "flat-vector": _flat,
    "editorial": _editorial,
    "comic": _comic,
    "paper-cut": _paper_cut,
    "line-art": _line_art,
}
