"""EXIF: what a camera tells, in a TIFF structure. Read tolerantly, written from scratch.

Sources: CIPA DC-008 (Exif 3.0), TIFF 6.0.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.imaging.blocks import decode, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkepix.model.picture_info import Finding

MOST_ENTRIES = 512
"""Of one directory. Cameras write about 40."""

SHORT, LONG = 3, 4
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
"""Bytes of one value, by type; 129 is UTF-8, of Exif 3.0."""

ORIENTATION, EXIF_POINTER, GPS_POINTER, MAKER_NOTE = 0x0112, 0x8769, 0x8825, 0x927C
ARTIST, COPYRIGHT, PHOTOGRAPHER = 0x013B, 0x8298, 0xA437
_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_KEYWORDS, _XP_SUBJECT = range(0x9C9B, 0x9CA0)
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_PLACES = frozenset({_LATITUDE, _LONGITUDE, 6, 20, 22, 24, 26, 27, 28})
"""Tags of the GPS directory that say where: position, altitude, destination, area."""

_THUMBNAIL_START, _THUMBNAIL_SIZE, _STRIP_SIZES = 0x0201, 0x0202, 0x0117
_USER_COMMENT = 0x9286

_PLAIN: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("camera", (0x010F, 0x0110)),
    ("lens", (0xA433, 0xA434)),
    ("serial", (0xA431, 0xA435)),
    ("software", (0x0131,)),
    ("date", (0x9003, 0x9004, 0x0132)),
    ("author", (ARTIST, _XP_AUTHOR, 0xA430, PHOTOGRAPHER)),
    ("copyright", (COPYRIGHT,)),
    ("description", (0x010E, _XP_TITLE, _XP_SUBJECT)),
    ("keywords", (_XP_KEYWORDS,)),
    ("comment", (_USER_COMMENT, _XP_COMMENT)),
)
_JOINED = frozenset({"camera", "lens"})
"""Maker and model make one finding. Of others each value is one, but for dates, of which the first is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value, as it is stored."""

    type: int
    count: int
    value: memoryview | bytes


type Directory = Mapping[int, Entry]


@dataclass(frozen=True, slots=True)
class Exif:
    """`order` is "<" or ">". `main` describes the picture (IFD0), `camera` the shot (the Exif IFD)."""

    order: str = "<"
    main: Directory = field(default_factory=dict)
    camera: Directory = field(default_factory=dict)
    gps: Directory = field(default_factory=dict)
    thumbnail: Directory = field(default_factory=dict)

    @property
    def orientation(self) -> int:
        """1 to 8; 1 where nothing or nonsense is written."""
        value = number(self.order, self.main.get(ORIENTATION))
        return value if value in range(1, 9) else 1


def bare(data: bytes) -> bytes:
    """Return the TIFF structure without "Exif" before it, which JPEG has and some write into other containers."""
    return data[6:] if data.startswith(b"Exif\0") else data


def parse(data: bytes) -> Exif:
    """Return what can be read; nothing of what is no EXIF."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(bytes(data[:4]))
    if order is None or len(data) < 8:  # noqa: PLR2004 - order, 42, and where the first directory is
        return Exif()
    view = memoryview(data)
    main, following = directory(view, order, number(order, Entry(LONG, 1, view[4:8])))
    camera, _ = directory(view, order, number(order, main.get(EXIF_POINTER)))
    gps, _ = directory(view, order, number(order, main.get(GPS_POINTER)))
    thumbnail, _ = directory(view, order, following)
    return Exif(order, main, camera, gps, thumbnail)


