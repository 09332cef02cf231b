"""Pages as an earlier build read them: a file whose stamp is still the same is not read again."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.content import Page, read_page  # noqa: TC001 - msgspec looks up what a field is
from sitegen.errors import BuildError, line_of
from sitegen.files import folders_below, write_whole
from sitegen.output import fingerprint

if TYPE_CHECKING:
    from sitegen.project import Project

type Stamp = tuple[int, ...]
"""Inode, size, and two clocks, of which nobody can set the second back."""

SETTLED_NS = 2_000_000_000
"""A file may change again within one tick of its clock, which is two seconds at most (FAT's); one that had changed so
shortly before it was read is read again (https://git-scm.com/docs/racy-git)."""


@dataclass(slots=True)
class _Memory:
    """`reader` is a fingerprint of the code that has read the pages, libraries and all; `pages` are by name."""

    reader: str
    pages: dict[str, tuple[Stamp, Page]]


def read_pages(project: Project) -> list[Page]:
    """All pages by URL. Raises BuildError for bad front matter, and for a URL that two pages claim."""
    known = KnownPages(project)
    pages: dict[str, Page] = {}
    names = (name for _, files in folders_below(project.content) for name in files)
    for name in sorted(name for name in names if name.endswith(".md")):
        page = known.page(name)
        if page.url in pages:
            other = project.name_of(pages[page.url].source)
            line = line_of(page.source.read_text("utf-8"), "url:")
            raise BuildError(project.name_of(page.source), line, f"{page.url} is the URL of {other} as well")
        pages[page.url] = page
    known.remember()
    return [pages[url] for url in sorted(pages)]


class KnownPages:
    """Reads pages, or knows them."""

    def __init__(self, project: Project) -> None:
        self._content = project.content
        self._file = project.cache / "pages.json"
        self._reader = fingerprint((Path(__file__).parent / "content.py").read_bytes(), *project.libraries)
        self._known = self._remembered()
        self._pages: dict[str, tuple[Stamp, Page]] = {}

    def page(self, name: str) -> Page:
        """Raises BuildError for bad front matter."""
        stamp = _stamp_of(f"{self._content}/{name}")
        known = self._known.get(name)
        if known and known[0] == stamp:
            self._pages[name] = known
            return known[1]
        settled = max(stamp[-2:]) < time.time_ns() - SETTLED_NS
        page = read_page(self._content, name)
        if settled:
            self._pages[name] = (stamp, replace(page, content=None))
        return page

    def remember(self) -> None:
        """All that were read, and no others."""
        if self._pages != self._known:
            write_whole(self._file, msgspec.json.encode(_Memory(self._reader, self._pages), enc_hook=self._name))

    def _remembered(self) -> dict[str, tuple[Stamp, Page]]:
        """A memory that cannot be read is as good as none, and so is that of another reader."""
        try:
            memory = msgspec.json.decode(self._file.read_bytes(), type=_Memory, dec_hook=self._source)
        except (FileNotFoundError, ValueError):
            return {}
        return memory.pages if memory.reader == self._reader else {}

    def _name(self, source: Path) -> str:
        return source.relative_to(self._content).as_posix()

    def _source(self, _: type, name: str) -> Path:
        return self._content / name


def _stamp_of(path: str) -> Stamp:
    status = os.stat(path)  # noqa: PTH116 - a Path costs more than this
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
