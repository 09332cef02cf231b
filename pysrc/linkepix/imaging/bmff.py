"""AVIF and HEIC: items, their properties and what they refer to.

Sources: ISO 14496-12 (boxes, items), ISO 23008-12 (HEIF), AV1 Image File Format 1.1. Items and their places are read
here; `avif.py` puts a file together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from linkepix.errors import PictureFileError
from linkepix.imaging import exif, icc, tracks
from linkepix.imaging.blocks import Blocks, finding
from linkepix.imaging.boxes import Cursor, boxes, top_boxes
from linkepix.imaging.source import MOST_METADATA
from linkepix.model.parts import Span, size_of
from linkepix.model.picture_info import DISPLAY_P3, PictureInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.imaging.boxes import Box
    from linkepix.imaging.source import Reader
    from linkepix.model.picture_info import Finding

XMP_TYPE = b"application/rdf+xml"
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_ALPHAS = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1")
_KNOWN_BOXES = frozenset({b"ftyp", b"meta", b"moov", b"mdat", b"free", b"skip", b"styp", b"sidx"})
MOST_ITEMS = 5_000
MOST_EXTENTS = 50_000


class Property(NamedTuple):
    """One of the list that items share, as it is stored."""

    type: bytes
    content: bytes


@dataclass(slots=True)
class Item:
    """`extents` are places in the file. `properties` are indexes into the list, each with whether it is essential."""

    id: int
    type: bytes = b""
    content_type: bytes = b""
    hidden: bool = False
    extents: list[Span] = field(default_factory=list)
    properties: list[tuple[int, bool]] = field(default_factory=list)
    elsewhere: bool = False
    """Whether its bytes are in another item or file."""


class Reference(NamedTuple):
    """From one item to others, such as a grid's to its tiles."""

    type: bytes
    source: int
    targets: tuple[int, ...]


@dataclass(slots=True)
class Meta:
    """Items of a file by their ids."""

    primary: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    idat: Span = field(default_factory=lambda: Span(0, 0))
    extents: int = 0

    def of(self, item: int, kind: bytes) -> list[bytes]:
        """Return the contents of an item's properties of this type."""
        indexes = self.items[item].properties if item in self.items else []
        found = [self.properties[index] for index, _ in indexes if index < len(self.properties)]
        return [one.content for one in found if one.type == kind]

    def alphas(self) -> dict[int, list[int]]:
        """Return the items that hold transparency, by the items whose it is."""
        found: dict[int, list[int]] = defaultdict(list)
        for reference in self.references:
            if reference.type == b"auxl" and any(
                kind[4:].startswith(_ALPHAS) for kind in self.of(reference.source, b"auxC")
            ):
                for target in reference.targets:
                    found[target].append(reference.source)
        return found

    def needed(self) -> list[int]:
        """Return the primary item and all that it is made of, in the order of the file."""
        made_of = self.alphas()
        for reference in self.references:
            if reference.type in {b"dimg", b"prem"}:
                made_of.setdefault(reference.source, []).extend(reference.targets)
        waiting, found = [self.primary], set()
        while waiting:
            item = waiting.pop()
            if item not in found and item in self.items:
                found.add(item)
                waiting += made_of.get(item, ())
        return [item for item in self.items if item in found]


@dataclass(frozen=True, slots=True)
class Heif:
    """`moov` is the content of that box, for sequences; empty without one. `brands` is the content of `ftyp`."""

    info: PictureInfo
    blocks: Blocks
    brands: bytes
    meta: Meta
    moov: bytes = b""


async def read(reader: Reader, kind: str) -> Heif:
    """Read all but pixels. Raises PictureFileError."""
    top = [box async for box in top_boxes(reader)]
    contents = {box.type: await _content(reader, box) for box in top if box.type in {b"ftyp", b"meta", b"moov"}}
    start = next((box.body for box in top if box.type == b"meta"), 0)
    meta = parse_meta(contents.get(b"meta", b""), start)
    moov = contents.get(b"moov", b"")
    blocks = Blocks(
        exif=await _exif(reader, meta),
        xmp=await _xmp(reader, meta, top),
        icc=_profile(meta),
        extras=tuple(_extras(meta, moov, [(box, await reader.some(box.body, 16)) for box in top])),
    )
    return Heif(_info(kind, reader.size, meta, moov, blocks), blocks, contents.get(b"ftyp", b""), meta, moov)


async def _content(reader: Reader, box: Box) -> bytes:
    if box.stop - box.body > MOST_METADATA:
        raise PictureFileError("too-complex")
    return await reader.take(box.body, box.stop - box.body)


def parse_meta(content: bytes, start: int) -> Meta:
    """Parse a meta box that stands at this offset of the file. Raises PictureFileError."""
    meta = Meta()
    inner = {box.type: box for box in boxes(content, 4)} if content else {}
    if found := inner.get(b"idat"):
        meta.idat = Span(start + found.body, start + found.stop)
    for kind, parse in ((b"pitm", _pitm), (b"iinf", _iinf), (b"iloc", _iloc), (b"iref", _iref), (b"iprp", _iprp)):
        if found := inner.get(kind):
            parse(content[found.body : found.stop], meta)
    return meta


