"""TIFF: the first page, by the same structure as EXIF's. Sources: TIFF 6.0; Adobe's notes on ICC and XMP in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import exif, icc
from linkepix.imaging.blocks import Blocks
from linkepix.imaging.source import MOST_METADATA
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from linkepix.imaging.source import Reader

_WIDTH, _HEIGHT, _DEPTH, _PHOTOMETRIC, _EXTRA = 0x0100, 0x0101, 0x0102, 0x0106, 0x0152
_XMP, _IPTC, _ICC = 0x02BC, 0x83BB, 0x8773
_COLOURS = {0: "grey", 1: "grey", 2: "rgb", 3: "palette", 5: "cmyk", 6: "rgb", 8: "rgb"}
MOST_PAGES = 1_000


async def read(reader: Reader) -> tuple[PictureInfo, Blocks]:
    """Read the directories that lie in the first 4 MiB. Raises PictureFileError."""
    data = await reader.some(0, MOST_METADATA)
    found = exif.parse(data)
    if not found.main:
        raise PictureFileError("cut-off" if reader.size < 10 else "damaged", "no directory")  # noqa: PLR2004 - header and count
    blocks = Blocks(exif=data, xmp=_bytes(found, _XMP), iptc=_bytes(found, _IPTC), icc=_bytes(found, _ICC))
    width, height = (exif.number(found.order, found.main.get(tag)) for tag in (_WIDTH, _HEIGHT))
    depths = exif.numbers(found.order, found.main.get(_DEPTH), 1)
    pages = _pages(data, found.order)
    info = PictureInfo(
        kind="tiff",
        size=reader.size,
        width=width,
        height=height,
        orientation=found.orientation,
        alpha=_EXTRA in found.main,
        frames=pages,
        depth=int(depths[0]) if depths else 1,
        colour=_COLOURS.get(exif.number(found.order, found.main.get(_PHOTOMETRIC)), ""),
        profile=icc.name(blocks.icc),
        has_profile=bool(blocks.icc),
    )
    return info, blocks


def _bytes(found: exif.Exif, tag: int) -> bytes:
    entry = found.main.get(tag)
    return bytes(entry.value) if entry else b""


def _pages(data: bytes, order: str) -> int:
    """How many directories follow each other; a circle ends where it closes."""
    view = memoryview(data)
    at, seen = exif.number(order, exif.Entry(exif.LONG, 1, view[4:8])), set[int]()
    while at and at not in seen and len(seen) < MOST_PAGES:
        seen.add(at)
        at = exif.next_directory(view, order, at)
    return max(len(seen), 1)
