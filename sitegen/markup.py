"""Markdown to HTML, by Python-Markdown with the extensions that authors expect."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast, override

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from sitegen.errors import MarkupError
from sitegen.quotes import QuotesExtension

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown.treeprocessors import InlineProcessor

EXTENSIONS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "tables": {"use_align_attribute": True},
        "fenced_code": {},
        "footnotes": {},
        "def_list": {},
        "attr_list": {},
        "admonition": {},
        "toc": {},
        "sane_lists": {},
    }
)
"""Settings by name of an extension that comes with Python-Markdown; "smarty" is in `quotes`."""


def html_of(markdown: str) -> str:
    """Render Markdown. Every heading has an id: its own, or one made of its words.

    Raises MarkupError where Python-Markdown fails, as it does when lists are nested a hundred deep.
    """
    try:
        return _parser().reset().convert(markdown)
    except Exception as error:
        raise MarkupError(f"Markdown: {error}") from error


@cache
def _parser() -> Markdown:
    """Return the one parser of this process: making one takes a third of what a short page takes."""
    # Not by their names alone, which Python-Markdown would look up among all packages that are installed.
    published = [import_module(f"markdown.extensions.{name}").makeExtension(**EXTENSIONS[name]) for name in EXTENSIONS]
    parser = Markdown(extensions=[*published, QuotesExtension(), _AlignByClass()], output_format="html")
    # A plain list: the registry of patterns sorts itself at each look, and is looked at for each word.
    inline = cast("InlineProcessor", parser.treeprocessors["inline"])
    inline.inlinePatterns = list(inline.inlinePatterns)  # type: ignore[assignment]  # indexed is all that it is
    return parser


class _AlignByClass(Extension):
    """Align table cells by a class.

    Inline styles, which Python-Markdown writes by default, are refused by the pages' own policy; the attribute that it
    writes instead is obsolete (https://html.spec.whatwg.org/multipage/obsolete.html#non-conforming-features).
    """

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        # After attr_list (8), which sets the classes that an author asks for.
        md.treeprocessors.register(_Alignment(md), "align_by_class", 7)


class _Alignment(Treeprocessor):
    @override
    def run(self, root: Element) -> None:
        for tag in ("th", "td"):
            for cell in root.iter(tag):
                if align := cell.attrib.pop("align", None):
                    cell.set("class", " ".join(filter(None, (cell.get("class"), f"align-{align}"))))
