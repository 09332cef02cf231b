"""What a file is follows from its bytes: type, size, orientation, transparency, frames, colours."""

from __future__ import annotations

import asyncio
import io
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from linkepix.errors import PictureFileError
from linkepix.imaging.inspect import inspect
from linkepix.imaging.source import BytesSource
from linkepix.model.picture_info import DISPLAY_P3, Limits
from tests.conftest import ROOT
from tests.support import picture_files as pictures

if TYPE_CHECKING:
    from linkepix.model.picture_info import PictureInfo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
PNG_HEADER = b"\x89PNG\r\n\x1a\n"


def info(data: bytes) -> PictureInfo:
    return asyncio.run(inspect(BytesSource(data)))


def reason(data: bytes) -> str:
    with pytest.raises(PictureFileError) as raised:
        info(data)
    assert raised.value.reason in PictureFileError.REASONS
    return raised.value.reason


FILES = {
    "jpeg": pictures.jpeg(),
    "png": pictures.png(),
    "webp": pictures.webp(),
    "avif": pictures.avif(),
    "gif": pictures.encode(pictures.photo("P"), "GIF"),
    "bmp": pictures.encode(pictures.photo(), "BMP"),
    "tiff": pictures.encode(pictures.photo(), "TIFF"),
    "ico": pictures.encode(pictures.photo(size=(32, 16)), "ICO", sizes=[(16, 8), (32, 16)]),
}


@pytest.mark.parametrize("kind", FILES)
def test_type_and_size_are_what_pillow_sees(kind: str) -> None:
    found = info(FILES[kind])
    with Image.open(io.BytesIO(FILES[kind])) as picture:
        assert found.kind == kind == (picture.format or "").lower().replace("mpo", "jpeg")
        assert (found.width, found.height) == picture.size
    assert found.size == len(FILES[kind])


def with_numbers(primaries: int, curve: int) -> bytes:
    """tests/data/corners.heic with other numbers (ITU-T H.273) in its `colr`, which has 1 and 13: sRGB's."""
    data = (ROOT / "tests/data/corners.heic").read_bytes()
    numbers = b"colrnclx\0\1\0\x0d"
    assert numbers in data
    return data.replace(numbers, b"colrnclx" + struct.pack(">HH", primaries, curve))


def test_colours_of_display_p3_are_known_by_profile_or_by_numbers() -> None:
    photo = (ROOT / "tests/data/wide.heic").read_bytes()
    in_srgb = pictures.encode(pictures.photo(), "AVIF", icc_profile=pictures.srgb_profile())
    assert [info(data).gamut for data in (photo, FILES["avif"], in_srgb)] == [DISPLAY_P3, DISPLAY_P3, ""]
    numbers = {pair: info(with_numbers(*pair)).gamut for pair in ((1, 13), (12, 13), (12, 1), (12, 16), (9, 13))}
    assert numbers == {(1, 13): "", (12, 13): DISPLAY_P3, (12, 1): DISPLAY_P3, (12, 16): "", (9, 13): ""}


