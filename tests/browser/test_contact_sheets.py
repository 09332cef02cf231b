"""What 300 prospects get, as it is painted: the pictures of the contact sheet "prospects"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.contact_sheets import PROSPECTS, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PAINT = """async () => {
  const SIDE = 48;
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  self.painted = [];
  for (const drawing of document.querySelectorAll("svg")) {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
    await image.decode();
    context.drawImage(image, 0, 0, SIDE, SIDE);
    self.painted.push(context.getImageData(0, 0, SIDE, SIDE).data);
  }
}"""
"""Paints each drawing in 48 by 48 pixels. Rejects where one can't be decoded."""

ALIKE = """(least) => {
  const found = [];
  painted.forEach((one, n) => painted.slice(0, n).forEach((other, m) => {
    let apart = 0;
    for (let at = 0; at < one.length; at += 1) if (Math.abs(one[at] - other[at]) > 24) apart += 1;
    if (apart / one.length < least) found.push([m, n]);
  }));
  return found;
}"""
"""The pairs in which fewer than `least` of all channels of all pixels differ by more than 24 of 255."""

OUTSIDE = """() => [...document.querySelectorAll("svg")].flatMap((drawing, n) => {
  const frame = drawing.getBoundingClientRect();
  return [...drawing.querySelectorAll(":scope > g > use")].filter((part) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    const face = /head|eyes|mouth|nose|glasses/.test(part.getAttribute("href"));
    return face && (left < frame.left || top < frame.top || right > frame.right || bottom > frame.bottom);
  }).map((part) => [n, part.getAttribute("href")]);
})"""
"""The parts of faces that lie outside of their pictures."""


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    (path,) = write(["prospects"])
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


def test_every_picture_is_painted_and_no_two_look_alike(sheet: Page) -> None:
    sheet.evaluate(PAINT)
    assert sheet.evaluate("painted.length") == PROSPECTS
    alike: list[Any] = sheet.evaluate(ALIKE, 0.01)
    assert alike == []
    sheet.evaluate("painted.push(painted[7])")
    assert sheet.evaluate(ALIKE, 0.01) == [[7, PROSPECTS]], "the control: one that is there twice"


def test_every_face_is_inside_its_picture(sheet: Page) -> None:
    assert sheet.evaluate(OUTSIDE) == []
    sheet.locator("svg").nth(3).evaluate("(drawing) => drawing.setAttribute('viewBox', '0 600 1024 1024')")
    assert {n for n, _ in sheet.evaluate(OUTSIDE)} == {3}, "the control: one that is cut off"
