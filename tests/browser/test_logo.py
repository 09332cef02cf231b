"""The field "Logo": a file is chosen, drawn by the page, kept, and painted on postcards."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.links import follow, lives_on, mark
from tests.browser.logos import CANARY, NOISE, PUT, kept, kept_png
from tests.browser.steps import choose_logo, make_card, open_saved, open_settings, region
from tests.support.logos import SIGNATURE, chunk, kinds, logo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

type Open = Callable[..., Page]

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" onload="parent.postMessage(1)">
<script>document.title = "canary-7f3a91"</script><!-- canary-7f3a91 -->
<rect width="20" height="10" fill="#f0f"/></svg>"""


def preview(page: Page) -> Locator:
    return region(page, "Your company").get_by_role("img", name="Your logo")


def shown_size(page: Page) -> list[int]:
    """Of the picture that the preview shows, in its own pixels."""
    size: list[int] = preview(page).evaluate(
        "async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; }"
    )
    return size


# Kept


def test_a_chosen_logo_is_shown_and_is_there_after_a_reload_and_on_the_way_back(open_app: Open) -> None:
    page = open_app()
    field = page.get_by_label("Logo", exact=True)
    field.focus()
    choose_logo(page, logo(60, 30))
    assert shown_size(page) == [60, 30]
    expect(field).to_be_focused()
    page.reload()
    ready(page)
    expect(preview(page)).to_be_visible()
    assert shown_size(page) == [60, 30]
    mark(page)
    follow(page, "Library")
    expect(page.get_by_text("The rack is empty")).to_be_visible()
    follow(page, "Create")
    expect(preview(page)).to_be_visible()
    assert shown_size(page) == [60, 30]
    assert lives_on(page)


def test_a_logo_that_is_chosen_before_python_is_ready_is_kept(page: Page) -> None:
    page.goto("/app/")
    choose_logo(page, logo(60, 30))
    ready(page)
    expect(preview(page)).to_be_visible()
    assert shown_size(page) == [60, 30]


def test_what_is_no_picture_is_said_also_before_python_is_ready(page: Page) -> None:
    page.goto("/app/")
    choose_logo(page, b"no picture")
    page.get_by_label("Name", exact=True).fill("Ada Example")
    make_card(page)
    open_settings(page, "Your company")
    expect(page.get_by_text("could not be read as a picture")).to_be_visible()


def test_the_logo_stays_when_a_card_of_today_brings_its_form_back(open_app: Open) -> None:
    page = open_app()
    choose_logo(page, logo())
    make_card(page)
    page.get_by_role("button", name="New prospect").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    page.get_by_role("group", name="Today").get_by_role("button", name="Ada Example").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    open_settings(page, "Your company")
    expect(preview(page)).to_be_visible()
    choose_logo(page, logo(60, 30))
    assert shown_size(page) == [60, 30]
    page.get_by_role("button", name="Remove logo").click()
    expect(preview(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("file", "mime", "size"),
    [
        (NOISE, "image/png", (64, 48)),
        (logo(1000, 500, more=chunk(b"tEXt", b"Comment\0" + CANARY)), "image/png", (400, 200)),
        (logo(10, 500, more=chunk(b"tEXt", b"Comment\0" + CANARY)), "image/png", (8, 400)),
        (SVG, "image/svg+xml", (400, 200)),
    ],
    ids=["as it is", "large", "tall", "svg"],
)
def test_nothing_but_pixels_is_kept(open_app: Open, file: bytes, mime: str, size: tuple[int, int]) -> None:
    assert CANARY in file
    page = open_app()
    title = page.title()
    choose_logo(page, file, mime)
    png = kept_png(page)
    assert struct.unpack_from(">II", png, 16) == size
    assert set(kinds(png)) == {b"IHDR", b"IDAT", b"IEND"}
    assert not [value for value in kept(page) if CANARY in value]
    assert page.title() == title


def test_what_a_file_holds_would_have_been_found(open_app: Open) -> None:
    """The control: the file as it is, in the same store."""
    page = open_app()
    choose_logo(page, logo())
    page.evaluate(PUT, ["logo", base64.b64encode(NOISE).decode()])
    assert [value for value in kept(page) if CANARY in value] == [NOISE]


# Refused


def wide_png(width: int, height: int) -> bytes:
    """White, in one bit a pixel: many pixels in few bytes."""
    rows = (b"\0" + b"\xff" * (width // 8)) * height
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "That file is empty."),
        (b"hello", "could not be read as a picture"),
        (b"<svg", "could not be read as a picture"),
        (NOISE[:60], "could not be read as a picture"),
        (wide_png(8000, 8000), "50 million pixels at most"),
        (NOISE + bytes(10_000_000), "10 MB"),
    ],
    ids=["empty", "text", "broken svg", "cut off", "pixels", "bytes"],
)
def test_what_can_be_no_logo_gets_a_sentence_and_the_old_one_stays(open_app: Open, file: bytes, words: str) -> None:
    page = open_app()
    choose_logo(page, logo(60, 30))
    choose_logo(page, file, "image/svg+xml" if file.startswith(b"<") else "image/png")
    field = page.get_by_label("Logo", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        value := page.locator("#logo-problem").inner_text() + " " + page.locator("#logo-help").inner_text()
    )
    assert words in value
    assert value.count("Choose a") == 1
    assert shown_size(page) == [60, 30]
    choose_logo(page, logo(20, 10))
    expect(page.locator("#logo-problem")).to_have_count(0)
    assert shown_size(page) == [20, 10]


