"""A card's picture in the studio and back, and a photo in the library: by links, and by addresses alone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import is_drawn, make_card, picture
from tests.browser.studio import (
    choose_pictures,
    download,
    fill,
    finished,
    press,
    result_picture,
    select,
)
from tests.browser.test_logo_leaves_nowhere import stores_with
from tests.browser.test_pages import violations
from tests.support.needles import forms_of
from tests.support.pictures import decoded, encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

    type Open = Callable[..., Page]

CANARY = b"canary-7f3a9c"


def open_in_studio(page: Page, file: str) -> None:
    """By the link that is on the page; the file's name is that which the studio gives it."""
    page.get_by_role("link", name="Open in studio").click()
    expect(result_picture(page)).to_have_attribute("alt", re.compile(re.escape(file)), timeout=60_000)
    finished(page)


def test_a_card_s_picture_goes_to_the_studio_and_comes_back(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.evaluate("() => { globalThis.same = true }")
    open_in_studio(page, "ada-example.svg")
    assert page.evaluate("globalThis.same"), "Python lives on"
    assert decoded(download(page)[1]).format == "PNG"
    fill(page, "Width", "300")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Saved as a new version of the card for Ada Example.")).to_be_visible()
    page.get_by_role("link", name="Create", exact=True).click()
    expect(page.get_by_text("Version 2 of 2")).to_be_visible()
    assert picture(page).evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 300
    page.get_by_role("button", name="Previous version").click()
    expect(page.get_by_text("Version 1 of 2")).to_be_visible()
    assert picture(page).evaluate("(image) => image.naturalWidth") > 300


def test_a_result_is_kept_in_the_library_and_opened_again_after_a_reload(open_app: Open, watch: Watch) -> None:
    page = open_app("/app/studio/")
    data = encoded(photo(900, 600), "JPEG", comment=CANARY, quality=95)
    pixels = {form for start in (20_000, 40_000) for form in forms_of(data[start : start + 60])}
    choose_pictures(page, {"lake.jpg": data})
    assert not stores_with(page, pixels)
    page.get_by_role("button", name="Save in library").click()
    expect(page.get_by_text("Saved in your library, as a picture of its own.")).to_be_visible()
    expect(page.get_by_role("button", name="Save in library")).to_be_focused()
    assert not violations(page)
    assert stores_with(page, pixels) == {"linkepix/pictures"}
    assert not stores_with(page, {CANARY})
    page.get_by_role("link", name="Library", exact=True).click()
    page.get_by_role("searchbox").fill("lake")
    page.get_by_role("button", name="lake.jpg").click()
    shown = page.get_by_role("img", name="lake.jpg")
    assert is_drawn(shown)
    assert not violations(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download").click()
    assert downloading.value.suggested_filename == "lake.jpg"
    open_in_studio(page, "lake.jpg")
    page.reload()
    ready(page)
    finished(page)
    select(page, "Format", "webp")
    press(page, "Undo")
    expect(page.get_by_text("Opened from your library: the picture lake.jpg.")).to_be_visible()
    sent = [json.dumps([request.url, request.headers]) for request in watch.requests if "http" in request.url[:4]]
    assert not [line for line in sent if "lake" in line]
