"""Which templates a template is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import meta

from sitegen.files import recall, remember

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from sitegen.project import Project
    from sitegen.stamps import Digests


class Dependencies:
    """What each template refers to by name, remembered by its content: a build without changes parses nothing."""

    def __init__(self, project: Project, environment: Environment, digests: Digests) -> None:
        self._digests = digests
        self._templates = project.templates
        self._memory = project.cache / "dependencies.json"
        self._environment = environment
        self._known = recall(self._memory, dict[str, list[str]]) or {}
        self._current: dict[str, list[str]] = {}

    def of(self, name: str) -> list[str]:
        """The template and all that it extends, includes and imports.

        Raises FileNotFoundError with the path of one that is not there, and jinja2's TemplateSyntaxError.
        """
        found = [name]
        for each in found:
            path = self._templates / each
            found += [other for other in self._references(each, path) if other not in found]
        return found

    def remember(self) -> None:
        if self._current != self._known:
            remember(self._memory, self._current)

    def _references(self, name: str, path: Path) -> list[str]:
        mark = self._digests.of(path)
        if mark not in self._current:
            self._current[mark] = self._known[mark] if mark in self._known else self._parse(name, path)
        return self._current[mark]

    def _parse(self, name: str, path: Path) -> list[str]:
        tree = self._environment.parse(path.read_text("utf-8"), name, str(path))
        return [other for other in meta.find_referenced_templates(tree) if other]
