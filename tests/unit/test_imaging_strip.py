"""Metadata goes without a pixel changing. ExifTool and Pillow look at every file, before and after."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from linkepix.model.picture_info import KEEP_ALL_BUT_PLACE, KEEP_CREDIT, METADATA_CHOICES, REMOVE_EVERYTHING
from tests.support import exiftool
from tests.support import picture_files as pictures
from tests.support.imaging import info, kinds, stripped

FILM = pictures.box(b"ftyp", b"mp42isom") + b"48.137154"

FILES: dict[str, bytes] = {
    "plain.jpg": pictures.jpeg(6, trailing=FILM),
    "progressive.jpg": pictures.jpeg(3, progressive=True, order=">"),
    "grey.jpg": pictures.jpeg(mode="L"),
    "cmyk.jpg": pictures.jpeg(mode="CMYK", icc_profile=None),
    "motion.jpg": pictures.motion_photo(),
    "restarts.jpg": pictures.jpeg(restart_marker_blocks=2, trailing=b"\xff\xd8trailing"),
    "plain.png": pictures.png(6, trailing=b"GPS 48.137154"),
    "palette.png": pictures.png(mode="P", transparency=2),
    "grey16.png": pictures.png(mode="I;16", icc_profile=None),
    "animated.png": pictures.with_chunks(
        pictures.animated("PNG"), pictures.chunk(b"eXIf", pictures.exif(3)), late=(pictures.chunk(b"tEXt", b"a\0b"),)
    ),
    "plain.webp": pictures.webp(6, trailing=b"trailing"),
    "lossy.webp": pictures.webp(5, mode="RGBA", lossless=False),
    "animated.webp": pictures.animated(
        "WEBP", exif=pictures.exif(3), xmp=pictures.xmp(), icc_profile=pictures.p3_profile()
    ),
    "plain.avif": pictures.avif(6),
    "alpha.avif": pictures.avif(7, mode="RGBA"),
    "grid.avif": pictures.avif_grid(),
    "animated.avif": pictures.animated(
        "AVIF", exif=pictures.exif(), xmp=pictures.xmp(), icc_profile=pictures.p3_profile()
    ),
}
STILL_TELLING = sorted(set(FILES) - {"motion.jpg", "animated.png"})
"""Files with all of EXIF, XMP and, where it can be, IPTC."""

PLACE_WORDS = ("gps", "latitude", "longitude", "city", "country", "location", "sublocation", "somewhere")
SECRETS = (b"48.13", b"11,34", b"Sampleville", b"Sampleland", b"Old Town", b"SECRETMAKERNOTE", b"Our house")


@pytest.fixture(scope="module")
def results() -> dict[str, bytes]:
    """Each file by "choice-name", and as it was by "before-name"."""
    found = {f"before-{name}": data for name, data in FILES.items()}
    return found | {
        f"{choice}-{name}": stripped(data, choice) for name, data in FILES.items() for choice in METADATA_CHOICES
    }


@pytest.fixture(scope="module")
def tags(results: dict[str, bytes]) -> dict[str, exiftool.Tags]:
    return exiftool.read(results)


def places(tags: exiftool.Tags) -> set[str]:
    return {tag for tag in tags if any(word in tag.lower() for word in PLACE_WORDS)}


def hidden(tags: exiftool.Tags) -> set[str]:
    """Maker notes, thumbnails, previews, films, and whatever ExifTool finds after the end."""
    words = ("maker", "thumbnail", "preview", "jumbf", "trailer", "embedded", "mpimage", "textjunk")
    known = ("PreviewTime", "PreviewDuration")
    return {tag for tag in tags if any(word in tag.lower() for word in words) and not tag.endswith(known)}


def groups(tags: exiftool.Tags) -> set[str]:
    """Groups of metadata, apart from what describes the file."""
    found = {tag.partition(":")[0] for tag in tags}
    return {group for group in found if group.startswith(("IFD", "ExifIFD", "GPS", "XMP", "IPTC", "Photoshop", "JFXX"))}


@pytest.mark.parametrize("choice", METADATA_CHOICES)
@pytest.mark.parametrize("name", FILES)
def test_no_pixel_changes(name: str, choice: str, results: dict[str, bytes]) -> None:
    before, after = Image.open(io.BytesIO(FILES[name])), Image.open(io.BytesIO(results[f"{choice}-{name}"]))
    frames = getattr(before, "n_frames", 1)
    assert frames == getattr(after, "n_frames", 1)
    for frame in range(frames):
        before.seek(frame)
        after.seek(frame)
        assert (before.mode, before.size, before.tobytes()) == (after.mode, after.size, after.tobytes())
        assert before.info.get("transparency") == after.info.get("transparency")
        assert before.info.get("duration") == after.info.get("duration")


@pytest.mark.parametrize("choice", METADATA_CHOICES)
@pytest.mark.parametrize("name", FILES)
def test_the_picture_is_what_it_was(name: str, choice: str, results: dict[str, bytes]) -> None:
    before, after = info(FILES[name]), info(results[f"{choice}-{name}"])
    assert after.size == len(results[f"{choice}-{name}"])
    for field in ("kind", "width", "height", "orientation", "alpha", "frames", "depth", "colour", "interlaced"):
        assert getattr(before, field) == getattr(after, field)


@pytest.mark.parametrize("name", STILL_TELLING)
def test_exiftool_finds_all_of_it_before(name: str, tags: dict[str, exiftool.Tags]) -> None:
    """The control for what follows."""
    before = tags[f"before-{name}"]
    assert {"GPS:GPSLatitude", "XMP-exif:GPSLatitude", "XMP-photoshop:City", "XMP-drone-dji:Somewhere"} <= places(
        before
    )
    assert {"ExifIFD:MakerNoteUnknownText", "XMP-xmp:ThumbnailImage"} <= hidden(before)
    assert {"IFD0", "ExifIFD", "GPS", "XMP-dc"} <= groups(before)
    if name.endswith((".jpg", ".png")):
        assert {"IPTC:City", "IPTC:Country-PrimaryLocationName", "IPTC:Sub-location"} <= places(before)
    if not name.endswith(".avif"):
        assert "IFD1:ThumbnailImage" in hidden(before)


@pytest.mark.parametrize("name", FILES)
def test_everything_goes_but_the_orientation(name: str, tags: dict[str, exiftool.Tags]) -> None:
    after = tags[f"{REMOVE_EVERYTHING}-{name}"]
    assert not places(after)
    assert not hidden(after)
    turned = info(FILES[name]).orientation != 1 and not name.endswith(".avif")
    assert groups(after) == ({"IFD0"} if turned else set())
    assert {tag for tag in after if tag.startswith("IFD0")} == ({"IFD0:Orientation"} if turned else set())


@pytest.mark.parametrize("choice", METADATA_CHOICES)
@pytest.mark.parametrize("name", FILES)
def test_neither_place_nor_thumbnail_nor_maker_note_ever_stays(
    name: str, choice: str, results: dict[str, bytes], tags: dict[str, exiftool.Tags]
) -> None:
    after = tags[f"{choice}-{name}"]
    assert not places(after)
    assert not hidden(after)
    assert not any(secret in results[f"{choice}-{name}"] for secret in SECRETS)
    assert kinds(results[f"{choice}-{name}"]).isdisjoint(
        {
            "place",
            "thumbnail",
            "maker-notes",
            "content-credentials",
            "motion-photo",
            "other-pictures",
            "trailing",
            "unreadable",
        }
    )


def test_each_secret_was_there() -> None:
    """The control for the test above. XMP and EXIF stand uncompressed in all types."""
    for name in STILL_TELLING:
        found = {secret for secret in SECRETS if secret in FILES[name]}
        assert {b"48.13", b"11,34", b"Sampleville", b"SECRETMAKERNOTE"} <= found
    assert b"Our house" in FILES["grid.avif"]


@pytest.mark.parametrize("name", STILL_TELLING)
def test_credit_stays_if_it_shall_and_nothing_else(name: str, tags: dict[str, exiftool.Tags]) -> None:
    after = tags[f"{KEEP_CREDIT}-{name}"]
    assert after["IFD0:Artist"] == pictures.AUTHOR
    assert after["IFD0:Copyright"].endswith("2026 Ada Example")
    assert after["XMP-dc:Creator"] == pictures.AUTHOR
    assert after["XMP-dc:Rights"] == pictures.RIGHTS
    assert after["XMP-photoshop:Credit"] == "Example Agency"
    if name.endswith(".jpg"):
        assert after["IPTC:By-line"] == pictures.AUTHOR
        assert after["IPTC:CopyrightNotice"] == pictures.RIGHTS
        assert after["IPTC:Credit"] == "Example Agency"
    others = {tag for tag in after if tag.startswith(("IFD0", "ExifIFD", "XMP", "IPTC", "GPS"))}
    assert {tag.partition(":")[2] for tag in others} <= {
        *("Artist", "Copyright", "Orientation", "Creator", "Rights", "Credit"),
        *("By-line", "CopyrightNotice", "CodedCharacterSet", "ApplicationRecordVersion"),
    }


@pytest.mark.parametrize("name", STILL_TELLING)
def test_all_but_the_place_stays_if_it_shall(name: str, tags: dict[str, exiftool.Tags]) -> None:
    before, after = tags[f"before-{name}"], tags[f"{KEEP_ALL_BUT_PLACE}-{name}"]
    staying = {"IFD0:Make", "IFD0:Model", "IFD0:Software", "IFD0:Artist", "IFD0:Copyright", "IFD0:ImageDescription"}
    staying |= {"ExifIFD:DateTimeOriginal", "ExifIFD:ExposureTime", "ExifIFD:LensModel", "ExifIFD:SerialNumber"}
    staying |= {"ExifIFD:UserComment", "XMP-dc:Description", "XMP-dc:Creator", "XMP-tiff:Make", "XMP-xmp:CreatorTool"}
    if name.endswith(".jpg"):
        staying |= {"IPTC:Caption-Abstract", "IPTC:Keywords", "IPTC:By-line", "File:Comment"}
    assert {tag: after.get(tag) for tag in staying} == {tag: before[tag] for tag in staying}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("choice", METADATA_CHOICES)
def test_a_second_time_changes_nothing(name: str, choice: str, results: dict[str, bytes]) -> None:
    once = results[f"{choice}-{name}"]
    assert stripped(once, choice) == once
