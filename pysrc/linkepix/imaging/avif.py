"""AVIF: a file that is put together from the items and pictures that are needed, with their new places.

All that is needed of the original comes into one `mdat` box, in the original's order; a place in it follows from a
place in the original. Boxes before it are written twice: their size does not depend on the places.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import tracks
from linkepix.imaging.bmff import XMP_TYPE, Property, profile_in
from linkepix.imaging.boxes import box, full_box
from linkepix.model.parts import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from linkepix.imaging.blocks import Blocks
    from linkepix.imaging.bmff import Heif, Item, Meta
    from linkepix.model.parts import Part, Span

_PROPERTIES = frozenset(
    {b"ispe", b"pixi", b"av1C", b"colr", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"a1op", b"a1lx", b"lsel"}
    | {b"clli", b"mdcv", b"cclv", b"amve", b"reve", b"ndwt"}
)
_REFERENCES = frozenset({b"dimg", b"auxl", b"prem"})


class Moves:
    """Stretches of the original that are needed, and where they come to stand."""

    def __init__(self, spans: Iterable[Span], size: int) -> None:
        """Take stretches in any order, overlapping or not. Raises PictureFileError for one beyond the file."""
        self.spans: list[Span] = []
        for span in sorted(spans, key=lambda span: span.start):
            if span.stop > size:
                raise PictureFileError("cut-off")
            if self.spans and span.start <= self.spans[-1].stop:
                last = self.spans[-1]
                self.spans[-1] = replace(last, stop=max(last.stop, span.stop))
            elif span.size:
                self.spans.append(span)
        self._starts = [span.start for span in self.spans]
        self._before = [0]
        for span in self.spans:
            self._before.append(self._before[-1] + span.size)

    @property
    def size(self) -> int:
        return self._before[-1]

    def place(self, start: int) -> int:
        """Return the offset from the first stretch, of an offset in the original."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        return self._before[index] + start - self._starts[index] if self._starts else 0


def rebuild(picture: Heif, staying: Blocks, profile: Callable[[bytes], bytes]) -> tuple[Part, ...]:
    """Return the file with what stays. `profile` decides about each colour profile. Raises PictureFileError."""
    ids = picture.meta.needed()
    items = [picture.meta.items[item] for item in ids]
    if picture.meta.items and picture.meta.primary not in ids:
        raise PictureFileError("damaged", "no primary item")
    if any(item.elsewhere for item in items):
        raise PictureFileError("not-strippable", "an item whose bytes are elsewhere")
    chunks = tracks.spans(picture.moov) if picture.moov else []
    moves = Moves([*chunks, *(extent for item in items for extent in item.extents)], picture.info.size)
    new = [part for part in (_exif_item(staying.exif), staying.xmp) if part]
    content = moves.size + sum(len(part) for part in new)
    head = _head(picture, staying, profile, moves, 0)
    head = _head(picture, staying, profile, moves, len(head) + 8)
    if len(head) + 8 + content > 0xFFFFFFFF:  # noqa: PLR2004 - places of four bytes
        raise PictureFileError("too-complex")
    return merge([head + struct.pack(">I4s", 8 + content, b"mdat"), *moves.spans, *new])


def _exif_item(exif: bytes) -> bytes:
    return bytes(4) + exif if exif else b""


def _head(picture: Heif, staying: Blocks, profile: Callable[[bytes], bytes], moves: Moves, start: int) -> bytes:
    """Return all boxes before `mdat`, whose content starts at this offset."""
    parts = [box(b"ftyp", picture.brands)]
    if picture.meta.items:
        parts.append(_meta(picture.meta, staying, profile, moves, start))
    if picture.moov:
        parts.append(tracks.rebuild(picture.moov, lambda at: start + moves.place(at)))
    return b"".join(parts)


def _meta(meta: Meta, staying: Blocks, profile: Callable[[bytes], bytes], moves: Moves, start: int) -> bytes:
    """Items are numbered from 1 in their order; new ones come after them."""
    items = [meta.items[item] for item in meta.needed()]
    numbers = {item.id: number for number, item in enumerate(items, 1)}
    rows = [_entry(numbers[item.id], item) for item in items]
    places = [[(start + moves.place(extent.start), extent.size) for extent in item.extents] for item in items]
    references = _references(meta, numbers)
    at = start + moves.size
    for kind, content in ((b"Exif\0", _exif_item(staying.exif)), (b"mime\0" + XMP_TYPE + b"\0", staying.xmp)):
        if content:
            rows.append(full_box(b"infe", 2, 0, struct.pack(">HH", len(rows) + 1, 0), kind))
            places.append([(at, len(content))])
            references.append(box(b"cdsc", struct.pack(">HHH", len(rows), 1, numbers[meta.primary])))
            at += len(content)
    return full_box(
        b"meta",
        0,
        0,
        full_box(b"hdlr", 0, 0, bytes(4), b"pict", bytes(12), b"\0"),
        full_box(b"pitm", 0, 0, struct.pack(">H", numbers[meta.primary])),
        _locations(places),
        full_box(b"iinf", 0, 0, struct.pack(">H", len(rows)), *rows),
        full_box(b"iref", 0, 0, *references) if references else b"",
        _properties(meta, items, profile),
    )


def _entry(number: int, item: Item) -> bytes:
    return full_box(b"infe", 2, int(item.hidden), struct.pack(">HH", number, 0), item.type, b"\0")


def _locations(places: Sequence[Sequence[tuple[int, int]]]) -> bytes:
    """Offsets and lengths of four bytes, no base."""
    rows = []
    for number, extents in enumerate(places, 1):
        rows.append(struct.pack(">HHH", number, 0, len(extents)))
        rows += [struct.pack(">II", at & 0xFFFFFFFF, size) for at, size in extents]
    return full_box(b"iloc", 0, 0, struct.pack(">HH", 0x4400, len(places)), *rows)


def _references(meta: Meta, numbers: dict[int, int]) -> list[bytes]:
    rows = []
    for reference in meta.references:
        targets = [numbers[target] for target in reference.targets if target in numbers]
        if reference.type in _REFERENCES and reference.source in numbers and targets:
            row = struct.pack(f">HH{len(targets)}H", numbers[reference.source], len(targets), *targets)
            rows.append(box(reference.type, row))
    return rows


def _properties(meta: Meta, items: Sequence[Item], profile: Callable[[bytes], bytes]) -> bytes:
    """Only properties of these items, those that are known, each once."""
    numbers: dict[int, int] = {}
    written: list[bytes] = []
    rows = []
    for number, item in enumerate(items, 1):
        row = []
        for index, essential in item.properties:
            if index not in numbers:
                content = _property(meta, index, profile, essential=essential)
                written += [content] if content else []
                numbers[index] = len(written) if content else 0
            row += [struct.pack(">H", numbers[index] | essential << 15)] if numbers[index] else []
        rows.append(struct.pack(">HB", number, len(row)) + b"".join(row))
    associations = full_box(b"ipma", 0, 1, struct.pack(">I", len(rows)), *rows)
    return box(b"iprp", box(b"ipco", *written), associations)


def _property(meta: Meta, index: int, profile: Callable[[bytes], bytes], *, essential: bool) -> bytes:
    """Return the property as it is written; nothing if it does not stay."""
    kind, content = meta.properties[index] if index < len(meta.properties) else Property(b"", b"")
    if kind not in _PROPERTIES:
        if essential:
            raise PictureFileError("not-strippable", "an essential property of an unknown type")
        return b""
    if kind == b"colr" and (found := profile_in(content)):
        staying = profile(found)
        return box(b"colr", b"prof", staying) if staying else b""
    return box(kind, content)
