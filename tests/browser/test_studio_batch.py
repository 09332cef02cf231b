"""Photos from a phone through the whole studio. Python's zipfile, ExifTool and Pillow judge what comes out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.studio import STUDIO, check, choose_pictures, download, fill, press, select
from tests.support import exiftool, picture_files
from tests.support.pictures import STORED, corner_colours, corners, decoded, encoded, oriented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Page

    from tests.browser.studio import Open

BANNER = (1584, 396)
ORIENTATIONS = (6, 8, 5)


def phone_photo(orientation: int) -> bytes:
    """The four corners, lying as a phone stores them, with a place, a thumbnail and notes of the maker."""
    stored = STORED[orientation]
    upright = corners(1650, 1100)
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


def test_photos_become_small_upright_banners_without_a_secret(open_app: Open) -> None:
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


KINDS = ("jpeg", "png", "webp", "avif")


def test_photos_of_which_only_metadata_goes_keep_every_pixel(open_app: Open) -> None:
    before = {f"before.{kind}": getattr(picture_files, kind)() for kind in KINDS}
    page = open_app(STUDIO)
    choose_pictures(page, before)
    after = {name.replace("before", "after"): download_of(page, name, before) for name in before}
    kept = {}
    for name in before:
        press(page, f"Show {name}")
        check(page, "Keep all but the place")
        expect(page.get_by_text("but for what you keep")).to_be_visible()
        kept[name.replace("before", "kept")] = download(page)[1]
    tags = exiftool.read(before | after | kept)
    for kind in KINDS:
        pixels = decoded(before[f"before.{kind}"]).tobytes()
        assert decoded(after[f"after.{kind}"]).tobytes() == pixels, kind
        assert decoded(kept[f"kept.{kind}"]).tobytes() == pixels, kind
        assert secrets(tags[f"before.{kind}"]), "the control"
        assert not secrets(tags[f"after.{kind}"]), kind
        assert not secrets(tags[f"kept.{kind}"]), kind
        assert picture_files.CAMERA.rpartition(" ")[2] in str(tags[f"kept.{kind}"]), kind


def download_of(page: Page, name: str, pictures: Mapping[str, bytes]) -> bytes:
    """The result of one of several; the first is shown large."""
    is_first = name == next(iter(pictures))
    return download(page, "Download" if is_first else f"Download {name}")[1]


def test_what_is_kept_stays_in_a_result_that_is_encoded(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"photo.jpg": PHOTOS["photo 6.jpg"]})
    check(page, "Keep colour profile and credit")
    fill(page, "Width", "300")
    made = {}
    for kind in KINDS:
        if kind != "jpeg":
            select(page, "Format", kind)
        made[f"result.{kind}"] = download(page)[1]
    for name, tags in exiftool.read(made).items():
        assert decoded(made[name]).size == (300, 200), name
        assert corner_colours(decoded(made[name])) == [0, 1, 2, 3], name
        assert picture_files.AUTHOR in str(tags), name
        assert not secrets(tags), name


def test_the_file_name_has_a_live_example(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"turned.jpg": oriented(6)})
    field = page.get_by_label("File name")
    field.fill("{name} {width}x{height}")
    expect(page.get_by_text("For example: turned 96x64.jpg")).to_be_visible()
    expect(field).to_be_focused()
    field.fill("{nothing}")
    expect(field).to_have_accessible_description(re.compile("Only the words in braces"))
    assert download(page)[0] == "turned 96x64.jpg"
