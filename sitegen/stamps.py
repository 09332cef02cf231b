"""Files that an earlier build has read: one whose stamp is still the same is not read again."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

from sitegen.files import recall, remember

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.project import Project

type Stamp = tuple[int, ...]
"""Inode, size, and two clocks, of which the second cannot be set back."""

SETTLED_NS = 2_000_000_000
"""A file may change again within one tick of its clock, which is two seconds at most (FAT's); one that had changed so
shortly before it was read is read again (https://git-scm.com/docs/racy-git)."""


def stamp_of(path: str) -> Stamp:
    """Raises FileNotFoundError."""
    status = os.stat(path)  # noqa: PTH116 - a Path costs more than this
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def is_settled(stamp: Stamp) -> bool:
    """To be asked before the file is read."""
    return max(stamp[-2:]) < time.time_ns() - SETTLED_NS


class Digests:
    """SHA-256 of files in hexadecimal digits, by path."""

    def __init__(self, project: Project) -> None:
        self._file = project.cache / "digests.json"
        self._known = recall(self._file, dict[str, tuple[Stamp, str]]) or {}
        self._current: dict[str, tuple[Stamp, str]] = {}

    def of(self, path: Path | str) -> str:
        """Raises FileNotFoundError."""
        name = str(path)
        stamp = stamp_of(name)
        known = self._known.get(name)
        if known and known[0] == stamp:
            self._current[name] = known
            return known[1]
        settled = is_settled(stamp)
        with open(name, "rb") as file:  # noqa: PTH123 - as above
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if settled:
            self._current[name] = (stamp, digest)
        return digest

    def knows(self, path: Path) -> bool:
        """True of a file that is still as it was when an earlier build asked for its digest."""
        known = self._known.get(str(path))
        return known is not None and path.exists() and known[0] == stamp_of(str(path))

    def remember(self) -> None:
        """All that were asked for, and no others."""
        if self._current != self._known:
            remember(self._file, self._current)
