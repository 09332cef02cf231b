"""JPEG XL: size, orientation and depth, which stand in the first bits of a codestream.

Source: ISO 18181-1, Annex D, as libjxl reads it. A container's boxes come before the codestream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging.blocks import Blocks, finding
from linkepix.imaging.boxes import top_boxes
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from linkepix.imaging.source import Reader
    from linkepix.model.picture_info import Finding

CODESTREAM = b"\xff\x0a"
_HEAD = 64
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


class _Bits:
    """From the least significant bit of the first byte on. Raises PictureFileError at the end."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")
        self._count = 8 * len(data)

    def take(self, count: int) -> int:
        self._count -= count
        if self._count < 0:
            raise PictureFileError("cut-off")
        value = self._left & (1 << count) - 1
        self._left >>= count
        return value

    def one_of(self, *choices: tuple[int, int]) -> int:
        """Return an offset and so many bits more, by a number of two bits."""
        offset, bits = choices[self.take(2)]
        return offset + self.take(bits)


async def read(reader: Reader) -> tuple[PictureInfo, Blocks]:
    """Read the head of the codestream. Raises PictureFileError."""
    start = 0
    extras: list[Finding] = []
    if await reader.take(0, 2) != CODESTREAM:
        start, extras = await _container(reader)
    info = _info(_Bits(await reader.some(start + 2, _HEAD)), reader.size)
    return info, Blocks(extras=tuple(extras))


async def _container(reader: Reader) -> tuple[int, list[Finding]]:
    """Return where the codestream starts, and what else there is: metadata is not read, as it cannot be kept."""
    start = 0
    extras: list[Finding] = []
    async for box in top_boxes(reader):
        skipped = {b"jxlc": 0, b"jxlp": 4}.get(box.type)
        if skipped is not None and not start:
            start = box.body + skipped
        elif box.type in {b"Exif", b"xml ", b"brob"}:
            extras.append(finding("unreadable", "file", box.stop - box.body))
    if not start or await reader.take(start, 2) != CODESTREAM:
        raise PictureFileError("damaged", "no codestream")
    return start, extras


def _info(bits: _Bits, size: int) -> PictureInfo:
    width, height = _size(bits)
    orientation, animated, depth = 1, False, 8
    if not bits.take(1):  # not all as usual
        if bits.take(1):  # extra fields
            orientation = bits.take(3) + 1
            _skip_sizes(bits)
            animated = bool(bits.take(1)) and _skip_animation(bits)
        depth = _depth(bits)
    return PictureInfo(
        kind="jxl",
        size=size,
        width=width,
        height=height,
        orientation=orientation,
        animated=animated,
        frames=None if animated else 1,
        depth=depth,
    )


def _size(bits: _Bits) -> tuple[int, int]:
    """SizeHeader: small sizes are multiples of eight; a width may be a ratio of the height."""
    small = bits.take(1)
    height = _extent(bits, small)
    ratio = bits.take(3)
    if not ratio:
        return _extent(bits, small), height
    over, under = _RATIOS[ratio]
    return height * over // under, height


def _extent(bits: _Bits, small: int) -> int:
    return (bits.take(5) + 1) * 8 if small else 1 + bits.one_of((0, 9), (0, 13), (0, 18), (0, 30))


def _skip_sizes(bits: _Bits) -> None:
    """Intrinsic size, then the size of a preview."""
    if bits.take(1):
        _size(bits)
    if bits.take(1):
        eighths = bits.take(1)
        _preview_extent(bits, eighths)
        if not bits.take(3):
            _preview_extent(bits, eighths)


def _preview_extent(bits: _Bits, eighths: int) -> None:
    if eighths:
        bits.one_of((16, 0), (32, 0), (1, 5), (33, 9))
    else:
        bits.one_of((1, 6), (65, 8), (321, 10), (1345, 12))


def _skip_animation(bits: _Bits) -> bool:
    """Ticks a second, its divisor, loops, time codes."""
    bits.one_of((100, 0), (1000, 0), (1, 10), (1, 30))
    bits.one_of((1, 0), (1001, 0), (1, 8), (1, 10))
    bits.one_of((0, 0), (0, 3), (0, 16), (0, 32))
    bits.take(1)
    return True


def _depth(bits: _Bits) -> int:
    if bits.take(1):  # floating point
        return bits.one_of((32, 0), (16, 0), (24, 0), (1, 6))
    return bits.one_of((8, 0), (10, 0), (12, 0), (1, 6))
