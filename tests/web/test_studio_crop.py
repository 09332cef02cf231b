"""Studio, as HTML: the whole picture, for a crop to be drawn on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import PictureTooLargeError
from linkepix.model.recipe import Size
from tests.web.test_studio import changed, opened, pixels, value, worked

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

SIDES = ("left", "top", "width", "height")


@pytest.fixture
def cropping(visitor: Visitor) -> Visitor:
    """A photo is shown whole, after it was cropped."""
    opened(visitor, photo=Size(4000, 3000))
    changed(visitor, crop_left="100", crop_top="50", crop_width="1000", crop_height="500")
    worked(visitor, visitor.post("studio/do/crop"))
    return visitor


def frame(html: str) -> dict[str, str]:
    found = re.search(r'id="crop-frame"[^>]*', html)
    assert found
    return {side: re.findall(rf'data-{side}="([^"]*)"', found[0])[0] for side in SIDES}


def test_the_whole_picture_is_shown_with_a_frame_where_the_numbers_are(cropping: Visitor) -> None:
    html = cropping.get("studio")
    assert 'width="4000" height="3000" alt="All of photo.jpg, to be cropped"' in html
    assert frame(html) == {"left": "100", "top": "50", "width": "1000", "height": "500"}
    assert 'aria-pressed="true"' in html
    assert 'id="compare"' not in html


def test_the_button_closes_it_again_and_the_result_is_shown(cropping: Visitor) -> None:
    shown = cropping.app.editing.whole.shown
    assert shown
    html = cropping.post("studio/do/crop")
    assert "crop-frame" not in html
    assert 'alt="Result: photo.jpg, 1,000 \N{MULTIPLICATION SIGN} 500 pixels"' in html
    assert shown.key in pixels(cropping).forgotten


def test_a_frame_that_was_dragged_is_a_single_step_back(cropping: Visitor) -> None:
    html = changed(cropping, crop_left="2000", crop_top="1000", crop_width="300", crop_height="200")
    assert frame(html) == {"left": "2000", "top": "1000", "width": "300", "height": "200"}
    assert frame(worked(cropping, cropping.post("studio/do/undo")))["left"] == "100"


def test_a_frame_of_a_fixed_ratio_keeps_it_inside_the_picture(cropping: Visitor) -> None:
    html = changed(cropping, aspect="16:9")
    assert 'data-ratio="1.777' in html
    dragged = {"crop_left": "3600", "crop_top": "2800", "crop_width": "700", "crop_height": "394"}
    found = {side: int(number) for side, number in frame(changed(cropping, aspect="16:9", **dragged)).items()}
    assert found["left"] + found["width"] <= 4000
    assert found["top"] + found["height"] <= 3000
    assert found["width"] / found["height"] == pytest.approx(16 / 9, rel=0.01)


def test_the_frame_of_a_preset_is_what_is_cut_out(visitor: Visitor) -> None:
    opened(visitor, photo=Size(4000, 3000))
    first = {side: value(visitor.get("studio"), f"crop_{side}") for side in SIDES}
    changed(visitor, preset="linkedin-banner", **{f"crop_{side}": number for side, number in first.items()})
    html = worked(visitor, visitor.post("studio/do/crop"))
    assert 'data-ratio="4.0"' in html
    assert frame(html) == {"left": "0", "top": "1000", "width": "4000", "height": "1000"}
    filled = {"preset": "linkedin-banner", "width": "1584", "height": "396", "fill_size": "yes"}
    dragged = {"crop_left": "400", "crop_top": "2000", "crop_width": "2000", "crop_height": "500"}
    html = changed(visitor, **filled, **dragged)
    assert [f"crop_{side}" for side in SIDES] == list(dragged)
    assert list(frame(html).values()) == list(dragged.values())
    crop, resize = (step for step in pixels(visitor).plans[-1]["steps"] if step["step"] in {"crop", "resize"})  # type: ignore[attr-defined]
    assert {f"crop_{side}": str(crop[side]) for side in SIDES} == dragged
    assert (resize["width"], resize["height"]) == (1584, 396)


def test_a_turn_turns_the_whole_picture_with_its_frame(cropping: Visitor) -> None:
    html = worked(cropping, cropping.post("studio/do/turn-right"))
    assert 'width="3000" height="4000" alt="All of photo.jpg, to be cropped"' in html
    assert frame(html) == {"left": "2450", "top": "100", "width": "500", "height": "1000"}
    assert value(html, "crop_left") == "2450"
    assert 'width="4000" height="3000" alt="All of' in worked(cropping, cropping.post("studio/do/undo"))


def test_another_picture_is_shown_with_its_result(cropping: Visitor) -> None:
    opened(cropping, other=Size(400, 300))
    html = worked(cropping, cropping.post("studio/show", {"picture": "other"}))
    assert "crop-frame" not in html
    assert "Result: other.jpg" in html


def test_what_cannot_be_shown_whole_gets_a_sentence_and_its_result_stays(visitor: Visitor) -> None:
    opened(visitor, photo=Size(4000, 3000))
    pixels(visitor).failure = PictureTooLargeError()
    html = visitor.post("studio/do/crop")
    assert "50 megapixels" in html
    assert "Result: photo.jpg" in html
    assert "crop-frame" in visitor.post("studio/do/crop")


def test_nothing_is_left_of_it_when_the_studio_starts_over(cropping: Visitor) -> None:
    shown = cropping.app.editing.whole.shown
    assert shown
    cropping.post("studio/do/over")
    assert cropping.app.editing.whole.shown is None
    assert shown.key in pixels(cropping).forgotten
