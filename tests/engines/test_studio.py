"""The studio in three engines: they decode differently, and lend different things to a worker."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from tests.engines.steps import fill, press
from tests.support.pictures import (
    CORNERS,
    STORED,
    corner_colours,
    corners,
    decoded,
    difference,
    encoded,
    oriented,
    photo,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from tests.engines.visitor import Visitor

WORK_SECONDS = 120
ENDINGS = {"jpeg": "jpg"}

CHOOSE = """((field, named) => {
  const chosen = new DataTransfer();
  for (const [name, data] of Object.entries(named)) {
    chosen.items.add(new File([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))], name));
  }
  field.files = chosen.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
})(%s)"""
IS_FINISHED = """!document.querySelector("#work [hx-post]")
  && /Done|did not work/.test(document.querySelector("#studio-status").textContent)"""
CATCH_DOWNLOAD = """void (HTMLAnchorElement.prototype.click = function () {
  globalThis.saved = { name: this.download, image: Object.assign(new Image(), { src: this.href }) };
})"""
SAVED = """(async () => {
  const { name, image } = globalThis.saved;
  await image.decode();
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return [name, canvas.toDataURL().split(",")[1]];
})()"""
"""The file's name, and what this engine sees in it, as a PNG. No page may fetch a `blob:`."""


def choose(visitor: Visitor, pictures: Mapping[str, bytes]) -> None:
    named = {name: base64.b64encode(data).decode() for name, data in pictures.items()}
    field = '[...document.querySelectorAll("label")].find((label) => /Choose pictures/.test(label.textContent)).control'
    visitor.browser.evaluate(CHOOSE % f"{field}, {json.dumps(named)}")
    finished(visitor)


def finished(visitor: Visitor) -> None:
    visitor.wait_until(IS_FINISHED, WORK_SECONDS)


def change(visitor: Visitor, label: str, value: str) -> None:
    visitor.browser.evaluate('void (document.querySelector("#studio-status").textContent = "")')
    fill(visitor, label, value)
    finished(visitor)


def downloaded(visitor: Visitor) -> tuple[str, Image]:
    """The name of the result's file, and what this engine sees in it."""
    visitor.browser.evaluate("void (globalThis.saved = undefined)")
    press(visitor, "Download")
    visitor.wait_until("globalThis.saved")
    name, data = visitor.browser.evaluate(SAVED)
    return name, decoded(base64.b64decode(data))


@pytest.fixture
def studio(visitor: Visitor) -> Visitor:
    assert visitor.visit("/app/studio/") == "ready"
    visitor.browser.evaluate(CATCH_DOWNLOAD)
    return visitor


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_lies_comes_out_upright(studio: Visitor, kind: str) -> None:
    for number in (6, 2, 3):
        assert number in STORED
        choose(studio, {f"turned-{number}": oriented(number, kind)})
        change(studio, "Format", "jpeg" if kind == "PNG" else "png")
        _, picture = downloaded(studio)
        assert picture.size == (96, 64), number
        assert corner_colours(picture) == [0, 1, 2, 3], number
        press(studio, "Start over")
        studio.wait_until('!document.querySelector("#result-picture")')


def test_each_format_holds_the_resized_picture(studio: Visitor) -> None:
    original = photo(240, 160)
    choose(studio, {"photo.png": encoded(original, "PNG")})
    change(studio, "Width", "120")
    for kind in ("png", "jpeg", "webp", "avif"):
        if kind != "png":
            change(studio, "Format", kind)
        name, picture = downloaded(studio)
        assert (name, picture.size) == (f"photo.{ENDINGS.get(kind, kind)}", (120, 80))
        assert difference(picture.convert("RGB"), original.resize((120, 80))) <= 8


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2">'
    + "".join(
        f'<rect x="{number % 2}" y="{number // 2}" width="1" height="1" fill="rgb{colour}"/>'
        for number, colour in enumerate(CORNERS)
    )
    + "</svg>"
).encode()


@pytest.mark.parametrize("name", ["large.jpg", "drawing.svg"])
def test_what_is_decoded_at_another_size_is_whole(studio: Visitor, name: str) -> None:
    """A JPEG with fewer pixels where there is an ImageDecoder, a drawing with more."""
    choose(studio, {name: DRAWING if name.endswith("svg") else encoded(corners(2400, 1600), "JPEG")})
    studio.browser.evaluate('void document.querySelector("#do_not_enlarge").click()')
    finished(studio)
    change(studio, "Width", "300")
    _, picture = downloaded(studio)
    assert picture.width == 300
    assert corner_colours(picture) == [0, 1, 2, 3]
