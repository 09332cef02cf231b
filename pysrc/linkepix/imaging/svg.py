"""SVG: whether it can be drawn in bounded time. A few lines can ask for more elements than a browser ever finishes.

Source: SVG 2, sections 5.6 (use), 13 (paint servers), 14 (masks): an element is drawn as often as it is referred to.
Filter Effects 1, section 9: what a filter is made of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from linkepix.imaging.xml import Node

MOST_BYTES = 4 * 1024 * 1024
MOST_DRAWN = 200_000
"""Elements, each as often as it is drawn."""
DEEPEST = 40
"""References that lead from one to the next."""

MOST_FILTERED = 1_000
"""Hundredths of a second that filters may take: half of what the page waits for a drawing. Each is taken to cover all.

Measured in Chromium on one million pixels: a flood 8 ms, blur 32, lighting 58, turbulence 21 an octave and 342 at most,
morphology 78 to 323, a convolution 409 for an order of 3 and 1,075 for one of 9."""
SMALLEST_AREA = 1_000_000
"""Pixels that even a small drawing is taken to have, as it may be enlarged."""

_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.[\w-]+")
_FUNCTION = re.compile(r"\b(?:blur|drop-shadow)\(", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+")
_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')\s]+)""", re.IGNORECASE)


def check(document: bytes, area: int) -> None:
    """`area` is what it is drawn on, in pixels.

    Raises PictureFileError for a document that is not XML, or would draw too much, or filter too much.
    """
    try:
        root = xml.parse(document, with_doctype=True)
    except xml.UnfitError as error:
        raise PictureFileError("damaged", "not XML, or more of it than is read") from error
    nodes = list(_walk(root))
    by_id = {node.attributes["id"]: node for node in nodes if "id" in node.attributes}
    styles = _styles(node.text for node in nodes if node.local == "style")
    _Count(by_id, styles, lambda _: 1, MOST_DRAWN).of(root, 0)
    _Count(by_id, styles, _work, MOST_FILTERED * 1_000_000 // max(area, SMALLEST_AREA)).of(root, 0)


def _styles(sheets: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids that rules refer to, by class. Those of a rule that is not for classes alone are under ""."""
    found: dict[str, list[str]] = defaultdict(list)
    for selector, rule in (pair for sheet in sheets for pair in _RULE.findall(sheet)):
        parts = [part.strip() for part in selector.split(",")]
        names = [part[1:] for part in parts] if all(map(_CLASS.fullmatch, parts)) else [""]
        for name in names:
            found[name] += _REFERENCE.findall(rule)
    return found


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


@dataclass(slots=True)
class _Count:
    """Adds up what elements are by themselves, each as often as it is drawn."""

    by_id: Mapping[str, Node]
    styles: Mapping[str, list[str]]
    own: Callable[[Node], int]
    most: int
    counted: dict[int, int] = field(default_factory=dict)

    def of(self, node: Node, depth: int) -> int:
        """Return the sum for this one. A filter counts where it is referred to.

        What refers to itself is drawn once, as in browsers.
        """
        if depth > DEEPEST:
            raise PictureFileError("too-complex")
        if id(node) not in self.counted:
            self.counted[id(node)] = count = self.own(node)
            wanted = [self.by_id[name] for name in self._references(node) if name in self.by_id]
            count += sum(self.of(child, depth) for child in node.children if child.local != "filter")
            count += sum(self.of(other, depth + 1) for other in wanted)
            self.counted[id(node)] = count
        if self.counted[id(node)] > self.most:
            raise PictureFileError("too-complex")
        return self.counted[id(node)]

    def _references(self, node: Node) -> Iterator[str]:
        for name, value in node.attributes.items():
            if name.rpartition(" ")[2] == "href" and value.startswith("#"):
                yield value[1:]
            yield from _REFERENCE.findall(value)
        for name in ("", *node.attributes.get("class", "").split()):
            yield from self.styles.get(name, ())


def _work(node: Node) -> int:
    """Return what a filter's primitive costs, in hundredths of a second for a million pixels."""
    match node.local:
        case "feTurbulence":
            return 2 * min(_number(node, "numOctaves", 1), 17)  # further ones are too faint to be drawn
        case "feConvolveMatrix":
            return 35 + _number(node, "order", 3) ** 2
        case "feMorphology":
            return 7 + min(_number(node, "radius", 0), 50) // 2
        case "feDiffuseLighting" | "feSpecularLighting":
            return 6
        case "feGaussianBlur" | "feDropShadow":
            return 3
    by_functions = sum(len(_FUNCTION.findall(node.attributes.get(name, ""))) for name in ("filter", "style"))
    return 3 * by_functions + 2 * node.local.startswith("fe")


def _number(node: Node, name: str, default: int) -> int:
    """Read the largest whole number in an attribute, which may have one for each direction."""
    return max((int(number) for number in _NUMBER.findall(node.attributes.get(name, "")[:40])), default=default)
