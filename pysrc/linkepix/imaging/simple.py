"""BMP, ICO and SVG: a header each, or an element.

Sources: Microsoft's BITMAPINFOHEADER and its kin, and the format of icons; SVG 2, "Intrinsic sizing".
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import svg, xml
from linkepix.imaging.geometry import MOST_PIXELS
from linkepix.imaging.source import BLOCK
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from linkepix.imaging.source import Reader

_OLD_HEADER = 12
_WITH_MASKS = 56
_BITFIELDS = 3
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
"""CSS pixels in one of each. "em" and "%" say nothing without a page."""

_LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+(?:e[+-]?[0-9]{1,3})?)\s*([a-z%]*)\s*", re.IGNORECASE | re.ASCII)
_DEFAULT = (300, 150)
"""What browsers take where a document gives no size."""


async def read_bmp(reader: Reader) -> PictureInfo:
    """Read the header. Raises PictureFileError."""
    (size,) = struct.unpack("<I", await reader.take(14, 4))
    if size == _OLD_HEADER:
        width, height, _, depth = struct.unpack("<HHHH", await reader.take(18, 8))
        compression = 0
    else:
        width, height, _, depth, compression = struct.unpack("<iiHHI", await reader.take(18, 16))
    masks = await reader.some(54, 16) if size >= _WITH_MASKS and compression == _BITFIELDS else b""
    return PictureInfo(
        kind="bmp",
        size=reader.size,
        width=width,
        height=abs(height),
        alpha=len(masks) == 16 and masks[12:] != bytes(4),  # noqa: PLR2004 - four masks of four bytes
        depth=min(depth, 8),
        colour="palette" if depth <= 8 else "rgb",  # noqa: PLR2004 - likewise
    )


async def read_ico(reader: Reader) -> PictureInfo:
    """Read the table; the largest picture counts. Raises PictureFileError."""
    (count,) = struct.unpack("<H", await reader.take(4, 2))
    sizes = []
    for at in range(6, 6 + 16 * count, 16):
        width, height = await reader.take(at, 2)
        sizes.append((width or 256, height or 256))
    width, height = max(sizes)
    return PictureInfo(kind="ico", size=reader.size, width=width, height=height, alpha=True, frames=count, colour="rgb")


async def read_svg(reader: Reader) -> PictureInfo:
    """Read the root element, and look whether all of it can be drawn. Raises PictureFileError."""
    root = xml.root_of((await reader.some(0, BLOCK)).lstrip())
    if root is None:
        raise PictureFileError("damaged", "no root element")
    if reader.size > svg.MOST_BYTES:
        raise PictureFileError("too-complex")
    width, height = _size(root.attributes)
    svg.check((await reader.take(0, reader.size)).lstrip(), min(width * height, MOST_PIXELS))
    return PictureInfo(kind="svg", size=reader.size, width=width, height=height, alpha=True, depth=None, colour="rgb")


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    """Width and height in CSS pixels: as given, else from the proportions of the view box."""
    width, height = _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    box = [float(number) for number in re.findall(r"-?[0-9]*\.?[0-9]+", attributes.get("viewBox", "")[:200])]
    wide, high = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else _DEFAULT  # noqa: PLR2004 - x, y, w, h
    if width and height:
        return _whole(width), _whole(height)
    if width:
        return _whole(width), _whole(width * high / wide)
    return (_whole(height * wide / high), _whole(height)) if height else (_whole(wide), _whole(high))


def _whole(length: float) -> int:
    return max(round(min(length, 1e9)), 1)


def _length(text: str) -> float:
    """Return CSS pixels; 0 of what says nothing by itself."""
    found = _LENGTH.fullmatch(text[:40])
    return float(found[1]) * _UNITS.get(found[2].lower(), 0.0) if found else 0.0
