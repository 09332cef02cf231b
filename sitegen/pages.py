"""Pages as an earlier build read them: a file whose stamp is still the same is not read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.content import Page, read_page
from sitegen.errors import BuildError, line_of
from sitegen.files import folders_below, recall, remember
from sitegen.output import fingerprint
from sitegen.stamps import Stamp, is_settled, stamp_of

if TYPE_CHECKING:
    from sitegen.project import Project


type Pages = dict[str, tuple[Stamp, Page]]
"""By name."""


def read_pages(project: Project) -> list[Page]:
    """All pages by URL. Raises BuildError for bad front matter, and for a URL that two pages claim."""
    known = KnownPages(project)
    pages: dict[str, Page] = {}
    names = (name for _, files in folders_below(project.content) for name in files)
    for name in sorted(name for name in names if name.endswith(".md")):
        page = known.page(name)
        if page.url in pages:
            other = project.name_of(Path(pages[page.url].source))
            source = Path(page.source)
            line = line_of(source.read_text("utf-8"), "url:")
            raise BuildError(project.name_of(source), line, f"{page.url} is the URL of {other} as well")
        pages[page.url] = page
    known.remember()
    return [pages[url] for url in sorted(pages)]


class KnownPages:
    """Reads pages, or knows them."""

    def __init__(self, project: Project) -> None:
        self._content = project.content
        self._file = project.cache / "pages.json"
        code = (Path(__file__).parent / "content.py").read_bytes()
        self._reader = fingerprint(str(self._content), code, *project.libraries)
        self._known = recall(self._file, dict[str, tuple[Stamp, Page]], self._reader) or {}
        self._pages: Pages = {}

    def page(self, name: str) -> Page:
        """Raises BuildError for bad front matter."""
        stamp = stamp_of(f"{self._content}/{name}")
        known = self._known.get(name)
        if known and known[0] == stamp:
            self._pages[name] = known
            return known[1]
        settled = is_settled(stamp)
        page = read_page(self._content, name)
        if settled:
            self._pages[name] = (stamp, replace(page, content=None))
        return page

    def remember(self) -> None:
        """All that were read, and no others."""
        if self._pages != self._known:
            remember(self._file, self._pages, self._reader)