def test_heic_is_distinguished_from_avif_by_its_brand() -> None:
    avif = pictures.avif()
    heic = avif.replace(b"ftypavif", b"ftypheic").replace(b"avifmif1miafMA1B", b"heicmif1miafMA1B")
    assert (info(avif).kind, info(heic).kind) == ("avif", "heic")
    assert info(heic).shown == info(avif).shown
    assert (
        reason(avif.replace(b"ftypavif", b"ftypmp42").replace(b"avifmif1miafMA1B", b"mp42isomiso2iso6"))
        == "unknown-type"
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", "<>")
def test_jpeg_is_shown_as_its_orientation_says(orientation: int, order: str) -> None:
    found = info(pictures.jpeg(orientation, order=order))
    assert (found.orientation, found.shown) == (orientation, (40, 24) if orientation < 5 else (24, 40))


@pytest.mark.parametrize("make", [pictures.png, pictures.webp, pictures.avif])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_other_types_are_shown_as_their_orientation_says(make: object, orientation: int) -> None:
    assert callable(make)
    assert info(make(orientation)).orientation == orientation


@pytest.mark.parametrize("value", [0, 9, 77, 65535])
def test_an_orientation_that_does_not_exist_is_none(value: int) -> None:
    assert info(pictures.jpeg(value)).orientation == 1


@pytest.mark.parametrize(
    ("mode", "options", "expected"),
    [
        ("L", {}, ("grey", 8, False)),
        ("1", {}, ("grey", 1, False)),
        ("P", {}, ("palette", 8, False)),
        ("P", {"transparency": 3}, ("palette", 8, True)),
        ("LA", {}, ("grey", 8, True)),
        ("RGBA", {}, ("rgb", 8, True)),
        ("I;16", {"icc_profile": None}, ("grey", 16, False)),
    ],
)
def test_png_says_colours_depth_and_transparency(mode: str, options: dict[str, Any], expected: object) -> None:
    found = info(pictures.png(mode=mode, **options))
    assert (found.colour, found.depth, found.alpha) == expected


@pytest.mark.parametrize("make", [pictures.webp, pictures.avif])
def test_transparency_is_seen_in_webp_and_avif(make: object) -> None:
    assert callable(make)
    assert (info(make()).alpha, info(make(mode="RGBA")).alpha) == (False, True)


def test_webp_without_extended_header_has_its_size_and_transparency() -> None:
    lossy = info(pictures.encode(pictures.photo(), "WEBP"))
    lossless = info(pictures.encode(pictures.photo("RGBA"), "WEBP", lossless=True, exact=True))
    assert (lossy.shown, lossy.alpha) == ((40, 24), False)
    assert (lossless.shown, lossless.alpha) == ((40, 24), True)


@pytest.mark.parametrize(("mode", "colour"), [("CMYK", "cmyk"), ("L", "grey"), ("RGB", "rgb")])
def test_jpeg_says_colours(mode: str, colour: str) -> None:
    found = info(pictures.jpeg(mode=mode))
    assert (found.colour, found.is_cmyk) == (colour, colour == "cmyk")


def test_ycck_is_distinguished_from_cmyk_by_adobe_s_segment() -> None:
    cmyk = pictures.jpeg(mode="CMYK")
    at = cmyk.index(b"Adobe") + 11
    ycck = info(cmyk[:at] + b"\2" + cmyk[at + 1 :])
    assert (ycck.colour, ycck.is_cmyk) == ("ycck", True)


def test_progressive_and_interlaced_are_seen() -> None:
    assert (info(pictures.jpeg()).interlaced, info(pictures.jpeg(progressive=True)).interlaced) == (False, True)
    interlaced = bytearray(pictures.encode(pictures.photo(), "PNG"))
    interlaced[28] = 1
    assert info(bytes(interlaced)).interlaced


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_frames_are_counted(kind: str) -> None:
    still, moving = info(pictures.encode(pictures.photo(), kind)), info(pictures.animated(kind, 4))
    assert (still.animated, still.frames) == (False, 1)
    assert (moving.animated, moving.frames) == (True, 4)


def test_profiles_have_their_names() -> None:
    wide, none = info(pictures.jpeg()), info(pictures.jpeg(icc_profile=None))
    assert (wide.has_profile, wide.profile) == (True, "Display P3")
    assert (none.has_profile, none.profile) == (False, "")
    assert "sRGB" in info(pictures.jpeg(icc_profile=pictures.srgb_profile())).profile


@pytest.mark.parametrize(
    ("start", "size"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20px"/>', (30, 20)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="25.4mm"/>', (96, 96)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"/>', (60, 20)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0,0,60,20" width="120"/>', (120, 40)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20" width="100%"/>', (60, 20)),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', (300, 150)),
        (b'<?xml version="1.0"?><!-- a --><!DOCTYPE svg><s:svg xmlns:s="http://www.w3.org/2000/svg"/>', (300, 150)),
        (b'<!DOCTYPE svg [<!ENTITY n "http://www.w3.org/2000/svg">]><svg xmlns="&n;" width="9" height="8"/>', (9, 8)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"/>'.encode("utf-16"), (3, 4)),
    ],
)
def test_svg_has_the_size_that_a_browser_gives_it(start: bytes, size: tuple[int, int]) -> None:
    found = info(start)
    assert (found.kind, found.width, found.height) == ("svg", *size)


@pytest.mark.parametrize("text", [b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>", b"<svg/>", b"<a", b"svg"])
def test_what_is_no_svg_is_none(text: bytes) -> None:
    assert reason(text) == "unknown-type"


JXL_WITH_EXIF = (
    "0000000c4a584c200d0a870a00000014667479706a786c20000000006a786c20000000106a786c7000000000ff0a05c800000022457869664d4d"
    "002a00000008000101120003000000010006000000000000000000496a786c70800000010013880200d800b59f200000152aa38c1bbc9cebf9f2"
    "4387c5b48deb0c6db56d610963b3bd30484828318e1d3400000000008086db12960e00804a1200"
)


@pytest.mark.parametrize(
    ("codestream", "size"),
    [
        ("ff0a050888040800010018004b188b158201", (40, 24)),
        ("ff0aff41240802010018000000400004004b188b1582010303", (512, 256)),
        ("ff0a3a1f602558090808100018000000400004400004400004400004004b188b1582010303030303", (300, 1000)),
        (JXL_WITH_EXIF, (40, 24)),
    ],
)
def test_jpeg_xl_says_its_size_in_its_first_bits(codestream: str, size: tuple[int, int]) -> None:
    """As libjxl 0.11 wrote them."""
    found = info(bytes.fromhex(codestream))
    assert (found.kind, found.shown, found.depth) == ("jxl", size, 8)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"\0", "unknown-type"),
        (b"just text", "unknown-type"),
        (b"%PDF-1.7", "unknown-type"),
        (b"\xff\xd8\xff", "cut-off"),
        (b"\xff\xd8\xff\xd9", "damaged"),
        (b"GIF89a", "cut-off"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "cut-off"),
        (b"RIFF\x64\0\0\0WEBPVP8 ", "cut-off"),
        (PNG_HEADER, "cut-off"),
        (PNG_HEADER + bytes(40), "damaged"),
        (b"II*\0\xff\xff\xff\xff" + bytes(8), "damaged"),
        (b"\0\0\0\x14ftypavif\0\0\0\0avif", "damaged"),
    ],
)
def test_what_cannot_be_read_has_one_reason(data: bytes, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "gif", "bmp", "ico", "tiff"])
def test_a_file_that_is_cut_off_anywhere_has_a_reason_or_a_size(kind: str) -> None:
    whole = info(FILES[kind])
    for length in range(1, len(FILES[kind]), 7):
        try:
            assert info(FILES[kind][:length]).shown == whole.shown
        except PictureFileError as error:
            assert error.reason in {"cut-off", "damaged", "unknown-type"}  # noqa: PT017 - either may come


