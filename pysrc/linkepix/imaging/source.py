"""Reading ranges of a picture file, bounded: whatever the file says, no more is read or held than this allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError

if TYPE_CHECKING:
    from linkepix.ports import PictureSource

BLOCK = 256 * 1024
"""Bytes that are read at once: most files have all metadata in their first block."""

LEAP = 4 * 1024
"""Bytes that are read after a leap over a picture's data, where a header is expected."""

MOST_METADATA = 4 * 1024 * 1024
"""Bytes of one piece that is read into memory. A larger one is nothing that we keep."""


@dataclass(frozen=True, slots=True)
class BytesSource:
    """A file that is in memory."""

    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self, start: int, stop: int) -> bytes:
        return self.data[start:stop]


class Reader:
    """Ranges of a source, through one block that is read ahead. Counts pieces, so that no walk is endless."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source
        self._start = 0
        self._block = b""
        self._pieces = 0

    @property
    def size(self) -> int:
        return self._source.size

    def count(self, most: int) -> None:
        """Count one piece of the file: a segment, chunk or box. Raises PictureFileError when there are too many."""
        self._pieces += 1
        if self._pieces > most:
            raise PictureFileError("too-complex")

    async def take(self, start: int, count: int) -> bytes:
        """Return exactly so many bytes. Raises PictureFileError where the file ends before."""
        found = await self.some(start, count)
        if len(found) < count:
            raise PictureFileError("cut-off")
        return found

    async def some(self, start: int, count: int) -> bytes:
        """Return so many bytes, or fewer at the end of the file."""
        start = min(max(start, 0), self.size)
        stop = min(start + count, self.size)
        if not self._start <= start <= stop <= self._start + len(self._block):
            ahead = BLOCK if start <= self._start + len(self._block) else LEAP
            self._block = await self._source.read(start, min(max(stop, start + ahead), self.size))
            self._start = start
            if len(self._block) < stop - start:  # shorter than it was
                raise PictureFileError("cut-off")
        return self._block[start - self._start : stop - self._start]

    async def metadata(self, start: int, count: int) -> bytes:
        """Return a piece of metadata, or nothing if it is too large to be any."""
        return await self.take(start, count) if count <= MOST_METADATA else b""
