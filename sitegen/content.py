"""Stage one: every page is read before any is rendered."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontmatter
from yaml import YAMLError

from sitegen.errors import BuildError, line_of
from sitegen.output import fingerprint

if TYPE_CHECKING:
    from sitegen.project import Project


@dataclass(frozen=True, slots=True)
class Site:
    """content/site.toml. `address` is where it is deployed, without a slash at the end.

    Where `offline` is false, `/sw.js` is a kill switch that takes back what earlier builds have kept.
    """

    name: str
    address: str
    source: str
    contact: str
    description: str
    offline: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file, at `source`.

    `url` ends in a slash, or in `.html`; `updated` is a date in the source, not a clock's.
    A page that is `offline` is kept on the visitor's device with all that it loads (`offline.py`). `mark` is a
    fingerprint of the whole file, `text_mark` of what comes after the front matter. `content` is None where the file
    was not read, as an earlier build had read it.
    """

    source: str
    url: str
    title: str
    description: str
    template: str
    mark: str
    text_mark: str
    content: str | None = None
    updated: date | None = None
    indexed: bool = True
    offline: bool = False

    @property
    def body(self) -> str:
        """What comes after the front matter."""
        return frontmatter.loads(Path(self.source).read_text("utf-8")).content if self.content is None else self.content

    @property
    def path(self) -> str:
        """Where the page is written, below the site's folder."""
        return f"{self.url}index.html".lstrip("/") if self.url.endswith("/") else self.url.lstrip("/")


FIELDS = {
    "title": str,
    "description": str,
    "template": str,
    "url": str,
    "updated": date,
    "indexed": bool,
    "offline": bool,
}
REQUIRED = ("title", "description")


def read_site(project: Project) -> Site:
    """Raises BuildError for a field that is missing or not known."""
    source = project.content / "site.toml"
    text = source.read_text("utf-8")
    try:
        site = Site(**tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BuildError(project.name_of(source), 1, str(error).replace("Site.__init__() ", "")) from error
    if not isinstance(site.offline, bool):
        raise BuildError(project.name_of(source), line_of(text, "offline ="), "'offline' is neither true nor false")
    return site


def read_page(folder: Path, name: str) -> Page:
    """Raises BuildError for bad front matter."""
    source = folder / name
    place = f"{folder.name}/{name}"
    text = source.read_text("utf-8")
    try:
        post = frontmatter.loads(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BuildError(place, mark.line + 2 if mark else 1, f"front matter: {error}") from error
    _check_fields(place, text, post.metadata)
    fields: dict[str, Any] = {"template": "page", "url": _url_of(name)} | post.metadata
    fields |= {"mark": fingerprint(text), "text_mark": fingerprint(post.content)}
    return Page(source=str(source), content=post.content, **fields)


def _check_fields(place: str, text: str, metadata: dict[str, Any]) -> None:
    for required in REQUIRED:
        if required not in metadata:
            raise BuildError(place, 1, f"front matter: {required!r} is missing")
    for key, value in metadata.items():
        if key not in FIELDS:
            raise BuildError(place, line_of(text, f"{key}:"), f"front matter: {key!r} is not known")
        if type(value) is not FIELDS[key]:  # a datetime is a date as well
            kind = FIELDS[key].__name__
            raise BuildError(place, line_of(text, f"{key}:"), f"front matter: {key!r} is no {kind}")


def _url_of(name: str) -> str:
    """The address of a page: "terms.md" → /terms/; "app/index.md" → /app/."""
    *folders, last = name.removesuffix(".md").split("/")
    parts = folders if last == "index" else [*folders, last]
    return "/" + "".join(f"{part}/" for part in parts)
