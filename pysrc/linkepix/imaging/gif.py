"""GIF: size, frames, comments, and what stands after the end. Source: the GIF89a specification."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging.blocks import Blocks, decode, finding
from linkepix.imaging.source import MOST_METADATA
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from linkepix.imaging.source import Reader

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_GRAPHICS, _COMMENT, _APPLICATION = 0xF9, 0xFE, 0xFF
_XMP = b"XMP DataXMP"
_MAGIC = 257
"""Bytes after an XMP packet, by which programs that do not know it find its end."""

MOST_COMMENTS = 20
MOST_BLOCKS = 20_000
"""Frames and extensions."""

_STRETCH = 64 * 1024
"""Bytes of blocks that are gone over at once: each block has at most 256."""


@dataclass(slots=True)
class _Found:
    frames: int = 0
    transparent: bool = False
    interlaced: bool = False
    comments: list[str] = field(default_factory=list)
    xmp: bytes = b""
    end: int = 0


async def read(reader: Reader) -> tuple[PictureInfo, Blocks]:
    """Read all blocks, or those that are there if the file ends after its first frame. Raises PictureFileError."""
    width, height, flags = struct.unpack("<HHB", await reader.take(6, 5))
    found = _Found()
    try:
        await _walk(reader, 13 + _table(flags), found)
    except PictureFileError as error:
        if error.reason != "cut-off" or not found.frames:
            raise
    if not found.frames:
        raise PictureFileError("damaged", "no picture in it")
    trailing = reader.size - found.end if found.end else 0
    extras = (finding("trailing", "file", trailing),) if trailing else ()
    info = PictureInfo(
        kind="gif",
        size=reader.size,
        width=width,
        height=height,
        alpha=found.transparent,
        animated=found.frames > 1,
        frames=found.frames,
        depth=(flags & 7) + 1,
        colour="palette",
        interlaced=found.interlaced,
    )
    return info, Blocks(xmp=found.xmp, comments=tuple(found.comments), extras=extras)


def _table(flags: int) -> int:
    """Bytes of a table of colours, from the flags before it."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


async def _walk(reader: Reader, at: int, found: _Found) -> None:
    while True:
        reader.count(MOST_BLOCKS)
        kind, label = await reader.take(at, 1), await reader.some(at + 1, 1)
        if kind[0] == _TRAILER:
            found.end = at + 1
            return
        if kind[0] == _IMAGE:
            flags = (await reader.take(at + 9, 1))[0]
            found.interlaced |= bool(flags & 0x40)
            at = await _skip(reader, at + 11 + _table(flags))
            found.frames += 1
        elif kind[0] == _EXTENSION and label:
            at = await _extension(reader, at + 2, label[0], found)
        else:
            raise PictureFileError("damaged", "an unknown block")


async def _extension(reader: Reader, at: int, label: int, found: _Found) -> int:
    """Note what an extension tells; return where it ends."""
    end = await _skip(reader, at)
    if label == _GRAPHICS:
        found.transparent |= bool((await reader.take(at + 1, 1))[0] & 1)
    elif label == _COMMENT and len(found.comments) < MOST_COMMENTS:
        found.comments.append(decode(_joined(await reader.take(at, min(end - at, 4096)))))
    elif label == _APPLICATION and await reader.some(at + 1, 11) == _XMP and end - at < MOST_METADATA:
        found.xmp = (await reader.take(at + 12, end - at - 12))[:-_MAGIC]
    return end


async def _skip(reader: Reader, at: int) -> int:
    """Return where the blocks end that begin here: each has its length in its first byte, and the last has none."""
    while True:
        data, within = await reader.some(at, _STRETCH), 0
        while within < len(data):
            if not data[within]:
                return at + within + 1
            within += 1 + data[within]
        at += within
        if at >= reader.size:
            raise PictureFileError("cut-off")


def _joined(blocks: bytes) -> bytes:
    found, at = b"", 0
    while at < len(blocks) and blocks[at]:
        found += blocks[at + 1 : at + 1 + blocks[at]]
        at += 1 + blocks[at]
    return found
