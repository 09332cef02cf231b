"""Stage four: what the pages' Markdown becomes, remembered by its text, made by several processes where that pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from sitegen.errors import BuildError, MarkupError
from sitegen.files import recall, remember
from sitegen.output import fingerprint

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from sitegen.content import Page
    from sitegen.processes import Processes
    from sitegen.project import Project

PAYS_FROM = 40
"""Pages to be rendered. Fewer are done before other processes have begun to help."""


class Bodies:
    """HTML of pages' Markdown. To be used in `with`: at its end no process is left, and what was made is remembered."""

    def __init__(self, project: Project, pages: Sequence[Page]) -> None:
        self._project = project
        self._file = project.cache / "bodies.msgpack"
        self._renderer = fingerprint((Path(__file__).parent / "markup.py").read_bytes(), *project.libraries)
        self._pages = pages
        self._remembered: set[str] = set()
        self._html: dict[str, str] = {}
        self._processes: Processes | None = None
        self._coming: Iterator[tuple[str, str]] = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._processes:
            self._processes.stop()
        self._remember()

    def prepare(self, paths: Container[str]) -> None:
        """Read what is known, and begin to render what is not if it is much, for pages at these paths of the site.

        Those that are begun come in the order of the pages.
        """
        pages = [page for page in self._pages if page.path in paths]
        if not pages:
            return
        self._html = recall(self._file, dict[str, str], self._renderer) or {}
        self._remembered = set(self._html)
        missing = {page.text_mark: page for page in pages if page.text_mark not in self._html}
        if len(missing) >= PAYS_FROM:
            self._begin(missing)

    def of(self, page: Page) -> str:
        """Raises BuildError for Markdown that cannot be rendered."""
        if page.text_mark not in self._html:
            try:
                self._html[page.text_mark] = self._received(page) or _render(page.body)
            except MarkupError as error:
                raise BuildError(self._project.name_of(Path(page.source)), 1, str(error)) from error
        return self._html[page.text_mark]

    def _begin(self, missing: Mapping[str, Page]) -> None:
        from sitegen.markup import html_of  # noqa: PLC0415 - see _render
        from sitegen.processes import Processes  # noqa: PLC0415 - likewise

        self._processes = Processes(html_of, [page.body for page in missing.values()])
        self._coming = zip(missing, self._processes, strict=True)

    def _received(self, page: Page) -> str:
        """From another process; empty if none is at work on it, or none any more."""
        try:
            for mark, html in self._coming:
                self._html[mark] = html
                if mark == page.text_mark:
                    return html
        except EOFError:
            pass
        return ""

    def _remember(self) -> None:
        """What the pages are made of now, and no more."""
        used = {page.text_mark for page in self._pages}
        html = {mark: html for mark, html in self._html.items() if mark in used}
        if html.keys() != self._remembered:
            remember(self._file, html, self._renderer)


def _render(markdown: str) -> str:
    """Import late: most builds render nothing, and Python-Markdown takes as long to import as some pages do."""
    from sitegen.markup import html_of  # noqa: PLC0415

    return html_of(markdown)
