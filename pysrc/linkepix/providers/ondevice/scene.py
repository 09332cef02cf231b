"""Scenes as data: templates/scenes/drawings/*.txt → shapes in a shared system of coordinates.

A file holds drawings, one under each line "= id"; "= prop:id" starts one that others place with "@". A scene has
layers, each under a line "> name":

    back    what is far away: x from the middle of the card, y from the line where wall and floor meet
    stage   the landmark: x from -280 to 280, y from -760 to 0, where it stands
    side    what hangs behind the head: x from -200 to 200, y from -160 to 160
    front   what stands before the figure: x from the head's middle, y from the lower edge, so -140 to 0

A layer that stands there twice has two versions, of which the scene's seed takes one. Of the other lines each is one
shape, "tone kind numbers":

    base r x y w h [radius]     a rectangle            base c x y r        a disc
    base e x y rx ry            an ellipse             base p x y x y …    a polygon
    base d M0 0h10…             an SVG path            - 2 p x y x y …     a line of twice the usual weight
    -light 1 p x y x y …        a line of another tone than the usual one
    @ id x y [scale] [turn]     a prop; a negative scale mirrors it
    *4 30 0 base c 0 0 5        four times, each 30 further right

Settings of a scene follow its id: "= harbour wall=wash floor=mid open" (see `Scene`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping

LAYERS: Final = ("back", "stage", "side", "front")
_PROP: Final = "prop:"


@dataclass(frozen=True, slots=True)
class Shape:
    """`d` as in an SVG path. `weight` above 0 makes it a line; `tone` is then empty for the usual one."""

    d: str
    tone: str
    weight: float = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one SVG transform."""

    transform: str
    items: tuple[Item, ...]


type Item = Shape | Group
type Layer = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One place of work.

    Attributes:
        layers: for each of LAYERS the versions of it; none where the scene has no such layer.
        wall, floor: the tones of what is behind and below.
        open: out of doors, so that a room has no walls.
    """

    layers: Mapping[str, tuple[Layer, ...]]
    wall: str = "light"
    floor: str = "mid"
    open: bool = False

    def picked(self, chance: random.Random) -> dict[str, Layer]:
        """One version of each layer; asks chance equally often for every scene."""
        return {name: _one(self.layers.get(name, ()), chance.random()) for name in LAYERS}


@dataclass(frozen=True, slots=True)
class Drawings:
    """Every drawing of a text in the form above. A scene is read when it is asked for."""

    sources: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Drawings:
        sources = {}
        for source in f"\n{text}".split("\n= ")[1:]:
            name, _, rest = source.partition("\n")
            sources[name.split()[0]] = f"{name}\n{rest}"
        return cls(sources)

    @property
    def scenes(self) -> tuple[str, ...]:
        return tuple(name for name in self.sources if not name.startswith(_PROP))

    def scene(self, name: str) -> Scene:
        """Raises KeyError for a scene or a prop that is not there, ValueError for a line that is no shape."""
        head, _, body = self.sources[name].partition("\n")
        layers: dict[str, tuple[Layer, ...]] = {}
        for part in f"\n{body}".split("\n> ")[1:]:
            layer, _, lines = part.partition("\n")
            layers[layer] = (*layers.get(layer, ()), tuple(self._items(lines)))
        options = dict(word.split("=") for word in head.split()[1:] if "=" in word)
        return Scene(layers, **options, open="open" in head.split())

    def _items(self, lines: str) -> Iterator[Item]:
        for line in lines.splitlines():
            if line and not line.startswith("#"):
                yield from self._item(line)

    def _item(self, line: str) -> Iterator[Item]:
        if line.startswith("*"):
            times, dx, dy, rest = line[1:].split(maxsplit=3)
            item = tuple(self._item(rest))
            for n in range(int(times)):
                yield Group(f"translate({n * float(dx):g} {n * float(dy):g})", item)
        elif line.startswith("@"):
            yield self._prop(*line[1:].split())
        else:
            yield shape_of(line)

    def _prop(self, name: str, x: str, y: str, scale: str = "1", turn: str = "0") -> Group:
        across = float(scale)
        turned = f" rotate({turn})" if turn != "0" else ""
        scaled = f" scale({across:g} {abs(across):g})" if across != 1 else ""
        _, _, lines = self.sources[_PROP + name].partition("\n")
        return Group(f"translate({x} {y}){turned}{scaled}", tuple(self._items(lines)))


def _one(versions: tuple[Layer, ...], place: float) -> Layer:
    return versions[int(place * len(versions))] if versions else ()


@lru_cache(maxsize=1024)
def shape_of(line: str) -> Shape:
    """Raises ValueError for what is none."""
    try:
        tone, kind, rest = line.split(maxsplit=2)
        if tone.startswith("-"):
            weight, (kind, rest) = float(kind), rest.split(maxsplit=1)
            return Shape(_outline(kind, rest, closed=False), tone[1:], weight)
        return Shape(_outline(kind, rest, closed=True), tone)
    except (ValueError, TypeError) as error:
        raise ValueError(f"not a shape: {line}") from error


def _outline(kind: str, rest: str, *, closed: bool) -> str:
    if kind == "d":
        return rest
    numbers = [float(word) for word in rest.split()]
    match kind:
        case "r":
            return _rectangle(*numbers)
        case "c":
            x, y, r = numbers
            return _ellipse(x, y, r, r)
        case "e":
            return _ellipse(*numbers)
        case "p" if len(numbers) % 2 == 0:
            points = "L".join(f"{x:g} {y:g}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))
            return f"M{points}z" if closed else f"M{points}"
    raise ValueError(kind)


def _rectangle(x: float, y: float, w: float, h: float, r: float = 0) -> str:
    if not r:
        return f"M{x:g} {y:g}h{w:g}v{h:g}h{-w:g}z"
    a = f"a{r:g} {r:g} 0 0 1"
    across, down = w - 2 * r, h - 2 * r
    return (
        f"M{x + r:g} {y:g}h{across:g}{a} {r:g} {r:g}v{down:g}{a} {-r:g} {r:g}"
        f"h{-across:g}{a} {-r:g} {-r:g}v{-down:g}{a} {r:g} {-r:g}z"
    )


def _ellipse(x: float, y: float, rx: float, ry: float) -> str:
    a = f"a{rx:g} {ry:g} 0 1 1"
    return f"M{x - rx:g} {y:g}{a} {2 * rx:g} 0{a} {-2 * rx:g} 0z"
