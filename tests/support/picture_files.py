"""Picture files for the tests, made here by a seeded generator: every orientation, metadata of every kind, odd formats.

Pillow encodes pixels. Metadata is written by code of its own, so that what is tested does not vouch for itself.
"""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms

LATITUDE, LONGITUDE = 48.137154, 11.576124
CITY, AUTHOR, RIGHTS, CAMERA, CAPTION = (
    "Sampleville",
    "Ada Example",
    "© 2026 Ada Example",
    "Testcam X100",
    "A red square",
)
MAKER_NOTE = b"SECRETMAKERNOTE at 48.137154" * 4

type Rows = dict[int, tuple[int, Any]]
"""TIFF entries: tag → type and value."""


def photo(mode: str = "RGB", size: tuple[int, int] = (40, 24), seed: int = 1) -> Image.Image:
    """A picture without any symmetry: a gradient with noise, and a dark corner at the top left."""
    rng = random.Random(seed)  # noqa: S311 - the same pictures in every run
    width, height = size
    picture = Image.new("RGB", size)
    picture.putdata([_colour(x, y, size, rng) for y in range(height) for x in range(width)])
    if mode in {"RGBA", "LA", "PA"}:
        picture.putalpha(Image.linear_gradient("L").resize(size))
    return (
        picture.convert(mode)
        if mode != "I;16"
        else picture.convert("L").convert("I").point(lambda v: v * 257).convert(mode)
    )