def png_of(width: int, height: int) -> bytes:
    return PNG_HEADER + pictures.chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + bytes(8)


def test_a_picture_that_claims_too_much_is_refused_before_it_is_decoded() -> None:
    idat = pictures.chunk(b"IDAT", b"")
    assert reason(png_of(30_000, 30_000)[:-8] + idat) == "too-large"
    assert reason(png_of(40_000, 1)[:-8] + idat) == "too-large"
    assert info(png_of(30_000, 1_000)[:-8] + idat).shown == (30_000, 1_000)


def test_limits_are_data() -> None:
    async def under(limits: Limits) -> PictureInfo:
        return await inspect(BytesSource(pictures.jpeg()), limits)

    assert asyncio.run(under(Limits(side=40, pixels=960))).shown == (40, 24)
    for limits in (Limits(side=39), Limits(pixels=959)):
        with pytest.raises(PictureFileError, match="too-large"):
            asyncio.run(under(limits))


@dataclass(slots=True)
class Counting:
    """Notes what is read."""

    data: bytes
    reads: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self, start: int, stop: int) -> bytes:
        self.reads.append(stop - start)
        return self.data[start:stop]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_of_a_large_file_only_a_part_is_read(kind: str) -> None:
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")
    source = Counting(pictures.encode(noise, kind, quality=100, **({"speed": 10} if kind == "AVIF" else {})))
    assert source.size > 500_000
    assert asyncio.run(inspect(source)).shown == (1200, 900)
    assert sum(source.reads) <= 300_000
