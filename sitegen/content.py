"""Stage one: every page is read before any is rendered."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import frontmatter
from yaml import YAMLError

from sitegen.errors import BuildError, line_of
from sitegen.output import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.project import Project


@dataclass(frozen=True, slots=True)
class Site:
    """content/site.toml. `address` is where it is deployed, without a slash at the end."""

    name: str
    address: str
    source: str
    contact: str
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file. `url` ends in a slash, or in `.html`; `updated` is a date in the source, not a clock's.

    `mark` is a fingerprint of the whole file.
    """

    source: Path
    url: str
    title: str
    description: str
    template: str
    body: str
    mark: str
    updated: date | None = None
    indexed: bool = True

    @property
    def path(self) -> str:
        """Where the page is written, below the site's folder."""
        return f"{self.url}index.html".lstrip("/") if self.url.endswith("/") else self.url.lstrip("/")


FIELDS = {"title": str, "description": str, "template": str, "url": str, "updated": date, "indexed": bool}
REQUIRED = ("title", "description")


def read_site(project: Project) -> Site:
    """Raises BuildError for a field that is missing or not known."""
    source = project.content / "site.toml"
    text = source.read_text("utf-8")
    try:
        return Site(**tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BuildError(project.name_of(source), 1, str(error).replace("Site.__init__() ", "")) from error


def read_pages(project: Project) -> list[Page]:
    """All pages by URL. Raises BuildError for bad front matter, and for a URL that two pages claim."""
    pages: dict[str, Page] = {}
    for source in sorted(project.content.rglob("*.md")):
        page = _read_page(project, source)
        if page.url in pages:
            other = project.name_of(pages[page.url].source)
            line = line_of(source.read_text("utf-8"), "url:")
            raise BuildError(project.name_of(source), line, f"{page.url} is the URL of {other} as well")
        pages[page.url] = page
    return [pages[url] for url in sorted(pages)]


def _read_page(project: Project, source: Path) -> Page:
    text = source.read_text("utf-8")
    name = project.name_of(source)
    try:
        post = frontmatter.loads(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BuildError(name, mark.line + 2 if mark else 1, f"front matter: {error}") from error
    _check_fields(name, text, post.metadata)
    fields: dict[str, Any] = {"template": "page", "url": _url_of(project, source)} | post.metadata
    return Page(source=source, body=post.content, mark=fingerprint(text), **fields)


def _check_fields(name: Path, text: str, metadata: dict[str, Any]) -> None:
    for required in REQUIRED:
        if required not in metadata:
            raise BuildError(name, 1, f"front matter: {required!r} is missing")
    for key, value in metadata.items():
        if key not in FIELDS:
            raise BuildError(name, line_of(text, f"{key}:"), f"front matter: {key!r} is not known")
        if not isinstance(value, FIELDS[key]):
            kind = FIELDS[key].__name__
            raise BuildError(name, line_of(text, f"{key}:"), f"front matter: {key!r} is no {kind}")


def _url_of(project: Project, source: Path) -> str:
    """content/terms.md → /terms/; content/app/index.md → /app/."""
    parts = source.relative_to(project.content).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "index" else parts
    return "/" + "".join(f"{part}/" for part in parts)
