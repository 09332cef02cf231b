"""Files that are either whole or not there: a build may be stopped between any two bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType


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


class _Memory(msgspec.Struct):
    """`mark` is a fingerprint of what `known` was made with."""

    mark: str
    known: msgspec.Raw


def recall[T](path: Path, kind: type[T], mark: str = "") -> T | None:
    """Return what an earlier build remembered, or None if it cannot be read or was made with something else."""
    codec = _codec(path)
    try:
        memory = codec.decode(path.read_bytes(), type=_Memory)
        return codec.decode(memory.known, type=kind) if memory.mark == mark else None
    except (FileNotFoundError, ValueError):
        return None


def remember(path: Path, known: object, mark: str = "") -> None:
    """Write what the next build is to recall with the same mark."""
    encode = _codec(path).encode
    write_whole(path, encode(_Memory(mark, msgspec.Raw(encode(known)))))


def _codec(path: Path) -> ModuleType:
    """Choose JSON, or msgpack for what is large: HTML is full of characters that JSON escapes."""
    return msgspec.json if path.suffix == ".json" else msgspec.msgpack
