"""What a file tells is found, in whichever block it stands, as data for words."""

from __future__ import annotations

import asyncio
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from linkepix.imaging.inspect import find_metadata
from linkepix.imaging.source import BytesSource
from linkepix.imaging.xmp import is_place
from linkepix.model.picture_info import FINDING_KINDS
from tests.support import exiftool
from tests.support import picture_files as pictures

if TYPE_CHECKING:
    from linkepix.model.picture_info import Finding


def found(data: bytes) -> tuple[Finding, ...]:
    return asyncio.run(find_metadata(BytesSource(data)))


def values(data: bytes, kind: str) -> dict[str, str]:
    """By where it was found."""
    return {finding.where: finding.value for finding in found(data) if finding.kind == kind}


def jpeg_with(**options: bytes) -> bytes:
    """A JPEG that tells what the options hold, and nothing else."""
    heads = {"exif": (0xE1, b"Exif\0\0"), "xmp": (0xE1, b"http://ns.adobe.com/xap/1.0/\0")}
    segments = [pictures.segment(heads[name][0], heads[name][1] + data) for name, data in options.items()]
    return pictures.with_segments(pictures.encode(pictures.photo(), "JPEG"), *segments)


def test_a_place_is_found_in_exif_xmp_and_iptc() -> None:
    assert values(pictures.jpeg(), "place") == {
        "exif": "48.137154, 11.576124",
        "xmp": "48,8.22924N, 11,34.56744E, Sampleville, Sampleland, Old Town",
        "iptc": "Sampleville, Sampleland, Old Town",
    }


@pytest.mark.parametrize(("north", "east"), [("N", "E"), ("S", "W"), ("N", "W")])
def test_exiftool_reads_the_same_place(north: str, east: str) -> None:
    gps = pictures.gps_rows() | {1: (2, north), 3: (2, east)}
    data = jpeg_with(exif=pictures.tiff({0x010F: (2, "x")}, None, gps))
    tags = exiftool.read({"a.jpg": data})["a.jpg"]
    expected = f"{tags['Composite:GPSLatitude']:.6f}, {tags['Composite:GPSLongitude']:.6f}"
    assert values(data, "place") == {"exif": expected}


def test_a_place_that_cannot_be_read_is_found_all_the_same() -> None:
    gps = pictures.gps_rows() | {2: (5, (48, 0, 0, 0, 0, 0))}
    assert values(jpeg_with(exif=pictures.tiff({0x010F: (2, "x")}, None, {**gps, 4: (5, (1, 0))})), "place") == {
        "exif": ""
    }


def test_a_directory_of_places_without_a_place_is_none() -> None:
    """Cameras without a receiver write its version alone."""
    data = jpeg_with(exif=pictures.tiff({0x010F: (2, "x")}, None, {0: (1, b"\2\3\0\0")}))
    assert values(data, "place") == {}


def test_a_telephone_s_file_tells_all_this() -> None:
    data = pictures.jpeg(6, trailing=b"more")
    assert values(data, "camera")["exif"] == "Testcam Testcam X100"
    assert values(data, "lens")["exif"] == "Testlens 35mm F2"
    assert values(data, "serial")["exif"] == "SERIAL-12345"
    assert values(data, "date")["exif"] == "2026:11:20 10:11:12"
    assert values(data, "author") == dict.fromkeys(("exif", "xmp", "iptc"), pictures.AUTHOR)
    assert values(data, "copyright") == dict.fromkeys(("exif", "xmp", "iptc"), pictures.RIGHTS)
    assert values(data, "description")["xmp"] == "A red square & more"
    assert values(data, "comment") == {"exif": "A comment", "text": "made by a test"}
    assert values(data, "profile") == {"icc": "Display P3"}
    assert values(data, "orientation") == {"exif": "6"}
    assert values(data, "thumbnail")["exif"] == str(len(pictures.thumbnail_jpeg()))
    assert values(data, "maker-notes") == {"exif": str(len(pictures.MAKER_NOTE))}
    assert values(data, "trailing") == {"file": "4"}
    assert "content-credentials" in {finding.kind for finding in found(data)}


def test_a_plain_picture_tells_nothing() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP"):
        assert found(pictures.encode(pictures.photo(), kind)) == ()


@pytest.mark.parametrize("make", [pictures.png, pictures.webp, pictures.avif])
def test_other_types_tell_the_same(make: object) -> None:
    assert callable(make)
    data = make()
    assert values(data, "place")["exif"] == "48.137154, 11.576124"
    assert values(data, "author")["xmp"] == pictures.AUTHOR
    assert values(data, "maker-notes")["exif"] == str(len(pictures.MAKER_NOTE))