def _colour(x: int, y: int, size: tuple[int, int], rng: random.Random) -> tuple[int, int, int]:
    if x < size[0] // 4 and y < size[1] // 4:
        return (10, 10, 10)
    return (255 * x // size[0], 255 * y // size[1], rng.randrange(64))


def encode(picture: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


# Metadata


def tiff(
    main: Rows, camera: Rows | None = None, gps: Rows | None = None, thumbnail: bytes = b"", order: str = "<"
) -> bytes:
    """EXIF without "Exif" before it."""
    parts = [main | {tag: (4, 0) for tag, rows in ((0x8769, camera), (0x8825, gps)) if rows}, camera or {}, gps or {}]
    places, at = [], 8
    for rows in parts:
        places.append(at)
        at += len(_directory(rows, at, 0, order)) if rows else 0
    for tag, place in ((0x8769, places[1]), (0x8825, places[2])):
        if tag in parts[0]:
            parts[0][tag] = (4, place)
    small: Rows = {0x0103: (3, 6), 0x0201: (4, 0), 0x0202: (4, len(thumbnail))}
    small[0x0201] = (4, at + len(_directory(small, at, 0, order)))
    body = _directory(parts[0], 8, at if thumbnail else 0, order)
    body += b"".join(
        _directory(rows, place, 0, order) for rows, place in zip(parts[1:], places[1:], strict=True) if rows
    )
    body += _directory(small, at, 0, order) + thumbnail if thumbnail else b""
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + body


def _directory(rows: Rows, start: int, following: int, order: str) -> bytes:
    table, values, after = b"", b"", start + 6 + 12 * len(rows)
    for tag, (kind, value) in sorted(rows.items()):
        data, count = _value(kind, value, order)
        table += struct.pack(order + "HHI", tag, kind, count)
        if len(data) <= 4:
            table += data.ljust(4, b"\0")
        else:
            table += struct.pack(order + "I", after + len(values))
            values += data + bytes(len(data) % 2)
    return struct.pack(order + "H", len(rows)) + table + struct.pack(order + "I", following) + values


def _value(kind: int, value: Any, order: str) -> tuple[bytes, int]:  # noqa: ANN401 - by kind
    if kind in {1, 7}:
        return value, len(value)
    if kind == 2:
        text = value.encode() + b"\0"
        return text, len(text)
    many = value if isinstance(value, tuple) else (value,)
    code = {3: "H", 4: "I", 5: "I"}[kind]
    return struct.pack(f"{order}{len(many)}{code}", *many), len(many) // (2 if kind == 5 else 1)


def exif(orientation: int = 1, order: str = "<", *, place: bool = True, thumbnail: bool = True) -> bytes:
    """All that a telephone writes."""
    main: Rows = {0x010E: (2, CAPTION), 0x010F: (2, "Testcam"), 0x0110: (2, CAMERA), 0x0112: (3, orientation)}
    main |= {0x0131: (2, "Firmware 1.2"), 0x0132: (2, "2026:11:20 10:11:12"), 0x013B: (2, AUTHOR), 0x8298: (2, RIGHTS)}
    camera: Rows = {0x829A: (5, (1, 250)), 0x9000: (7, b"0232"), 0x9003: (2, "2026:11:20 10:11:12")}
    camera |= {0x927C: (7, MAKER_NOTE), 0x9286: (7, b"ASCII\0\0\0A comment"), 0xA434: (2, "Testlens 35mm F2")}
    camera |= {0xA431: (2, "SERIAL-12345")}
    return tiff(main, camera, gps_rows() if place else None, thumbnail_jpeg() if thumbnail else b"", order)


def gps_rows() -> Rows:
    return {
        0: (1, b"\2\3\0\0"),
        1: (2, "N"),
        2: (5, (48, 1, 8, 1, 137544, 10000)),
        3: (2, "E"),
        4: (5, (11, 1, 34, 1, 340464, 10000)),
        6: (5, (519, 1)),
        29: (2, "2026:11:20"),
    }


def thumbnail_jpeg() -> bytes:
    return encode(photo(size=(16, 12), seed=2), "JPEG")


def xmp(*, place: bool = True, extra: str = "") -> bytes:
    """As Lightroom writes it, partly as attributes, partly as elements."""
    where = (
        'exif:GPSLatitude="48,8.22924N" exif:GPSLongitude="11,34.56744E" photoshop:City="Sampleville" '
        'photoshop:Country="Sampleland" Iptc4xmpCore:Location="Old Town"'
    )
    shown = (
        "<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        "<Iptc4xmpExt:City>Sampleville</Iptc4xmpExt:City>"
        "</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:drone="http://www.dji.com/drone-dji/1.0/"
 tiff:Make="Testcam" tiff:Model="{CAMERA}" xmp:CreatorTool="Lightroom Test" photoshop:Credit="Example Agency"
 {where if place else ""} {'drone:Somewhere="48.137154"' if place else ""}>
<dc:creator><rdf:Seq><rdf:li>{AUTHOR}</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{RIGHTS}</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION} &amp; more</rdf:li></rdf:Alt></dc:description>
<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><xmp:image>/9j/4AAQ</xmp:image></rdf:li></rdf:Alt>
</xmp:Thumbnails>
{shown if place else ""}{extra}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def iptc(*, place: bool = True) -> bytes:
    """Datasets, in UTF-8."""
    rows = [(1, 90, b"\x1b%G"), (2, 0, b"\0\4"), (2, 80, AUTHOR.encode()), (2, 116, RIGHTS.encode())]
    rows += [(2, 110, b"Example Agency"), (2, 120, CAPTION.encode()), (2, 25, b"square")]
    rows += [(2, 90, CITY.encode()), (2, 101, b"Sampleland"), (2, 92, b"Old Town")] if place else []
    return b"".join(struct.pack(">BBBH", 0x1C, record, number, len(text)) + text for record, number, text in rows)


def photoshop(datasets: bytes, *, thumbnail: bool = False) -> bytes:
    """The content of JPEG's APP13."""
    small = thumbnail_jpeg()
    head = struct.pack(">IIIIIIHH", 1, 16, 12, 48, 576, len(small), 24, 1)
    resources = [(0x0404, datasets), *([(0x040C, head + small)] if thumbnail else [])]
    return b"Photoshop 3.0\0" + b"".join(
        b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2) for number, data in resources
    )


# Colour profiles


@cache
def srgb_profile() -> bytes:
    """Of Little CMS, which writes the time into it: made once."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def p3_profile(name: str = "Display P3", serial: str = "MONITOR-SERIAL-777") -> bytes:
    """Wide gamut: Display P3's primaries as Apple has them, sRGB's curve, and a private tag as of a real screen."""
    xyz = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    xyz[b"wtpt"] = (0.96419, 1.0, 0.82489)
    curve = (
        b"para"
        + bytes(4)
        + b"\0\3\0\0"
        + b"".join(_fixed(v) for v in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    )
    tags = {tag: b"XYZ " + bytes(4) + b"".join(map(_fixed, values)) for tag, values in xyz.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    tags |= {
        b"desc": _localised(name),
        b"cprt": _localised("Public domain"),
        b"mmod": b"mmod" + bytes(4) + serial.encode(),
    }
    table, body, at = b"", b"", 132 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = (
        b"appl" + b"\4\0\0\0" + b"mntrRGB XYZ " + struct.pack(">6H", 2026, 11, 20, 1, 2, 3) + b"acspAPPL" + bytes(4)
    )
    header += b"APPLMODL" + bytes(8) + bytes(4) + _fixed(0.9642) + _fixed(1.0) + _fixed(0.82491) + b"appl" + bytes(44)
    return struct.pack(">I", 132 + len(table) + len(body)) + header + struct.pack(">I", len(tags)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _localised(words: str) -> bytes:
    text = words.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", len(text), 28) + text


# Containers


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with segments after its JFIF segment."""
    (size,) = struct.unpack_from(">H", jpeg, 4)
    return jpeg[: 4 + size] + b"".join(segments) + jpeg[4 + size :]


def jpeg(orientation: int = 1, *, mode: str = "RGB", trailing: bytes = b"", order: str = "<", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """With everything that a JPEG can tell. `options` are Pillow's."""
    plain = encode(
        photo(mode), "JPEG", quality=90, comment=b"made by a test", **{"icc_profile": p3_profile(), **options}
    )
    return (
        with_segments(
            plain,
            segment(0xE1, b"Exif\0\0" + exif(orientation, order)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()),
            segment(0xED, photoshop(iptc(), thumbnail=True)),
            segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x40jumb" + b"c2pa" * 12),
            segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x3c\0\0"),
            segment(0xE0, b"JFXX\0\x10" + thumbnail_jpeg()),
        )
        + trailing
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def with_chunks(png: bytes, *early: bytes, late: tuple[bytes, ...] = (), trailing: bytes = b"") -> bytes:
    """The PNG with chunks after its header, others before its end, and bytes after it."""
    return png[:33] + b"".join(early) + png[33:-12] + b"".join(late) + png[-12:] + trailing


def png(orientation: int = 1, *, mode: str = "RGB", trailing: bytes = b"", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """With everything that a PNG can tell. `options` are Pillow's."""
    plain = encode(photo(mode), "PNG", **{"icc_profile": p3_profile(), "dpi": (144, 144), **options})
    raw = b"\niptc\n%8d\n" % len(iptc()) + iptc().hex().encode() + b"\n"
    early = [
        chunk(b"eXIf", exif(orientation)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()),
        chunk(b"tEXt", b"Author\0" + AUTHOR.encode("latin-1")),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a compressed comment")),
        chunk(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(raw)),
        chunk(b"tEXt", b"Location\0" + CITY.encode()),
        chunk(b"caBX", b"\0\0\0\x40jumbc2pa"),
    ]
    return with_chunks(
        plain, *early, late=(chunk(b"tIME", struct.pack(">H5B", 2026, 11, 20, 1, 2, 3)),), trailing=trailing
    )


def webp(orientation: int = 1, *, mode: str = "RGB", trailing: bytes = b"", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """With EXIF, XMP, a profile, and a chunk of an unknown type."""
    known = {"exif": exif(orientation), "xmp": xmp(), "icc_profile": p3_profile(), "lossless": True}
    plain = encode(photo(mode), "WEBP", **{**known, **options})
    extra = b"JUNK" + struct.pack("<I", 5) + b"48.13\0"
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(extra)) + plain[8:] + extra + trailing


def avif(orientation: int = 1, *, mode: str = "RGB", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """With EXIF, XMP and a profile; Pillow writes the orientation as rotation and mirror."""
    known = {"exif": exif(orientation), "xmp": xmp(), "icc_profile": p3_profile(), "speed": 10, "quality": 80}
    return encode(photo(mode, (48, 32)), "AVIF", **{**known, **options})


def frames(count: int = 3, mode: str = "RGB") -> list[Image.Image]:
    return [photo(mode, seed=number) for number in range(count)]


def animated(kind: str, count: int = 3, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    first, *rest = frames(count)
    return encode(first, kind, save_all=True, append_images=rest, duration=100, **options)


def box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I", len(content) + 8) + kind + content


def avif_grid() -> bytes:
    """Two tiles side by side (128 x 64), put together in `idat`; a thumbnail, EXIF, XMP, a property in a user's words.

    Bytes stand in another order than items, and one tile in two stretches.
    """
    tiles = [encode(photo(size=(64, 64), seed=seed), "AVIF", speed=10) for seed in (1, 2, 3)]
    first, second, thumbnail = (_content(tile, b"mdat") for tile in tiles)
    half = len(first) // 2
    stretches = {3: [second], 5: [bytes(4) + exif()], 2: [first[:half], first[half:]], 6: [xmp()], 4: [thumbnail]}
    ftyp = box(b"ftyp", b"avif", bytes(4), b"avifmif1miaf")
    around = _grid_boxes(tiles[0])
    start = len(ftyp) + len(_grid_meta(around, _grid_places(stretches, 0))) + 8
    data = (part + b"gap" for parts in stretches.values() for part in parts)
    return ftyp + _grid_meta(around, _grid_places(stretches, start)) + box(b"mdat", *data)


def _grid_meta(around: list[bytes], places: bytes) -> bytes:
    head, item, *others = around
    return box(b"meta", bytes(4), head, item, places, *others)


def _grid_places(stretches: dict[int, list[bytes]], start: int) -> bytes:
    """Where each item's bytes are; the grid's own, item 1, are in `idat`. There are three bytes between stretches."""
    places: dict[int, list[tuple[int, int]]] = {}
    for item, parts in stretches.items():
        for part in parts:
            places.setdefault(item, []).append((start, len(part)))
            start += len(part) + 3
    iloc = struct.pack(">HH", 0x4400, 6) + struct.pack(">HHHHII", 1, 1, 0, 1, 0, 8)
    for item, found in sorted(places.items()):
        iloc += struct.pack(">HHHH", item, 0, 0, len(found)) + b"".join(struct.pack(">II", *place) for place in found)
    return box(b"iloc", b"\1\0\0\0", iloc)


def _grid_boxes(tile: bytes) -> list[bytes]:
    """What stands in `meta` apart from places: handler, primary item, items, references, properties and the grid."""
    kinds = [b"grid\0", *[b"av01\0"] * 3, b"Exif\0", b"mime\0application/rdf+xml\0"]
    entries = [box(b"infe", b"\2\0\0\0", struct.pack(">HH", item, 0), kind) for item, kind in enumerate(kinds, 1)]
    references = [(b"dimg", 1, (2, 3)), (b"thmb", 4, (1,)), (b"cdsc", 5, (1,)), (b"cdsc", 6, (1,))]
    iref = [box(kind, struct.pack(f">HH{len(to)}H", item, len(to), *to)) for kind, item, to in references]
    return [
        box(b"hdlr", bytes(8), b"pict", bytes(12), b"Some encoder\0"),
        box(b"pitm", bytes(4), struct.pack(">H", 1)),
        box(b"iinf", bytes(4), struct.pack(">H", len(kinds)), *entries),
        box(b"iref", bytes(4), *iref),
        box(b"iprp", *_grid_properties(tile)),
        box(b"idat", bytes([0, 0, 0, 1]), struct.pack(">HH", 128, 64)),
    ]


def _grid_properties(tile: bytes) -> tuple[bytes, bytes]:
    sizes = [box(b"ispe", struct.pack(">III", 0, *size)) for size in ((128, 64), (64, 64))]
    codec = [box(kind, _content(tile, kind)) for kind in (b"av1C", b"pixi")]
    words = box(b"udes", bytes(4), b"en\0Our house in Sampleville\0\0\0")
    associated = {1: (1, 4, 5, 0x86), 2: (2, 0x83, 4), 3: (2, 0x83, 4), 4: (2, 0x83, 4)}
    rows = b"".join(struct.pack(">HB", item, len(row)) + bytes(row) for item, row in associated.items())
    properties = box(b"ipco", *sizes, *codec, words, box(b"irot", b"\1"))
    return properties, box(b"ipma", bytes(4), struct.pack(">I", len(associated)), rows)


def _content(avif: bytes, kind: bytes) -> bytes:
    """The content of the only box of this type, wherever it is."""
    at = avif.index(kind)
    return avif[at + 4 : at - 4 + struct.unpack_from(">I", avif, at - 4)[0]]


def motion_photo() -> bytes:
    """As a telephone writes it: a film after the picture's end, and XMP that says so."""
    film = box(b"ftyp", b"mp42", bytes(4), b"isommp42") + box(b"mdat", b"\xff\xd8 48.137154 \xff\xd9")
    extra = '<Camera:MotionPhoto xmlns:Camera="http://ns.google.com/photos/1.0/camera/">1</Camera:MotionPhoto>'
    plain = encode(photo(), "JPEG", quality=90)
    return with_segments(plain, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(extra=extra))) + film


def two_pictures() -> bytes:
    """A JPEG with a second, larger one after it, as cameras write previews (MPF)."""
    return encode(photo(), "MPO", save_all=True, append_images=[photo(size=(80, 48), seed=5)])
