"""A browser shows a picture without its metadata as it showed it before: turned alike, in the same colours."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from linkepix.model.picture_info import METADATA_CHOICES
from tests.support import picture_files as pictures
from tests.support.imaging import stripped

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

SHOWN = """async (encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]), { imageOrientation: "from-image" });
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, picture.width, picture.height).data;
  const digest = await crypto.subtle.digest("SHA-256", pixels);
  return `${picture.width} ${picture.height} ${new Uint8Array(digest).toHex()}`;
}"""


@pytest.fixture
def shown(page: Page, site: str) -> Callable[[bytes], str]:
    """Size and digest of the pixels that a canvas gets."""
    page.goto(f"{site}/privacy/")
    return lambda data: str(page.evaluate(SHOWN, base64.b64encode(data).decode()))


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.avif])
def test_every_orientation_is_shown_as_before(make: Callable[..., bytes], shown: Callable[[bytes], str]) -> None:
    looks = set()
    for orientation in range(1, 9):
        data = make(orientation, icc_profile=None)
        before = shown(data)
        assert {shown(stripped(data, choice)) for choice in METADATA_CHOICES} == {before}
        looks.add(before)
    # Chromium 156 does not look at EXIF in WebP: what decodes it here has to turn it.
    assert len(looks) == 8 or (make is pictures.webp and len(looks) == 1), "the control: each is shown in another way"


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.avif])
def test_a_wide_gamut_is_shown_as_before(make: Callable[..., bytes], shown: Callable[[bytes], str]) -> None:
    data = make()
    before = shown(data)
    assert {shown(stripped(data, choice)) for choice in METADATA_CHOICES} == {before}
    assert shown(make(icc_profile=None)) != before, "the control: without its profile it is shown in other colours"


@pytest.mark.parametrize(
    "data",
    [
        pictures.avif_grid(),
        pictures.animated("AVIF", xmp=pictures.xmp(), icc_profile=pictures.p3_profile()),
        pictures.animated("WEBP", exif=pictures.exif(3)),
        pictures.jpeg(mode="CMYK", icc_profile=None),
        pictures.jpeg(progressive=True),
    ],
)
def test_odd_files_are_shown_as_before(data: bytes, shown: Callable[[bytes], str]) -> None:
    assert {shown(stripped(data, choice)) for choice in METADATA_CHOICES} == {shown(data)}
