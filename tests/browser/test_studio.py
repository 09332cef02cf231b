"""The studio, as visitors use it: real pictures through the real worker. Pillow is the judge of what comes out."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.links import follow
from tests.browser.steps import until
from tests.browser.studio import (
    before_change,
    check,
    choose_pictures,
    download,
    files,
    fill,
    finished,
    pixel_workers,
    press,
    result_picture,
    says,
    select,
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
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    type Open = Callable[[str], Page]

STUDIO = "/app/studio/"


def test_a_picture_is_chosen_resized_and_downloaded_as_a_jpeg(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"holiday.jpg": encoded(photo(600, 400), "JPEG", quality=90)})
    fill(page, "Width", "300")
    says(page, "300 \N{MULTIPLICATION SIGN} 200 pixels")
    name, data = download(page)
    assert name == "holiday.jpg"
    assert (decoded(data).format, decoded(data).size) == ("JPEG", (300, 200))
    expect(page.get_by_role("status").filter(has_text="Done")).to_be_visible()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_all_eight_orientations_come_out_upright(open_app: Open, kind: str) -> None:
    """Chromium leaves WebP as it is stored, and turns the others itself."""
    page = open_app(STUDIO)
    choose_pictures(page, {f"turned-{number}.jpg": oriented(number, kind) for number in STORED})
    select(page, "Format", "jpeg" if kind == "PNG" else "png")
    press(page, "Apply to all")
    for number in STORED:
        _, data = download(page, "Download" if number == 1 else f"Download turned-{number}.jpg")
        assert decoded(data).size == (96, 64), number
        assert corner_colours(decoded(data)) == [0, 1, 2, 3], number
        assert not decoded(data).getexif(), number


def test_a_picture_that_was_not_turned_back_would_have_been_found() -> None:
    """The control: what lies in such a file is not upright."""
    kinds = ("JPEG", "PNG", "WEBP")
    lying = [corner_colours(decoded(oriented(number, kind))) for number in STORED if number != 1 for kind in kinds]
    assert all(found != [0, 1, 2, 3] for found in lying)


@pytest.mark.parametrize(
    ("kind", "ending", "tolerance"), [("jpeg", "jpg", 4), ("webp", "webp", 5), ("avif", "avif", 6), ("png", "png", 0)]
)
def test_each_format_holds_the_picture(open_app: Open, kind: str, ending: str, tolerance: float) -> None:
    original = photo(240, 160)
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.png": encoded(original, "PNG")})
    if kind != "png":  # it begins as what it is
        select(page, "Format", kind)
    name, data = download(page)
    assert name == f"photo.{ending}"
    assert decoded(data).format == kind.upper()
    assert difference(decoded(data), original) <= tolerance


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


def test_resizing_is_pillow_s_lanczos_in_linear_light(open_app: Open) -> None:
    original = photo(300, 200)
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.png": encoded(original, "PNG")})
    fill(page, "Width", "120")
    _, data = download(page)
    ours, theirs = decoded(data), lanczos_in_linear_light(original, (120, 80))
    assert difference(ours, theirs) < 1.0
    plain = original.resize((120, 80), Image.Resampling.NEAREST)
    assert difference(ours, plain) > 3.0, "the control: another filter is further away"


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


def test_turning_and_flipping_change_the_corners_as_they_say(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"corners.png": encoded(corners(), "PNG")})
    for name, expected in (
        ("Rotate right", [2, 0, 3, 1]),
        ("Flip horizontally", [0, 2, 1, 3]),
        ("Rotate left", [2, 3, 0, 1]),
        ("Flip vertically", [0, 1, 2, 3]),
    ):
        press(page, name)
        assert corner_colours(decoded(download(page)[1])) == expected, name


def test_a_crop_by_numbers_leaves_that_part(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"corners.png": encoded(corners(), "PNG")})
    for label, value in (("Left", "48"), ("Top", "32"), ("Crop width", "30"), ("Crop height", "20")):
        fill(page, label, value)
    part = decoded(download(page)[1])
    assert part.size == (30, 20)
    assert set(corner_colours(part)) == {3}


def test_a_preset_fills_its_size_and_undo_takes_it_back(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(1800, 900), "JPEG")})
    select(page, "Preset", "linkedin-banner")
    expect(page.get_by_label("Width", exact=True)).to_have_value("1584")
    assert decoded(download(page)[1]).size == (1584, 396)
    press(page, "Undo")
    expect(page.get_by_label("Width", exact=True)).to_have_value("")
    expect(page.get_by_role("combobox", name="Preset")).to_have_value("")
    expect(page.get_by_label("Fill the whole size")).not_to_be_checked()
    assert decoded(download(page)[1]).size == (1800, 900)
    press(page, "Redo")
    expect(page.get_by_role("combobox", name="Preset")).to_have_value("linkedin-banner")
    assert decoded(download(page)[1]).size == (1584, 396)


def test_a_limit_in_kilobytes_is_kept_by_quality_alone(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(900, 600), "JPEG", quality=95)})
    check(page, "Encode again")
    free = len(download(page)[1])
    fill(page, "Largest file in kB", str(free * 2 // 3 // 1000))
    _, data = download(page)
    assert decoded(data).size == (900, 600)
    assert free / 2 < len(data) <= free * 2 // 3


def test_what_quality_cannot_reach_is_said_and_fewer_pixels_do_it(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(900, 600), "JPEG", quality=95)})
    fill(page, "Largest file in kB", "6")
    says(page, "still more than 6 kB")
    check(page, "Allow fewer pixels")
    _, data = download(page)
    assert len(data) <= 6_000
    assert decoded(data).width < 900
    says(page, "fewer pixels than you asked for")


def test_a_result_that_is_larger_than_its_original_says_so(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG", quality=40)})
    select(page, "Format", "png")
    says(page, "more bytes than the original")


def test_a_number_that_cannot_be_used_gets_a_sentence_and_stays(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    width = page.get_by_label("Width", exact=True)
    width.fill("128000")
    width.blur()
    says(page, "from 1 to 16,383")
    expect(width).to_have_value("128000")
    assert decoded(download(page)[1]).size == (300, 200)


def test_stop_ends_the_worker_and_the_next_act_starts_another(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"large.jpg": encoded(photo(3000, 2000), "JPEG")})
    before = pixel_workers(page)
    assert len(before) == 1
    before_change(page)
    page.get_by_role("combobox", name="Format", exact=True).select_option("avif")
    says(page, "Working on large.jpg")
    page.get_by_role("button", name="Stop").click()
    says(page, "Stopped")
    until(page, lambda: before[0] not in page.workers, otherwise="the worker is still there")
    fill(page, "Width", "200")
    assert decoded(download(page)[1]).size == (200, 133)
    assert pixel_workers(page) != before


def test_the_worker_ends_when_nothing_is_asked_of_it(first_visit: BrowserContext) -> None:
    first_visit.clock.install()
    page = first_visit.new_page()
    page.goto(STUDIO)
    ready(page)
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    assert pixel_workers(page)
    page.clock.fast_forward(31_000)
    until(page, lambda: not pixel_workers(page), otherwise="it is still there")
    fill(page, "Width", "150")
    assert decoded(download(page)[1]).size == (150, 100)


def test_pictures_are_dropped_and_pasted(open_app: Open) -> None:
    page = open_app(STUDIO)
    data = list(encoded(corners(), "PNG"))
    hand_over = """([kind, selector, data]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(data)], `${kind}.png`, { type: "image/png" }));
      const given = kind === "paste" ? { clipboardData: transfer } : { dataTransfer: transfer };
      const Event = kind === "paste" ? ClipboardEvent : DragEvent;
      document.querySelector(selector).dispatchEvent(new Event(kind, { bubbles: true, cancelable: true, ...given }));
    }"""
    for kind, selector in (("drop", ".drop"), ("paste", "body")):
        page.evaluate(hand_over, [kind, selector, data])
        expect(page.get_by_role("checkbox", name=f"{kind}.png")).to_be_visible()
    finished(page)
    expect(page.get_by_role("region", name="Drop pictures here")).to_be_visible()


def test_a_link_to_another_page_and_back_keeps_the_pictures(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    fill(page, "Width", "150")
    follow(page, "Library")
    expect(page.get_by_role("heading", level=1, name="Library")).to_be_visible()
    follow(page, "Studio")
    expect(result_picture(page)).to_be_visible()
    expect(page.get_by_label("Width", exact=True)).to_have_value("150")
    press(page, "Rotate left")
    assert decoded(download(page)[1]).size == (150, 225)


def test_start_over_forgets_all_pictures(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_text("No picture is open yet")).to_be_visible()
    expect(page.get_by_role("list", name="Pictures")).to_have_count(0)


def test_axe_finds_no_violation_in_an_empty_and_in_a_busy_studio(open_app: Open) -> None:
    page = open_app(STUDIO)
    assert violations(page) == []
    choose_pictures(page, {"photo.jpg": encoded(photo(600, 400), "JPEG"), "notes.jpg": b"notes"})
    fill(page, "Width", "0")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme


def test_the_studio_does_not_scroll_sideways(open_app: Open) -> None:
    page = open_app(STUDIO)
    long_name = f"{'a-very-long-name-' * 6}.jpg"
    page.get_by_label("Choose pictures").set_input_files(files({long_name: encoded(photo(900, 300), "JPEG")}))
    finished(page)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_compare_slider_moves_by_keyboard(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": encoded(photo(600, 400), "JPEG")})
    slider = page.get_by_role("slider", name="Compare")
    clip = "() => getComputedStyle(document.querySelector('#compared .before')).clipPath"
    half = page.evaluate(clip)
    slider.press("End")
    assert page.evaluate(clip) != half
    expect(slider).to_have_accessible_description(re.compile("Original.*600 . 400 pixels.*Result"))
