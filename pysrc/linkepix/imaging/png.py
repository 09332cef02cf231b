"""PNG and APNG: a walk over chunks, and a file that is put together from those that the picture needs.

Source: W3C PNG, third edition. Raw profiles in text chunks: ImageMagick's custom, as ExifTool reads it.
"""

from __future__ import annotations

import binascii
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from linkepix.errors import PictureFileError
from linkepix.imaging import exif, icc, iptc
from linkepix.imaging.blocks import Blocks, finding
from linkepix.imaging.source import MOST_METADATA
from linkepix.model.parts import Span, merge
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from linkepix.imaging.source import Reader
    from linkepix.model.parts import Part
    from linkepix.model.picture_info import Finding

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 20_000
"""Of pixels in pieces of 8 kB, as libpng writes them, 160 MB."""

MOST_TEXTS = 50
MOST_OF_TEXTS = 8 * 1024 * 1024
"""Bytes of all texts, when they are unpacked."""


_PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"})
_LOOK = frozenset(
    {
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"mDCV",
        b"mDCv",
        b"cLLI",
        b"cLLi",
        b"bKGD",
        b"hIST",
        b"pHYs",
    }
)
"""What colours, transparency and the size on paper depend on."""

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_READ = _TEXTS | {b"IHDR", b"acTL", b"iCCP", b"eXIf", b"tIME"}
_XMP = "XML:com.adobe.xmp"
_RAW = "raw profile type "
_COLOURS = {0: "grey", 2: "rgb", 3: "palette", 4: "grey", 6: "rgb"}


class Chunk(NamedTuple):
    """A chunk's bytes from `start` to before `stop`, checksum included. `content` is of those that are read."""

    type: bytes
    start: int
    stop: int
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Png:
    """`chunks` end before the first pixels, or with the end if the whole was read."""

    info: PictureInfo
    blocks: Blocks
    chunks: tuple[Chunk, ...]


async def read(reader: Reader, *, whole: bool) -> Png:
    """Read all chunks before the pixels; with `whole`, also those after them. Raises PictureFileError."""
    chunks = [chunk async for chunk in _walk(reader, whole=whole)]
    trailing = reader.size - chunks[-1].stop if whole else 0
    blocks = _blocks(chunks, trailing)
    return Png(_info(reader.size, chunks, blocks), blocks, tuple(chunks))


async def _walk(reader: Reader, *, whole: bool) -> AsyncIterator[Chunk]:
    at, held, kind = len(SIGNATURE), 0, b""
    while kind != b"IEND":
        reader.count(MOST_CHUNKS)
        size, kind = struct.unpack(">I4s", await reader.take(at, 8))
        if size > 0x7FFFFFFF or not kind.isalpha() or (at == len(SIGNATURE)) != (kind == b"IHDR"):  # noqa: PLR2004 - by the standard
            raise PictureFileError("damaged", "not a chunk")
        if not whole and kind == b"IDAT":
            return
        content = await reader.metadata(at + 8, size) if kind in _READ else b""
        held += len(content)
        if held > 4 * MOST_METADATA:
            raise PictureFileError("too-complex")
        if at + 12 + size > reader.size:
            raise PictureFileError("cut-off")
        yield Chunk(kind, at, at + 12 + size, content)
        at += 12 + size


def _contents(chunks: Sequence[Chunk], kind: bytes) -> Iterator[bytes]:
    return (chunk.content for chunk in chunks if chunk.type == kind)


def _blocks(chunks: Sequence[Chunk], trailing: int) -> Blocks:
    texts = _texts_in(chunks)
    raw = {
        keyword.lower().removeprefix(_RAW): _unhexed(text)
        for keyword, text in texts
        if keyword.lower().startswith(_RAW)
    }
    xmp = next((text.encode("utf-8", "replace") for keyword, text in texts if keyword == _XMP), raw.get("xmp", b""))
    return Blocks(
        exif=exif.bare(next(_contents(chunks, b"eXIf"), b"") or raw.get("exif", b"") or raw.get("app1", b"")),
        xmp=xmp,
        iptc=_iptc(raw.get("iptc", b"") or raw.get("8bim", b"")),
        icc=_profile(next(_contents(chunks, b"iCCP"), b"")),
        texts=tuple(
            (keyword, text) for keyword, text in texts if keyword != _XMP and not keyword.lower().startswith(_RAW)
        ),
        extras=tuple(_extras(chunks, trailing)),
    )


def _iptc(raw: bytes) -> bytes:
    """ImageMagick writes Photoshop's resources, others the datasets alone."""
    found = [data for number, data in iptc.resources(raw.removeprefix(iptc.PHOTOSHOP)) if number == iptc.IPTC_RESOURCE]
    return b"".join(found) or raw


def _texts_in(chunks: Sequence[Chunk]) -> list[tuple[str, str]]:
    """Return keywords and texts, of the first texts if there are many."""
    found, size = [], 0
    for chunk in [chunk for chunk in chunks if chunk.type in _TEXTS][:MOST_TEXTS]:
        text = _text(chunk) if size < MOST_OF_TEXTS else None
        if text:
            size += len(text[1])
            found.append(text)
    return found


