"""Boxes of ISO 14496-12: length, type, content; of AVIF, HEIC and JPEG XL."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from linkepix.errors import PictureFileError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from linkepix.imaging.source import Reader

MOST_TOP_BOXES = 2_000
MOST_BOXES = 20_000
"""In one box that is held in memory."""


class Box(NamedTuple):
    """A box from `start` to before `stop`; its content begins at `body`."""

    type: bytes
    start: int
    body: int
    stop: int


class Cursor:
    """Reads numbers one after another. Raises PictureFileError at the end of the data."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise PictureFileError("damaged", "a box that is too short")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, size: int) -> int:
        """Return an unsigned number of so many bytes; 0 of none."""
        return int.from_bytes(self.take(size))

    def text(self) -> bytes:
        """Return what comes before the next zero byte, or before the end."""
        found, _, _ = self.data[self.at :].partition(b"\0")
        self.at += len(found) + 1
        return found

    @property
    def ended(self) -> bool:
        return self.at >= len(self.data)


async def top_boxes(reader: Reader) -> AsyncIterator[Box]:
    """Boxes of a file. Raises PictureFileError where one ends after the file."""
    at = 0
    while at < reader.size:
        reader.count(MOST_TOP_BOXES)
        head = await reader.some(at, 16)
        if len(head) < 8:  # noqa: PLR2004 - length and type
            return
        box = _box(head, at, reader.size)
        if box.stop > reader.size:
            raise PictureFileError("cut-off")
        yield box
        at = box.stop


def boxes(data: bytes, start: int = 0, stop: int | None = None) -> Iterator[Box]:
    """Boxes within a box that is in memory. Raises PictureFileError."""
    stop = len(data) if stop is None else stop
    for _ in range(MOST_BOXES):
        if start + 8 > stop:
            return
        box = _box(data[start : start + 16], start, stop)
        if box.stop > stop:
            raise PictureFileError("damaged", "a box that is longer than the one around it")
        yield box
        start = box.stop
    raise PictureFileError("too-complex")


def _box(head: bytes, start: int, end: int) -> Box:
    """A length of 1 is followed by one of eight bytes; 0 means up to the end."""
    size, kind = struct.unpack_from(">I4s", head)
    body = 8
    if size == 1:
        body, size = 16, int.from_bytes(head[8:16])
    elif size == 0:
        size = end - start
    if size < body:
        raise PictureFileError("damaged", "a box without a length")
    return Box(kind, start, start + body, start + size)


def box(kind: bytes, *contents: bytes) -> bytes:
    """Return a box around these contents."""
    content = b"".join(contents)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def full_box(kind: bytes, version: int, flags: int, *contents: bytes) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *contents)
