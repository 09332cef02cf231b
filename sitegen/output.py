"""What the build writes, and how it knows what need not be made again."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitegen.files import folders_below, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path


HEADERS = "_headers"
SERVICE_WORKER = "sw.js"
"""Both written last: one names the hosts that the written pages link to, the other what has been written."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site. `fingerprint` covers everything that `make` reads: equal means unchanged.

    `sources` are the files that its words come from, for messages; `url` is empty for what has no links to it.
    """

    path: str
    fingerprint: str
    make: Callable[[], bytes]
    sources: tuple[Path, ...] = ()
    url: str = ""


@dataclass(slots=True)
class Report:
    """What a build did: paths made, kept as they were, and removed; `memory` is for the next one."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    memory: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes by path."""
        return {path: size for path, (_, size) in self.memory.items()}


def fingerprint(*parts: bytes | str) -> str:
    """Order matters, and so does where one part ends: each is hashed with its length."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def _ignore(*_: object) -> None:
    """Take no notice."""


def write(
    outputs: Iterable[Output],
    folder: Path,
    known: Mapping[str, tuple[str, int]],
    *,
    prepare: Callable[[AbstractSet[str]], None] = _ignore,
    notice: Callable[[Output, bytes], None] = _ignore,
) -> Report:
    """Makes what changed, keeps what did not, removes what is no longer an output.

    `known` is the memory of an earlier report; a file that is not of the size that it was written with is made again.
    `prepare` is given the paths of all that will be made, before the first is; `notice` each output that is made, with
    its bytes.
    """
    report = Report()
    stale = []
    for output in outputs:
        size = _size_of(f"{folder}/{output.path}")
        if size is not None and known.get(output.path) == (output.fingerprint, size):
            report.kept.append(output.path)
            report.memory[output.path] = (output.fingerprint, size)
        else:
            stale.append(output)
    prepare({output.path for output in stale})
    for output in stale:
        data = output.make()
        write_whole(folder / output.path, data)
        notice(output, data)
        report.made.append(output.path)
        report.memory[output.path] = (output.fingerprint, len(data))
    report.removed = _sweep(folder, {*report.memory, HEADERS, SERVICE_WORKER})
    return report


def _size_of(path: str) -> int | None:
    """None for what is no file."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path costs more than this
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _sweep(top: Path, wanted: set[str]) -> list[str]:
    """Removes every file that is not wanted, and every folder that holds none that is."""
    needed = {""} | {path[:end] for path in wanted for end, sign in enumerate(path) if sign == "/"}
    strays: list[str] = []
    for folder, files in folders_below(top):
        strays += (unwanted := [name for name in files if name not in wanted])
        for name in unwanted:
            (top / name).unlink()
        if folder not in needed:
            (top / folder).rmdir()
    return sorted(strays)