def _pitm(content: bytes, meta: Meta) -> None:
    cursor = Cursor(content)
    meta.primary = cursor.number(4 if cursor.number(4) >> 24 else 2)


def _iinf(content: bytes, meta: Meta) -> None:
    cursor = Cursor(content)
    cursor.number(4 if cursor.number(4) >> 24 else 2)
    for box in boxes(content, cursor.at):
        if box.type == b"infe" and len(meta.items) < MOST_ITEMS:
            item = _infe(Cursor(content[box.body : box.stop]))
            meta.items.setdefault(item.id, item)


def _infe(cursor: Cursor) -> Item:
    flags = cursor.number(4)
    version = flags >> 24
    if version < 2:  # noqa: PLR2004 - without types, and not used by pictures
        raise PictureFileError("damaged", "an item without a type")
    item = Item(cursor.number(2 if version == 2 else 4), hidden=bool(flags & 1))  # noqa: PLR2004 - of version 2
    item.elsewhere = cursor.number(2) != 0  # protected
    item.type = cursor.take(4)
    cursor.text()
    if item.type == b"mime":
        item.content_type = cursor.text()
    return item


def _iloc(content: bytes, meta: Meta) -> None:
    cursor = Cursor(content)
    version = cursor.number(4) >> 24
    sizes = cursor.number(2)
    wide = 4 if version == 2 else 2  # noqa: PLR2004 - the version with long ids
    for _ in range(min(cursor.number(wide), MOST_ITEMS)):
        item = meta.items.get(cursor.number(wide), Item(0))
        method = cursor.number(2) & 15 if version else 0
        item.elsewhere |= bool(cursor.number(2)) or method > 1
        base = cursor.number(sizes >> 4 & 15) + (meta.idat.start if method == 1 else 0)
        count = cursor.number(2)
        meta.extents += count
        if meta.extents > MOST_EXTENTS:
            raise PictureFileError("too-complex")
        for _ in range(count):
            cursor.number(sizes & 15 if version else 0)
            start = base + cursor.number(sizes >> 12)
            item.extents.append(Span(start, start + cursor.number(sizes >> 8 & 15)))


def _iref(content: bytes, meta: Meta) -> None:
    wide = 4 if Cursor(content).number(4) >> 24 else 2
    for box in boxes(content, 4):
        cursor = Cursor(content[box.body : box.stop])
        source = cursor.number(wide)
        targets = tuple(cursor.number(wide) for _ in range(min(cursor.number(2), MOST_ITEMS)))
        meta.references.append(Reference(box.type, source, targets))


def _iprp(content: bytes, meta: Meta) -> None:
    for box in boxes(content):
        if box.type == b"ipco":
            inner = boxes(content, box.body, box.stop)
            meta.properties = [Property(one.type, content[one.body : one.stop]) for one in inner]
        elif box.type == b"ipma":
            _ipma(Cursor(content[box.body : box.stop]), meta)


def _ipma(cursor: Cursor, meta: Meta) -> None:
    """Indexes are counted from 1 in the file; 0 is none."""
    flags = cursor.number(4)
    wide = 2 if flags & 1 else 1
    for _ in range(min(cursor.number(4), MOST_ITEMS)):
        item = meta.items.get(cursor.number(4 if flags >> 24 else 2), Item(0))
        for _ in range(cursor.number(1)):
            value = cursor.number(wide)
            essential = 1 << 8 * wide - 1
            if value & ~essential:
                item.properties.append(((value & ~essential) - 1, bool(value & essential)))


async def _payload(reader: Reader, item: Item) -> bytes:
    """Return the bytes of an item; nothing of one that is too large, or elsewhere."""
    if item.elsewhere or size_of(item.extents) > MOST_METADATA:
        return b""
    return b"".join([await reader.take(extent.start, extent.size) for extent in item.extents])


async def _exif(reader: Reader, meta: Meta) -> bytes:
    """The structure comes after four bytes that say how many stand before it."""
    for item in meta.items.values():
        if item.type == b"Exif":
            return _structure(await _payload(reader, item))
    return b""


def _structure(content: bytes) -> bytes:
    """Some write an offset that is wrong, and the structure at once."""
    places = (4 + int.from_bytes(content[:4]), 4)
    found = (exif.bare(content[at:]) for at in places)
    return next((structure for structure in found if structure[:2] in {b"II", b"MM"}), b"")


async def _xmp(reader: Reader, meta: Meta, top: Sequence[Box]) -> bytes:
    for item in meta.items.values():
        if item.content_type == XMP_TYPE:
            return await _payload(reader, item)
    for box in top:
        if box.type == b"uuid" and await reader.some(box.body, 16) == _XMP_UUID:
            return await reader.metadata(box.body + 16, max(box.stop - box.body - 16, 0))
    return b""


def profile_in(colour: bytes) -> bytes:
    """Return the colour profile in the content of a `colr` property; nothing of one that is numbers."""
    return colour[4:] if colour[:4] in {b"prof", b"rICC"} else b""