def _text(chunk: Chunk) -> tuple[str, str] | None:
    """Return keyword and text; None of what cannot be read."""
    keyword, _, rest = chunk.content.partition(b"\0")
    name = keyword.decode("latin-1")
    if chunk.type == b"tEXt":
        return name, rest.decode("latin-1")
    if chunk.type == b"zTXt":
        return name, inflate(rest[1:]).decode("latin-1")
    fields = rest[2:].split(b"\0", 2)
    if len(fields) < 3:  # noqa: PLR2004 - language, keyword in it, text
        return None
    text = inflate(fields[2]) if rest[:1] == b"\1" else fields[2]
    return name, text.decode("utf-8", "replace")


def inflate(data: bytes) -> bytes:
    """Return what was compressed, of at most 4 MiB; nothing of what is larger, or no zlib stream."""
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(data, MOST_METADATA)
    except zlib.error:
        return b""
    return found if stream.eof else b""


def _unhexed(text: str) -> bytes:
    """A raw profile: a name, a length, and hexadecimal digits in lines."""
    fields = text.split(None, 2)
    try:
        found = binascii.unhexlify("".join(fields[2].split())) if len(fields) > 2 else b""  # noqa: PLR2004 - the digits
    except (binascii.Error, ValueError):
        return b""
    return exif.bare(found)


def _profile(content: bytes) -> bytes:
    _, _, rest = content.partition(b"\0")
    return inflate(rest[1:])


def _extras(chunks: Sequence[Chunk], trailing: int) -> Iterator[Finding]:
    unread = 0
    for chunk in chunks:
        if chunk.type == b"caBX":
            yield finding("content-credentials", "file", chunk.stop - chunk.start - 12)
        elif chunk.type == b"tIME" and len(chunk.content) == 7:  # noqa: PLR2004 - year to second
            yield finding(
                "date", "text", "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(*struct.unpack(">H5B", chunk.content))
            )
        elif chunk.type not in _PICTURE | _LOOK | _READ:
            unread += chunk.stop - chunk.start - 12
    if unread:
        yield finding("unreadable", "file", unread)
    if trailing:
        yield finding("trailing", "file", trailing)


def _info(size: int, chunks: Sequence[Chunk], blocks: Blocks) -> PictureInfo:
    header = chunks[0].content if chunks else b""
    if len(header) != 13:  # noqa: PLR2004 - by the standard
        raise PictureFileError("damaged", "not a header")
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", header)
    control = next(_contents(chunks, b"acTL"), b"")
    frames = int.from_bytes(control[:4]) if len(control) == 8 else 1  # noqa: PLR2004 - frames, and how often
    return PictureInfo(
        kind="png",
        size=size,
        width=width,
        height=height,
        orientation=exif.parse(blocks.exif).orientation if next(_contents(chunks, b"eXIf"), b"") else 1,
        alpha=colour in {4, 6} or any(chunk.type == b"tRNS" for chunk in chunks),
        animated=frames > 1,
        frames=max(frames, 1),
        depth=depth,
        colour=_COLOURS.get(colour, ""),
        profile=icc.name(blocks.icc),
        has_profile=bool(blocks.icc),
        interlaced=bool(interlace),
    )


def rebuild(picture: Png, staying: Blocks) -> tuple[Part, ...]:
    """Return the picture's own chunks as they are, with new ones for what stays."""
    types = [chunk.type for chunk in picture.chunks]
    oriented_late = b"eXIf" in types and b"IDAT" in types and types.index(b"eXIf") > types.index(b"IDAT")
    turned = _written(b"eXIf", staying.exif) if staying.exif else b""
    parts: list[Part] = [SIGNATURE]
    for chunk in picture.chunks:
        if chunk.type == b"IEND" and oriented_late:
            parts.append(turned)
        if chunk.type in _PICTURE | _LOOK:
            parts.append(Span(chunk.start, chunk.stop))
        elif chunk.type[:1].isupper():
            raise PictureFileError("damaged", "a critical chunk of an unknown type")
        if chunk.type == b"IHDR":
            parts += [_colours(picture, staying), b"" if oriented_late else turned, *_texts(staying)]
    return merge(parts)


def _colours(picture: Png, staying: Blocks) -> bytes:
    """The profile; or that it was sRGB, as otherwise gamma and primaries of other chunks would count."""
    if staying.icc:
        return _written(b"iCCP", b"icc\0\0" + zlib.compress(staying.icc, 9))
    was_srgb = bool(picture.blocks.icc) and icc.is_srgb(picture.blocks.icc)
    return _written(b"sRGB", b"\0") if was_srgb and not any(chunk.type == b"sRGB" for chunk in picture.chunks) else b""


def _texts(staying: Blocks) -> Iterator[bytes]:
    if staying.xmp:
        yield _international(_XMP, staying.xmp)
    for keyword, text in staying.texts:
        yield _international(keyword, text.replace("\0", "").encode("utf-8", "replace"))


def _international(keyword: str, text: bytes) -> bytes:
    return _written(b"iTXt", keyword.encode("latin-1", "replace") + bytes(5) + text)


def _written(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
