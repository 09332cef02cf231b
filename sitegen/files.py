"""Files that are either whole or not there: a build may be stopped between any two bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def folders_below(top: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder, the deepest first and `top` itself as "", with its files; both by names with slashes from `top`.

    Names, as a site may have tens of thousands, and a Path costs more than what is done with it.
    """
    for place, _, files in os.walk(top, topdown=False):
        folder = place[len(str(top)) + 1 :].replace(os.sep, "/")
        yield folder, [f"{folder}/{name}" if folder else name for name in files]


def files_below(top: Path) -> list[str]:
    """Paths of all files, in the order of their names."""
    return sorted(f"{top}/{name}" for _, files in folders_below(top) for name in files)


def partial_of(path: Path) -> Path:
    """Where a file is written before it takes its name."""
    return path.with_name(f"{path.name}.partial")


def write_whole(path: Path, data: bytes) -> None:
    partial = partial_of(path)
    partial.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(data)
    partial.replace(path)


def read_memory(path: Path) -> dict[str, Any]:
    """What an earlier build remembered. One that cannot be read is as good as none: all is made anew."""
    try:
        known = msgspec.json.decode(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def write_memory(path: Path, known: dict[str, Any]) -> None:
    write_whole(path, msgspec.json.encode(known, order="deterministic"))
