"""Files that are either whole or not there: a build may be stopped between any two bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pathlib import Path


def partial_of(path: Path) -> Path:
    """Where a file is written before it takes its name."""
    return path.with_name(f"{path.name}.partial")


def write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial_of(path).write_bytes(data)
    partial_of(path).replace(path)


def read_memory(path: Path) -> dict[str, Any]:
    """What an earlier build remembered. One that cannot be read is as good as none: all is made anew."""
    try:
        known = msgspec.json.decode(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def write_memory(path: Path, known: dict[str, Any]) -> None:
    write_whole(path, msgspec.json.encode(known, order="deterministic"))
