"""Photos from a phone through the whole studio. Python's zipfile, ExifTool and Pillow judge what comes out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.studio import check, choose_pictures, download, fill, press, select
from tests.browser.test_pages import violations
from tests.support import exiftool, picture_files
from tests.support.pictures import STORED, corner_colours, corners, decoded, encoded, oriented

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    type Open = Callable[[str], Page]

STUDIO = "/app/studio/"
BANNER = (1584, 396)
ORIENTATIONS = (1, 3, 6, 8, 5)


def phone_photo(orientation: int) -> bytes:
    """The four corners, lying as a phone stores them, with a place, a thumbnail and notes of the maker."""
    stored = STORED[orientation]
    upright = corners(2400, 1600)
    lying = encoded(upright.transpose(stored) if stored is not None else upright, "JPEG", quality=92)
    return picture_files.with_segments(
        lying,
        picture_files.segment(0xE1, b"Exif\0\0" + picture_files.exif(orientation)),
        picture_files.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + picture_files.xmp()),
        picture_files.segment(0xED, picture_files.photoshop(picture_files.iptc(), thumbnail=True)),
    )


PHOTOS = {f"photo {orientation}.jpg": phone_photo(orientation) for orientation in ORIENTATIONS}


def secrets(tags: exiftool.Tags) -> set[str]:
    """What of a place, of a thumbnail and of maker notes ExifTool finds."""
    words = ("GPS", "Thumbnail", "MakerNote", "City", "Location", "PhotoshopThumbnail")
    texts = ("48.137", picture_files.CITY, "SECRETMAKERNOTE")
    named = {word for name in tags for word in words if word in name.rpartition(":")[2]}
    return named | {text for value in tags.values() for text in texts if text in str(value)}


def test_exiftool_finds_in_the_photos_what_must_go() -> None:
    """The control."""
    for name, tags in exiftool.read(PHOTOS).items():
        assert {"GPS", "Thumbnail", "MakerNote"} <= secrets(tags), name


def test_five_photos_become_small_upright_banners_without_a_secret(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, PHOTOS)
    found = page.get_by_role("list", name="Pictures").get_by_text("Found: place, camera")
    expect(found).to_have_count(len(PHOTOS))
    select(page, "Preset", "linkedin-banner")
    fill(page, "Largest file in kB", "200")
    press(page, "Apply to all")
    name, data = download(page, "Download all (ZIP)")
    assert name == "pictures.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        made = {name: archive.read(name) for name in archive.namelist()}
    assert made.keys() == PHOTOS.keys()
    for name, banner in made.items():
        assert len(banner) <= 200_000, name
        assert decoded(banner).size == BANNER, name
        assert corner_colours(decoded(banner)) == [0, 1, 2, 3], name
        assert decoded(banner).getexif().get(0x0112, 1) == 1, name
    for name, tags in exiftool.read(made).items():
        assert not secrets(tags), name


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif"])
def test_a_photo_of_which_only_metadata_goes_keeps_every_pixel(open_app: Open, kind: str) -> None:
    data = getattr(picture_files, kind)()
    page = open_app(STUDIO)
    choose_pictures(page, {f"photo.{kind}": data})
    _, result = download(page)
    assert decoded(result).tobytes() == decoded(data).tobytes()
    tags = exiftool.read({f"before.{kind}": data, f"after.{kind}": result})
    assert secrets(tags[f"before.{kind}"])
    assert not secrets(tags[f"after.{kind}"])
    page.get_by_label("Keep all but the place").check()
    expect(page.get_by_text("but for what you keep")).to_be_visible()
    kept = exiftool.read({f"kept.{kind}": download(page)[1]})[f"kept.{kind}"]
    assert not secrets(kept)
    assert picture_files.CAMERA.rpartition(" ")[2] in str(kept)


def test_what_is_kept_stays_in_a_result_that_is_encoded(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": PHOTOS["photo 6.jpg"]})
    check(page, "Keep colour profile and credit")
    fill(page, "Width", "300")
    for kind in ("jpeg", "webp", "avif", "png"):
        if kind != "jpeg":
            select(page, "Format", kind)
        _, result = download(page)
        assert decoded(result).size == (300, 200), kind
        assert corner_colours(decoded(result)) == [0, 1, 2, 3], kind
        tags = exiftool.read({f"result.{kind}": result})[f"result.{kind}"]
        assert picture_files.AUTHOR in str(tags), kind
        assert not secrets(tags), kind


def test_the_file_name_has_a_live_example(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"turned.jpg": oriented(6)})
    field = page.get_by_label("File name")
    field.fill("{name} {width}x{height}")
    expect(page.get_by_text("For example: turned 96x64.jpg")).to_be_visible()
    expect(field).to_be_focused()
    field.fill("{nothing}")
    expect(field).to_have_accessible_description(re.compile("Only the words in braces"))
    assert violations(page) == []
    assert download(page)[0] == "turned 96x64.jpg"
