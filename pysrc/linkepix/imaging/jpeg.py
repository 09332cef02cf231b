"""JPEG: a walk over its segments, and a file that is put together from those that the picture needs.

Sources: ITU-T T.81 (segments), T.871 (JFIF), T.872 (Adobe's segment), ICC.1 Annex B.4, Adobe's XMP part 3, CIPA DC-007
(several pictures in one file).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from linkepix.errors import PictureFileError
from linkepix.imaging import exif, icc, iptc, xmp
from linkepix.imaging.blocks import Blocks, decode, finding, is_text
from linkepix.imaging.keep import fitting
from linkepix.model.parts import Span, merge
from linkepix.model.picture_info import PictureInfo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from linkepix.imaging.source import Reader
    from linkepix.model.parts import Part
    from linkepix.model.picture_info import Finding

SIGNATURE = b"\xff\xd8\xff"
SOI, EOI, SOS, COM, DNL = 0xD8, 0xD9, 0xDA, 0xFE, 0xDC
APP0, APP1, APP2, APP11, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xEE
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD, DNL, 0xDE, 0xDF})
"""Huffman and arithmetic tables, quantisation, restart interval, lines, hierarchical progression."""

_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_APPLICATION = range(0xE0, 0xF0)

EXIF_HEAD, ICC_HEAD, MPF_HEAD = b"Exif\0\0", b"ICC_PROFILE\0", b"MPF\0"
XMP_HEAD = xmp.XMP.encode() + b"\0"
MOST_OF_SEGMENT = 65_533
_ICC_SHARE = 65_400
"""Bytes of a segment that a profile, or any other block, may have after its own name."""

_HEAD = 64
"""Bytes by which a segment is recognised."""

_SCAN = 1 << 20
MOST_SEGMENTS = 5_000
"""A progressive photograph has dozens; ten megabytes of metadata are 160."""

MOST_HELD = 16 * 1024 * 1024
"""Bytes of metadata in memory."""

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""In coded data: no stuffed zero, no restart, no fill byte."""


class Segment(NamedTuple):
    """A marker and its bytes from `start` to before `stop`; coded data follows a scan's, with `marker` 0.

    `content` is all that comes after the length, or its first bytes where no more is of use.
    """

    marker: int
    start: int
    stop: int
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Jpeg:
    """`segments` end with the first scan's header, or with the end of the picture if the whole was read."""

    info: PictureInfo
    blocks: Blocks
    segments: tuple[Segment, ...]


async def read(reader: Reader, *, whole: bool) -> Jpeg:
    """Read all headers before the first scan; with `whole`, also what comes after it. Raises PictureFileError."""
    segments = [segment async for segment in _walk(reader, whole=whole)]
    head = [segment for segment in segments if segment.start <= _first_scan(segments)]
    after = await _after(reader, segments[-1].stop) if whole else ()
    blocks = _blocks(head, [*_unread(segments), *after])
    return Jpeg(_info(reader.size, head, blocks), blocks, tuple(segments))


def _first_scan(segments: Sequence[Segment]) -> int:
    return next((segment.start for segment in segments if segment.marker == SOS), segments[-1].start)


async def _walk(reader: Reader, *, whole: bool) -> AsyncIterator[Segment]:
    """Segments, up to the first scan or the end of the picture. What stands between segments is left out."""
    at, held = 2, 0
    while True:
        reader.count(MOST_SEGMENTS)
        marker, start = await _next_marker(reader, at)
        if marker == EOI:
            yield Segment(EOI, start, start + 2)
            return
        if marker == SOI:
            raise PictureFileError("damaged", "a second picture begins within the first")
        segment = Segment(marker, start, start + 2) if marker in _STANDALONE else await _segment(reader, marker, start)
        held += len(segment.content)
        if held > MOST_HELD:
            raise PictureFileError("too-complex")
        yield segment
        at = segment.stop
        if marker == SOS:
            if not whole:
                return
            _, at = await _next_marker(reader, segment.stop)
            yield Segment(0, segment.stop, at)


