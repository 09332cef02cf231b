"""Plans for the pixel worker, and undo."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.imaging.geometry import LONGEST_SIDE, MOST_PIXELS
from linkepix.imaging.history import LONGEST, History
from linkepix.imaging.plan import AVIF_SPEED, opening_plan, plan_of
from linkepix.imaging.presets import presets
from linkepix.imaging.size_search import Trial
from linkepix.model.recipe import FORMATS, Box, Recipe, Size

PHOTO = Size(4000, 3000)


def test_steps_come_in_the_order_of_the_recipe() -> None:
    recipe = Recipe(is_mirrored=True, turns=3, crop=Box(1, 2, 300, 400), width=30, background="#00ff00")
    assert plan_of(recipe, PHOTO, Trial(70))["steps"] == [
        {"step": "flip", "axis": "horizontal"},
        {"step": "rotate", "turns": 3},
        {"step": "crop", "left": 1, "top": 2, "width": 300, "height": 400},
        {"step": "resize", "width": 30, "height": 40},
        {"step": "flatten", "colour": "#00ff00"},
    ]


def test_what_changes_nothing_is_no_step() -> None:
    assert plan_of(Recipe(format="png"), PHOTO, Trial(100))["steps"] == []


def test_a_trial_changes_quality_and_size() -> None:
    plan = plan_of(Recipe(format="webp", width=1000), PHOTO, Trial(33, 0.5))
    assert plan["encode"] == {"codec": "webp", "quality": 33}
    assert plan["steps"] == [{"step": "resize", "width": 500, "height": 375}]


def test_only_what_has_no_transparency_is_laid_on_a_colour() -> None:
    flattened = {name: "flatten" in str(plan_of(Recipe(format=name), PHOTO, Trial(70))["steps"]) for name in FORMATS}
    assert flattened == {"jpeg": True, "webp": False, "avif": False, "png": False}


@pytest.mark.parametrize(("size", "level"), [(Size(1000, 1000), 2), (Size(2000, 2000), 1), (Size(4000, 3000), 0)])
def test_a_large_png_is_not_optimised_for_seconds(size: Size, level: int) -> None:
    assert plan_of(Recipe(format="png"), size, Trial(100))["encode"] == {"codec": "png", "level": level}


def test_avif_is_made_fast() -> None:
    encoding = plan_of(Recipe(format="avif"), PHOTO, Trial(55))["encode"]
    assert encoding == {"codec": "avif", "quality": 55, "speed": AVIF_SPEED}


CORNERS = list("abcd")
STORED = {1: "abcd", 2: "badc", 3: "dcba", 4: "cdab", 5: "acbd", 6: "bdac", 7: "dbca", 8: "cadb"}
"""The corners of a picture, row by row, as they lie in a file of this orientation (TIFF 6.0, tag 274)."""


@pytest.mark.parametrize("orientation", STORED)
def test_what_the_browser_leaves_lying_is_turned_first(orientation: int) -> None:
    corners = list(STORED[orientation])
    for step in json.loads(json.dumps(opening_plan(orientation)))["steps"]:
        upper_left, upper_right, lower_left, lower_right = corners
        if step["step"] == "flip":
            corners = [upper_right, upper_left, lower_right, lower_left]
        for _ in range(step.get("turns", 0)):
            upper_left, upper_right, lower_left, lower_right = corners
            corners = [lower_left, upper_left, lower_right, upper_right]
    assert corners == CORNERS
    recipe = Recipe(format="png", width=40)
    steps = plan_of(recipe, PHOTO, Trial(1), orientation)["steps"]
    assert steps == [
        *json.loads(json.dumps(opening_plan(orientation)))["steps"],
        {"step": "resize", "width": 40, "height": 30},
    ]


def test_a_picture_is_opened_without_a_codec() -> None:
    assert "encode" not in opening_plan()
    assert opening_plan()["most"] == MOST_PIXELS
    assert json.loads(json.dumps(opening_plan()))["steps"] == []


def test_presets_are_dated_have_a_source_and_fit() -> None:
    assert presets().checked <= date.today()  # noqa: DTZ011 - a day, wherever this runs
    assert len({preset.id for preset in presets().all}) == len(presets().all)
    for preset in presets().all:
        assert urlsplit(preset.source).scheme == "https"
        assert 0 < max(preset.width, preset.height) <= LONGEST_SIDE
    banner, post = presets().by_id("linkedin-banner"), presets().by_id("linkedin-post")
    assert banner
    assert (banner.width, banner.height) == (1584, 396)
    assert post
    assert (post.width, post.height) == (1200, 627)
    assert presets().by_id("no-such") is None


def test_undo_and_redo_walk_over_whole_recipes() -> None:
    one, two, three = Recipe(width=1), Recipe(width=2), Recipe(width=3)
    history = History(one).do(two).do(three)
    assert history.undo().now == two
    assert history.undo().undo().redo().redo() == history
    assert history.undo().do(one).redo().now == one, "a new step has no future"
    assert history.do(three) == history


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=60))
def test_undo_then_redo_is_nothing(acts: list[str]) -> None:
    history = History(Recipe())
    for number, act in enumerate(acts, 1):
        history = {"do": history.do(Recipe(width=number)), "undo": history.undo(), "redo": history.redo()}[act]
    if history.past:
        assert history.undo().redo() == history
    if history.future:
        assert history.redo().undo() == history


def test_very_old_steps_are_forgotten() -> None:
    history = History(Recipe())
    for number in range(1, LONGEST + 50):
        history = history.do(Recipe(width=number))
    assert len(history.past) == LONGEST
