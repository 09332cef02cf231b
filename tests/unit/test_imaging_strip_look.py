"""What stays of a picture file next to its pixels: how it is turned, its colours, what decoding depends on."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from linkepix.errors import PictureFileError
from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import strip
from linkepix.model.parts import Span
from linkepix.model.picture_info import KEEP_ALL_BUT_PLACE, KEEP_CREDIT, METADATA_CHOICES, REMOVE_EVERYTHING
from tests.support import picture_files as pictures
from tests.support.imaging import info, kinds, pixels, stripped

if TYPE_CHECKING:
    from collections.abc import Callable


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
    cmyk = pictures.jpeg(mode="CMYK", icc_profile=None)
    at = cmyk.index(b"\xff\xee\0\x0eAdobe")
    data = cmyk[: at + 15] + b"\2" + cmyk[at + 16 :]
    decoded = pixels(data)
    assert pixels(stripped(data, REMOVE_EVERYTHING)) == decoded
    assert pixels(data[:at] + data[at + 16 :]) != decoded, "the control"


def test_a_second_picture_goes() -> None:
    data = pictures.two_pictures()
    after = stripped(data, REMOVE_EVERYTHING)
    assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) == 2
    assert getattr(Image.open(io.BytesIO(after)), "n_frames", 1) == 1
    assert pixels(data) == pixels(after)
    assert "other-pictures" in kinds(data)
    assert after.count(b"\xff\xd8\xff") == 1


def test_a_thumbnail_in_jfif_goes() -> None:
    data = pictures.encode(pictures.photo(), "JPEG")
    at = data.index(b"JFIF")
    small = data[: at - 2] + (16 + 3 * 4).to_bytes(2) + data[at : at + 12] + b"\2\2" + b"\xee" * 12 + data[at + 14 :]
    after = stripped(small, REMOVE_EVERYTHING)
    assert "thumbnail" in kinds(small)
    assert b"\xee" * 12 not in after
    assert pixels(after) == pixels(data)


def test_metadata_between_scans_goes() -> None:
    data = pictures.encode(pictures.photo(), "JPEG", progressive=True)
    second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    spoilt = data[:second] + pictures.segment(0xFE, b"48.137154 \xff\xd9") + data[second:]
    after = stripped(spoilt, KEEP_ALL_BUT_PLACE)
    assert after == stripped(data, KEEP_ALL_BUT_PLACE)
    assert pixels(after) == pixels(data)


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
    with pytest.raises(PictureFileError, match="not-strippable"):
        stripped(pictures.encode(pictures.photo(), kind), REMOVE_EVERYTHING)


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.avif])
def test_a_file_that_is_cut_off_is_refused(make: Callable[[], bytes]) -> None:
    whole = stripped(make(), REMOVE_EVERYTHING)
    for length in range(100, len(whole) - 2, 61):
        with pytest.raises(PictureFileError, match=r"cut-off|damaged"):
            stripped(whole[:length], REMOVE_EVERYTHING)