def _profile(meta: Meta) -> bytes:
    return next((profile for profile in map(profile_in, _colours(meta)) if profile), b"")


def _colours(meta: Meta) -> list[bytes]:
    """Return what says which colours they are: of the primary item, and of the first that it is made of."""
    items = [meta.primary, *(target for one in meta.references if one.source == meta.primary for target in one.targets)]
    return [colour for item in items[:2] for colour in meta.of(item, b"colr")]


def _extras(meta: Meta, moov: bytes, top: Sequence[tuple[Box, bytes]]) -> Iterator[Finding]:
    sizes: dict[str, int] = defaultdict(int)
    for box, head in top:
        if box.type not in _KNOWN_BOXES and head != _XMP_UUID:
            sizes["content-credentials" if head == _C2PA_UUID else "unreadable"] += box.stop - box.start
    small = {one.source for one in meta.references if one.type == b"thmb"}
    needed = set(meta.needed())
    for item in meta.items.values():
        if item.id in small:
            sizes["thumbnail"] += size_of(item.extents)
        elif item.id not in needed and item.type not in {b"Exif", b"grid"} and item.content_type != XMP_TYPE:
            sizes["unreadable" if item.type in {b"mime", b"uri "} else "other-pictures"] += size_of(item.extents)
    sizes["unreadable"] += tracks.size_of_metadata(moov)
    yield from (finding(kind, "file", size) for kind, size in sizes.items() if size)


def _info(kind: str, size: int, meta: Meta, moov: bytes, blocks: Blocks) -> PictureInfo:
    width, height = _size(meta, moov)
    frames = tracks.frames_of(moov)
    depth, grey = _depth(meta)
    return PictureInfo(
        kind=kind,
        size=size,
        width=width,
        height=height,
        orientation=_orientation(meta),
        alpha=bool(meta.alphas().get(meta.primary)) if meta.items else None,
        animated=frames > 1,
        frames=max(frames, 1),
        depth=depth,
        colour="grey" if grey else "rgb",
        profile=icc.name(blocks.icc),
        has_profile=bool(blocks.icc),
        gamut=DISPLAY_P3 if _is_display_p3(meta, blocks.icc) else "",
    )


def _is_display_p3(meta: Meta, profile: bytes) -> bool:
    """By its profile, or else by the numbers of ITU-T H.273: primaries, then the curve."""
    if profile:
        return icc.is_display_p3(profile)
    numbers = next((colour[4:8] for colour in _colours(meta) if colour[:4] == b"nclx"), b"")
    return numbers[:2] == b"\0\x0c" and numbers[2:] in _LIKE_SRGB


_LIKE_SRGB = {b"\0\1", b"\0\2", b"\0\6", b"\0\x0d"}
"""BT.709's curve and BT.601's, which browsers show as sRGB's, none said, and sRGB's own. Others are for HDR."""


def _size(meta: Meta, moov: bytes) -> tuple[int, int]:
    extents = meta.of(meta.primary, b"ispe")
    if extents and len(extents[0]) >= 12:  # noqa: PLR2004 - version, width, height
        return int.from_bytes(extents[0][4:8]), int.from_bytes(extents[0][8:12])
    size = tracks.size_of_frames(moov)
    if size is None:
        raise PictureFileError("damaged", "no picture in it")
    return size


def _depth(meta: Meta) -> tuple[int | None, bool]:
    """Return bits in a channel, and whether there is one channel alone."""
    channels = next(iter(meta.of(meta.primary, b"pixi")), b"")
    if len(channels) > 5 and channels[4]:  # noqa: PLR2004 - version, count, bits
        return channels[5], channels[4] == 1
    codec = next(iter(meta.of(meta.primary, b"av1C")), b"")
    if len(codec) > 2:  # noqa: PLR2004 - the flags' place
        return {0: 8, 0x40: 10, 0x60: 12}.get(codec[2] & 0x60), bool(codec[2] & 0x10)
    return None, False


_ORIENTATIONS = {
    (False, False, False): 1,
    (False, True, False): 2,
    (False, True, True): 3,
    (False, False, True): 4,
    (True, False, False): 5,
    (True, True, False): 6,
    (True, True, True): 7,
    (True, False, True): 8,
}
"""By whether width and height change places, and whether then left and right, or top and bottom, do."""


def _orientation(meta: Meta) -> int:
    """What rotation (anticlockwise, in quarters) and mirror come to, in their order, as EXIF numbers it."""
    swapped, mirrored, flipped = False, False, False
    item = meta.items.get(meta.primary)
    for index, _ in item.properties if item else ():
        kind, content = meta.properties[index] if index < len(meta.properties) else Property(b"", b"")
        if kind == b"irot" and content:
            for _ in range(content[0] & 3):
                swapped, mirrored, flipped = not swapped, flipped, not mirrored
        elif kind == b"imir" and content:
            mirrored, flipped = mirrored ^ bool(content[0] & 1), flipped ^ (not content[0] & 1)
    return _ORIENTATIONS[swapped, mirrored, flipped]
