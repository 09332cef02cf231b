"""Which container reads which type. All that a file may hold against it ends as PictureFileError here."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import bmff, gif, jpeg, jxl, png, riff, simple, tiff
from linkepix.imaging.blocks import Blocks
from linkepix.imaging.signatures import HEAD, kind_of
from linkepix.imaging.source import BLOCK, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkepix.model.picture_info import PictureInfo
    from linkepix.ports import PictureSource

type Picture = jpeg.Jpeg | png.Png | riff.Webp | bmff.Heif

_DAMAGE = (struct.error, IndexError, KeyError, ValueError, OverflowError, RecursionError)
"""What reading what is not there may raise. No case is known; a visitor's picture is no place to find one."""


@contextmanager
def only_picture_errors() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise PictureFileError("damaged", repr(error)) from error


async def opened(source: PictureSource) -> tuple[Reader, str]:
    """Return a reader, and the type by content. Raises PictureFileError."""
    if not source.size:
        raise PictureFileError("empty")
    reader = Reader(source)
    kind = kind_of(await reader.some(0, HEAD)) or kind_of(await reader.some(0, BLOCK))
    if not kind:
        raise PictureFileError("unknown-type")
    return reader, kind


async def read_picture(reader: Reader, kind: str, *, whole: bool) -> Picture:
    """Read a file of a type in STRIPPABLE, or HEIC. Raises PictureFileError."""
    if kind == "jpeg":
        return await jpeg.read(reader, whole=whole)
    if kind == "png":
        return await png.read(reader, whole=whole)
    return await riff.read(reader) if kind == "webp" else await bmff.read(reader, kind)


async def read(reader: Reader, kind: str, *, whole: bool) -> tuple[PictureInfo, Blocks]:
    """Read a file of any type; with `whole`, also what comes after the picture. Raises PictureFileError."""
    if kind in {"jpeg", "png", "webp", "avif", "heic"}:
        picture = await read_picture(reader, kind, whole=whole)
        return picture.info, picture.blocks
    if kind == "bmp":
        return await simple.read_bmp(reader), Blocks()
    if kind == "ico":
        return await simple.read_ico(reader), Blocks()
    if kind == "svg":
        return await simple.read_svg(reader), Blocks()
    return await {"gif": gif.read, "tiff": tiff.read, "jxl": jxl.read}[kind](reader)