# On the postcard

MAGENTA_PIXELS = """async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data: bytes } = context.getImageData(0, 0, image.width, image.height);
  let count = 0;
  for (let i = 0; i < bytes.length; i += 4) if (bytes[i] > 250 && bytes[i + 1] < 5 && bytes[i + 2] > 250) count += 1;
  return count;
}"""


def magenta_in(page: Page, label: str) -> int:
    """Pixels of the logo's colour in the file that this button saves."""
    page.locator(".postcard-files").evaluate("(files) => { files.open = true }")
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    count: int = page.evaluate(MAGENTA_PIXELS, base64.b64encode(download.value.path().read_bytes()).decode())
    return count


SIDES = {
    "Download postcard": 1600,
    "Front": 1600,
    "Back": 0,
    "Both, double size": 6400,
    "Front, double size": 6400,
    "Turning, animated": 711,
}
"""Pixels of a logo of 40 by 40; of the animation the first frame, at two thirds of the size."""


def test_the_logo_is_painted_on_the_front_in_every_file(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    assert [magenta_in(page, label) for label in SIDES] == [0] * len(SIDES), "the control: without a logo"
    choose_logo(page, logo())
    for label, count in SIDES.items():
        assert magenta_in(page, label) == pytest.approx(count, rel=0.06), label


def test_a_card_of_the_library_has_the_logo_on_its_postcard_and_in_print(open_app: Open) -> None:
    page = open_app()
    choose_logo(page, logo())
    make_card(page)
    open_saved(page)
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    assert magenta_in(page, "Front") > 1500
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    page.get_by_role("button", name="Print on A6").click()
    expect(page).to_have_title("printed")
    front = page.locator(".postcard-pages img").first
    data = front.evaluate(
        """(image) => {
          const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: 1254 });
          canvas.getContext("2d").drawImage(image, 0, 0);
          return canvas.toDataURL().split(",")[1];
        }"""
    )
    assert page.evaluate(MAGENTA_PIXELS, data) > 6000


def test_a_removed_logo_is_gone(open_app: Open) -> None:
    page = open_app()
    choose_logo(page, logo())
    make_card(page)
    assert magenta_in(page, "Front") > 1500
    open_settings(page, "Your company")
    page.get_by_role("button", name="Remove logo").focus()
    page.keyboard.press("Enter")
    expect(preview(page)).to_have_count(0)
    expect(page.get_by_label("Logo", exact=True)).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("Your logo is removed.")
    assert kept(page) == []
    assert magenta_in(page, "Front") == 0
    page.reload()
    ready(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    expect(page.locator("#logo-kept [hx-get]")).to_have_count(0)
    expect(page.locator("#logo-field img")).to_have_count(0)