async def _next_marker(reader: Reader, at: int) -> tuple[int, int]:
    """Return the next marker and where it is, from `at` on. Raises PictureFileError where the file ends before.

    Between segments it is there at once; after a scan's header megabytes of coded data may come first.
    """
    count = _HEAD
    while True:
        data = await reader.some(at, count)
        if found := _MARKER.search(data):
            return data[found.start() + 1], at + found.start()
        if at + len(data) >= reader.size:
            raise PictureFileError("cut-off")
        at += len(data) - 1
        count = _SCAN


async def _segment(reader: Reader, marker: int, start: int) -> Segment:
    (size,) = struct.unpack(">H", await reader.take(start + 2, 2))
    if size < 2:  # noqa: PLR2004 - the length counts itself
        raise PictureFileError("damaged", "a segment without a length")
    content = await reader.take(start + 4, min(size - 2, _HEAD))
    if _is_read(marker, content) and size - 2 > _HEAD:
        content = await reader.take(start + 4, size - 2)
    elif start + 2 + size > reader.size:
        raise PictureFileError("cut-off")
    return Segment(marker, start, start + 2 + size, content)


def _is_read(marker: int, content: bytes) -> bool:
    if marker == APP1:
        return content.startswith((EXIF_HEAD, XMP_HEAD))
    if marker in {APP2, APP13}:
        return content.startswith((ICC_HEAD, iptc.PHOTOSHOP))
    return marker in {COM, *_FRAMES}


def _content(segments: Sequence[Segment], marker: int, head: bytes) -> Iterator[bytes]:
    for segment in segments:
        if segment.marker == marker and segment.content.startswith(head):
            yield segment.content[len(head) :]


def _blocks(head: Sequence[Segment], extras: list[Finding]) -> Blocks:
    # A resource may go on in the next segment.
    resources = list(iptc.resources(b"".join(_content(head, APP13, iptc.PHOTOSHOP))))
    comments = [(decode(data), len(data)) for data in _content(head, COM, b"")]
    small = [data for number, data in resources if number in iptc.THUMBNAIL_RESOURCES]
    return Blocks(
        exif=next(_content(head, APP1, EXIF_HEAD), b""),
        xmp=next(_content(head, APP1, XMP_HEAD), b""),
        iptc=b"".join(data for number, data in resources if number == iptc.IPTC_RESOURCE),
        icc=_profile(list(_content(head, APP2, ICC_HEAD))),
        comments=tuple(text for text, _ in comments if is_text(text)),
        extras=(
            *(finding("thumbnail", "iptc", len(data)) for data in small),
            *(finding("unreadable", "file", size) for text, size in comments if not is_text(text)),
            *extras,
        ),
    )


def _profile(shares: list[bytes]) -> bytes:
    """Return a profile that is spread over numbered segments, of which each says how many there are."""
    numbered = {share[0]: share[2:] for share in reversed(shares) if len(share) > 2}  # noqa: PLR2004 - two numbers
    total = shares[0][1] if shares and len(shares[0]) > 1 else 0
    wanted = range(1, total + 1)
    return b"".join(numbered[number] for number in wanted) if numbered.keys() >= set(wanted) else b""


def _unread(segments: Sequence[Segment]) -> Iterator[Finding]:
    """What is found in segments that are not read."""
    unread = 0
    for segment in segments:
        size, content = segment.stop - segment.start - 4, segment.content
        if segment.marker == APP0 and _has_thumbnail(content):
            yield finding("thumbnail", "file", size)
        elif segment.marker == APP11 and b"jumb" in content:
            yield finding("content-credentials", "file", size)
        elif segment.marker == APP2 and content.startswith(MPF_HEAD):
            yield finding("other-pictures", "file", size)
        elif segment.marker in _APPLICATION and not _is_known(segment):
            unread += size
    if unread:
        yield finding("unreadable", "file", unread)


def _has_thumbnail(content: bytes) -> bool:
    return content.startswith(b"JFXX\0") or (content.startswith(b"JFIF\0") and content[12:14] > b"\0\0")


def _is_known(segment: Segment) -> bool:
    return _is_read(segment.marker, segment.content) or segment.marker in {APP0, APP14}


