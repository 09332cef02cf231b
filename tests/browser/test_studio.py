"""The studio, as visitors use it: real pictures through the real worker. Pillow is the judge of what comes out.

A test that checks several things on one page saves a second for each: what a page shows is in tests/web/.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.links import follow
from tests.browser.steps import until
from tests.browser.studio import (
    STUDIO,
    before_change,
    check,
    choose_pictures,
    download,
    fill,
    finished,
    pixel_workers,
    press,
    result_picture,
    says,
    select,
    start_over,
)
from tests.browser.test_pages import violations
from tests.support.pictures import (
    STORED,
    corner_colours,
    corners,
    decoded,
    difference,
    encoded,
    half_transparent,
    oriented,
    photo,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.studio import Open


def linear(value: int) -> float:
    """An sRGB level in linear light (IEC 61966-2-1)."""
    level = value / 255
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)


def lanczos_in_linear_light(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """By Pillow, in floating point."""
    bands = []
    for band in picture.split():
        light = Image.new("F", picture.size)
        light.putdata([linear(value) for value in band.tobytes()])
        smaller = light.resize(size, Image.Resampling.LANCZOS)
        levels = struct.unpack(f"{size[0] * size[1]}f", smaller.tobytes())
        grey = Image.new("L", size)
        grey.putdata([round(255 * srgb(level)) for level in levels])
        bands.append(grey)
    return Image.merge("RGB", bands)


def srgb(light: float) -> float:
    light = min(max(light, 0.0), 1.0)
    return light * 12.92 if light <= 0.0031308 else 1.055 * float(light ** (1 / 2.4)) - 0.055


FORMATS = (("png", "png", 0.0), ("jpeg", "jpg", 4.0), ("webp", "webp", 5.0), ("avif", "avif", 6.0))
"""With the ending of a name, and how far a result may be from its picture."""


def test_a_picture_is_converted_and_resized_by_lanczos_in_linear_light(open_app: Open) -> None:
    original = photo(240, 160)
    page = open_app(STUDIO)
    choose_pictures(page, {"holiday.png": encoded(original, "PNG")})
    for kind, ending, tolerance in FORMATS:
        if kind != "png":  # it begins as what it is
            select(page, "Format", kind)
        name, data = download(page)
        assert name == f"holiday.{ending}"
        assert decoded(data).format == kind.upper()
        assert difference(decoded(data), original) <= tolerance, kind
    select(page, "Format", "png")
    fill(page, "Width", "96")
    says(page, "96 \N{MULTIPLICATION SIGN} 64 pixels")
    expect(page.get_by_role("status").filter(has_text="Done")).to_be_visible()
    ours = decoded(download(page)[1])
    assert difference(ours, lanczos_in_linear_light(original, (96, 64))) < 1.0
    plain = original.resize((96, 64), Image.Resampling.NEAREST)
    assert difference(ours, plain) > 3.0, "the control: another filter is further away"


KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


def test_all_eight_orientations_of_four_formats_come_out_upright(open_app: Open) -> None:
    """Chromium leaves WebP as it is stored, and turns the others itself."""
    page = open_app(STUDIO)
    turned = {
        f"{kind}-{number}.{ending}": oriented(number, kind) for kind, ending in KINDS.items() for number in STORED
    }
    choose_pictures(page, turned)
    fill(page, "Width", "48")
    select(page, "Format", "webp")
    press(page, "Apply to all")
    with zipfile.ZipFile(io.BytesIO(download(page, "Download all (ZIP)")[1])) as archive:
        made = {name: decoded(archive.read(name)) for name in archive.namelist()}
    assert made.keys() == {f"{name.partition('.')[0]}.webp" for name in turned}
    for name, picture in made.items():
        assert picture.size == (48, 32), name
        assert corner_colours(picture) == [0, 1, 2, 3], name
        assert not picture.getexif(), name


def test_a_picture_that_was_not_turned_back_would_have_been_found() -> None:
    """The control: what lies in such a file is not upright."""
    kinds = ("JPEG", "PNG", "WEBP")
    lying = [corner_colours(decoded(oriented(number, kind))) for number in STORED if number != 1 for kind in kinds]
    assert all(found != [0, 1, 2, 3] for found in lying)


def test_transparency_gets_the_background_colour_in_a_jpeg(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"logo.png": encoded(half_transparent(), "PNG")})
    _, kept = download(page)
    assert decoded(kept).convert("RGBA").getchannel("A").getextrema() == (0, 255)
    before_change(page)
    page.get_by_label("Background colour").fill("#e6c83c")
    finished(page)
    select(page, "Format", "jpeg")
    _, data = download(page)
    flat = decoded(data)
    assert flat.mode == "RGB"
    for place, colour in (((10, 30), (230, 200, 60)), ((70, 30), (40, 70, 200))):
        assert flat.getpixel(place) == pytest.approx(colour, abs=6)


def test_turns_a_crop_by_numbers_and_a_preset_do_as_they_say_and_can_be_undone(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"corners.png": encoded(corners(960, 640), "PNG")})
    for name, expected in (
        ("Rotate right", [2, 0, 3, 1]),
        ("Flip horizontally", [0, 2, 1, 3]),
        ("Rotate left", [2, 3, 0, 1]),
        ("Flip vertically", [0, 1, 2, 3]),
    ):
        press(page, name)
        assert corner_colours(decoded(download(page)[1])) == expected, name
    for label, value in (("Left", "480"), ("Top", "320")):
        fill(page, label, value)
    part = decoded(download(page)[1])
    assert part.size == (480, 320)
    assert set(corner_colours(part)) == {3}
    width, preset = page.get_by_label("Width", exact=True), page.get_by_role("combobox", name="Preset")
    select(page, "Preset", "linkedin-logo")
    expect(width).to_have_value("400")
    small = decoded(download(page)[1]).size
    assert small == (320, 320), "filled from what the crop left, and not enlarged"
    press(page, "Undo")
    expect(width).to_have_value("")
    expect(preset).to_have_value("")
    expect(page.get_by_label("Fill the whole size")).not_to_be_checked()
    assert decoded(download(page)[1]).size == (480, 320)
    press(page, "Redo")
    expect(preset).to_have_value("linkedin-logo")
    width.fill("128000")
    width.blur()
    says(page, "from 1 to 16,383")
    expect(width).to_have_value("128000")
    assert decoded(download(page)[1]).size == small


def test_a_limit_in_kilobytes_is_kept_by_quality_and_then_by_fewer_pixels(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(600, 400), "JPEG", quality=95)})
    check(page, "Encode again")
    free = len(download(page)[1])
    fill(page, "Largest file in kB", str(free * 2 // 3 // 1000))
    _, data = download(page)
    assert decoded(data).size == (600, 400)
    assert free / 2 < len(data) <= free * 2 // 3
    fill(page, "Largest file in kB", "3")
    says(page, "still more than 3 kB")
    check(page, "Allow fewer pixels")
    _, data = download(page)
    assert len(data) <= 3_000
    assert decoded(data).width < 600
    says(page, "fewer pixels than you asked for")
    fill(page, "Largest file in kB", "")
    select(page, "Format", "png")
    says(page, "more bytes than the original")


def test_stop_ends_the_worker_and_the_next_act_starts_another(open_app: Open) -> None:
    """The codec's answer is held back, so that the work is not over before Stop is pressed."""
    page = open_app(STUDIO)
    held = "**/pixels/*/avif.mjs"
    page.context.route(held, lambda _: None)
    choose_pictures(page, {"lake.jpg": encoded(photo(300, 200), "JPEG")})
    before = pixel_workers(page)
    assert len(before) == 1
    before_change(page)
    page.get_by_role("combobox", name="Format", exact=True).select_option("avif")
    says(page, "Working on lake.jpg")
    page.get_by_role("button", name="Stop").click()
    says(page, "Stopped")
    until(page, lambda: before[0] not in page.workers, otherwise="the worker is still there")
    page.context.unroute(held)
    fill(page, "Width", "100")
    assert decoded(download(page)[1]).size == (100, 67)
    assert pixel_workers(page) != before