def directory(view: memoryview, order: str, start: int) -> tuple[dict[int, Entry], int]:
    """Return the entries at this offset, and the offset of the next directory; 0 is none. Bad entries are left out."""
    if not 8 <= start <= len(view) - 2:  # noqa: PLR2004 - nothing is before the header's end
        return {}, 0
    (count,) = struct.unpack_from(order + "H", view, start)
    count = min(count, MOST_ENTRIES, (len(view) - start - 2) // 12)
    end = start + 2 + 12 * count
    entries: dict[int, Entry] = {}
    for at in range(start + 2, end, 12):
        tag, kind, many = struct.unpack_from(order + "HHI", view, at)
        value = _value(view, order, at + 8, _SIZES.get(kind, 0) * many)
        if value:
            entries.setdefault(tag, Entry(kind, many, value))
    return entries, next_directory(view, order, start)


def next_directory(view: memoryview, order: str, start: int) -> int:
    """Return the offset of the directory after the one at this offset; 0 where there is none."""
    if not 8 <= start <= len(view) - 2:  # noqa: PLR2004 - see `directory`
        return 0
    end = start + 2 + 12 * int(struct.unpack_from(order + "H", view, start)[0])
    return int(struct.unpack_from(order + "I", view, end)[0]) if end + 4 <= len(view) else 0


def _value(view: memoryview, order: str, at: int, size: int) -> memoryview:
    """Up to four bytes stand in the entry itself."""
    start = at if size <= 4 else struct.unpack_from(order + "I", view, at)[0]  # noqa: PLR2004 - by TIFF
    return view[start : start + size] if start + size <= len(view) else view[:0]


def number(order: str, entry: Entry | None) -> int:
    """Return the first value of a whole number; 0 where there is none."""
    code = {1: "B", SHORT: "H", LONG: "I", 13: "I"}.get(entry.type) if entry else None
    if entry is None or code is None or not entry.value:
        return 0
    return int(struct.unpack_from(order + code, entry.value)[0])


def numbers(order: str, entry: Entry | None, most: int = 64) -> list[float]:
    """Return whole numbers and fractions; a fraction without a denominator is left out."""
    if entry is None:
        return []
    code = {1: "B", SHORT: "H", LONG: "I", 5: "II", 10: "ii"}.get(entry.type)
    if code is None:
        return []
    size = _SIZES[entry.type]
    found = [struct.unpack_from(order + code, entry.value, at * size) for at in range(min(entry.count, most))]
    if len(code) == 1:
        return [float(value[0]) for value in found]
    return [over / under for over, under in found if under]


def text(tag: int, entry: Entry) -> str:
    value = bytes(entry.value[:2000])
    if _XP_TITLE <= tag <= _XP_SUBJECT:
        return value.decode("utf-16-le", "replace").partition("\0")[0]
    if tag == _USER_COMMENT:
        charset, value = value[:8], value[8:]
        if charset.startswith(b"UNICODE"):
            return value.decode("utf-16", "replace").strip("\0 ")
    return decode(value).strip()


def find(exif: Exif) -> Iterator[Finding]:
    """What EXIF says, in the order of FINDING_KINDS, place first."""
    if _PLACES & exif.gps.keys():
        yield finding("place", "exif", _place(exif))
    for kind, tags in _PLAIN:
        values = [value for tag in tags for entry in _entries(exif, tag) if (value := text(tag, entry))]
        if kind in _JOINED:
            values = [" ".join(values)] if values else []
        yield from (finding(kind, "exif", value) for value in (values[:1] if kind == "date" else values))
    if exif.orientation != 1:
        yield finding("orientation", "exif", exif.orientation)
    if exif.thumbnail.keys() & {_THUMBNAIL_START, _STRIP_SIZES}:
        sizes = exif.thumbnail.get(_THUMBNAIL_SIZE) or exif.thumbnail.get(_STRIP_SIZES)
        yield finding("thumbnail", "exif", number(exif.order, sizes))
    if MAKER_NOTE in exif.camera:
        yield finding("maker-notes", "exif", len(exif.camera[MAKER_NOTE].value))


def _entries(exif: Exif, tag: int) -> Iterator[Entry]:
    """A tag may stand in either directory, whatever the standard says."""
    yield from (part[tag] for part in (exif.main, exif.camera) if tag in part)


def _place(exif: Exif) -> str:
    """Degrees north and east; empty where they cannot be read."""
    north = _degrees(exif, _LATITUDE, _LATITUDE_REF, b"S")
    east = _degrees(exif, _LONGITUDE, _LONGITUDE_REF, b"W")
    return "" if north is None or east is None else f"{north:.6f}, {east:.6f}"


def _degrees(exif: Exif, tag: int, ref: int, negative: bytes) -> float | None:
    parts = numbers(exif.order, exif.gps.get(tag), 3)
    if not parts:
        return None
    degrees = sum((part / scale for part, scale in zip(parts, (1, 60, 3600), strict=False)), 0.0)
    sign = exif.gps.get(ref)
    return -degrees if sign and bytes(sign.value[:1]) == negative else degrees


def build(order: str, main: Directory, camera: Directory) -> bytes:
    """Return a TIFF structure with these entries alone, or nothing if there are none."""
    main = {tag: entry for tag, entry in main.items() if tag not in {EXIF_POINTER, GPS_POINTER}}
    if not main and not camera:
        return b""
    header = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    if not camera:
        return header + _directory_bytes(order, main, 8)
    pointer = Entry(LONG, 1, bytes(4))
    size = len(_directory_bytes(order, {**main, EXIF_POINTER: pointer}, 8))
    pointer = Entry(LONG, 1, struct.pack(order + "I", 8 + size))
    return (
        header + _directory_bytes(order, {**main, EXIF_POINTER: pointer}, 8) + _directory_bytes(order, camera, 8 + size)
    )


def _directory_bytes(order: str, entries: Directory, start: int) -> bytes:
    """Return a directory that stands at this offset, with its values after it."""
    table, values = [], b""
    after = start + 2 + 12 * len(entries) + 4
    for tag, entry in sorted(entries.items()):
        value = bytes(entry.value)
        if len(value) > 4:  # noqa: PLR2004 - by TIFF
            place = struct.pack(order + "I", after + len(values))
            values += value + bytes(len(value) % 2)
        else:
            place = value.ljust(4, b"\0")
        table.append(struct.pack(order + "HHI", tag, entry.type, entry.count) + place)
    return struct.pack(order + "H", len(entries)) + b"".join(table) + bytes(4) + values


def upright_by(orientation: int) -> bytes:
    """Return the smallest EXIF that says how to turn the picture."""
    return build(">", {ORIENTATION: Entry(SHORT, 1, struct.pack(">H", orientation))}, {})