async def _after(reader: Reader, end: int) -> list[Finding]:
    """What stands after the end: a film, further pictures, or anything."""
    rest = reader.size - end
    head = await reader.some(end, 64)
    if not head.strip(b"\0"):
        return [finding("trailing", "file", rest)] if rest > len(head) else []
    if b"ftyp" in head or b"MotionPhoto" in head:
        return [finding("motion-photo", "file", rest)]
    return [finding("other-pictures" if head.startswith(SIGNATURE) else "trailing", "file", rest)]


def _info(size: int, head: Sequence[Segment], blocks: Blocks) -> PictureInfo:
    frame = next((segment for segment in head if segment.marker in _FRAMES), None)
    if frame is None or len(frame.content) < 6:  # noqa: PLR2004 - depth, height, width, components
        raise PictureFileError("damaged", "no frame before the first scan")
    depth, height, width, channels = struct.unpack_from(">BHHB", frame.content)
    return PictureInfo(
        kind="jpeg",
        size=size,
        width=width,
        height=height,
        orientation=exif.parse(blocks.exif).orientation,
        alpha=False,
        depth=depth,
        colour=_colour(channels, head),
        profile=icc.name(blocks.icc),
        has_profile=bool(blocks.icc),
        interlaced=frame.marker in _PROGRESSIVE,
    )


def _colour(channels: int, head: Sequence[Segment]) -> str:
    adobe = _adobe(head)
    four = "ycck" if adobe and adobe[11] == 2 else "cmyk"  # noqa: PLR2004 - Adobe's number of this transform
    return {1: "grey", 3: "rgb", 4: four}.get(channels, "")


def _adobe(head: Sequence[Segment]) -> bytes:
    """Return Adobe's twelve bytes, which say how colours are stored: of several the last, as libjpeg does."""
    found = [data for data in _content(head, APP14, b"") if data.startswith(b"Adobe") and len(data) >= 12]  # noqa: PLR2004
    return found[-1][:12] if found else b""


def rebuild(picture: Jpeg, staying: Blocks) -> tuple[Part, ...]:
    """Return the picture's own segments as they are, after new ones for what stays."""
    head = [segment for segment in picture.segments if segment.start <= _first_scan(picture.segments)]
    new = b"".join(_written(marker, content) for marker, content in _contents(head, fitting(staying, _ICC_SHARE)))
    parts: list[Part] = [bytes([0xFF, SOI]) + new]
    for segment in picture.segments:
        if segment.marker not in _APPLICATION and segment.marker not in {COM, *_STANDALONE}:
            _check(segment.marker)
            parts.append(Span(segment.start, segment.stop))
    return merge(parts)


def _check(marker: int) -> None:
    """Refuse what is reserved: whether the picture needs it is not known."""
    if marker not in {0, SOS, EOI} and marker not in _FRAMES and marker not in _TABLES:
        raise PictureFileError("damaged", f"a segment of the unknown type {marker:#x}")


def _contents(head: Sequence[Segment], staying: Blocks) -> Iterator[tuple[int, bytes]]:
    """Of JFIF and Adobe's segment only what decoding depends on: no thumbnail, and no bytes after it."""
    if jfif := next((data for data in _content(head, APP0, b"JFIF\0") if len(data) >= 9), b""):  # noqa: PLR2004
        yield APP0, b"JFIF\0" + jfif[:7] + b"\0\0"
    if staying.exif:
        yield APP1, EXIF_HEAD + staying.exif
    if staying.xmp:
        yield APP1, XMP_HEAD + staying.xmp
    shares = [staying.icc[at : at + _ICC_SHARE] for at in range(0, len(staying.icc), _ICC_SHARE)]
    for number, share in enumerate(shares, 1):
        yield APP2, ICC_HEAD + bytes([number, len(shares)]) + share
    if staying.iptc:
        yield APP13, iptc.resource(staying.iptc)
    if adobe := _adobe(head):
        yield APP14, adobe
    for comment in staying.comments:
        yield COM, comment.encode()[:MOST_OF_SEGMENT]


def _written(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