def test_png_tells_by_its_texts() -> None:
    data = pictures.png()
    assert values(data, "author")["text"] == pictures.AUTHOR
    assert values(data, "comment")["text"] == "a compressed comment"
    assert values(data, "text") == {"text": "Location: Sampleville"}
    assert values(data, "date")["text"] == "2026-11-20 01:02:03"
    assert values(data, "place")["iptc"] == "Sampleville, Sampleland, Old Town"


def test_exif_in_a_raw_profile_is_found() -> None:
    """As ImageMagick wrote it before PNG had a chunk for it."""
    exif = b"Exif\0\0" + pictures.exif()
    raw = b"\nexif\n%8d\n" % len(exif) + b"\n".join([exif.hex().encode()[at : at + 72] for at in range(0, 9999, 72)])
    chunk = pictures.chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw))
    data = pictures.with_chunks(pictures.encode(pictures.photo(), "PNG"), chunk)
    assert values(data, "place") == {"exif": "48.137154, 11.576124"}


def test_a_film_behind_the_picture_is_found() -> None:
    assert set(values(pictures.motion_photo(), "motion-photo")) == {"file", "xmp"}


def test_a_gif_tells_its_comment_and_what_follows_it() -> None:
    data = pictures.encode(pictures.photo("P"), "GIF", comment=b"taken in Sampleville") + b"more"
    assert values(data, "comment") == {"text": "taken in Sampleville"}
    assert values(data, "trailing") == {"file": "4"}


def test_a_tiff_tells_what_exif_would() -> None:
    data = pictures.encode(pictures.photo(), "TIFF", exif=pictures.exif(3), icc_profile=pictures.p3_profile())
    assert values(data, "camera") == {"exif": "Testcam Testcam X100"}
    assert values(data, "profile") == {"icc": "Display P3"}


def test_findings_come_in_one_order_place_first() -> None:
    kinds = [finding.kind for finding in found(pictures.jpeg(6))]
    assert kinds == sorted(kinds, key=FINDING_KINDS.index)
    assert kinds[0] == "place"


def test_a_text_is_one_clean_line_of_at_most_200_characters() -> None:
    hostile = "a\u202eb\u0000\nc\x1b[31m\u200bd" + "x" * 5_000
    (value,) = values(jpeg_with(exif=pictures.tiff({0x010E: (2, hostile.replace("\0", ""))})), "description").values()
    assert value.startswith("a b c [31m dx")
    assert len(value) == 200


def test_a_comment_of_several_lines_is_text_and_bytes_are_none() -> None:
    plain = pictures.encode(pictures.photo(), "JPEG")
    comments = [pictures.segment(0xFE, data) for data in (b"two\r\nlines", b"\x01\x02\x03\x04")]
    data = pictures.with_segments(plain, *comments)
    assert values(data, "comment") == {"text": "two lines"}
    assert values(data, "unreadable") == {"file": "4"}


def test_xmp_that_cannot_be_read_is_found_as_such() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    for packet in (b"<x:xmpmeta", b"no xml", bomb, b"<a>" * 40_000):
        assert values(jpeg_with(xmp=packet[:60_000]), "unreadable") == {"xmp": str(len(packet[:60_000]))}


@pytest.mark.parametrize(
    "name",
    [
        "GPSLatitude",
        "GpsLongitude",
        "City",
        "LocationShown",
        "CountryCode",
        "ProvinceState",
        "Sublocation",
        "gpsalt",
        "WorldRegion",
    ],
)
def test_a_property_that_says_where_is_a_place(name: str) -> None:
    assert is_place(f"http://anybody.example/ns/ {name}")


@pytest.mark.parametrize(
    "name", ["WebStatement", "Opacity", "Velocity", "Capacity", "RegionList", "ReplacedBy", "Geometry"]
)
def test_a_property_that_only_sounds_like_it_is_none(name: str) -> None:
    assert not is_place(f"http://anybody.example/ns/ {name}")


def test_an_extended_dataset_ends_reading_without_harm() -> None:
    datasets = pictures.iptc() + b"\x1c\x02\x7d\x80\x04" + struct.pack(">I", 0xFFFFFFF0)
    data = pictures.with_segments(
        pictures.encode(pictures.photo(), "JPEG"), pictures.segment(0xED, pictures.photoshop(datasets))
    )
    assert values(data, "author") == {"iptc": pictures.AUTHOR}
