"""A ZIP of finished files, in parts: headers as bytes, files by reference. Nothing is compressed: pictures are.

Source: PKWARE's APPNOTE.TXT 6.3.10. Sizes and checksums are known before a header is written.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.model.parts import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from linkepix.model.parts import Part
    from linkepix.ports import PictureSource

CHUNK = 1 << 20
_LIMIT, _MANY = 0xFFFFFFFF, 0xFFFF
"""What fields of four and of two bytes hold; where more is needed, they are full and ZIP64's are used."""

_PLAIN_VERSION, _ZIP64_VERSION = 20, 45
_MADE_BY = 3 << 8 | _ZIP64_VERSION
"""Unix, so that the permissions below count."""

_UTF8_NAMES = 0x0800
_READABLE_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class _Member:
    name: bytes
    size: int
    crc: int
    start: int


async def checksum(source: PictureSource, progress: Callable[[int], None] | None = None) -> int:
    """Return the CRC-32 of a file, read in chunks of 1 MiB; `progress` gets how many bytes are done."""
    crc = 0
    for start in range(0, source.size, CHUNK):
        crc = zlib.crc32(await source.read(start, min(start + CHUNK, source.size)), crc)
        if progress:
            progress(min(start + CHUNK, source.size))
    return crc


class Archive:
    """Adds files one after another.

    `modified` is local time, of which ZIP holds the years 1980 to 2107 in steps of two seconds.
    """

    def __init__(self, modified: datetime) -> None:
        year = min(max(modified.year, 1980), 2107)
        date = year - 1980 << 9 | modified.month << 5 | modified.day
        time = modified.hour << 11 | modified.minute << 5 | modified.second // 2
        self._when = struct.pack("<HH", time, date)
        self._members: list[_Member] = []
        self._names: set[bytes] = set()
        self._size = 0

    def add(self, name: str, size: int, crc: int, source: int = 0) -> tuple[Part, ...]:
        """Return the next parts: a header, and the whole of the file with this number.

        Raises ValueError for a name that is there already, or longer than 65,535 bytes.
        """
        encoded = name.encode()
        if encoded in self._names or len(encoded) > _MANY:
            raise ValueError(name)
        member = _Member(encoded, size, crc, self._size)
        header = self._local(member)
        self._members.append(member)
        self._names.add(encoded)
        self._size += len(header) + size
        return header, Span(0, size, source)

    def close(self) -> bytes:
        """Return the directory, which ends the archive."""
        directory = b"".join(map(self._central, self._members))
        count, size, start = len(self._members), len(directory), self._size
        end = b""
        if count >= _MANY or size >= _LIMIT or start >= _LIMIT:
            versions = struct.pack("<HHII", _MADE_BY, _ZIP64_VERSION, 0, 0)
            end = b"PK\6\6" + struct.pack("<Q", 44) + versions + struct.pack("<QQQQ", count, count, size, start)
            end += b"PK\6\7" + struct.pack("<IQI", 0, start + size, 1)
        counts = (min(count, _MANY), min(count, _MANY), min(size, _LIMIT), min(start, _LIMIT))
        return directory + end + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, *counts, 0)

    def _local(self, member: _Member) -> bytes:
        """A header before a file; in ZIP64's field both sizes are given."""
        extra = _zip64(member.size, member.size) if member.size >= _LIMIT else b""
        return b"PK\3\4" + self._common(member, bool(extra), len(extra)) + member.name + extra

    def _central(self, member: _Member) -> bytes:
        """An entry of the directory; in ZIP64's field only what does not fit elsewhere is given."""
        large = [member.size, member.size] if member.size >= _LIMIT else []
        far = [member.start] if member.start >= _LIMIT else []
        extra = _zip64(*large, *far) if large or far else b""
        rest = struct.pack("<HHHII", 0, 0, 0, _READABLE_FILE, min(member.start, _LIMIT))
        head = b"PK\1\2" + struct.pack("<H", _MADE_BY) + self._common(member, bool(extra), len(extra))
        return head + rest + member.name + extra

    def _common(self, member: _Member, is_large: bool, extra: int) -> bytes:  # noqa: FBT001 - private, used twice
        version = _ZIP64_VERSION if is_large else _PLAIN_VERSION
        size = min(member.size, _LIMIT)
        return (
            struct.pack("<HHH", version, _UTF8_NAMES, 0)
            + self._when
            + struct.pack("<IIIHH", member.crc, size, size, len(member.name), extra)
        )


def _zip64(*values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)
