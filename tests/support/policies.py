"""Policies rendered by the site's own templates: ours and the samples."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, override

from jinja2 import FileSystemLoader

from linkepix.web.templating import environment
from sitegen.policy import plain_text as rendered_plain
from sitegen.policy import policy_of, teach
from sitegen.practices.reading import read_manifest
from tests.conftest import ROOT

if TYPE_CHECKING:
    from jinja2 import Environment

    from sitegen.practices.schema import Manifest

SAMPLES = ROOT / "content/examples/policies"


class _Text(HTMLParser):
    """Visible text: a block ends a word."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    @override
    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in {"a", "strong", "code", "span"}:
            self.pieces.append(" ")


@cache
def sample(name: str) -> Manifest:
    return read_manifest(SAMPLES / f"{name}.toml", f"content/examples/policies/{name}.toml")


def _templates() -> Environment:
    return teach(environment(FileSystemLoader(ROOT / "templates")))


def text_of(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return re.sub(r"\s+", " ", "".join(reader.pieces)).strip()


@cache
def page_text(name: str, page: str = "privacy") -> str:
    """The visible words of a sample's page ("privacy", "cookies") without the site's own frame, in one line."""
    manifest = sample(name)
    template = _templates().get_template(f"pages/{page}.html")
    context = template.new_context(
        {
            "manifest": manifest,
            "policy": policy_of(manifest),
            "page": {"title": page.title(), "updated": manifest.site.updated},
            "site": {"source": "https://example.org/source"},
        }
    )
    return text_of("".join(template.blocks["main"](context)))


@cache
def plain_text(name: str) -> str:
    return rendered_plain(_templates(), sample(name))
