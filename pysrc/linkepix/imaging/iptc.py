"""IPTC's Information Interchange Model, as Photoshop puts it into JPEG: captions, credit and places of the press.

Sources: IPTC IIM 4.2; Adobe Photoshop File Formats, "Image Resource Blocks".
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from linkepix.imaging.blocks import decode, finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from linkepix.model.picture_info import Finding

PHOTOSHOP = b"Photoshop 3.0\0"
IPTC_RESOURCE = 0x0404
THUMBNAIL_RESOURCES = frozenset({0x0409, 0x040C})
MOST_DATASETS = 2_000

CREDIT = frozenset({(2, 80), (2, 85), (2, 110), (2, 115), (2, 116)})
"""By-line and its title, credit, source, copyright notice."""

PLACES = frozenset({(2, 26), (2, 27), (2, 90), (2, 92), (2, 95), (2, 100), (2, 101)})
"""Content location, city, part of it, state, country."""

CHARSET = (1, 90)
_VERSION = (2, 0)
_PLAIN_RECORDS = frozenset(
    {(2, number) for number in (0, 3, 4, 5, 7, 8, 10, 12, 15, 20, 22, 25, 30, 35, 37, 38, 40, 42, 47, 50)}
    | {
        (2, number)
        for number in (55, 60, 62, 63, 65, 70, 75, 80, 85, 103, 105, 110, 115, 116, 118, 120, 122, 130, 131, 135)
    }
)
"""What may stay when only the place goes: the standard's fields, without places, raster captions and sound."""

_KINDS = {
    80: "author",
    110: "credit",
    115: "credit",
    116: "copyright",
    120: "description",
    105: "description",
    55: "date",
}
_KEYWORDS = 25
_UTF8 = b"\x1b%G"


class Dataset(NamedTuple):
    """One field."""

    record: int
    number: int
    value: bytes

    @property
    def key(self) -> tuple[int, int]:
        return self.record, self.number


def resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Photoshop's resources by number: "8BIM", number, a Pascal string, size, data; each padded to even."""
    at = 0
    for _ in range(MOST_DATASETS):
        if data[at : at + 4] != b"8BIM" or at + 7 > len(data):
            return
        (number,) = struct.unpack_from(">H", data, at + 4)
        at += 6 + (data[at + 6] + 2 & ~1)
        if at + 4 > len(data):
            return
        (size,) = struct.unpack_from(">I", data, at)
        yield number, data[at + 4 : at + 4 + size]
        at += 4 + (size + 1 & ~1)


def resource(datasets: bytes) -> bytes:
    """Datasets in Photoshop's wrapping, as JPEG has them."""
    head = b"8BIM" + struct.pack(">H", IPTC_RESOURCE) + b"\0\0" + struct.pack(">I", len(datasets))
    return PHOTOSHOP + head + datasets + bytes(len(datasets) % 2)


def parse(data: bytes) -> list[Dataset]:
    """Return what can be read, up to the first byte that is no dataset."""
    found: list[Dataset] = []
    at = 0
    while len(found) < MOST_DATASETS and at + 5 <= len(data) and data[at] == 0x1C:  # noqa: PLR2004 - the tag marker
        record, number, size = struct.unpack_from(">BBH", data, at + 1)
        if size > 0x7FFF:  # noqa: PLR2004 - an extended dataset, of more than 32 kB: pictures and sound
            break
        found.append(Dataset(record, number, data[at + 5 : at + 5 + size]))
        at += 5 + size
    return found


def only(datasets: list[Dataset], keys: Collection[tuple[int, int]]) -> bytes:
    """Return the datasets of these keys, with version and charset; nothing where none is left."""
    chosen = [dataset for dataset in datasets if dataset.key in keys]
    if not any(dataset.key != _VERSION for dataset in chosen):
        return b""
    heads = [dataset for dataset in datasets if dataset.key in {CHARSET, _VERSION} and dataset not in chosen]
    rows = sorted([*heads, *chosen], key=lambda dataset: (dataset.record, dataset.number != 0))
    return b"".join(struct.pack(">BBBH", 0x1C, *row.key, len(row.value)) + row.value for row in rows)


def credit(data: bytes) -> bytes:
    return only(parse(data), CREDIT)


def without_place(data: bytes) -> bytes:
    return only(parse(data), _PLAIN_RECORDS)


def find(data: bytes) -> Iterator[Finding]:
    datasets = parse(data)
    texts = [(dataset.key, _text(dataset.value, datasets)) for dataset in datasets]
    if places := [value for key, value in texts if key in PLACES and value]:
        yield finding("place", "iptc", ", ".join(places))
    for (record, number), value in texts:
        if record == 2 and number in _KINDS and value:  # noqa: PLR2004 - the application record
            yield finding(_KINDS[number], "iptc", value)
    if keywords := [value for key, value in texts if key == (2, _KEYWORDS) and value]:
        yield finding("keywords", "iptc", ", ".join(keywords))


def _text(value: bytes, datasets: list[Dataset]) -> str:
    charset = next((dataset.value for dataset in datasets if dataset.key == CHARSET), b"")
    return value.decode("utf-8", "replace") if charset == _UTF8 else decode(value)
