"""SVG: whether it can be drawn in bounded time. A few lines can ask for more elements than a browser ever finishes.

Source: SVG 2, sections 5.6 (use), 13 (paint servers), 14 (masks): an element is drawn as often as it is referred to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkepix.imaging.xml import Node

MOST_BYTES = 4 * 1024 * 1024
MOST_DRAWN = 200_000
"""Elements, each as often as it is drawn."""
DEEPEST = 40
"""References that lead from one to the next."""

_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')\s]+)""", re.IGNORECASE)


def check(document: bytes) -> None:
    """Raises PictureFileError for a document that is not XML, or would draw too much."""
    try:
        root = xml.parse(document, with_doctype=True)
    except xml.UnfitError as error:
        raise PictureFileError("damaged", "not XML, or more of it than is read") from error
    nodes = list(_walk(root))
    by_id = {node.attributes["id"]: node for node in nodes if "id" in node.attributes}
    everywhere = [name for node in nodes if node.local == "style" for name in _REFERENCE.findall(node.text)]
    _count(root, by_id, everywhere, {}, 0)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _count(node: Node, by_id: Mapping[str, Node], everywhere: list[str], counted: dict[int, int], depth: int) -> int:
    """Return how many elements are drawn for this one. What refers to itself is drawn once, as in browsers."""
    if depth > DEEPEST:
        raise PictureFileError("too-complex")
    if id(node) not in counted:
        counted[id(node)] = 1
        wanted = [by_id[name] for name in (*_references(node), *everywhere) if name in by_id]
        count = 1 + sum(_count(child, by_id, everywhere, counted, depth) for child in node.children)
        count += sum(_count(other, by_id, everywhere, counted, depth + 1) for other in wanted)
        counted[id(node)] = count
    if counted[id(node)] > MOST_DRAWN:
        raise PictureFileError("too-complex")
    return counted[id(node)]


def _references(node: Node) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name.rpartition(" ")[2] == "href" and value.startswith("#"):
            yield value[1:]
        yield from _REFERENCE.findall(value)
