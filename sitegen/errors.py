"""A build that stops says where, and what to correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import TemplateSyntaxError

    from sitegen.project import Project


class BuildError(Exception):
    """Printed plainly: `content/terms.md:12: …`. Anything else that escapes the build is a fault of its own."""

    def __init__(self, source: Path | str, line: int, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}")


class MarkupError(Exception):
    """Markdown that cannot be rendered. The caller, which knows its page, makes a BuildError of it."""


def in_source(project: Project, error: SyntaxError | TemplateSyntaxError) -> BuildError:
    """The same mistake, of Python's or of Jinja's finding, with its place as a message names it."""
    words = (error.msg if isinstance(error, SyntaxError) else error.message) or "not understood"
    return BuildError(project.name_of(Path(error.filename or "")), error.lineno or 1, words)


def line_of(text: str, needle: str) -> int:
    """The line, counted from 1, on which `needle` first stands; 1 if it does not."""
    return text[: max(0, text.find(needle))].count("\n") + 1
