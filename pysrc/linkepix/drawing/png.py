"""PNG files, taken apart into chunks and put together again (https://www.w3.org/TR/png-3/)."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEAD_BYTES = 13
"""Of IHDR."""

_OF_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the data of each chunk; of one that was cut off, what is there."""
    position = len(SIGNATURE)
    while position + 8 <= len(png):
        length, kind = struct.unpack_from(">I4s", png, position)
        yield kind, png[position + 8 : position + 8 + length]
        position += 12 + length


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixels_only(png: bytes) -> tuple[bytes, int, int]:
    """Return the picture without texts, times, profiles and whatever else its file held, its width and its height.

    Raises ValueError for what is no whole PNG.
    """
    found = [(kind, data) for kind, data in chunks(png) if kind in _OF_PIXELS]
    kinds = [kind for kind, _ in found]
    if not png.startswith(SIGNATURE) or kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise ValueError("no whole PNG")
    head = found[0][1]
    if len(head) != HEAD_BYTES:
        raise ValueError("no whole PNG")
    width, height = struct.unpack_from(">II", head)
    return SIGNATURE + b"".join(chunk(kind, data) for kind, data in found), width, height
