"""Studio, as HTML: real routes and recipes, pixels that are only counted."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import CodecMissingError, PictureError, PictureTooLargeError
from linkepix.model.recipe import Recipe, Size
from linkepix.services.editing import Editing
from linkepix.services.open_pictures import Chosen
from tests.support.memory import FakePixels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.ports import Rendered
    from tests.web.conftest import Visitor

FORM = {"keep_proportions": "yes", "do_not_enlarge": "yes"}
"""The boxes that are checked from the first."""


def pixels(visitor: Visitor) -> FakePixels:
    found = visitor.app.editing.pixels
    assert isinstance(found, FakePixels)
    return found


def opened(visitor: Visitor, **pictures: Size) -> str:
    """Choose pictures of these sizes, by name, and let the page ask for work until there is none."""
    pixels(visitor).files |= pictures
    rows = [{"id": name, "name": f"{name}.jpg", "mime": "image/jpeg", "size": 2_600_000} for name in pictures]
    return worked(visitor, visitor.post("studio/pictures", {"added": json.dumps(rows)}))


def worked(visitor: Visitor, html: str) -> str:
    for _ in range(50):
        if 'hx-post="/app/-/studio/work"' not in html:
            return html
        html = visitor.post("studio/work")
    pytest.fail("the work never ends")


def changed(visitor: Visitor, **values: str) -> str:
    return worked(visitor, visitor.post("studio/recipe", FORM | values))


def value(html: str, name: str) -> str:
    found = re.search(rf'<input[^>]* id="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return found[1]


def last_steps(visitor: Visitor) -> object:
    return pixels(visitor).plans[-1]["steps"]


@pytest.fixture
def table(visitor: Visitor) -> Visitor:
    """One photo is open."""
    opened(visitor, photo=Size(4000, 3000))
    return visitor


def test_an_empty_studio_says_so_and_nothing_can_be_pressed(visitor: Visitor) -> None:
    html = visitor.get("studio")
    assert "No picture is open yet" in html
    buttons = re.findall(r"<button[^>]*>", html)
    assert len(buttons) > 8
    assert all("disabled" in button for button in buttons)


def test_a_picture_that_is_chosen_is_opened_and_its_result_made(visitor: Visitor) -> None:
    html = opened(visitor, photo=Size(4000, 3000))
    assert "4,000 × 3,000 pixels, 2.6 MB" in html
    assert 'alt="Result: photo.jpg, 4,000 × 3,000 pixels"' in html
    assert "Done: 2.6 MB." in html
    assert "Its own pixels" in html
    assert "Done: 2.4 MB." in changed(visitor, encode_again="yes")
    assert 'data-name="photo.jpg"' in html


def test_each_operation_says_that_it_is_done_here(visitor: Visitor) -> None:
    html = visitor.get("studio")
    operations, _, where = html.partition('<form id="where"')
    groups = re.findall(r"<fieldset.*?</fieldset>", operations, re.DOTALL)
    assert len(groups) == 6
    assert "On this device" in where
    assert all('class="here">here<' in group for group in groups)


def test_a_width_brings_the_height_with_it(table: Visitor) -> None:
    html = changed(table, width="1000")
    assert "1,000 × 750 pixels" in html
    assert value(html, "width") == "1000"


def test_a_preset_sets_both_sides_and_fills_them(table: Visitor) -> None:
    html = changed(table, preset="linkedin-banner")
    assert (value(html, "width"), value(html, "height")) == ("1584", "396")
    assert "1,584 × 396 pixels" in html
    assert re.search('id="fill_size"[^>]* checked', html)
    typed = changed(table, preset="linkedin-banner", width="1000", height="396", fill_size="yes")
    assert '<option value="" selected>None</option>' in typed


def test_an_aspect_ratio_shows_its_numbers_and_a_typed_one_follows_it(table: Visitor) -> None:
    html = changed(table, aspect="1:1")
    assert (value(html, "crop_left"), value(html, "crop_width"), value(html, "crop_height")) == ("500", "3000", "3000")
    numbers = {"crop_left": "500", "crop_top": "0", "crop_width": "1200", "crop_height": "3000"}
    assert value(changed(table, aspect="1:1", **numbers), "crop_height") == "1200"


def test_a_png_may_have_256_colours_and_nothing_else_may(table: Visitor) -> None:
    box = r'<input[^>]* id="few_colours"[^>]*>'
    assert "disabled" in str(re.findall(box, table.get("studio")))
    assert "disabled" not in str(re.findall(box, changed(table, format="png")))
    html = changed(table, format="png", few_colours="yes")
    assert " checked" in str(re.findall(box, html))
    assert pixels(table).plans[-1]["encode"] == {"codec": "palette", "level": 0, "colours": 256}
    changed(table, format="webp", few_colours="yes")
    assert pixels(table).plans[-1]["encode"] == {"codec": "webp", "quality": 80}


def test_another_format_brings_its_usual_quality_and_its_name(table: Visitor) -> None:
    html = changed(table, format="avif", quality="80")
    assert value(html, "quality") == "55"
    assert 'data-name="photo.avif"' in html
    assert value(changed(table, format="avif", quality="40"), "quality") == "40"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("width", "128000", "from 1 to 16,383"),
        ("height", "12.5", "from 1 to 16,383"),
        ("crop_width", "-3", "from 1 to 16,383"),
        ("crop_left", "abc", "from 1 to 16,383"),
        ("quality", "101", "from 1 to 100"),
        ("largest_kb", "0", "nothing for no limit"),
        ("width", "９", "from 1 to 16,383"),
    ],
)
def test_a_number_that_cannot_be_used_gets_a_sentence_and_changes_nothing(
    table: Visitor, field: str, typed: str, words: str
) -> None:
    html = changed(table, **{field: typed})
    assert words in html
    assert value(html, field) == typed
    assert table.app.editing.current
    assert table.app.editing.current.recipe == Recipe()


def test_what_would_be_too_many_pixels_is_refused(table: Visitor) -> None:
    html = worked(table, table.post("studio/recipe", {"keep_proportions": "yes", "width": "16000"}))
    assert "more than 50 megapixels" in html
    assert "4,000 × 3,000 pixels" in html


def test_undo_takes_back_a_whole_recipe_and_redo_brings_it_again(table: Visitor) -> None:
    changed(table, width="1000", format="webp")
    back = worked(table, table.post("studio/do/undo"))
    assert 'data-name="photo.jpg"' in back
    assert value(back, "width") == ""
    again = worked(table, table.post("studio/do/redo"))
    assert 'data-name="photo.webp"' in again
    assert value(again, "width") == "1000"


def test_a_turn_is_a_step_and_the_next_result_shows_it(table: Visitor) -> None:
    html = worked(table, table.post("studio/do/turn-right"))
    assert "3,000 × 4,000 pixels" in html
    assert {"step": "rotate", "turns": 1} in json.loads(json.dumps(last_steps(table)))


def test_one_recipe_is_applied_to_all_pictures_that_are_checked(visitor: Visitor) -> None:
    opened(visitor, one=Size(4000, 3000), two=Size(1200, 1600), three=Size(900, 900))
    visitor.post("studio/choose", {"picture": "three"})
    changed(visitor, preset="linkedin-logo", format="webp")
    html = worked(visitor, visitor.post("studio/do/all"))
    made = visitor.app.editing.pictures
    assert made["two"].result
    assert made["two"].result.rendered.pixels == Size(400, 400)
    assert made["three"].result
    assert made["three"].result.rendered.pixels == Size(900, 900)
    assert 'data-name="two.webp" aria-label="Download two.jpg"' in html


def test_a_limit_is_searched_for_and_kept(table: Visitor) -> None:
    html = changed(table, largest_kb="1500", quality="80")
    current = table.app.editing.current
    assert current
    assert current.result
    assert 1_400_000 < current.result.rendered.size <= 1_500_000
    assert "Done: 1.4 MB" in html
    assert len(pixels(table).forgotten) >= len(pixels(table).plans) - 3, "worse results are given back"


def test_what_cannot_be_reached_is_said(table: Visitor) -> None:
    assert "still more than 100 kB" in changed(table, largest_kb="100")
    assert "fewer pixels than you asked for" in changed(table, largest_kb="100", may_shrink="yes")


def test_a_result_with_more_bytes_than_the_original_says_so(visitor: Visitor) -> None:
    opened(visitor, photo=Size(9000, 5000))
    assert "more bytes than the original" in changed(visitor, format="png")


def test_what_encoding_would_only_make_larger_is_not_encoded(visitor: Visitor) -> None:
    opened(visitor, photo=Size(9000, 5000))
    html = changed(visitor, encode_again="yes")
    assert "its own pixels are kept" in html
    assert "Done: 2.6 MB." in html


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (CodecMissingError(), "not on this device yet"),
        (PictureTooLargeError(), "50 megapixels"),
        (PictureError(), "could not be worked on"),
    ],
)
def test_what_goes_wrong_has_a_sentence_and_can_be_tried_again(
    table: Visitor, failure: PictureError, words: str
) -> None:
    pixels(table).failure = failure
    html = changed(table, width="500")
    assert words in html
    assert "Try again" in html
    assert "500 × 375 pixels" in worked(table, table.post("studio/show", {"picture": "photo"}))


def test_a_picture_that_is_too_long_says_so_until_a_smaller_size_is_chosen(visitor: Visitor) -> None:
    opened(visitor, panorama=Size(40_000, 900))
    assert "longer than 16,383 pixels" in worked(visitor, visitor.post("studio/do/turn-right"))
    assert "90 × 4,000 pixels" in changed(visitor, height="4000")


def test_a_file_that_is_no_picture_does_not_hold_up_the_others(visitor: Visitor) -> None:
    rows = [{"id": name, "name": name, "mime": "", "size": 5} for name in ("notes.txt", "photo.jpg")]
    pixels(visitor).files["photo.jpg"] = Size(400, 300)
    html = worked(visitor, visitor.post("studio/pictures", {"added": json.dumps(rows)}))
    assert html.count("not a picture of a type that can be read here") == 2, "in its row, and large"
    assert "400 × 300 pixels" in html


def test_a_name_is_shown_as_it_is(visitor: Visitor) -> None:
    name = '<img src=x onerror="1">.png'
    rows = [{"id": "a", "name": name, "mime": "image/png", "size": 5}]
    html = visitor.post("studio/pictures", {"added": json.dumps(rows)})
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


@pytest.mark.parametrize("added", ["", "{", "[1]", '[{"id": "a"}]', "null"])
def test_a_list_of_files_that_cannot_be_read_gets_a_sentence(visitor: Visitor, added: str) -> None:
    assert "could not be opened" in visitor.post("studio/pictures", {"added": added})


def test_start_over_forgets_every_file(table: Visitor) -> None:
    assert "No picture is open yet" in table.post("studio/do/over")
    assert pixels(table).files == {}


def test_erasing_everything_forgets_the_pictures_too(table: Visitor) -> None:
    table.post("settings/erase")
    assert table.app.editing.pictures == {}


def test_stop_ends_the_work_and_what_was_made_stays() -> None:
    async def stopped() -> Editing:
        editing = Editing(FakePixels({"a": Size(40, 30), "b": Size(40, 30)}))
        editing.add([Chosen("a", "a.jpg", "image/jpeg", 9), Chosen("b", "b.jpg", "image/jpeg", 9)])
        await editing.work()
        editing.stop()
        await editing.work()
        return editing

    editing = asyncio.run(stopped())
    assert editing.next_work is None
    assert [picture.error and picture.error.code for picture in editing.pictures.values()] == ["picture-stopped"] * 2
    pixels = editing.pixels
    assert isinstance(pixels, FakePixels)
    assert pixels.stops == 1


class Interrupted(FakePixels):
    """The visitor chooses another width while the first result is made."""

    def __init__(self, files: dict[str, Size]) -> None:
        super().__init__(files)
        self.editing: Editing | None = None

    @override
    async def run(self, source: str, plan: Mapping[str, object]) -> Rendered:
        if "encode" in plan and self.editing:
            self.editing.do(Recipe(width=10))
            self.editing = None
        return await super().run(source, plan)


def test_a_change_during_the_work_ends_it_and_its_result_is_dropped() -> None:
    async def interrupted() -> Editing:
        pixels = Interrupted({"a": Size(40, 30)})
        editing = Editing(pixels)
        editing.add([Chosen("a", "a.jpg", "image/jpeg", 9)])
        await editing.work()
        await editing.work()
        editing.do(Recipe(encode_again=True))
        pixels.editing = editing
        await editing.work()
        assert editing.current
        assert editing.current.result is None
        assert pixels.stops == 1
        await editing.work()
        return editing

    editing = asyncio.run(interrupted())
    assert editing.current
    assert editing.current.result
    assert editing.current.result.rendered.pixels == Size(10, 8)
