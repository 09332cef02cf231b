"""Pictures with more colours than sRGB has come out as they look: Little CMS judges."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

from tests.browser.studio import STUDIO, choose_pictures, download, fill, press, select
from tests.conftest import ROOT
from tests.support import picture_files as pictures
from tests.support.pictures import decoded

if TYPE_CHECKING:
    from tests.browser.studio import Open

STRIPES = ((200, 60, 40), (60, 180, 70), (50, 70, 190), (190, 170, 60))
"""Of Display P3, from left to right, also in tests/data/wide.heic. All but the second are within sRGB."""


def striped() -> Image.Image:
    picture = Image.new("RGB", (64, 64))
    for place, colour in enumerate(STRIPES):
        picture.paste(colour, (16 * place, 0, 16 * place + 16, 64))
    return picture


def wide(kind: str) -> bytes:
    return pictures.encode(striped(), kind, quality=95, icc_profile=pictures.p3_profile())


def in_srgb(picture: Image.Image) -> Image.Image:
    """As Little CMS shows what is in Display P3 on a screen of sRGB."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(pictures.p3_profile()))
    converted = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"))
    assert converted
    return converted


def distance(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of levels, in the middle of a stripe."""
    middles = [((2 * place + 1) * one.width // 8, one.height // 2) for place in range(len(STRIPES))]
    pairs = zip(stripes_at(one, middles), stripes_at(other, middles), strict=True)
    return max(abs(a - b) for a, b in pairs)


def stripes_at(picture: Image.Image, places: list[tuple[int, int]]) -> bytes:
    return b"".join(picture.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes() for x, y in places)


def test_pictures_in_display_p3_are_converted_to_srgb(open_app: Open) -> None:
    """tests/data/wide.heic has the same stripes and profile. Written by pillow-heif 1.8.1 with libheif 1.23.6."""
    right, wrong = in_srgb(striped()), striped()
    assert distance(right, wrong) > 20, "the control: without conversion, that is seen"
    page = open_app(STUDIO)
    files = {f"{kind.lower()}.{kind.lower()}": wide(kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF")}
    choose_pictures(page, files | {"phone.heic": (ROOT / "tests/data/wide.heic").read_bytes()})
    select(page, "Format", "jpeg")
    fill(page, "Quality", "95")
    fill(page, "Width", "32")
    press(page, "Apply to all")
    found = {"jpeg.jpeg": decoded(download(page)[1])}
    for name in ("png.png", "webp.webp", "avif.avif", "phone.heic"):
        found[name] = decoded(download(page, f"Download {name}")[1])
    assert {(made.format, made.size) for made in found.values()} == {("JPEG", (32, 32))}
    assert all("icc_profile" not in made.info for made in found.values())
    small = right.resize((32, 32), Image.Resampling.NEAREST)
    assert {name: distance(made, small) for name, made in found.items() if distance(made, small) > 5} == {}
