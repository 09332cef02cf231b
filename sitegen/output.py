"""What the build writes, and how it knows what need not be made again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sitegen.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


HEADERS = "_headers"
SERVICE_WORKER = "sw.js"
"""Both written last: one names the hosts that the written pages link to, the other what has been written."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site. `fingerprint` covers everything that `make` reads: equal means unchanged.

    `sources` are the files that its words come from, for messages; `url` is empty for what nobody links to.
    """

    path: str
    fingerprint: str
    make: Callable[[], bytes]
    sources: tuple[Path, ...] = ()
    url: str = ""


@dataclass(slots=True)
class Report:
    """What a build did: paths made anew, kept as they were, and removed; `memory` is for the next one."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)


def fingerprint(*parts: bytes | str) -> str:
    """Order matters, and so does where one part ends: each is hashed with its length."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def write(outputs: Iterable[Output], folder: Path, known: Mapping[str, Any]) -> Report:
    """Makes what changed, keeps what did not, removes what is no longer an output.

    `known` is the memory of an earlier report; a file that is not of the size that it was written with is made again.
    """
    report = Report()
    for output in outputs:
        target = folder / output.path
        if target.is_file() and known.get(output.path) == _mark(output, target):
            report.kept.append(output.path)
        else:
            write_whole(target, output.make())
            report.made.append(output.path)
        report.memory[output.path] = _mark(output, target)
    report.removed = _sweep(folder, {*report.memory, HEADERS, SERVICE_WORKER})
    return report


def _mark(output: Output, target: Path) -> list[str | int]:
    """A list, as JSON gives it back."""
    return [output.fingerprint, target.stat().st_size]


def _sweep(folder: Path, wanted: set[str]) -> list[str]:
    strays = [path for path in folder.rglob("*") if path.is_file()]
    strays = [path for path in strays if path.relative_to(folder).as_posix() not in wanted]
    for path in strays:
        path.unlink()
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    return [path.relative_to(folder).as_posix() for path in strays]
