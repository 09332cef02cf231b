"""Studio, as HTML: what files say before anything is decoded. Real files, pixels that are only counted."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import dress, find_staying
from linkepix.model.parts import join
from linkepix.model.recipe import Size
from tests.support import imaging, picture_files
from tests.web.test_studio import FORM, pixels, worked

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def chosen(visitor: Visitor, **data: bytes) -> str:
    """Choose these files, by name; the page has not asked for work yet."""
    fake = pixels(visitor)
    fake.data |= data
    fake.files |= dict.fromkeys(data, Size(40, 24))
    rows = [{"id": name, "name": f"{name}.jpg", "mime": "image/jpeg", "size": len(file)} for name, file in data.items()]
    return visitor.post("studio/pictures", {"added": json.dumps(rows)})


def opened(visitor: Visitor, **data: bytes) -> str:
    return worked(visitor, chosen(visitor, **data))


def test_what_a_photo_tells_is_said_before_it_is_decoded(visitor: Visitor) -> None:
    chosen(visitor, photo=picture_files.jpeg(), plain=picture_files.encode(picture_files.photo(), "PNG"))
    html = visitor.post("studio/work")
    assert pixels(visitor).plans == []
    assert "Found: place, camera" in html
    assert "small copy of the picture, notes of the camera" in html
    assert "Found: nothing" in html
    assert html.count(" 24 pixels, ") == 2


def test_a_mislabelled_file_begins_as_what_it_is(visitor: Visitor) -> None:
    html = opened(visitor, photo=picture_files.webp())
    assert '<option value="webp" selected>' in html
    assert 'data-name="photo.webp"' in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"These are notes.", "not a picture of a type that can be read here"),
        (b"", "This file is empty"),
        (picture_files.jpeg()[:300], "ends before it is complete"),
        (b"BM" + bytes(12) + b"(\0\0\0" + b"\x40\x1f\0\0" * 2 + b"\1\0\x18\0" + bytes(24), "more pixels than can be"),
    ],
)
def test_what_cannot_be_opened_has_its_sentence_and_is_never_decoded(visitor: Visitor, data: bytes, words: str) -> None:
    html = opened(visitor, file=data)
    assert words in html
    assert pixels(visitor).plans == []


def test_an_animation_says_before_it_is_made_whether_it_still_moves(visitor: Visitor) -> None:
    chosen(visitor, moving=picture_files.animated("GIF"), still=picture_files.jpeg())
    html = visitor.post("studio/work")
    assert (html.count("all frames stay"), html.count("first frame")) == (1, 0)
    assert pixels(visitor).plans == []
    opened(visitor)
    made = [plan["frames"] for plan in pixels(visitor).plans if "frames" in plan]
    assert made == [len(picture_files.frames())]
    assert "only its first frame is used" in visitor.post("studio/recipe", {"format": "jpeg"})


def test_metadata_that_cannot_be_read_does_not_hold_up_the_picture(visitor: Visitor) -> None:
    damaged = picture_files.with_segments(
        picture_files.encode(picture_files.photo(), "JPEG"), picture_files.segment(0xE1, b"Exif\0\0II*\0\xff\xff")
    )
    html = opened(visitor, photo=damaged)
    assert 'alt="Result: photo.jpg' in html


FILES = {
    "jpeg": picture_files.jpeg(6),
    "png": picture_files.png(),
    "webp": picture_files.webp(),
    "avif": picture_files.avif(3),
}


def result_of(visitor: Visitor) -> bytes:
    current = visitor.app.editing.current
    assert current
    assert current.result
    return pixels(visitor).data[current.result.rendered.key]


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_which_only_metadata_changes_keeps_every_pixel(visitor: Visitor, kind: str) -> None:
    data = FILES[kind]
    html = opened(visitor, photo=data)
    assert "Its own pixels" in html
    assert not [plan for plan in pixels(visitor).plans if "encode" in plan]
    assert imaging.pixels(result_of(visitor)) == imaging.pixels(data)
    told = {"place", "camera", "author", "thumbnail", "maker-notes"}
    assert imaging.kinds(data) & told
    assert not imaging.kinds(result_of(visitor)) & told


@pytest.mark.parametrize(
    ("choice", "stays"), [("everything", set()), ("credit", {"author"}), ("place", {"author", "camera"})]
)
@pytest.mark.parametrize("kind", FILES)
def test_each_choice_keeps_what_it_says(visitor: Visitor, kind: str, choice: str, stays: set[str]) -> None:
    opened(visitor, photo=FILES[kind])
    html = worked(visitor, visitor.post("studio/recipe", FORM | {"metadata": choice, "format": kind}))
    assert re.search(f'id="metadata-{choice}"[^>]* checked', html)
    assert imaging.kinds(result_of(visitor)) & {"author", "camera", "place", "maker-notes", "thumbnail"} == stays


@pytest.mark.parametrize("kind", FILES)
def test_what_may_stay_is_put_into_a_result_that_was_encoded(kind: str) -> None:
    """A photo on its side goes into a file of other pixels: upright, of another size, in sRGB."""
    plain = picture_files.encode(picture_files.photo(size=(30, 40)), kind.upper())
    staying = imaging.run(find_staying(BytesSource(picture_files.jpeg(6)), "place"))
    dressed = join(imaging.run(dress(BytesSource(plain), staying)), plain)
    assert imaging.pixels(dressed) == imaging.pixels(plain)
    assert {"camera", "author", "date"} <= imaging.kinds(dressed)
    assert not imaging.kinds(dressed) & {"place", "maker-notes", "thumbnail", "orientation", "profile"}
    assert Image.open(io.BytesIO(dressed)).getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("kind", ["webp", "png"])
def test_a_picture_that_viewers_show_differently_is_turned_for_all(visitor: Visitor, kind: str) -> None:
    opened(visitor, photo=getattr(picture_files, kind)(6))
    assert [plan for plan in pixels(visitor).plans if "encode" in plan]
