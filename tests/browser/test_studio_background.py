"""Backgrounds in the studio, with the real model: what it finds, what the brush changes, and what is loaded for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from tests.browser.studio import before_change, choose_pictures, download, fill, finished, press, says, select
from tests.browser.test_pages import violations
from tests.support.pictures import (
    CORNERS,
    IN_SUBJECT,
    corners,
    decoded,
    difference,
    encoded,
    overlap,
    portrait,
    portrait_mask,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Watch

    type Open = Callable[[str], Page]

STUDIO = "/app/studio/"
CORNER = (8, 8)
WEIGHT = re.compile(r"load 1\d\.\d MB from this site")
STORED = """async () => {
  const kept = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
  return (await Promise.all(kept)).flat().map((request) => request.url);
}"""
PARTS = ("background.mjs", "ort-wasm-simd-threaded.wasm", "u2netp.onnx")


def loaded(page: Page, watch: Watch) -> set[str]:
    """Return which of the parts that find a subject have been asked for, or are stored."""
    addresses = [request.url for request in watch.requests] + page.evaluate(STORED)
    return {part for part in PARTS if any(address.endswith(f"/{part}") for address in addresses)}


def alpha(picture: Image.Image, place: tuple[int, int]) -> int:
    level = picture.convert("RGBA").getchannel("A").getpixel(place)
    assert isinstance(level, int)
    return level


def result(page: Page) -> Image.Image:
    return decoded(download(page)[1])


def surface(page: Page) -> Locator:
    return page.get_by_role("application", name="Picture to paint on")


def stroke(page: Page, *places: tuple[int, int], size: tuple[int, int] = (480, 360)) -> None:
    """Paint through these places of the picture, by mouse."""
    before_change(page)
    surface(page).scroll_into_view_if_needed()
    box = surface(page).bounding_box()
    assert box
    at = [(box["x"] + x / size[0] * box["width"], box["y"] + y / size[1] * box["height"]) for x, y in places]
    page.mouse.move(*at[0])
    page.mouse.down()
    for place in at[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()
    finished(page)


def behind(page: Page, label: str) -> None:
    before_change(page)
    page.get_by_role("combobox", name="Behind the subject").select_option(label=label)
    finished(page)


def is_near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    pixel = picture.convert("RGB").getpixel(place)
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def restore_by_keyboard(page: Page) -> None:
    """Ten steps left and up from the middle, and there once."""
    fill(page, "Brush size", "12")
    surface(page).focus()
    for _ in range(10):
        surface(page).press("ArrowUp")
        surface(page).press("ArrowLeft")
    expect(page.get_by_role("status").filter(has_text="10 % across, 10 % down")).to_have_count(1)
    before_change(page)
    surface(page).press("Enter")
    finished(page)


def test_a_background_is_removed_painted_on_and_brought_back(open_app: Open, watch: Watch) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"me.jpg": encoded(portrait(), "JPEG", quality=95)})
    assert loaded(page, watch) == set()
    press(page, "Remove background")
    assert loaded(page, watch) == set(PARTS)
    name, data = download(page)
    cut = decoded(data)
    assert name == "me.png"
    assert (alpha(cut, CORNER), alpha(cut, IN_SUBJECT)) == (0, 255)
    assert overlap(cut.getchannel("A"), portrait_mask()) > 0.95
    press(page, "Restore")
    restore_by_keyboard(page)
    restored = result(page)
    assert (alpha(restored, (48, 36)), alpha(restored, (430, 36)), alpha(restored, IN_SUBJECT)) == (255, 0, 255)
    area = (40, 28, 56, 44)
    assert difference(restored.convert("RGB").crop(area), portrait().crop(area)) < 6
    press(page, "Erase")
    stroke(page, (220, 300), (260, 300))
    erased = result(page)
    assert (alpha(erased, IN_SUBJECT), alpha(erased, (240, 200))) == (0, 255)
    press(page, "Undo")
    assert alpha(result(page), IN_SUBJECT) == 255
    press(page, "Redo")
    assert alpha(result(page), IN_SUBJECT) == 0
    press(page, "Restore")
    stroke(page, (220, 300), (260, 300))
    assert alpha(result(page), IN_SUBJECT) == 255
    before = [request for request in watch.requests if request.url.endswith(PARTS)]
    press(page, "Rotate right")
    turned = result(page)
    assert (alpha(turned, (352, 8)), alpha(turned, (60, 240))) == (0, 255)
    assert before == [request for request in watch.requests if request.url.endswith(PARTS)]
    assert violations(page) == []


def test_crops_and_backdrops_for_several_pictures(open_app: Open, watch: Watch) -> None:
    """The model runs once for each picture, and is loaded once."""
    page = open_app(STUDIO)
    small = portrait().resize((320, 240))
    pictures = {"me.jpg": encoded(portrait(), "JPEG", quality=95), "also.jpg": encoded(small, "JPEG", quality=95)}
    choose_pictures(page, pictures | {"sky.png": encoded(corners(480, 360), "PNG")})
    page.get_by_role("checkbox", name="sky.png").uncheck()
    for name in ("Around the subject", "Remove background"):
        expect(page.get_by_role("button", name=name)).to_have_accessible_description(WEIGHT)
    press(page, "Around the subject")
    cropped = result(page)
    assert cropped.format == "JPEG"
    assert 300 <= cropped.width <= 350, "the coat, and a margin"
    assert 340 <= cropped.height <= 360
    select(page, "Aspect ratio", "1:1")
    press(page, "Around the subject")
    square = result(page)
    assert square.width == square.height >= 340
    select(page, "Aspect ratio", "")
    press(page, "Remove background")
    press(page, "Apply to all")
    also = decoded(download(page, "Download also.jpg")[1])
    assert also.size == (320, 240)
    assert (alpha(also, CORNER), alpha(also, (160, 200))) == (0, 255)
    assert len([request for request in watch.requests if request.url.endswith("u2netp.onnx")]) <= 1
    behind(page, "sky.png")
    with_sky = result(page)
    assert is_near(with_sky, CORNER, CORNERS[0])
    assert is_near(with_sky, IN_SUBJECT, (38, 52, 92))
    before_change(page)
    page.get_by_label("Background colour").fill("#e6c83c")
    finished(page)
    behind(page, "The background colour")
    select(page, "Format", "jpeg")
    assert is_near(result(page), CORNER, (230, 200, 60))


def test_where_nothing_stands_out_that_is_said_and_nothing_changes(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"plain.png": encoded(Image.new("RGB", (300, 200), (120, 130, 140)), "PNG")})
    press(page, "Remove background")
    says(page, "No subject stands out in this picture")
    expect(page.get_by_role("button", name="Remove background")).to_have_attribute("aria-pressed", "false")
    assert result(page).getcolors() == [(60_000, (120, 130, 140))]
