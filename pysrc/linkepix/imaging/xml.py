"""XML by expat alone, into a small tree: Python's own `xml` package is not in the bundle.

A document type is refused, and with it every entity of a file's own: no text grows while it is read. Only before the
root of an SVG one may stand, as programs write it; expat itself limits what its entities may grow to.
"""

from __future__ import annotations

import pyexpat
from contextlib import suppress
from dataclasses import dataclass, field

MOST_NODES = 50_000
MOST_DEPTH = 64


class UnfitError(Exception):
    """XML that is not well-formed, or not to be read. Never leaves this package."""


@dataclass(slots=True)
class Node:
    """An element. Names are "namespace local", or "local" without a namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    @property
    def local(self) -> str:
        return self.name.rpartition(" ")[2]


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._nodes = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES or len(self._open) >= MOST_DEPTH:
            raise UnfitError
        node = Node(name, attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


def _refuse(*_arguments: object) -> None:
    raise UnfitError


def parse(document: bytes, *, with_doctype: bool = False) -> Node:
    """Return the root element. Raises UnfitError."""
    builder = _Builder()
    _feed(document, builder, whole=True, with_doctype=with_doctype)
    if builder.root is None:
        raise UnfitError
    return builder.root


def root_of(head: bytes) -> Node | None:
    """Return the root element with its attributes, of the beginning of a document; None where there is none.

    Here a document type may stand before it, as programs write one into SVG.
    """
    builder = _Builder()
    with suppress(UnfitError):  # the root may have been there before
        _feed(head, builder, whole=False, with_doctype=True)
    return builder.root


def _feed(document: bytes, builder: _Builder, *, whole: bool, with_doctype: bool) -> None:
    parser = pyexpat.ParserCreate(None, " ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    if not with_doctype:
        parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(document, whole)
    except (pyexpat.ExpatError, ValueError, LookupError) as error:
        raise UnfitError from error
