"""The person on the card: parts of Notionists, drawn by DiceBear, ready to be painted.

Notionists by Zoish (https://heyzoish.gumroad.com/l/notionists), CC0 1.0, in DiceBear's edition
(PyPI dicebear-styles 10.6.0). It knows two colours, ink and paper. What takes colour here (clothes, hair,
hats) gets a stand-in colour in the definition, which `Figure.painted` replaces by any SVG paint: a colour,
or a pattern of the scene.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dicebear import Avatar, Style

from linkepix.model.colour import INK, WHITE
from linkepix.providers.ondevice.wardrobe import HATS, SCARVES, TWO_GARMENTS, used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from linkepix.providers.ondevice.wardrobe import Looks

type Definition = Mapping[str, Any]
"""A DiceBear style as its JSON says, or a part of one."""

CANVAS: Final = 1744
"""Width and height of the drawing: the crown is near (850, 230), the chin near (850, 1010), the body is cut
off by the lower edge."""

_STAND_INS: Final[Mapping[str, str]] = {
    "cloth": "#0c1071",
    "trim": "#0c1072",
    "hair": "#0c1073",
    "cover": "#0c1074",
}
"""Colours that no part of Notionists has: each marks what is painted later."""

_CONTOUR: Final = f'stroke="{INK}" stroke-width="14" stroke-linejoin="round"'
"""Dyed hair is no longer ink, so it needs a line around it: as heavy as the other lines."""

_SCALP: Final = "M72 193c-5-16 43-72 114-123C267.5 2.4 395.8-7.5 447.6 4S551 40.8 574 94.5c6 16 7 34 5 58"
"""The top of Notionists' head, which has no outline of its own: hair covers it, but not always all of it."""

_DRAWING: Final = re.compile(r"<defs>(?P<parts>.*)</defs><g[^>]*>(?P<uses>(?:<use[^>]*/>)*)</g></svg>", re.DOTALL)
_CLIP: Final = re.compile(r"<clipPath.*?</clipPath>")
_HAIRY: Final = re.compile(r'(<use[^>]*) href="#(?=hair|beard)')


@dataclass(frozen=True, slots=True)
class Figure:
    """SVG elements in a square of CANVAS units, nothing clipped.

    Attributes:
        parts: what belongs into <defs>, with stand-ins where paint goes: see `painted`.
        body: draws the parts.
        silhouette: the same without the line around hair, so that a stroke on its group goes around it all.
    """

    parts: str
    body: str
    silhouette: str

    def painted(self, paints: Mapping[str, str]) -> Figure:
        """`paints`: SVG paint for each of cloth, trim, hair and cover."""
        parts = self.parts
        for part, stand_in in _STAND_INS.items():
            parts = parts.replace(stand_in, paints[part])
        return replace(self, parts=parts)


class Figures:
    """Draws figures; reads the style's definition on the first one, and keeps it."""

    def __init__(self, definition: Callable[[], Definition]) -> None:
        self._definition = definition
        self._style: Style | None = None

    def draw(self, looks: Looks) -> Figure:
        if self._style is None:
            self._style = Style(prepared(self._definition()))
        options: dict[str, Any] = {"seed": "figure", "inkColor": [INK], "paperColor": [WHITE]}
        for component, variant in looks.parts:
            options[component + "Variant"] = [variant] if variant else []
            options[component + "Probability"] = 100 if variant else 0
        return _taken_apart(Avatar(self._style, options).to_string(), hat=dict(looks.parts)["hair"] in HATS)


def _taken_apart(drawing: str, *, hat: bool) -> Figure:
    """Leaves out DiceBear's frame: metadata, and a clip that the card's edge makes needless."""
    found = _DRAWING.search(drawing)
    if found is None:
        raise ValueError("DiceBear's drawing is not built as it was")
    silhouette = found["uses"]
    body = silhouette if hat else _HAIRY.sub(rf'\1 {_CONTOUR} href="#', silhouette)
    return Figure(_CLIP.sub("", found["parts"]), body, silhouette)


def prepared(definition: Definition) -> Definition:
    """The parts that are used here, with stand-ins for paint and without the graphics on shirts.

    Leaving the rest out makes DiceBear's checking and copying several times faster.
    """
    components = {name: _kept(definition["components"][name], names) for name, names in used().items()}
    for name, variant in components["clothes"]["variants"].items():
        _tailor(variant["elements"], two_garments=name in TWO_GARMENTS)
    for name, variant in components["hair"]["variants"].items():
        _dress_hair(name, variant["elements"])
    for variant in components["beard"]["variants"].values():
        _paint(variant["elements"], "ink", "hair")
    components["head"]["variants"]["variant01"]["elements"].append(_scalp())
    return {**definition, "components": components}


def _kept(component: Definition, names: Iterable[str]) -> Definition:
    """Paths only: masks and blend modes, which carry style attributes, serve the graphics on shirts."""
    variants = {name: deepcopy(component["variants"][name]) for name in names}
    for variant in variants.values():
        variant["elements"] = [element for element in variant["elements"] if element["name"] == "path"]
    return {**component, "variants": variants}


def _tailor(paths: list[Definition], *, two_garments: bool) -> None:
    paths[0]["attributes"]["fill"] = _STAND_INS["cloth"]
    if two_garments:
        paths[1]["attributes"]["fill"] = _STAND_INS["trim"]


def _dress_hair(name: str, paths: list[Definition]) -> None:
    """A hat is paper with lines of ink on it, a scarf is ink, and hair is ink too."""
    if name in HATS:
        _paint(paths, "paper", "cover")
    else:
        _paint(paths, "ink", "cover" if name in SCARVES else "hair")


def _paint(paths: list[Definition], colour: str, part: str) -> None:
    for path in paths:
        if path["attributes"].get("fill") == {"type": "color", "name": colour}:
            path["attributes"]["fill"] = _STAND_INS[part]


def _scalp() -> Definition:
    ink = {"type": "color", "name": "ink"}
    attributes = {"d": _SCALP, "stroke": ink, "stroke-width": "14", "stroke-linecap": "round"}
    return {"type": "element", "name": "path", "attributes": attributes}