SOON = """(() => {
  const set = window.setTimeout;
  window.setTimeout = (act, delay, ...rest) => set(act, delay === 30_000 ? 1_000 : delay, ...rest);
})()"""
"""The half minute after which an idle worker ends, as a second."""


def test_the_worker_ends_when_nothing_is_asked_of_it(page: Page, open_app: Open) -> None:
    page.add_init_script(SOON)
    open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    assert pixel_workers(page)
    until(page, lambda: not pixel_workers(page), otherwise="it is still there")
    fill(page, "Width", "150")
    assert decoded(download(page)[1]).size == (150, 100)


HAND_OVER = """([kind, selector, data]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(data)], `${kind}.png`, { type: "image/png" }));
  const given = kind === "paste" ? { clipboardData: transfer } : { dataTransfer: transfer };
  const Event = kind === "paste" ? ClipboardEvent : DragEvent;
  document.querySelector(selector).dispatchEvent(new Event(kind, { bubbles: true, cancelable: true, ...given }));
}"""


def test_pictures_that_are_dropped_or_pasted_stay_while_another_page_is_open(open_app: Open) -> None:
    page = open_app(STUDIO)
    expect(page.get_by_role("region", name="Drop pictures here")).to_be_visible()
    for kind, selector in (("drop", ".drop"), ("paste", "body")):
        page.evaluate(HAND_OVER, [kind, selector, list(encoded(corners(), "PNG"))])
        expect(page.get_by_role("checkbox", name=f"{kind}.png")).to_be_visible()
    finished(page)
    fill(page, "Width", "48")
    follow(page, "Library")
    expect(page.get_by_role("heading", level=1, name="Library")).to_be_visible()
    follow(page, "Studio")
    expect(result_picture(page)).to_be_visible()
    expect(page.get_by_label("Width", exact=True)).to_have_value("48")
    press(page, "Rotate left")
    assert decoded(download(page)[1]).size == (48, 72)
    start_over(page)
    expect(page.get_by_role("list", name="Pictures")).to_have_count(0)


def test_axe_finds_no_violation_in_an_empty_and_in_a_busy_studio_and_nothing_scrolls_sideways(open_app: Open) -> None:
    page = open_app(STUDIO)
    assert violations(page) == []
    long_name = f"{'a-very-long-name-' * 6}.jpg"
    choose_pictures(page, {long_name: encoded(photo(300, 100), "JPEG"), "notes.jpg": b"notes"})
    fill(page, "Width", "0")
    page.get_by_label("File name").fill("{nothing}")
    says(page, "Only the words in braces")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_compare_slider_moves_by_keyboard_and_says_how_alike_both_are(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(600, 400), "JPEG")})
    slider = page.get_by_role("slider", name="Compare")
    clip = "() => getComputedStyle(document.querySelector('#compared .before')).clipPath"
    half = page.evaluate(clip)
    slider.press("End")
    moved = page.evaluate(clip)
    assert moved != half
    select(page, "Format", "webp")
    expect(slider).to_have_accessible_description(re.compile("Original.*600 . 400 pixels.*Result.*SSIM 0[.]9"))
    assert page.evaluate(clip) == moved, "another result is compared at the same place"
