"""Markdown to HTML, by pulldown-cmark: CommonMark, tables, `{#id}` after a heading, and quotation marks that curl."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import TYPE_CHECKING

from pyromark import Markdown, Options

if TYPE_CHECKING:
    from collections.abc import Container

_MARKDOWN = Markdown(
    options=Options.ENABLE_TABLES | Options.ENABLE_HEADING_ATTRIBUTES | Options.ENABLE_SMART_PUNCTUATION
)
_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def html_of(markdown: str) -> str:
    """Every heading has an id: its own, or one made of its words."""
    html = _MARKDOWN.html(markdown).rstrip()
    taken = {part.partition('"')[0] for part in html.split(' id="')[1:]}

    def with_id(match: re.Match[str]) -> str:
        level, attributes, words = match.groups()
        if ' id="' in attributes:
            return match[0]
        name = _unused(_slug(words), taken)
        taken.add(name)
        return f'<h{level} id="{name}"{attributes}>{words}</h{level}>'

    return _HEADING.sub(with_id, html)


def _slug(html: str) -> str:
    """As Python-Markdown has made them, whose anchors are linked to by now: "Über uns" → "uber-uns"."""
    text = unicodedata.normalize("NFKD", unescape(_TAG.sub("", html))).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def _unused(slug: str, taken: Container[str]) -> str:
    """A second "notes" is "notes_1"; a heading of signs alone is "_1"."""
    name, count = slug, 0
    while not name or name in taken:
        count += 1
        name = f"{slug}_{count}"
    return name
