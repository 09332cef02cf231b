"""A crop that is drawn on the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.studio import STUDIO, before_change, choose_pictures, download, finished, press, select
from tests.browser.test_pages import violations
from tests.support.pictures import decoded, encoded, photo

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

    from tests.browser.studio import Open

WIDTH, HEIGHT = 400, 300
HANDLE = 24
"""Pixels, at least, for a finger (WCAG 2.2, 2.5.8)."""


def box_of(page: Page, selector: str) -> FloatRect:
    box = page.locator(selector).bounding_box()
    assert box
    return box


def drag(page: Page, selector: str, right: float, down: float) -> None:
    """From the middle of an element, by a share of the picture's sides."""
    area, start = box_of(page, "#crop-area"), box_of(page, selector)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    before_change(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for share in (0.3, 0.7, 1):
        page.mouse.move(x + right * share * area["width"], y + down * share * area["height"])
    page.mouse.up()
    finished(page)


def numbers(page: Page) -> list[int]:
    labels = ("Left", "Top", "Crop width", "Crop height")
    return [int(page.get_by_label(label, exact=True).input_value()) for label in labels]


def test_a_frame_that_is_dragged_sets_the_four_numbers_once_it_is_let_go(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.png": encoded(photo(WIDTH, HEIGHT), "PNG")})
    button = page.get_by_role("button", name="Crop on the picture")
    press(page, "Crop on the picture")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    corner = box_of(page, ".crop-corner.se")
    assert min(corner["width"], corner["height"]) >= HANDLE
    drag(page, ".crop-corner.se", -0.5, -0.25)
    assert numbers(page) == pytest.approx([0, 0, WIDTH / 2, HEIGHT * 3 / 4], abs=2)
    drag(page, "#crop-frame", 0.25, 0.9)
    moved = numbers(page)
    assert moved == pytest.approx([WIDTH / 4, HEIGHT / 4, WIDTH / 2, HEIGHT * 3 / 4], abs=2), "not out of the picture"
    press(page, "Undo")
    assert numbers(page)[:2] == [0, 0], "a drag is one step"
    select(page, "Aspect ratio", "1:1")
    drag(page, ".crop-corner.nw", 0.25, 0.1)
    left, top, width, height = numbers(page)
    assert width == height
    assert (left + width, top + height) == pytest.approx((350, 300), abs=2), "the corner across stays"
    for colours in ("none", "active"):
        page.emulate_media(forced_colors="active" if colours == "active" else "none")
        assert violations(page) == [], colours
    press(page, "Crop on the picture")
    assert decoded(download(page)[1]).size == (width, height)
