"""What the build writes, and how it knows what need not be made again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


HEADERS = "_headers"
"""Written last, as it names the hosts that the written pages link to."""


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
    """What a build did: paths made anew, kept as they were, and removed."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def fingerprint(*parts: bytes | str) -> str:
    """Order matters, and so does where one part ends: each is hashed with its length."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def write(outputs: Iterable[Output], folder: Path, memory: Path) -> Report:
    """Makes what changed, keeps what did not, removes what is no longer an output.

    `memory` is a JSON file of fingerprints by path; without it everything is made.
    """
    known = json.loads(memory.read_text()) if memory.exists() else {}
    report = Report()
    current = {}
    for output in outputs:
        target = folder / output.path
        current[output.path] = output.fingerprint
        if known.get(output.path) == output.fingerprint and target.exists():
            report.kept.append(output.path)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output.make())
        report.made.append(output.path)
    report.removed = _sweep(folder, {*current, HEADERS})
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps(current, indent=0, sort_keys=True))
    return report


def _sweep(folder: Path, wanted: set[str]) -> list[str]:
    strays = [path for path in folder.rglob("*") if path.is_file()]
    strays = [path for path in strays if path.relative_to(folder).as_posix() not in wanted]
    for path in strays:
        path.unlink()
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    return [path.relative_to(folder).as_posix() for path in strays]
