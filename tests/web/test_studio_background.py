"""Studio, as HTML: backgrounds, brushes and crops around a subject. What is found in a picture is given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from linkepix.errors import CodecMissingError
from linkepix.imaging.subject import CELLS
from linkepix.model.picture_info import DISPLAY_P3
from linkepix.model.recipe import Recipe, Size
from tests.conftest import ROOT
from tests.web.test_studio import changed, opened, pixels, value, worked

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

MIDDLE = b"".join(bytes(255 * (16 <= x < 48 and y >= 32) for x in range(CELLS)) for y in range(CELLS))
"""A subject in the lower half, between the quarters."""


def as_it_is(kind: str) -> dict[str, object]:
    """All pixels of a picture whose size is not known."""
    return {"type": kind, "eighths": 8, "width": 0, "height": 0}


def act(visitor: Visitor, name: str) -> str:
    return worked(visitor, visitor.post(f"studio/do/{name}"))


def paint(visitor: Visitor, *points: tuple[float, float]) -> str:
    return worked(visitor, visitor.post("studio/paint", {"points": json.dumps(points)}))


def searches(visitor: Visitor) -> int:
    """Return how often the model was run."""
    return sum(plan.get("encode") == {"codec": "background"} for plan in pixels(visitor).plans)


def last_plan(visitor: Visitor) -> dict[str, Any]:
    """Return the last plan that made a result."""
    return [plan for plan in pixels(visitor).plans if "encode" in plan][-1]


def recipe(visitor: Visitor) -> Recipe:
    assert visitor.app.editing.current
    return visitor.app.editing.current.recipe


@pytest.fixture
def table(visitor: Visitor) -> Visitor:
    """Two photos are open; the first is shown."""
    pixels(visitor).subjects |= {"photo": MIDDLE, "other": MIDDLE}
    opened(visitor, photo=Size(4000, 3000), other=Size(1600, 1200))
    return visitor


def test_what_is_loaded_is_said_before_and_meanwhile(table: Visitor) -> None:
    html = table.get("studio?model=18.9")
    assert 'aria-describedby="model-weight"' in html
    assert "load 18.9 MB from this site" in html
    meanwhile = table.post("studio/do/cut-out")
    assert "Loading what finds the subject, 18.9 MB, for photo.jpg" in meanwhile
    assert "is on this device" in worked(table, meanwhile)
    assert "18.9" not in table.get("studio?model=%3Cb%3E"), "what is no number is not shown"


def test_a_background_goes_and_comes_back_and_the_model_runs_once(table: Visitor) -> None:
    html = act(table, "cut-out")
    assert 'data-name="photo.png"' in html, "JPEG has no transparency"
    assert [step["step"] for step in last_plan(table)["steps"]] == ["mask"]
    assert 'id="cut-out" aria-pressed="true"' in html
    changed(table, width="1000")
    assert [step["step"] for step in last_plan(table)["steps"]] == ["mask", "resize"]
    act(table, "undo")
    assert 'data-name="photo.jpg"' in act(table, "undo")
    act(table, "cut-out")
    assert 'id="cut-out" aria-pressed="false"' in act(table, "cut-out")
    assert searches(table) == 1


def previews(visitor: Visitor) -> dict[str, str]:
    """Return the address of each picture that is there with its background, by picture."""
    pictures = visitor.app.editing.pictures.values()
    return {picture.id: picture.bare.rendered.preview_url for picture in pictures if picture.bare}


def test_the_picture_with_its_background_is_shown_next_to_it_and_given_back(table: Visitor) -> None:
    act(table, "cut-out")
    first = previews(table)["photo"]
    act(table, "erase")
    assert first in paint(table, (0.5, 0.5)), "a stroke leaves it as it is"
    html = act(table, "turn-right")
    assert first not in html
    assert previews(table)["photo"] in html
    assert first.split(":")[1] in pixels(table).forgotten
    act(table, "cut-out")
    assert previews(table) == {}


def test_only_the_picture_that_is_shown_is_there_with_its_background(table: Visitor) -> None:
    act(table, "cut-out")
    act(table, "all")
    assert previews(table).keys() == {"photo"}
    html = worked(table, table.post("studio/show", {"picture": "other"}))
    assert previews(table).keys() == {"other"}
    assert previews(table)["other"] in html


def test_a_picture_in_which_nothing_stands_out_stays_as_it_is(visitor: Visitor) -> None:
    opened(visitor, plain=Size(400, 300))
    html = act(visitor, "cut-out")
    assert "No subject stands out in this picture" in html
    assert recipe(visitor) == Recipe()
    assert 'data-name="plain.jpg"' in html
    assert "No subject stands out in this picture" in act(visitor, "around")
    assert recipe(visitor) == Recipe()


def test_a_model_that_does_not_arrive_has_a_sentence_and_can_be_tried_again(table: Visitor) -> None:
    pixels(table).failure = CodecMissingError()
    assert "could not be loaded. Connect to the network once" in act(table, "cut-out")
    html = worked(table, table.post("studio/show", {"picture": "photo"}))
    assert 'data-name="photo.png"' in html
    assert searches(table) == 2


def test_strokes_are_in_the_recipe_where_they_were_painted(table: Visitor) -> None:
    act(table, "cut-out")
    act(table, "turn-right")
    assert 'id="brush-restore" aria-pressed="true"' in act(table, "restore")
    html = act(table, "erase")
    assert 'aria-label="Picture to paint on"' in html
    assert 'id="brush-erase" aria-pressed="true"' in html
    assert 'id="brush-restore" aria-pressed="false"' in html
    paint(table, (0.25, 0.5), (0.25, 1))
    (stroke,) = last_plan(table)["steps"][0]["strokes"]
    assert stroke == {"erase": True, "radius": 160, "points": ((2000, 2250), (4000, 2250))}
    act(table, "undo")
    assert last_plan(table)["steps"][0]["strokes"] == []


def test_the_brush_has_a_size_and_can_be_put_away(table: Visitor) -> None:
    act(table, "cut-out")
    act(table, "erase")
    assert value(changed(table, brush_size="20"), "brush_size") == "20"
    assert value(changed(table, brush_size="99"), "brush_size") == "20"
    paint(table, (0.5, 0.5))
    assert recipe(table).strokes[-1].radius == 400
    assert "<canvas" not in act(table, "erase")
    paint(table, (0.1, 0.1))
    assert len(recipe(table).strokes) == 1


@pytest.mark.parametrize("points", ["", "{", "[]", "[[1]]", "[[0, null]]", "[[0, 1e999]]", json.dumps([[0, 0]] * 3000)])
def test_a_stroke_that_cannot_be_read_changes_nothing(table: Visitor, points: str) -> None:
    act(table, "cut-out")
    act(table, "erase")
    table.post("studio/paint", {"points": points})
    assert recipe(table).strokes == ()


def test_another_picture_or_a_colour_is_behind(table: Visitor) -> None:
    act(table, "cut-out")
    changed(table, behind="other", format="png")
    plan = last_plan(table)
    assert plan["others"][1] == "other"
    assert plan["steps"][-1] == {"step": "behind", "file": 2, "decode": as_it_is("jpeg"), "steps": []}
    changed(table, behind="colour", background="#336699", format="png")
    assert last_plan(table)["steps"][-1] == {"step": "flatten", "colour": "#336699"}
    assert "the background colour is behind the subject" in changed(table, behind="", format="jpeg")
    changed(table, behind="closed")
    assert recipe(table).behind == ""


def test_a_picture_that_is_to_be_behind_itself_is_left_out(table: Visitor) -> None:
    act(table, "cut-out")
    changed(table, behind="other", format="png")
    act(table, "all")
    other = table.app.editing.pictures["other"]
    assert other.recipe.behind == other.id
    assert other.result
    assert [step["step"] for step in last_plan(table)["steps"]] == ["mask"]


def test_a_drawing_is_not_offered_as_the_picture_behind(table: Visitor) -> None:
    pixels(table).data["logo"] = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
    html = opened(table, logo=Size(40, 30))
    assert '<option value="other"' in html
    assert '<option value="logo"' not in html
    act(table, "cut-out")
    changed(table, behind="logo", format="png")
    assert [step["step"] for step in last_plan(table)["steps"]] == ["mask"]


def test_all_pictures_lose_their_own_background_and_keep_their_own_strokes(table: Visitor) -> None:
    act(table, "cut-out")
    act(table, "erase")
    paint(table, (0.5, 0.5))
    html = act(table, "all")
    assert searches(table) == 2
    assert 'data-name="other.png"' in html
    assert len(recipe(table).strokes) == 1
    assert table.app.editing.pictures["other"].recipe.strokes == ()


def test_a_crop_around_the_subject_keeps_the_ratio_and_the_background(table: Visitor) -> None:
    html = act(table, "around")
    sides = [int(value(html, f"crop_{side}")) for side in ("left", "top", "width", "height")]
    assert sides == [880, 1380, 2240, 1620]
    assert 'data-name="photo.jpg"' in html
    assert not recipe(table).is_cut_out
    changed(table, aspect="1:1")
    html = act(table, "around")
    assert value(html, "crop_width") == value(html, "crop_height") == "2240"
    assert searches(table) == 1
    act(table, "undo")
    assert recipe(table).aspect == "1:1"
    assert recipe(table).crop is None


def test_every_plan_for_a_photo_of_a_phone_says_which_colours_it_has(visitor: Visitor) -> None:
    photo = (ROOT / "tests/data/wide.heic").read_bytes()
    pixels(visitor).data |= {"photo": photo, "other": photo}
    pixels(visitor).subjects["photo"] = MIDDLE
    opened(visitor, photo=Size(64, 64), other=Size(64, 64))
    act(visitor, "cut-out")
    changed(visitor, behind="other", format="png")
    act(visitor, "crop")
    assert last_plan(visitor)["steps"][-1]["decode"]["gamut"] == DISPLAY_P3
    plans: list[dict[str, Any]] = pixels(visitor).plans
    assert len(plans) >= 6
    assert {plan["decode"].get("gamut") for plan in plans} == {DISPLAY_P3}


def test_start_over_gives_masks_back(table: Visitor) -> None:
    act(table, "cut-out")
    act(table, "over")
    assert pixels(table).data == {}
