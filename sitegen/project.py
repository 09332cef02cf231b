"""Where things are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one checkout. A test makes its own, with some of them borrowed from the real one."""

    root: Path
    site_packages: Path
    node: Path
    output: Path
    cache: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def package(self) -> Path:
        return self.root / "pysrc"

    @property
    def npm(self) -> Path:
        return self.root / "node_modules"

    @property
    def models(self) -> Path:
        """Where the wheel is that has the model of the studio."""
        return self.root / ".models"

    @property
    def libraries(self) -> tuple[str, ...]:
        """Name and version of all that is installed, whose code decides what a build makes as ours does."""
        return tuple(sorted(name for name in os.listdir(self.site_packages) if name.endswith(".dist-info")))  # noqa: PTH208 - a Path costs more than this

    def name_of(self, path: Path) -> Path:
        """A path as a message names it: from the root."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
