"""Sequences: the tracks of an AVIF, in its `moov` box. What is kept of them is written from scratch.

Source: ISO 14496-12. Only tracks of pictures and of their transparency stay; times of creation become zero.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging.boxes import Cursor, box, boxes, full_box
from linkepix.model.parts import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkepix.imaging.boxes import Box

_AROUND = frozenset({b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"})
_TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_PLACES = frozenset({b"stco", b"co64"})
_LEAVES = frozenset(
    {
        b"tref",
        b"elst",
        b"vmhd",
        b"nmhd",
        b"dref",
        b"stsd",
        b"stts",
        b"ctts",
        b"cslg",
        b"stss",
        b"stsc",
        b"stsz",
        b"stz2",
    }
    | {b"sgpd", b"sbgp", b"sdtp"}
)
_HANDLERS = frozenset({b"pict", b"vide", b"auxv"})
MOST_CHUNKS = 200_000
MOST_DEPTH = 8


def _inside(moov: bytes, start: int, stop: int, *path: bytes) -> Iterator[Box]:
    """Boxes at this path of types."""
    for found in boxes(moov, start, stop):
        if found.type == path[0]:
            yield from _inside(moov, found.body, found.stop, *path[1:]) if path[1:] else (found,)


def _tracks(moov: bytes) -> list[Box]:
    """Tracks of pictures and transparency."""
    return [track for track in boxes(moov) if track.type == b"trak" and _handler(moov, track) in _HANDLERS]


def _handler(moov: bytes, track: Box) -> bytes:
    found = next(_inside(moov, track.body, track.stop, b"mdia", b"hdlr"), None)
    return moov[found.body + 8 : found.body + 12] if found else b""


def _table(moov: bytes, track: Box, *kinds: bytes) -> Cursor | None:
    for kind in kinds:
        if found := next(_inside(moov, track.body, track.stop, b"mdia", b"minf", b"stbl", kind), None):
            return Cursor(moov[found.body : found.stop], 4)
    return None


def frames_of(moov: bytes) -> int:
    """Return how many pictures the first track has; 0 without one."""
    for track in _tracks(moov):
        if sizes := _table(moov, track, b"stsz", b"stz2"):
            sizes.number(4)
            return sizes.number(4)
    return 0


def size_of_frames(moov: bytes) -> tuple[int, int] | None:
    for track in _tracks(moov):
        if description := _table(moov, track, b"stsd"):
            description.take(4 + 8 + 24)
            return description.number(2), description.number(2)
    return None


def size_of_metadata(moov: bytes) -> int:
    """Bytes of what does not stay and may tell something: user data, metadata, tracks of other things."""
    kept = {track.start for track in _tracks(moov)}
    unread = [one for one in boxes(moov) if one.type not in _TIMED | {b"trak"}]
    unread += [one for one in boxes(moov) if one.type == b"trak" and one.start not in kept]
    for track in _tracks(moov):
        unread += [one for one in boxes(moov, track.body, track.stop) if one.type in {b"meta", b"udta", b"uuid"}]
    return sum(one.stop - one.start for one in unread)


def spans(moov: bytes) -> list[Span]:
    """Return where the chunks of the tracks that stay are. Raises PictureFileError."""
    return [span for track in _tracks(moov) for span in _chunks(moov, track)]


def _chunks(moov: bytes, track: Box) -> Iterator[Span]:
    sizes, runs = _sample_sizes(moov, track), _runs(moov, track)
    at, many = 0, 0
    for number, start in enumerate(_offsets(moov, track), 1):
        many = runs.get(number, many)
        yield Span(start, start + sum(sizes[at : at + many]))
        at += many
    if at < len(sizes):
        raise PictureFileError("damaged", "pictures of a sequence without a place")


def _sample_sizes(moov: bytes, track: Box) -> list[int]:
    table = _table(moov, track, b"stsz")
    if table is None:
        raise PictureFileError("not-strippable", "a sequence without a table of sizes")
    same, count = table.number(4), table.number(4)
    if count > MOST_CHUNKS:
        raise PictureFileError("too-complex")
    return [same or table.number(4) for _ in range(count)]


def _runs(moov: bytes, track: Box) -> dict[int, int]:
    """Return how many pictures a chunk has, by the first chunk that has so many."""
    table = _table(moov, track, b"stsc")
    count = table.number(4) if table else 0
    runs = {}
    for _ in range(min(count, MOST_CHUNKS) if table else 0):
        if table:
            first, many, _ = struct.unpack(">III", table.take(12))
            runs[first] = many
    return runs


def _offsets(moov: bytes, track: Box) -> list[int]:
    for kind, wide in ((b"stco", 4), (b"co64", 8)):
        if table := _table(moov, track, kind):
            count = table.number(4)
            if count > MOST_CHUNKS:
                raise PictureFileError("too-complex")
            return [table.number(wide) for _ in range(count)]
    return []


def rebuild(moov: bytes, place: Callable[[int], int]) -> bytes:
    """Return the box with what stays. `place` gives the new offset in the file for an old one."""
    kept = {track.start for track in _tracks(moov)}
    inner = [found for found in boxes(moov) if found.type == b"mvhd" or found.start in kept]
    return box(b"moov", *(_kept(moov, found, place, 0) for found in inner))


def _kept(moov: bytes, found: Box, place: Callable[[int], int], depth: int) -> bytes:
    content = moov[found.body : found.stop]
    if found.type in _AROUND and depth < MOST_DEPTH:
        inner = boxes(moov, found.body, found.stop)
        return box(found.type, *(_kept(moov, one, place, depth + 1) for one in inner))
    if found.type in _TIMED:
        times = 16 if content[:1] == b"\1" else 8
        return box(found.type, content[:4], bytes(times), content[4 + times :])
    if found.type == b"hdlr":
        return full_box(b"hdlr", 0, 0, bytes(4), content[8:12], bytes(12), b"\0")
    if found.type in _PLACES:
        return _moved(found.type, Cursor(content, 4), place)
    return box(found.type, content) if found.type in _LEAVES else b""


def _moved(kind: bytes, table: Cursor, place: Callable[[int], int]) -> bytes:
    wide = 4 if kind == b"stco" else 8
    places = [place(table.number(wide)) for _ in range(min(table.number(4), MOST_CHUNKS))]
    try:
        return full_box(kind, 0, 0, struct.pack(">I", len(places)), *(at.to_bytes(wide) for at in places))
    except OverflowError as error:
        raise PictureFileError("too-complex") from error
