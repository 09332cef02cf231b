"""The postcard as a file, in a real browser."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.steps import make_card, open_saved
from tests.support.advances import TABLE, measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

type Open = Callable[..., Page]

COLOURS = """async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const count = (y, height) => new Set(new Uint32Array(
    context.getImageData(0, y, image.width, height).data.buffer)).size;
  return [image.width, image.height, count(0, image.height / 2), count(image.height / 2, image.height / 2)];
}"""
"""Size of a picture, and how many colours its upper and its lower half have."""


def saved(page: Page, label: str) -> tuple[str, list[int]]:
    """The file's name, and its COLOURS."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    data = base64.b64encode(download.value.path().read_bytes()).decode()
    found: list[int] = page.evaluate(COLOURS, data)
    return download.value.suggested_filename, found


def test_a_postcard_is_saved_with_both_sides_drawn(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    name, (width, height, *colours) = saved(page, "Download postcard")
    assert name == "ada-example-postcard.png"
    assert (width, height) == (1200, 1254)
    assert all(count > 20 for count in colours)
    page.get_by_text("Other files").click()
    name, (width, height, *colours) = saved(page, "Front, double size")
    assert name == "ada-example-postcard-front@2x.png"
    assert (width, height) == (2400, 1254)
    assert all(count > 20 for count in colours)


FRAMES = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
  const decoder = new ImageDecoder({ type: "image/png", data: bytes });
  await decoder.tracks.ready;
  await decoder.completed;
  const { image } = await decoder.decode({ frameIndex: 11 });
  return [decoder.tracks.selectedTrack.frameCount, image.displayWidth, image.displayHeight];
}"""


def test_a_turning_postcard_is_an_animated_png(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.get_by_text("Other files").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Turning, animated").click()
    assert download.value.suggested_filename == "ada-example-postcard-turning.png"
    data = base64.b64encode(download.value.path().read_bytes()).decode()
    page.goto("/terms/")
    assert page.evaluate(FRAMES, data) == [22, 800, 418]


@pytest.mark.parametrize("where", ["Create", "Library"])
def test_a_card_is_printed_on_two_pages(open_app: Open, where: str) -> None:
    page = open_app()
    make_card(page)
    if where == "Library":
        open_saved(page)
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    page.get_by_text("Other files").click()
    page.get_by_role("button", name="Print on A6").click()
    expect(page).to_have_title("printed")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 2
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".postcard-pages")).to_have_count(0)


def test_a_picture_that_can_not_be_drawn_is_said_in_words(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.evaluate("() => { HTMLCanvasElement.prototype.toDataURL = () => { throw new Error('no memory'); }; }")
    page.get_by_role("button", name="Download postcard").click()
    expect(page.get_by_text("The postcard could not be made as a file")).to_be_visible()


def test_letters_are_as_wide_as_the_layout_believes(page: Page) -> None:
    known = json.loads(TABLE.read_text("utf-8"))
    for face, widths in measured(page).items():
        assert known[face] == pytest.approx(widths, abs=2)
