"""WebP: a walk over RIFF's chunks, and a file that is put together from those that the picture needs.

Source: RFC 9649. All chunks are looked at, as EXIF stands behind the picture; the picture itself is leapt over.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from linkepix.errors import PictureFileError
from linkepix.imaging import exif, icc
from linkepix.imaging.blocks import Blocks, finding
from linkepix.model.parts import Span, merge, size_of
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from linkepix.imaging.source import Reader
    from linkepix.model.parts import Part
    from linkepix.model.picture_info import Finding

ICC_FLAG, ALPHA_FLAG, EXIF_FLAG, XMP_FLAG, ANIMATION_FLAG = 0x20, 0x10, 0x08, 0x04, 0x02

MOST_CHUNKS = 20_000
_PIXELS = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
_READ = frozenset({b"VP8X", b"ICCP", b"EXIF", b"XMP "})
_HEADS = frozenset({b"VP8 ", b"VP8L"})
_FRAME_HEAD = 16


class Chunk(NamedTuple):
    """A chunk's bytes from `start` to before `stop`, without the byte that pads it to even.

    `content` is all of it for metadata, and the first bytes of pixels; `inner` are the chunks of a frame.
    """

    type: bytes
    start: int
    stop: int
    content: bytes = b""
    inner: tuple[Chunk, ...] = ()

    @property
    def next(self) -> int:
        return self.stop + (self.stop - self.start) % 2


@dataclass(frozen=True, slots=True)
class Webp:
    info: PictureInfo
    blocks: Blocks
    chunks: tuple[Chunk, ...]


async def read(reader: Reader) -> Webp:
    """Read all chunks. Raises PictureFileError."""
    (size,) = struct.unpack("<I", await reader.take(4, 4))
    if size + 8 > reader.size:
        raise PictureFileError("cut-off")
    chunks = [chunk async for chunk in _walk(reader, 12, size + 8)]
    blocks = _blocks(chunks, reader.size - size - 8)
    return Webp(_info(reader.size, chunks, blocks), blocks, tuple(chunks))


async def _walk(reader: Reader, at: int, end: int, *, nested: bool = False) -> AsyncIterator[Chunk]:
    while at + 8 <= end:
        reader.count(MOST_CHUNKS)
        kind, size = struct.unpack("<4sI", await reader.take(at, 8))
        if at + 8 + size > end:
            raise PictureFileError("damaged", "a chunk that is longer than its file")
        content = await reader.metadata(at + 8, size if kind in _READ else min(size, _FRAME_HEAD))
        inner: tuple[Chunk, ...] = ()
        if kind == b"ANMF" and not nested:
            inside = _walk(reader, at + 8 + _FRAME_HEAD, at + 8 + size, nested=True)
            inner = tuple([chunk async for chunk in inside])
        chunk = Chunk(kind, at, at + 8 + size, content, inner)
        yield chunk
        at = chunk.next


def _first(chunks: Sequence[Chunk], kind: bytes) -> bytes:
    return next((chunk.content for chunk in chunks if chunk.type == kind), b"")


def _blocks(chunks: Sequence[Chunk], trailing: int) -> Blocks:
    return Blocks(
        exif=exif.bare(_first(chunks, b"EXIF")),
        xmp=_first(chunks, b"XMP "),
        icc=_first(chunks, b"ICCP"),
        extras=tuple(_extras(chunks, trailing)),
    )


def _extras(chunks: Sequence[Chunk], trailing: int) -> Iterator[Finding]:
    every = [*chunks, *(inner for chunk in chunks for inner in chunk.inner)]
    if credentials := [chunk for chunk in every if chunk.type == b"C2PA"]:
        yield finding("content-credentials", "file", sum(chunk.stop - chunk.start - 8 for chunk in credentials))
    known = _PIXELS | _READ | {b"ANIM", b"ANMF", b"C2PA"}
    if unread := sum(chunk.stop - chunk.start - 8 for chunk in every if chunk.type not in known):
        yield finding("unreadable", "file", unread)
    if trailing:
        yield finding("trailing", "file", trailing)


def _info(size: int, chunks: Sequence[Chunk], blocks: Blocks) -> PictureInfo:
    extended = _first(chunks, b"VP8X")
    pixels = next((chunk for chunk in chunks if chunk.type in _HEADS), None)
    frames = [chunk for chunk in chunks if chunk.type == b"ANMF"]
    if len(extended) >= 10:  # noqa: PLR2004 - flags, three reserved, width, height
        flags, width, height = extended[0], _less_one(extended[4:7]), _less_one(extended[7:10])
    else:
        flags, (width, height) = 0, _size_of_pixels(pixels)
    animated = bool(flags & ANIMATION_FLAG)
    lossless = pixels is not None and pixels.type == b"VP8L"
    return PictureInfo(
        kind="webp",
        size=size,
        width=width,
        height=height,
        orientation=exif.parse(blocks.exif).orientation if extended else 1,
        alpha=bool(flags & ALPHA_FLAG) or (lossless and pixels is not None and _says_alpha(pixels.content)),
        animated=animated and len(frames) > 1,
        frames=max(len(frames), 1),
        colour="rgb",
        profile=icc.name(blocks.icc),
        has_profile=bool(blocks.icc),
    )


def _less_one(three: bytes) -> int:
    return int.from_bytes(three, "little") + 1


def _says_alpha(content: bytes) -> bool:
    return len(content) > 4 and bool(content[4] & 0x10)  # noqa: PLR2004 - the bit after two sizes of 14 bits


def _size_of_pixels(pixels: Chunk | None) -> tuple[int, int]:
    content = pixels.content if pixels else b""
    if pixels and pixels.type == b"VP8L" and len(content) >= 5 and content[0] == 0x2F:  # noqa: PLR2004 - its signature
        bits = int.from_bytes(content[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if len(content) >= 10 and content[3:6] == b"\x9d\x01\x2a":  # noqa: PLR2004 - a key frame's head
        width, height = struct.unpack_from("<HH", content, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise PictureFileError("damaged", "no picture in it")


def rebuild(picture: Webp, staying: Blocks) -> tuple[Part, ...]:
    """Return the picture's own chunks as they are, between new ones for what stays.

    A file without VP8X is its one chunk of pixels: what else stands in it, no decoder reads.
    """
    extended = _first(picture.chunks, b"VP8X")
    if len(extended) < 10:  # noqa: PLR2004 - see `_info`
        first = next(chunk for chunk in picture.chunks if chunk.type in _HEADS)
        return _file(_copied(first))
    parts: list[Part] = [_written(b"VP8X", bytes([_flags(extended[0], staying)]) + bytes(3) + extended[4:10])]
    if staying.icc:
        parts.append(_written(b"ICCP", staying.icc))
    for chunk in picture.chunks:
        if chunk.type in _PIXELS or chunk.type in {b"ANIM", b"ANMF"}:
            parts += _copied(chunk)
    if staying.exif:
        parts.append(_written(b"EXIF", staying.exif))
    if staying.xmp:
        parts.append(_written(b"XMP ", staying.xmp))
    return _file(parts)


def dressed(picture: Webp, staying: Blocks) -> tuple[Part, ...]:
    """Return a still picture without metadata with what is to be written into it, whether it had VP8X or not."""
    flags = (ALPHA_FLAG if picture.info.alpha else 0) | (EXIF_FLAG if staying.exif else 0)
    flags |= XMP_FLAG if staying.xmp else 0
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (picture.info.width, picture.info.height))
    parts: list[Part] = [_written(b"VP8X", bytes([flags]) + bytes(3) + sides)]
    for chunk in picture.chunks:
        parts += _copied(chunk) if chunk.type in _PIXELS else []
    parts += [_written(kind, content) for kind, content in ((b"EXIF", staying.exif), (b"XMP ", staying.xmp)) if content]
    return _file(parts)


def _flags(before: int, staying: Blocks) -> int:
    """A flag goes with what it is for. None comes: a decoder that did not look before shall not do so now."""
    gone = (0 if staying.icc else ICC_FLAG) | (0 if staying.exif else EXIF_FLAG) | (0 if staying.xmp else XMP_FLAG)
    return before & ~gone & (ICC_FLAG | ALPHA_FLAG | EXIF_FLAG | XMP_FLAG | ANIMATION_FLAG)


def _copied(chunk: Chunk) -> list[Part]:
    """The chunk as it is; a frame without what is no pixels in it."""
    pad = b"\0" * ((chunk.stop - chunk.start) % 2)
    if all(inner.type in _PIXELS for inner in chunk.inner):
        return [Span(chunk.start, chunk.stop), pad]
    inside = [part for inner in chunk.inner if inner.type in _PIXELS for part in _copied(inner)]
    head = Span(chunk.start + 8, chunk.start + 8 + _FRAME_HEAD)
    return [struct.pack("<4sI", b"ANMF", _FRAME_HEAD + size_of(inside)), head, *inside]


def _file(parts: list[Part]) -> tuple[Part, ...]:
    return merge([b"RIFF" + struct.pack("<I", 4 + size_of(parts)) + b"WEBP", *parts])


def _written(kind: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", kind, len(content)) + content + bytes(len(content) % 2)
