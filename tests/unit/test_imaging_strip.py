"""Metadata goes without a pixel changing. ExifTool and Pillow look at every file, before and after."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from linkepix.errors import PictureError
from linkepix.imaging.inspect import find_metadata, inspect
from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import strip
from linkepix.model.parts import Span, join, size_of
from linkepix.model.picture_info import (
    KEEP_ALL_BUT_PLACE,
    KEEP_CREDIT,
    METADATA_CHOICES,
    REMOVE_EVERYTHING,
)
from tests.support import exiftool, pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.picture_info import (
        PictureInfo,
    )

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


def stripped(data: bytes, choice: str) -> bytes:
    parts = asyncio.run(strip(BytesSource(data), choice))
    result = join(parts, data)
    assert size_of(parts) == len(result)
    return result


def info(data: bytes) -> PictureInfo:
    return asyncio.run(inspect(BytesSource(data)))


def kinds(data: bytes) -> set[str]:
    return {finding.kind for finding in asyncio.run(find_metadata(BytesSource(data)))}


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


def told(tags: exiftool.Tags) -> set[str]:
    """Groups of metadata, apart from what describes the file."""
    groups = {tag.partition(":")[0] for tag in tags}
    return {
        group for group in groups if group.startswith(("IFD", "ExifIFD", "GPS", "XMP", "IPTC", "Photoshop", "JFXX"))
    }


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
    assert {"IFD0", "ExifIFD", "GPS", "XMP-dc"} <= told(before)
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
    assert told(after) == ({"IFD0"} if turned else set())
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


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.avif])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("choice", METADATA_CHOICES)
def test_the_picture_stays_upright(make: Callable[[int], bytes], orientation: int, choice: str) -> None:
    """As Pillow shows it; a picture that is turned otherwise looks different, as the last line shows."""
    data = make(orientation)
    before, after = upright(data), upright(stripped(data, choice))
    assert before.size == after.size
    assert before.tobytes() == after.tobytes()
    assert ImageOps.mirror(before).tobytes() != after.tobytes()


def upright(data: bytes) -> Image.Image:
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert picture is not None
    return picture.convert("RGB")


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_a_wide_gamut_keeps_its_look_without_its_origin(make: Callable[..., bytes]) -> None:
    data = make()
    after = stripped(data, REMOVE_EVERYTHING)
    assert looks_alike(data, after)
    for secret in (b"MONITOR-SERIAL-777", "Display P3".encode("utf-16-be")):
        assert secret in profile_of(data)
        assert secret not in profile_of(after)
    assert not looks_alike(data, make(icc_profile=None)), "the control: without the profile it looks otherwise"


def profile_of(data: bytes) -> bytes:
    profile = Image.open(io.BytesIO(data)).info.get("icc_profile", b"")
    assert isinstance(profile, bytes)
    return profile


def looks_alike(one: bytes, other: bytes) -> bool:
    """Whether Little CMS shows both alike on an sRGB screen."""
    shown = []
    for data in (one, other):
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_of(data) or pictures.srgb_profile()))
        converted = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"))
        assert converted is not None
        shown.append(converted)
    difference = ImageStat.Stat(ImageChops.difference(*shown))
    return max(high for _, high in difference.extrema) <= 1


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.avif])
def test_srgb_s_profile_goes_as_it_changes_nothing(make: Callable[..., bytes]) -> None:
    data = make(icc_profile=pictures.srgb_profile())
    after = stripped(data, REMOVE_EVERYTHING)
    assert info(data).has_profile
    assert not info(after).has_profile
    assert profile_of(stripped(data, KEEP_CREDIT)) == pictures.srgb_profile()


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.avif])
@pytest.mark.parametrize("choice", [KEEP_CREDIT, KEEP_ALL_BUT_PLACE])
def test_the_profile_stays_as_it_is_if_it_shall(make: Callable[..., bytes], choice: str) -> None:
    data = make()
    assert profile_of(stripped(data, choice)) == profile_of(data) == pictures.p3_profile()


def test_a_large_profile_is_spread_over_segments_as_before() -> None:
    profile = bytearray(pictures.p3_profile()) + bytes(150_000)
    profile[:4] = len(profile).to_bytes(4)
    data = pictures.jpeg(icc_profile=bytes(profile))
    assert profile_of(stripped(data, KEEP_CREDIT)) == bytes(profile)


def test_png_without_srgb_s_profile_says_that_it_is_srgb() -> None:
    """Otherwise gAMA would count, which was overruled by the profile."""
    gamma = pictures.chunk(b"gAMA", (100_000).to_bytes(4))
    data = pictures.with_chunks(pictures.encode(pictures.photo(), "PNG", icc_profile=pictures.srgb_profile()), gamma)
    after = stripped(data, REMOVE_EVERYTHING)
    assert b"sRGB" in after
    assert gamma in after


def test_png_keeps_what_colours_and_size_on_paper_depend_on() -> None:
    chunks = [
        pictures.chunk(b"gAMA", (45_455).to_bytes(4)),
        pictures.chunk(b"cHRM", bytes(32)),
        pictures.chunk(b"cICP", b"\x0c\x0d\0\1"),
        pictures.chunk(b"sBIT", b"\5\6\5"),
        pictures.chunk(b"pHYs", bytes(8) + b"\1"),
    ]
    data = pictures.with_chunks(pictures.encode(pictures.photo(), "PNG"), *chunks, pictures.chunk(b"teSt", b"48.137"))
    after = stripped(data, REMOVE_EVERYTHING)
    assert all(chunk in after for chunk in chunks)
    assert b"teSt" not in after


def test_exif_after_the_pixels_stays_after_them() -> None:
    """Some viewers look before the pixels only: they show the file as they did."""
    plain = pictures.encode(pictures.photo(), "PNG")
    after = stripped(pictures.with_chunks(plain, late=(pictures.chunk(b"eXIf", pictures.exif(6)),)), REMOVE_EVERYTHING)
    assert after.index(b"eXIf") > after.rindex(b"IDAT")
    early = stripped(pictures.with_chunks(plain, pictures.chunk(b"eXIf", pictures.exif(6))), REMOVE_EVERYTHING)
    assert early.index(b"eXIf") < early.index(b"IDAT")


def test_adobe_s_segment_stays_and_ycck_is_decoded_as_before() -> None:
    cmyk = FILES["cmyk.jpg"]
    at = cmyk.index(b"\xff\xee\0\x0eAdobe")
    data = cmyk[: at + 15] + b"\2" + cmyk[at + 16 :]
    decoded = Image.open(io.BytesIO(data)).tobytes()
    assert Image.open(io.BytesIO(stripped(data, REMOVE_EVERYTHING))).tobytes() == decoded
    assert Image.open(io.BytesIO(data[:at] + data[at + 16 :])).tobytes() != decoded, "the control"


def test_a_second_picture_goes() -> None:
    data = pictures.two_pictures()
    after = stripped(data, REMOVE_EVERYTHING)
    assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) == 2
    assert getattr(Image.open(io.BytesIO(after)), "n_frames", 1) == 1
    assert Image.open(io.BytesIO(data)).tobytes() == Image.open(io.BytesIO(after)).tobytes()
    assert "other-pictures" in kinds(data)
    assert after.count(b"\xff\xd8\xff") == 1


def test_a_thumbnail_in_jfif_goes() -> None:
    data = pictures.encode(pictures.photo(), "JPEG")
    at = data.index(b"JFIF")
    small = data[: at - 2] + (16 + 3 * 4).to_bytes(2) + data[at : at + 12] + b"\2\2" + b"\xee" * 12 + data[at + 14 :]
    after = stripped(small, REMOVE_EVERYTHING)
    assert "thumbnail" in kinds(small)
    assert b"\xee" * 12 not in after
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_metadata_between_scans_goes() -> None:
    data = pictures.encode(pictures.photo(), "JPEG", progressive=True)
    second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    spoilt = data[:second] + pictures.segment(0xFE, b"48.137154 \xff\xd9") + data[second:]
    after = stripped(spoilt, KEEP_ALL_BUT_PLACE)
    assert after == stripped(data, KEEP_ALL_BUT_PLACE)
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_webp_s_flags_say_what_is_there() -> None:
    data = pictures.webp(icc_profile=pictures.srgb_profile())
    flags = {choice: stripped(data, choice)[20] for choice in METADATA_CHOICES}
    assert data[20] == 0x2C
    assert flags == {REMOVE_EVERYTHING: 0, KEEP_CREDIT: 0x2C, KEEP_ALL_BUT_PLACE: 0x2C}


def test_a_chunk_inside_a_frame_of_webp_goes() -> None:
    data = pictures.animated("WEBP")
    at = data.index(b"ANMF")
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    junk = b"JUNK\x04\0\0\0GPS!"
    frame = b"ANMF" + (size + 12).to_bytes(4, "little") + data[at + 8 : at + 8 + size] + junk
    spoilt = data[:4] + (len(data) - 8 + 12).to_bytes(4, "little") + data[8:at] + frame + data[at + 8 + size :]
    assert stripped(spoilt, REMOVE_EVERYTHING) == stripped(data, REMOVE_EVERYTHING)
    assert "unreadable" in kinds(spoilt)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("choice", METADATA_CHOICES)
def test_a_second_time_changes_nothing(name: str, choice: str, results: dict[str, bytes]) -> None:
    once = results[f"{choice}-{name}"]
    assert stripped(once, choice) == once


def test_of_a_large_file_no_byte_of_pixels_is_copied() -> None:
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 95},
        "PNG": {},
        "WEBP": {"quality": 95},
        "AVIF": {"speed": 10},
    }
    for kind, known in options.items():
        data = pictures.encode(noise, kind, exif=pictures.exif(6), **known)
        parts = asyncio.run(strip(BytesSource(data)))
        assert sum(len(part) for part in parts if not isinstance(part, Span)) < 3_000
        assert len(parts) < 10


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_types_are_refused(kind: str) -> None:
    with pytest.raises(PictureError, match="not-strippable"):
        stripped(pictures.encode(pictures.photo(), kind), REMOVE_EVERYTHING)


@pytest.mark.parametrize("name", ["plain.jpg", "plain.png", "plain.webp", "plain.avif"])
def test_a_file_that_is_cut_off_is_refused(name: str) -> None:
    whole = stripped(FILES[name], REMOVE_EVERYTHING)
    for length in range(100, len(whole) - 2, 61):
        with pytest.raises(PictureError, match=r"cut-off|damaged"):
            stripped(whole[:length], REMOVE_EVERYTHING)
