"""Studio, as HTML: names of results by a pattern, and all of them in one file."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from linkepix.model.recipe import Size
from tests.support import picture_files
from tests.web.test_studio import changed, opened, pixels, worked

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def named(visitor: Visitor, pattern: str) -> str:
    return visitor.post("studio/name", {"file-name": pattern})


def example(html: str) -> str:
    found = re.search(r"For example: <span[^>]*>([^<]*)<", html)
    assert found
    return found[1]


def test_a_pattern_has_a_live_example_and_names_the_download(visitor: Visitor) -> None:
    opened(visitor, photo=Size(4000, 3000))
    changed(visitor, preset="linkedin-banner", format="webp")
    html = named(visitor, "{preset} {name} {width}x{height}")
    assert example(html) == "linkedin-banner photo 1584x396.webp"
    assert 'data-name="linkedin-banner photo 1584x396.webp"' in html


def test_the_example_is_there_before_the_result(visitor: Visitor) -> None:
    opened(visitor, panorama=Size(40_000, 900))
    visitor.post("studio/do/turn-right")
    assert example(named(visitor, "{name}-{width}")).startswith("panorama-")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("  ", "needs something in it"), ("{nmae}", "Only the words in braces"), ("{name", "without the other one")],
)
def test_a_pattern_that_cannot_be_used_has_a_sentence_and_the_old_one_stays(
    visitor: Visitor, pattern: str, words: str
) -> None:
    opened(visitor, photo=Size(400, 300))
    html = named(visitor, pattern)
    assert words in html
    assert f'value="{pattern}"' in html
    assert 'data-name="photo.jpg"' in html


def test_names_are_safe_and_never_the_same(visitor: Visitor) -> None:
    opened(visitor, one=Size(400, 300), two=Size(400, 300))
    html = named(visitor, "a/b: {width}")
    assert {'data-name="a-b- 400.jpg"', 'data-name="a-b- 400-2.jpg"'} <= set(re.findall(r'data-name="[^"]*"', html))


def test_all_results_are_in_one_file_under_their_names(visitor: Visitor) -> None:
    opened(visitor, one=Size(400, 300), two=Size(800, 600))
    changed(visitor, width="100")
    worked(visitor, visitor.post("studio/do/all"))
    named(visitor, "{name}-{number}")
    html = visitor.post("studio/zip")
    (url,) = re.findall(r'data-save-now data-save="blob:([^"]*)" data-name="pictures.zip"', html)
    fake = pixels(visitor)
    with zipfile.ZipFile(io.BytesIO(fake.data[url])) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["one-1.jpg", "two-2.jpg"]
        results = [picture.result for picture in visitor.app.editing.pictures.values() if picture.result]
        assert [archive.read(name) for name in archive.namelist()] == [fake.data[r.rendered.key] for r in results]
    visitor.post("studio/zip")
    assert url not in fake.data, "the last one is forgotten"


def test_there_is_nothing_to_pack_without_a_result(visitor: Visitor) -> None:
    assert re.search(r'id="download-all"[^>]* disabled', visitor.get("studio"))
    assert "data-save-now" not in visitor.post("studio/zip")


def test_what_is_not_made_yet_is_made_for_the_file_of_all(visitor: Visitor) -> None:
    """A GIF that was never shown has no result."""
    fake = pixels(visitor)
    fake.data["moving"] = picture_files.animated("GIF")
    opened(visitor, one=Size(400, 300), moving=Size(40, 24))
    assert visitor.app.editing.names.keys() == {"one"}
    html = worked(visitor, visitor.post("studio/zip"))
    (url,) = re.findall(r'data-save-now data-save="blob:([^"]*)"', html)
    with zipfile.ZipFile(io.BytesIO(fake.data[url])) as archive:
        assert archive.namelist() == ["one.jpg", "moving.webp"]
