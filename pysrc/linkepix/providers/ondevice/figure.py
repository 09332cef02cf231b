"""The person on the card: parts of Notionists, put together and painted.

Notionists by Zoish (https://heyzoish.gumroad.com/l/notionists), CC0 1.0, as DiceBear's definition of it
(PyPI dicebear-styles 10.6.0). It knows two colours, ink and paper. What takes colour here (skin, hair, clothes,
coverings) is given any SVG paint instead: a colour, or a pattern of the scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from linkepix.model.colour import INK, WHITE
from linkepix.providers.ondevice.wardrobe import CAP, LINES, SCARVES, TURBAN, TWO_GARMENTS, used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from linkepix.providers.ondevice.wardrobe import Looks

type Definition = Mapping[str, Any]
"""A DiceBear style as its JSON says, or a part of one."""

CANVAS: Final = 1744
"""Width and height of the drawing: the crown is near (850, 230), the chin near (850, 1010), the body is cut
off by the lower edge."""

_CONTOUR: Final = f'stroke="{INK}" stroke-width="14" stroke-linejoin="round"'
"""Dyed hair is no longer ink, so it needs a line around it: as heavy as the other lines."""

_SCALP: Final = "M72 193c-5-16 43-72 114-123C267.5 2.4 395.8-7.5 447.6 4S551 40.8 574 94.5c6 16 7 34 5 58"
"""The top of Notionists' head, which has no outline of its own: hair covers it, but not always all of it."""

_ORDER: Final = ("head", "clothes", "lines", "hair", "mouth", "beard", "nose", "eyes", "glasses", "eyebrows", "gesture")
_OUTLINED: Final = ("hair", "beard")


@dataclass(frozen=True, slots=True)
class Figure:
    """SVG elements in a square of CANVAS units, nothing clipped.

    Attributes:
        parts: what belongs into <defs>.
        body: draws the parts.
        silhouette: the same without the line around hair, so that a stroke on its group goes around it all.
    """

    parts: str
    body: str
    silhouette: str


def pruned(definition: Definition) -> Definition:
    """What figures are drawn from, of a whole definition: the parts that are used, and where they go.

    Raises KeyError for a part that is missing.
    """
    components = {
        component: {"variants": {name: _of_paths(definition["components"][component], name) for name in names}}
        for component, names in used().items()
    }
    return {"canvas": {"elements": definition["canvas"]["elements"]}, "components": components}


def _of_paths(component: Definition, name: str) -> Definition:
    """Paths only: masks and blend modes, which carry style attributes, serve the graphics on shirts."""
    elements = component["variants"][name]["elements"]
    return {"elements": [element for element in elements if element["name"] == "path"]}


class Figures:
    """Draws figures; reads the style's definition on the first one, and keeps it."""

    def __init__(self, definition: Callable[[], Definition]) -> None:
        self._definition = definition
        self._read: Definition = {}

    def draw(self, looks: Looks, paints: Mapping[str, str]) -> Figure:
        """`paints`: SVG paint for each of skin, cloth, trim, hair and cover. Raises KeyError for a missing part."""
        self._read = self._read or self._definition()
        places = {row["name"]: row["attributes"]["transform"] for row in self._read["canvas"]["elements"]}
        places["lines"] = places["head"]
        chosen = {component: variant for component, variant in looks.parts if variant}
        shown = [component for component in _ORDER if component in chosen]
        parts = (f'<g id="{name}">{"".join(self._paths(name, chosen[name], paints))}</g>' for name in shown)
        uses = {name: f'href="#{name}" transform="{places[name]}"' for name in shown}
        outlined = () if chosen.get("hair") in {CAP, TURBAN} else _OUTLINED
        return Figure(
            "".join(parts),
            "".join(f"<use {_CONTOUR if name in outlined else ''} {use}/>" for name, use in uses.items()),
            "".join(f"<use {use}/>" for name, use in uses.items() if name not in {"lines", "eyebrows"}),
        )

    def _paths(self, component: str, variant: str, paints: Mapping[str, str]) -> Iterator[str]:
        if component == "lines":
            yield f'<path d="{LINES[variant]}" stroke="{INK}" stroke-width="11" stroke-linecap="round"/>'
            return
        paths = _of_paths(self._read["components"][component], variant)["elements"]
        for number, attributes in enumerate(path["attributes"] for path in paths):
            given = {key: value for key, value in attributes.items() if key != "fill"}
            fill = _fill(component, variant, number, attributes.get("fill"), paints)
            said = "".join(f' {key}="{_ink_or_paper(value)}"' for key, value in given.items())
            yield f'<path{said} fill="{fill}"/>' if fill else f"<path{said}/>"
        if component == "head":
            yield f'<path d="{_SCALP}" stroke="{INK}" stroke-width="14" stroke-linecap="round"/>'


def _fill(component: str, variant: str, number: int, fill: object, paints: Mapping[str, str]) -> str:
    """The paint of one path; empty where it has none."""
    part = _part(component, variant, number, fill.get("name") if isinstance(fill, dict) else fill)
    return paints[part] if part else _ink_or_paper(fill or "")


def _part(component: str, variant: str, number: int, colour: object) -> str:
    """Which part of the figure a path belongs to; empty where it stays as it is."""
    match component, colour:
        case "clothes", _:
            return "cloth" if number == 0 else "trim" if number == 1 and variant in TWO_GARMENTS else ""
        case "hair", "paper":
            return "cover" if variant in {CAP, TURBAN} else ""
        case "hair" | "beard", "ink":
            return "" if variant in {CAP, TURBAN} else "cover" if variant in SCARVES else "hair"
        case (("head" | "gesture" | "nose"), "paper"):
            return "skin"
    return ""


def _ink_or_paper(value: object) -> str:
    if isinstance(value, dict):
        return {"ink": INK, "paper": WHITE}[value["name"]]
    return str(value)
