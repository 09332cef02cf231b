"""Animated WebP and APNG, put together from frames that are files of their own: each is whole, and replaces the last.

Sources: RFC 9649, section 2.7; W3C PNG, third edition, sections 11.3.6 (acTL, fcTL, fdAT).
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging.png import SIGNATURE
from linkepix.imaging.riff import ALPHA_FLAG, ANIMATION_FLAG
from linkepix.model.parts import Span, merge, size_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from linkepix.model.animation import Animation, Frame
    from linkepix.model.parts import Part
    from linkepix.model.picture_info import PictureInfo
    from linkepix.model.recipe import Recipe, Size
    from linkepix.ports import PictureSource

FORMATS = frozenset({"webp", "png"})
"""That can move, of those that are written."""

MOST_FRAMES = 1_000
MOST_PIXELS = 200_000_000
"""Of all frames of a result: WebP takes about a tenth of a second for each million."""

_PLAIN_HEAD, _EXTENDED_HEAD = 12, 30
"""Bytes before the chunks of a WebP that are its picture."""

_AT_ONCE = 1024 * 1024


def frames_to_make(info: PictureInfo, recipe: Recipe, result: Size) -> int:
    """Return how many frames the result has, 0 if it is the first one alone and does not move."""
    frames = info.frames or 0
    can_move = recipe.format in FORMATS and not recipe.has_few_colours
    is_feasible = frames <= MOST_FRAMES and frames * result.area <= MOST_PIXELS
    return frames if info.animated and can_move and is_feasible else 0


async def assembled(source: PictureSource, animation: Animation, size: Size, kind: str) -> tuple[Part, ...]:
    """Return the file, of stretches of `source`, in which the frames' files follow one another.

    Raises PictureFileError for frames that are not what our encoders write.
    """
    make = _webp if kind == "webp" else _apng
    return merge([part async for part in make(source, animation, size)])


def _places(animation: Animation) -> Iterator[tuple[Frame, int]]:
    start = 0
    for frame in animation.frames:
        yield frame, start
        start += frame.size


async def _webp(source: PictureSource, animation: Animation, size: Size) -> AsyncIterator[Part]:
    frames: list[Part] = []
    flags = ANIMATION_FLAG
    for frame, start in _places(animation):
        kind = (await source.read(start + _PLAIN_HEAD, start + _PLAIN_HEAD + 4))[:4]
        if kind not in {b"VP8 ", b"VP8L", b"VP8X"}:
            raise PictureFileError("damaged", "not a frame of WebP")
        flags |= 0 if kind == b"VP8 " else ALPHA_FLAG
        pixels = Span(start + (_EXTENDED_HEAD if kind == b"VP8X" else _PLAIN_HEAD), start + frame.size)
        head = bytes(6) + _three(size.width - 1, size.height - 1, frame.milliseconds) + b"\2"  # it is not blended
        frames += [_chunk(b"ANMF", head, pixels.stop - pixels.start), pixels]
    canvas = bytes([flags, 0, 0, 0]) + _three(size.width - 1, size.height - 1)
    loop = bytes(4) + struct.pack("<H", min(animation.repeats, 0xFFFF))
    body: list[Part] = [b"WEBP", _chunk(b"VP8X", canvas), _chunk(b"ANIM", loop), *frames]
    yield struct.pack("<4sI", b"RIFF", size_of(body))
    for part in body:
        yield part


def _chunk(kind: bytes, content: bytes, more: int = 0) -> bytes:
    """A chunk of RIFF, of which so many bytes are still to come. WebP's own files have an even length."""
    return struct.pack("<4sI", kind, len(content) + more) + content


def _three(*numbers: int) -> bytes:
    return b"".join(min(number, 0xFFFFFF).to_bytes(3, "little") for number in numbers)


async def _apng(source: PictureSource, animation: Animation, size: Size) -> AsyncIterator[Part]:
    """The first frame's pixels are those of a PNG that does not move; others have a number before them."""
    del size
    header = await source.read(len(SIGNATURE), len(SIGNATURE) + 25)
    yield SIGNATURE + header
    yield _png_chunk(b"acTL", struct.pack(">II", len(animation.frames), animation.repeats))
    number = 0
    for frame, start in _places(animation):
        if await source.read(start + len(SIGNATURE), start + len(SIGNATURE) + 25) != header:
            raise PictureFileError("damaged", "frames of different kinds")
        delay = min(frame.milliseconds, 0xFFFF)
        yield _png_chunk(
            b"fcTL", struct.pack(">I", number) + header[8:16] + struct.pack(">IIHHBB", 0, 0, delay, 1000, 0, 0)
        )
        number += 1
        async for data in _pixels(source, start, start + frame.size):
            if start == 0:
                yield Span(data.start - 8, data.stop + 4)
                continue
            numbered = b"fdAT" + struct.pack(">I", number)
            yield struct.pack(">I", data.stop - data.start + 4) + numbered
            yield data
            yield struct.pack(">I", await _checksum(source, data, zlib.crc32(numbered)))
            number += 1
    yield _png_chunk(b"IEND", b"")


async def _pixels(source: PictureSource, start: int, end: int) -> AsyncIterator[Span]:
    """Where the contents of IDAT chunks are."""
    at = start + len(SIGNATURE)
    while at + 12 <= end:
        length, kind = struct.unpack(">I4s", await source.read(at, at + 8))
        if kind == b"IDAT":
            yield Span(at + 8, at + 8 + length)
        at += 12 + length


async def _checksum(source: PictureSource, data: Span, so_far: int) -> int:
    for at in range(data.start, data.stop, _AT_ONCE):
        so_far = zlib.crc32(await source.read(at, min(at + _AT_ONCE, data.stop)), so_far)
    return so_far


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
