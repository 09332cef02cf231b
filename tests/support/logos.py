"""Logos for tests: PNGs with any pixels, and with whatever else a file may hold."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    type Rgba = tuple[int, int, int, int]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAGENTA: Rgba = (255, 0, 255, 255)
"""No drawing of ours has it."""
CLEAR: Rgba = (0, 0, 0, 0)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def logo(
    width: int = 40, height: int = 40, pixel: Callable[[int, int], Rgba] = lambda _x, _y: MAGENTA, more: bytes = b""
) -> bytes:
    """A PNG whose pixel at x and y is `pixel(x, y)`; `more` are chunks that stand before the pixels."""
    rows = b"".join(b"\0" + bytes(c for x in range(width) for c in pixel(x, y)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [chunk(b"IHDR", head), more, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return SIGNATURE + b"".join(parts)


def sample(colours: Iterable[Rgba]) -> str:
    """These pixels as static/js/logo.js writes them."""
    return ",".join(str(channel) for colour in colours for channel in colour)


def kinds(png: bytes) -> list[bytes]:
    """The chunks of a PNG, by kind."""
    found, position = [], len(SIGNATURE)
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        found.append(png[position + 4 : position + 8])
        position += 12 + length
    return found
