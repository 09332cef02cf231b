"""A card in each style: what is behind, the figure, what is in front, as the parts of one SVG document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkepix.model.colour import INK, mix
from linkepix.providers.ondevice.brush import silhouette

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkepix.providers.ondevice.brush import Brush
    from linkepix.providers.ondevice.figure import Figure
    from linkepix.providers.ondevice.layout import Layout, Spot
    from linkepix.providers.ondevice.palette import Tones
    from linkepix.providers.ondevice.scene import Layer, Scene

_FAR: Final = 3000
"""Farther than any card reaches."""

_ACROSS, _DOWN = 0.866, 0.5
"""Cosine and sine of 30°: how far a step along a wall goes on an isometric card."""

_FRAME: Final = "M-5 -5H105V105H-5z"
_INNER_EDGE: Final = f"{_FRAME}M6 7C20 3 34 7 48 5S84 3 93 7C97 20 94 38 95 54S98 84 95 105H5C8 90 4 76 5 60S2 22 6 7z"
_OUTER_EDGE: Final = (
    f"{_FRAME}M3 3.5C16 1 30 4.5 46 2.5S82 1 96 3C99 18 96.5 38 97.5 54S99 86 97 105H3C5 90 2 76 3 60S1 18 3 3.5z"
)
_LOWER_EDGE: Final = "M-5 98C10 95.5 24 99 42 98.5S74 96.5 105 97.5V110H-5z"
"""Edges of cut sheets, in hundredths of the card."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a style is given. `hair` and `cloth` are plain colours, for its patterns."""

    layout: Layout
    tones: Tones
    brush: Brush
    scene: Scene
    layers: Mapping[str, Layer]
    figure: Figure
    hair: str
    cloth: str

    def layer(self, name: str, spot: Spot) -> str:
        drawn = self.brush.draw(self.layers[name])
        return f'<g transform="translate({spot.x} {spot.y}) scale({spot.scale})">{drawn}</g>' if drawn else ""

    def room(self) -> str:
        """What is far away, the landmark, and what hangs on the wall."""
        return self.back() + self.layer("side", self.layout.side) + self.layer("stage", self.layout.stage)

    def back(self) -> str:
        drawn = self.brush.draw(self.layers["back"])
        unit = self.layout.side.scale
        place = f"translate({self.layout.width // 2} {self.layout.floor}) scale({unit})"
        return f'<g transform="{place}">{drawn}</g>' if drawn else ""

    def foreground(self) -> str:
        return self.layer("front", self.layout.front)

    def field(self, top: float, paint: str) -> str:
        return f'<path d="M0 {top:g}h{self.layout.width}v{_FAR}h-{self.layout.width}z" fill="{paint}"/>'

    def ground(self, paints: Mapping[str, str]) -> str:
        return self.field(0, paints[self.scene.wall]) + self.field(self.layout.floor, paints[self.scene.floor])

    def person(self) -> str:
        return self._standing(self.figure.body)

    def halo(self, paint: str, width: int, shift: tuple[int, int] = (0, 0), opacity: float = 1) -> str:
        stroke = f'stroke="{paint}" stroke-width="{width}" stroke-linejoin="round" opacity="{opacity}"'
        return self._standing(self.figure.silhouette, stroke, shift)

    def _standing(self, drawn: str, attributes: str = "", shift: tuple[int, int] = (0, 0)) -> str:
        spot = self.layout.figure
        place = f"translate({spot.x + shift[0]} {spot.y + shift[1]}) scale({spot.scale})"
        return (
            f'<g transform="{place}" {attributes}>{drawn}</g>' if attributes else f'<g transform="{place}">{drawn}</g>'
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parts of a document, from the back to the front, and what they refer to."""

    drawn: str
    definitions: str = ""


def document(style: str, card: Card) -> str:
    """An unknown style is drawn flat."""
    sheet = _STYLES.get(style, _flat)(card)
    width, height = card.layout.width, card.layout.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' fill="none"><defs>{card.figure.parts}{sheet.definitions}</defs>{sheet.drawn}</svg>'
    )


def _flat(card: Card) -> Sheet:
    """Flat shapes in tints of one colour, edge to edge, like a poster."""
    return Sheet(card.ground(card.brush.tones) + card.room() + card.person() + card.foreground())


def _editorial(card: Card) -> Sheet:
    """An ink drawing with one colour printed beside its lines, on a blot of that colour, and paper around it."""
    layout, tones = card.layout, card.tones
    w, h = layout.width, layout.height
    line = layout.floor / h * 100
    scaled = f'<path transform="scale({w / 100:g} {h / 100:g})"'
    blot = f'{scaled} d="M7 52C1 30 12 9 36 7S96 2 96 38S93 76 97 100H3C8 84 11 66 7 52z" fill="{tones["light"]}"/>'
    floor = f'{scaled} d="M5 {line:.1f}H96V100H3C4 94 5 88 5 {line:.1f}z" fill="{tones["mid"]}"/>'
    back = card.field(0, tones["paper"]) + blot + floor
    drawn = back + card.room() + card.halo(tones["paper"], 40) + card.person() + card.foreground()
    return Sheet(drawn, _hatch("hatch", tones["paper"], tones["base"], 22, 9))


def _comic(card: Card) -> Sheet:
    """A panel with rays and a screen of dots, and thick lines."""
    layout, tones = card.layout, card.tones
    w, h, (x, y) = layout.width, layout.height, layout.head
    rays = "".join(f'<path transform="rotate({n * 20 + 5})" d="M0 0L2200 -190V190z"/>' for n in range(18))
    back = card.field(0, tones["light"])
    back += f'<g transform="translate({x} {y})" fill="{tones["wash"]}">{rays}</g>'
    back += card.field(layout.floor, tones["mid"])
    frame = (
        f'<path fill-rule="evenodd" d="M0 0h{w}v{h}h-{w}zM24 24v{h - 48}h{w - 48}v-{h - 48}z" fill="{tones["white"]}"/>'
        f'<path d="M24 24h{w - 48}v{h - 48}h-{w - 48}z" stroke="{INK}" stroke-width="9"/>'
    )
    drawn = back + card.room() + card.halo(tones["white"], 44) + card.person() + card.foreground() + frame
    screens = _screen("dots", tones["base"], 13, 3) + _screen("cloth", INK, 24, 4, card.cloth)
    return Sheet(drawn, screens)


def _isometric(card: Card) -> Sheet:
    """A room seen along its diagonal, with the landmark as a thick panel that stands in it."""
    layout, tones = card.layout, card.tones
    unit = layout.side.scale
    corner = layout.stage.x - round(190 * unit), layout.floor - round(275 * unit)
    items = card.layers["stage"]
    scale = layout.stage.scale * 0.84
    x, y = layout.stage.x + round(12 * unit), layout.stage.y - round(72 * unit)
    plane = f"{_ACROSS * scale:.3f} {_DOWN * scale:.3f} 0 {scale:.3f}"
    side = layout.side
    hung = card.layer("side", side)
    if not card.scene.open:
        plane_of_wall = f"matrix({_ACROSS:.3f} {-_DOWN:.3f} 0 1 {side.x} {side.y + round(40 * unit)})"
        hung = f'<g transform="{plane_of_wall} scale({side.scale})">{card.brush.draw(card.layers["side"])}</g>'
    edge = tones["deep"]
    edges = "".join(
        f'<use href="#standing" transform="matrix({plane} {x + 3.5 * step * unit:.1f} {y - 2 * step * unit:.1f})"/>'
        for step in range(6, 0, -1)
    )
    drawn = (
        _shell(card, corner, unit)
        + hung
        + f'<g fill="{edge}" stroke="{edge}" stroke-width="7" stroke-linejoin="round">{edges}</g>'
        + f'<g transform="matrix({plane} {x} {y})">{card.brush.draw(items)}</g>'
        + card.person()
        + card.foreground()
    )
    return Sheet(drawn, f'<g id="standing">{silhouette(items)}</g>')


def _shell(card: Card, corner: tuple[int, int], unit: float) -> str:
    """Two walls and a floor of tiles; out of doors a slab under the sky."""
    tones, (x, y) = card.brush.tones, corner
    wall, floor = tones[card.scene.wall], tones[card.scene.floor]

    def at(a: float, b: float) -> str:
        return f"{x + (a - b) * _ACROSS * 84 * unit:.0f} {y + (a + b) * _DOWN * 84 * unit:.0f}"

    tiles = "".join(
        f"M{at(a, b)}L{at(a + 1, b)}L{at(a + 1, b + 1)}L{at(a, b + 1)}z" for a in range(24) for b in range(a % 2, 24, 2)
    )
    chequer = f'<path d="{tiles}" fill="{mix(floor, tones["base"], 0.16)}"/>'
    ground = f'<path d="M{at(0, 0)}L{at(40, 0)}L{at(40, 40)}L{at(0, 40)}z" fill="{floor}"/>'
    if card.scene.open:
        return card.field(0, wall) + ground + chequer
    left = f'<path d="M{at(0, 0)}L{at(0, 40)}V-{_FAR}H{x}z" fill="{mix(wall, INK, 0.07)}"/>'
    right = f'<path d="M{at(0, 0)}L{at(40, 0)}V-{_FAR}H{x}z" fill="{wall}"/>'
    return left + right + ground + chequer


def _paper_cut(card: Card) -> Sheet:
    """Sheets of paper one above the other, each with an opening and a shadow; the figure stands between them."""
    tones = card.tones
    drawn = (
        card.ground(card.brush.tones)
        + card.room()
        + _sheet(card, _INNER_EDGE, tones["base"])
        + _sheet(card, _OUTER_EDGE, tones["deep"])
        + card.halo(tones["night"], 50, (10, 8), 0.3)
        + card.halo(tones["paper"], 50)
        + card.person()
        + card.foreground()
        + _sheet(card, _LOWER_EDGE, tones["deep"])
    )
    return Sheet(drawn)


def _sheet(card: Card, d: str, paint: str) -> str:
    scale = f"scale({card.layout.width / 100:g} {card.layout.height / 100:g})"
    cut = f'fill-rule="evenodd" d="{d}"'
    shadow = f'<path transform="translate(8 10) {scale}" {cut} fill="{card.tones["night"]}" fill-opacity="0.3"/>'
    return f'{shadow}<path transform="{scale}" {cut} fill="{paint}"/>'


def _line_art(card: Card) -> Sheet:
    """Ink on paper, hardly anything filled; one wide stroke of colour runs behind it all."""
    layout, tones = card.layout, card.tones
    x, _ = layout.head
    loop = "M-20 0C120 0 262 -130 240 -300C225 -420 70 -430 60 -300C50 -160 180 -10 360 0H3000"
    thread = (
        f'<g transform="translate(0 {layout.floor}) scale({max(0.1, (x - 150 * layout.side.scale) / 260):.3f})">'
        f'<path d="{loop}" stroke="{tones["base"]}" stroke-width="16" stroke-linecap="round"/></g>'
    )
    drawn = (
        card.field(0, tones["paper"]) + thread + card.room() + card.halo(tones["paper"], 40) + card.person()
    ) + card.foreground()
    patterns = _hatch("hatch", tones["paper"], tones["base"], 20, 8) + _hatch(
        "strands", tones["paper"], card.hair, 22, 12
    )
    return Sheet(drawn, patterns)


def _hatch(name: str, ground: str, lines: str, step: int, width: int) -> str:
    return (
        f'<pattern id="{name}" width="{step}" height="{step}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0h{step}v{step}h-{step}z" fill="{ground}"/>'
        f'<path d="M{step // 2} 0v{step}" stroke="{lines}" stroke-width="{width}"/></pattern>'
    )


def _screen(name: str, dots: str, step: int, radius: int, ground: str = "") -> str:
    below = f'<path d="M0 0h{step}v{step}h-{step}z" fill="{ground}"/>' if ground else ""
    return (
        f'<pattern id="{name}" width="{step}" height="{step}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(30)">{below}<circle cx="{step // 2}" cy="{step // 2}" r="{radius}" fill="{dots}"/>'
        "</pattern>"
    )


_STYLES: Final[dict[str, Callable[[Card], Sheet]]] = {
    "flat-vector": _flat,
    "editorial": _editorial,
    "comic": _comic,
    "isometric": _isometric,
    "paper-cut": _paper_cut,
    "line-art": _line_art,
}
