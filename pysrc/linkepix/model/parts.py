"""A file that is put together from new bytes and stretches of files that exist, so that big ones are not copied.

A platform turns parts into a Blob: `new Blob([bytes, original.slice(start, stop), …])`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `start` to before `stop` of the file with the number `source`; 0 where there is only one."""

    start: int
    stop: int
    source: int = 0

    @property
    def size(self) -> int:
        return self.stop - self.start


type Part = bytes | Span


def size_of(parts: Iterable[Part]) -> int:
    return sum(part.size if isinstance(part, Span) else len(part) for part in parts)


def join(parts: Iterable[Part], *sources: bytes | memoryview) -> bytes:
    """Return the file in one piece, for platforms whose files are in memory anyway."""
    return b"".join(sources[part.source][part.start : part.stop] if isinstance(part, Span) else part for part in parts)


def _follows(part: Span, last: Span) -> bool:
    return (last.source, last.stop) == (part.source, part.start)


def merge(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Join neighbours: fewer parts are fewer slices for the platform."""
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, bytes) and isinstance(last, bytes):
            merged[-1] = last + part
        elif isinstance(part, Span) and isinstance(last, Span) and _follows(part, last):
            merged[-1] = Span(last.start, part.stop, part.source)
        elif isinstance(part, Span) and not part.size:
            continue
        else:
            merged.append(part)
    return tuple(merged)
