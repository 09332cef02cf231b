"""One generated site, as each of the builders that are compared wants it: bodies are equal to the byte."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bench.prose import Prose
from bench.sites import ROOT
from sitegen.markup import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

SECTION = "handbook"
"""Every generated page is at /handbook/<slug>/, whichever builder makes it."""

THEIR_EXTENSIONS = {name: dict(settings) for name, settings in EXTENSIONS.items()} | {"smarty": {}}
"""Python-Markdown's own, with the settings that ours have."""

BORROWED = ("templates", "static", "pysrc", "sitegen", "tests", "node_modules", ".models", "requirements-model.lock")

PELICAN_SETTINGS = {
    "SITENAME": "Handbook",
    "TIMEZONE": "UTC",
    "THEME": "simple",
    "PATH": "content",
    "PAGE_PATHS": ["pages"],
    "ARTICLE_PATHS": [],
    "STATIC_PATHS": [],
    "PAGE_URL": f"{SECTION}/{{slug}}/",
    "PAGE_SAVE_AS": f"{SECTION}/{{slug}}/index.html",
    "SLUGIFY_SOURCE": "basename",
    "DISPLAY_PAGES_ON_MENU": False,
    "DIRECT_TEMPLATES": [],
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "MARKDOWN": {
        "extension_configs": {f"markdown.extensions.{name}": THEIR_EXTENSIONS[name] for name in THEIR_EXTENSIONS},
        "output_format": "html5",
    },
    "CHECK_MODIFIED_METHOD": "mtime",
    "CACHE_PATH": "cache",
}
"""Pages only, in the smallest theme: no feeds, lists, categories or highlighting."""

MKDOCS_SETTINGS = {
    "site_name": "Handbook",
    "theme": "mkdocs",
    "plugins": [],
    "nav": [{"Home": "index.md"}],
    "validation": {"nav": {"omitted_files": "ignore"}, "links": {"absolute_links": "ignore"}},
    "markdown_extensions": [{name: settings} for name, settings in THEIR_EXTENSIONS.items()],
}
"""No search, and a menu of one: a menu of every page on every page would grow with the square of their number."""


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    title: str
    description: str
    body: str


FRONT_MATTER: Mapping[str, Callable[[Article], str]] = MappingProxyType(
    {
        "ours": lambda page: f"---\ntitle: {page.title}\ndescription: {page.description}\n---\n\n",
        "Pelican": lambda page: f"Title: {page.title}\nSummary: {page.description}\n\n",
        "MkDocs": lambda page: f"---\ntitle: {page.title}\ndescription: {page.description}\n---\n\n",
    }
)
"""By builder: its name is that of its folder, too."""

PLACES = MappingProxyType({"ours": f"content/{SECTION}", "Pelican": "content/pages", "MkDocs": f"docs/{SECTION}"})


def slug_of(number: int) -> str:
    return f"page-{number:05}"


def articles(count: int, seed: int) -> Iterator[Article]:
    """The same for the same count and seed. Pages refer to their neighbours, and to one far away."""
    for number in range(count):
        others = (number + 1, number - 1, number * 7 + 3)
        prose = Prose(f"{seed}:{number}", [f"/{SECTION}/{slug_of(other % count)}/" for other in others])
        yield Article(slug_of(number), prose.title(), prose.plain(), prose.body())


def source_of(folder: Path, builder: str, slug: str) -> Path:
    """The Markdown file of one generated page, as that builder wants it."""
    return folder / builder / PLACES[builder] / f"{slug}.md"


def write_sources(folder: Path, count: int, seed: int, compiled: Path = ROOT / ".cache") -> None:
    """A project for each builder, in a folder of its name. `compiled` is the cache of a build of ours."""
    for builder in PLACES:
        source_of(folder, builder, "any").parent.mkdir(parents=True)
    _write_our_project(folder / "ours", compiled)
    _write_settings(folder / "Pelican", folder / "MkDocs")
    for page in articles(count, seed):
        for builder, front_matter in FRONT_MATTER.items():
            source_of(folder, builder, page.slug).write_text(front_matter(page) + page.body, "utf-8")


def _write_our_project(root: Path, compiled: Path) -> None:
    """A checkout whose content is a copy, to add pages to; what the browser loads is compiled already."""
    shutil.copytree(ROOT / "content", root / "content", dirs_exist_ok=True)
    shutil.copy(ROOT / "build.py", root)
    for name in BORROWED:
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(compiled / "bundle", root / ".cache/bundle")
    for name in ("scripts.json", "codecs.json"):
        shutil.copy(compiled / name, root / ".cache")


def _write_settings(pelican: Path, mkdocs: Path) -> None:
    settings = "".join(f"{name} = {value!r}\n" for name, value in PELICAN_SETTINGS.items())
    (pelican / "pelicanconf.py").write_text(settings)
    # JSON is YAML.
    (mkdocs / "mkdocs.yml").write_text(json.dumps(MKDOCS_SETTINGS))
    (mkdocs / "docs/index.md").write_text("# Handbook\n")
