"""Drawings, animations, PNG with few colours and JPEG XL in the studio. Pillow judges what comes out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageSequence

from tests.browser.studio import check, choose_pictures, download, fill, pixel_worker, press, says, select
from tests.browser.test_pixels import Listener, served
from tests.conftest import ROOT
from tests.support.pictures import (
    CORNERS,
    ORIENTATION,
    corner_colours,
    corners,
    decoded,
    difference,
    encoded,
    half_transparent,
    nearest,
    photo,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

    type Open = Callable[[str], Page]

STUDIO = "/app/studio/"


def drawing(*parts: str, size: str = 'width="96" height="64"') -> bytes:
    """The four corners, as rectangles, and what else is to be in it."""
    places = ("", 'x="48"', 'y="32"', 'x="48" y="32"')
    rectangles = [
        f'<rect {place} width="48" height="32" fill="rgb{colour}"/>'
        for place, colour in zip(places, CORNERS, strict=True)
    ]
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} {size} viewBox="0 0 96 64">{"".join([*rectangles, *parts])}</svg>'.encode()


def test_a_drawing_becomes_a_sharp_picture_of_any_size(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"logo.svg": drawing(size="")})
    page.get_by_label("Do not enlarge").uncheck()
    fill(page, "Width", "1000")
    name, data = download(page)
    assert (name, decoded(data).format, decoded(data).size) == ("logo.png", "PNG", (1000, 667))
    assert corner_colours(decoded(data)) == [0, 1, 2, 3]
    reds = list(decoded(data).convert("RGB").getchannel("R").crop((480, 100, 520, 101)).tobytes())
    soft = [level for level in reds if min(abs(level - 220), abs(level - 40)) > 10]
    assert len(soft) <= 2, "an enlarged bitmap would have ten of them here"


def active(address: str) -> bytes:
    """All that a document of this kind can do when it is one."""
    inside = (
        f'<foreignObject width="96" height="64"><div xmlns="http://www.w3.org/1999/xhtml"><img src="{address}/html" '
        f'onerror="fetch(\'{address}/onerror\')"/><script>fetch("{address}/inner")</script>'
        f'<iframe src="{address}/frame"></iframe></div></foreignObject>'
    )
    return drawing(
        f'<script>fetch("{address}/script", {{ mode: "no-cors" }})</script>',
        f'<image href="{address}/image" width="9" height="9"/>',
        f'<image xlink:href="{address}/xlink" width="9" height="9"/>',
        f'<style>@import url("{address}/style"); rect {{ filter: url("{address}/filter#x") }}</style>',
        f'<use href="{address}/use#x"/><g onload="fetch(\'{address}/onload\')"/>',
        inside,
    )


@pytest.mark.parametrize("as_document", [False, True])
def test_a_drawing_runs_nothing_and_loads_nothing(open_app: Open, watch: Watch, as_document: bool) -> None:  # noqa: FBT001 - the control
    """The control opens the same file as a document, which does all of it."""
    asked: list[str] = []
    page = open_app(STUDIO)
    with served(type("Here", (Listener,), {"asked": asked})) as address:
        if as_document:
            watch.expected += [address, "Failed to load", "ERR_", "CORS"]
            other = page.context.new_page()
            other.route(
                "**/active.svg", lambda route: route.fulfill(body=active(address), content_type="image/svg+xml")
            )
            other.goto(f"{address}/active.svg", wait_until="networkidle")
            assert {"/script", "/image", "/html", "/inner"} <= set(asked)
            other.close()
            return
        choose_pictures(page, {"active.svg": active(address)})
        fill(page, "Width", "60")
        assert decoded(download(page)[1]).size == (60, 40)
    assert asked == []
    assert not [request.url for request in watch.requests if address in request.url]


def moving(kind: str) -> bytes:
    """Three frames, each of one of the first colours of CORNERS."""
    first, *rest = (Image.new("RGB", (40, 24), colour) for colour in CORNERS[:3])
    return encoded(first, kind, save_all=True, append_images=rest, duration=120, loop=0)


def test_each_frame_of_an_animation_is_on_the_picture_behind(open_app: Open) -> None:
    """Its left half is transparent."""
    page = open_app(STUDIO)
    first, *rest = (Image.new("RGBA", (40, 24)) for _ in range(3))
    for frame, colour in zip((first, *rest), CORNERS, strict=False):
        frame.paste(colour, (20, 0, 40, 24))
    animation = encoded(first, "WEBP", save_all=True, append_images=rest, duration=120, loop=0, lossless=True)
    choose_pictures(page, {"moving.webp": animation, "sky.png": encoded(Image.new("RGB", (80, 48), CORNERS[3]), "PNG")})
    page.get_by_role("combobox", name="Behind the subject").select_option(label="sky.png")
    says(page, "frames")
    fill(page, "Quality", "90")
    made = Image.open(io.BytesIO(download(page)[1]))
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(made)]
    assert [nearest(frame.getpixel((30, 12))) for frame in frames] == [0, 1, 2]
    assert [nearest(frame.getpixel((8, 12))) for frame in frames] == [3, 3, 3]


@pytest.mark.parametrize("wanted", ["webp", "png"])
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_edited_frame_by_frame(open_app: Open, kind: str, wanted: str) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {f"moving.{kind.lower()}": moving(kind)})
    says(page, "all frames stay")
    if kind.lower() != wanted and (kind, wanted) != ("GIF", "webp"):
        select(page, "Format", wanted)
    fill(page, "Width", "20")
    made = Image.open(io.BytesIO(download(page)[1]))
    assert (made.format, made.size) == (wanted.upper(), (20, 12))
    frames = [frame.convert("RGB").getpixel((10, 6)) for frame in ImageSequence.Iterator(made)]
    assert [nearest(pixel) for pixel in frames] == [0, 1, 2]
    assert (made.info["duration"], made.info["loop"]) == (120, 0)


def test_256_colours_are_a_palette_and_keep_what_is_transparent(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.png": encoded(photo(240, 160), "PNG")})
    full = len(download(page)[1])
    check(page, "256 colours at most")
    data = download(page)[1]
    assert decoded(data).mode == "P"
    assert len(data) < full / 2
    assert difference(decoded(data), photo(240, 160)) < 10
    choose_pictures(page, {"logo.png": encoded(half_transparent(), "PNG")})
    press(page, "Show logo.png")
    check(page, "256 colours at most")
    logo = decoded(download(page)[1]).convert("RGBA")
    assert logo.tobytes() == half_transparent().tobytes()


def test_a_jpeg_is_progressive_up_to_a_megapixel(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.png": encoded(photo(1200, 900), "PNG")})
    select(page, "Format", "jpeg")
    assert "progressive" not in decoded(download(page)[1]).info
    fill(page, "Width", "600")
    assert decoded(download(page)[1]).info["progressive"]


def test_jpeg_xl_is_opened_where_the_browser_can_and_else_gets_a_sentence(open_app: Open) -> None:
    """tests/data/corners.jxl was written by imagecodecs 2026.3.6 with libjxl 0.11.2."""
    page = open_app(STUDIO)
    can = page.evaluate("ImageDecoder.isTypeSupported('image/jxl')")
    choose_pictures(page, {"modern.jxl": (ROOT / "tests/data/corners.jxl").read_bytes()})
    if not can:
        says(page, "not a picture that this browser can read")
        return
    assert corner_colours(decoded(download(page)[1])) == [0, 1, 2, 3]


CROP = {"Left": 301, "Top": 203, "Crop width": 1501, "Crop height": 1002}


def crop_of_stripes(width: int, off: int = 0) -> Image.Image:
    """What Pillow makes of the crop, or of another one so many pixels further to the right."""
    left, top = CROP["Left"] + off, CROP["Top"]
    box = (left, top, left + CROP["Crop width"], top + CROP["Crop height"])
    height = round(CROP["Crop height"] * width / CROP["Crop width"])
    return stripes().crop(box).resize((width, height), Image.Resampling.LANCZOS)


def stripes() -> Image.Image:
    """Four corners of 2,400 by 1,600 pixels, with soft stripes over them: a shift shows."""
    wave = Image.linear_gradient("L").resize((60, 1600)).rotate(90, expand=True).resize((120, 1600))
    over = Image.new("L", (2400, 1600))
    for left in range(0, 2400, 120):
        over.paste(wave, (left, 0))
    return Image.blend(corners(2400, 1600), Image.merge("RGB", (over, over, over)), 0.5)


def test_a_crop_of_a_large_photo_is_the_same_with_and_without_an_image_decoder(open_app: Open) -> None:
    """It lies on its side, and is decoded with half of its pixels a side: an odd crop begins within one."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    lying = stripes().transpose(Image.Transpose.ROTATE_90)
    page = open_app(STUDIO)
    choose_pictures(page, {"large.jpg": encoded(lying, "JPEG", exif=exif, quality=95)})
    for label, number in CROP.items():
        fill(page, label, str(number))
    for width, prepare in ((400, "() => self.ImageDecoder.name"), (410, "() => { self.ImageDecoder = undefined }")):
        pixel_worker(page).evaluate(prepare)
        fill(page, "Width", str(width))
        made = decoded(download(page)[1])
        assert made.width == width
        distances = {off: difference(made, crop_of_stripes(width, off)) for off in (-2, -1, 0, 1, 2)}
        assert min(distances, key=distances.__getitem__) == 0, distances
        assert distances[0] < 3.0
