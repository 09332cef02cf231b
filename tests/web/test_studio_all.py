"""Studio, as HTML: what can't be taken away, and what is said of one recipe for all and of one file of all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.errors import PictureError
from linkepix.model.recipe import Size
from tests.support import picture_files
from tests.web.test_studio import changed, pixels, worked
from tests.web.test_studio import opened as opened_by_size
from tests.web.test_studio_metadata import chosen, opened

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

TAKE_AWAY = ("download", "save-in-library")


def button(html: str, name: str) -> str:
    found = re.search(rf'<button[^>]* id="{name}"[^>]*>', html)
    assert found, name
    return found[0]


def can_press(html: str, *names: str) -> list[bool]:
    return [" disabled" not in button(html, name) for name in names]


def status(html: str) -> str:
    found = re.search(r'hx-target="#studio-status">([^<]*)<', html)
    assert found
    return found[1].strip()


def test_what_was_made_with_the_place_cannot_be_taken_away_as_if_it_had_none(visitor: Visitor) -> None:
    opened(visitor, photo=picture_files.jpeg())
    placed = changed(visitor, metadata="place", encode_again="yes")
    assert can_press(placed, *TAKE_AWAY) == [True, True], "the control"
    url = re.findall(r'data-save="(blob:[^"]*)"', button(placed, "download"))[0]
    pixels(visitor).failure = PictureError()
    failed = changed(visitor, metadata="everything", encode_again="yes")
    assert "could not be worked on" in failed
    assert can_press(failed, *TAKE_AWAY) == [False, False]
    assert url not in button(failed, "download")
    visitor.post("studio/save")
    assert not visitor.store.generations
    assert can_press(worked(visitor, visitor.post("studio/show", {"picture": "photo"})), *TAKE_AWAY) == [True, True]


def test_other_pictures_results_by_an_older_recipe_cannot_be_downloaded(visitor: Visitor) -> None:
    html = opened(visitor, one=picture_files.jpeg(), two=picture_files.jpeg())
    assert can_press(html, "save-two") == [True], "the control"
    changed(visitor, width="20")
    visitor.post("studio/do/all")
    stopped = visitor.post("studio/do/stop")
    assert can_press(stopped, "save-two") == [False]
    assert 'data-save=""' in button(stopped, "save-two")
    assert can_press(worked(visitor, visitor.post("studio/do/all")), "save-two") == [True]


def test_a_file_of_all_says_how_many_pictures_are_not_in_it(visitor: Visitor) -> None:
    notes = {f"notes{number}": b"These are notes." for number in range(2)}
    opened(visitor, one=picture_files.jpeg(), two=picture_files.jpeg(), **notes)
    html = worked(visitor, visitor.post("studio/zip"))
    assert "data-save-now" in html
    assert status(html) == "2 of 4 pictures are not in the file: look at their messages."
    visitor.post("studio/do/over")
    opened(visitor, one=picture_files.jpeg(), notes=b"These are notes.")
    assert status(visitor.post("studio/zip")) == "1 of 2 pictures is not in the file: look at its message."
    visitor.post("studio/do/over")
    opened(visitor, one=picture_files.jpeg(), two=picture_files.jpeg())
    assert status(visitor.post("studio/zip")).startswith("Done")


def test_what_was_stopped_can_be_packed_and_is_made_for_it(visitor: Visitor) -> None:
    opened(visitor, one=picture_files.jpeg(), two=picture_files.jpeg())
    changed(visitor, width="20")
    visitor.post("studio/do/all")
    stopped = visitor.post("studio/do/stop")
    assert "Stopped" in stopped
    assert can_press(stopped, "download-all") == [True]
    html = worked(visitor, visitor.post("studio/zip"))
    assert "data-save-now" in html
    assert "Stopped" not in html
    assert visitor.app.editing.names.keys() == {"one", "two"}


def test_a_studio_that_was_stopped_at_once_can_still_be_packed(visitor: Visitor) -> None:
    chosen(visitor, one=picture_files.jpeg(), two=picture_files.jpeg())
    assert can_press(visitor.post("studio/do/stop"), "download-all") == [True]
    assert "data-save-now" in worked(visitor, visitor.post("studio/zip"))


def test_a_crop_that_other_sizes_do_not_get_is_said_until_the_next_change(visitor: Visitor) -> None:
    opened_by_size(visitor, one=Size(400, 300), same=Size(400, 300), two=Size(800, 600))
    changed(visitor, crop_left="10", crop_top="20", crop_width="30", crop_height="40")
    words = "One picture has another size, so it was not cropped the same way."
    applied = visitor.post("studio/do/all")
    assert status(applied).startswith("Working on")
    assert status(applied).endswith(words)
    assert status(worked(visitor, applied)).endswith(words)
    assert words not in changed(visitor, width="20")
    opened_by_size(visitor, three=Size(90, 90))
    assert "2 pictures have other sizes" in status(worked(visitor, visitor.post("studio/do/all")))


def test_of_a_recipe_without_a_crop_nothing_is_said(visitor: Visitor) -> None:
    opened_by_size(visitor, one=Size(400, 300), two=Size(800, 600))
    changed(visitor, aspect="1:1")
    html = worked(visitor, visitor.post("studio/do/all"))
    assert "cropped" not in status(html)
