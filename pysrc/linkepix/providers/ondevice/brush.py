"""How each style puts one shape on the card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from linkepix.providers.ondevice.scene import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkepix.providers.ondevice.palette import Tones
    from linkepix.providers.ondevice.scene import Item, Shape

_ROUND: Final = 'stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True, slots=True)
class Brush:
    """Lengths in the card's units, paints as SVG takes them; empty and 0 mean "not at all".

    Attributes:
        tones: name of a tone in the drawings → paint; beside the palette's own, "glass" and "sun".
        outline: width of the line around a shape.
        line: width of a line inside a shape, `detail` its paint.
        shift: how far a shadow or a misprint is off, to the right and down.
        shadow: paint of a shape's cast shadow.
        misprint: colour beside its line, as on a two-colour press.
        dotted: tones that get a screen of dots.
    """

    tones: Tones
    outline: int = 0
    line: int = 6
    detail: str = ""
    shift: int = 0
    shadow: str = ""
    misprint: bool = False
    dotted: tuple[str, ...] = ()

    def draw(self, items: Iterable[Item]) -> str:
        """SVG elements; raises KeyError for a tone that is none."""
        return "".join(self._drawn(items))

    def _drawn(self, items: Iterable[Item]) -> Iterator[str]:
        for item in items:
            if isinstance(item, Group):
                yield f'<g transform="{item.transform}">{self.draw(item.items)}</g>'
            elif item.weight:
                weight = round(self.line * item.weight, 1)
                paint = self._line_paint(item.tone)
                yield f'<path d="{item.d}" stroke="{paint}" stroke-width="{weight}" {_ROUND}/>'
            else:
                yield self._filled(item)

    def _line_paint(self, tone: str) -> str:
        """A pattern would cut a thin line to pieces."""
        paint = self.tones[tone] if tone else self.detail
        return self.detail if paint.startswith("url(") else paint

    def _filled(self, shape: Shape) -> str:
        d, paint = shape.d, self.tones[shape.tone]
        moved = f'transform="translate({self.shift} {self.shift})"'
        if self.misprint:
            line = f'<path d="{d}" stroke="{self.tones["ink"]}" stroke-width="{self.outline}" {_ROUND}/>'
            colour = f'<path d="{d}" {moved} fill="{paint}"/>' if paint != self.tones["paper"] else ""
            return f'<path d="{d}" fill="{self.tones["paper"]}"/>{colour}{line}'
        if self.outline:
            ground = f'<path d="{d}" fill="{paint}"/>' if shape.tone in self.dotted else ""
            fill = "url(#dots)" if ground else paint
            line = f'stroke="{self.tones["ink"]}" stroke-width="{self.outline}" {_ROUND}'
            return f'{ground}<path d="{d}" fill="{fill}" {line}/>'
        shadow = f'<path d="{d}" {moved} fill="{self.shadow}" fill-opacity="0.25"/>' if self.shadow else ""
        return f'{shadow}<path d="{d}" fill="{paint}"/>'


def silhouette(items: Iterable[Item]) -> str:
    """The same shapes as bare paths, to be given one paint by the group around them, without lines."""
    return "".join(_bare(item) for item in items)


def _bare(item: Item) -> str:
    if isinstance(item, Group):
        drawn = silhouette(item.items)
        return f'<g transform="{item.transform}">{drawn}</g>' if drawn else ""
    return "" if item.weight else f'<path d="{item.d}"/>'


def brush_for(style: str, tones: Tones) -> Brush:
    """An unknown style is drawn flat."""
    return _BRUSHES.get(style, _flat)(tones)


def _flat(tones: Tones) -> Brush:
    named = {"glass": tones["wash"], "sun": tones["paper"], "ink": tones["night"]}
    return Brush(tones | named, detail=tones["night"])


def _editorial(tones: Tones) -> Brush:
    plain = dict.fromkeys(("wash", "glass", "paper", "white"), tones["paper"])
    inked = {"light": tones["wash"], "mid": tones["light"], "base": tones["mid"], "deep": tones["base"]}
    named = inked | {"sun": tones["base"], "night": tones["ink"]}
    return Brush(tones | plain | named, outline=5, line=4, detail=tones["ink"], shift=9, misprint=True)


def _comic(tones: Tones) -> Brush:
    white = tones["white"]
    named = {"glass": white, "sun": tones["base"], "paper": white}
    return Brush(tones | named, outline=7, detail=tones["ink"], dotted=("light", "mid"))


def _paper_cut(tones: Tones) -> Brush:
    flat = _flat(tones)
    return replace(flat, line=5, shift=7, shadow=tones["night"])


def _line_art(tones: Tones) -> Brush:
    ink = tones["ink"]
    blank = dict.fromkeys((*tones, "glass", "sun"), tones["paper"])
    named = {"ink": ink, "night": ink, "deep": "url(#hatch)", "base": tones["light"]}
    return Brush(blank | named, outline=5, line=4, detail=ink)


_BRUSHES: Final = {
    "flat-vector": _flat,
    "editorial": _editorial,
    "comic": _comic,
    "isometric": _flat,
    "paper-cut": _paper_cut,
    "line-art": _line_art,
}
