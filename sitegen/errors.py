"""A build that stops says where, and what to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class BuildError(Exception):
    """Printed plainly: `content/terms.md:12: …`. Anything else that escapes the build is a fault of its own."""

    def __init__(self, source: Path | str, line: int, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}")


def line_of(text: str, needle: str) -> int:
    """The line, counted from 1, on which `needle` first stands; 1 if it does not."""
    return text[: max(0, text.find(needle))].count("\n") + 1
