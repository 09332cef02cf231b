"""Plans for the pixel worker, and undo."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.imaging.geometry import LONGEST_SIDE, MOST_PIXELS, layout_of
from linkepix.imaging.history import LONGEST, History
from linkepix.imaging.plan import AVIF_SPEED, DETAIL, EIGHTHS, opening_plan, plan_of
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


def test_a_large_jpeg_is_decoded_at_the_least_scale_that_leaves_detail() -> None:
    sizes = {
        width: plan_of(Recipe(width=width), PHOTO, Trial(80), kind="jpeg")["decode"] for width in (300, 1000, 3000)
    }
    assert sizes == {
        300: {"type": "jpeg", "eighths": 1, "width": 500, "height": 375},
        1000: {"type": "jpeg", "eighths": 3, "width": 1500, "height": 1125},
        3000: {"type": "jpeg", "eighths": 8, "width": 4000, "height": 3000},
    }


@pytest.mark.parametrize(("kind", "size"), [("png", PHOTO), ("jpeg", Size(1600, 1200)), ("jpeg", Size(4001, 3001))])
def test_other_pictures_are_decoded_with_all_their_pixels(kind: str, size: Size) -> None:
    """Small ones, and those of which no scale would leave whole sides."""
    assert plan_of(Recipe(width=100), size, Trial(80), kind=kind)["decode"] == {
        "type": kind,
        "eighths": 8,
        "width": size.width,
        "height": size.height,
    }


def test_a_crop_of_fewer_pixels_begins_within_one() -> None:
    recipe = Recipe(format="webp", crop=Box(1001, 302, 2003, 1502), width=200)
    plan = plan_of(recipe, PHOTO, Trial(80), kind="jpeg")
    assert plan["decode"] == {"type": "jpeg", "eighths": 2, "width": 1000, "height": 750}
    assert plan["steps"] == [
        {"step": "crop", "left": 250, "top": 75, "width": 501, "height": 376},
        {
            "step": "resize",
            "width": 200,
            "height": 150,
            "left": 0.25,
            "top": 0.5,
            "across": 500.75,
            "down": 375.5,
        },
    ]


@given(
    st.builds(Box, *[st.integers(0, 3000)] * 2, *[st.integers(1, 5000)] * 2),
    st.integers(1, 4000),
    st.sampled_from([Size(4000, 3000), Size(4032, 3024), Size(3000, 2002), Size(2999, 2002)]),
    st.integers(0, 3),
)
def test_whatever_is_asked_for_lies_in_the_picture_that_is_decoded(
    box: Box, width: int, size: Size, turns: int
) -> None:
    recipe = Recipe(format="png", crop=box, width=width, turns=turns)
    plan = json.loads(json.dumps(plan_of(recipe, size, Trial(80), kind="jpeg")))
    decoded = Size(plan["decode"]["width"], plan["decode"]["height"])
    here = decoded.on_its_side if turns % 2 else decoded
    for step in plan["steps"]:
        if step["step"] == "crop":
            assert 0 <= step["left"] <= step["left"] + step["width"] <= here.width
            assert 0 <= step["top"] <= step["top"] + step["height"] <= here.height
            here = Size(step["width"], step["height"])
        if step["step"] == "resize" and "left" in step:
            assert 0 <= step["left"] <= step["left"] + step["across"] <= here.width
            assert 0 <= step["top"] <= step["top"] + step["down"] <= here.height
    layout = layout_of(recipe, size)
    if plan["decode"]["eighths"] < EIGHTHS:
        assert layout.crop.width * plan["decode"]["eighths"] >= EIGHTHS * DETAIL * layout.result.width


def test_a_thumbnail_needs_few_pixels() -> None:
    assert opening_plan(6, "jpeg", PHOTO)["decode"] == {"type": "jpeg", "eighths": 1, "width": 500, "height": 375}
    assert opening_plan(1, "webp", PHOTO)["decode"] == {"type": "webp", "eighths": 8, "width": 4000, "height": 3000}


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


def test_frames_of_a_png_are_written_alike() -> None:
    plan = plan_of(Recipe(format="png"), Size(40, 30), Trial(100), kind="gif", frames=3)
    assert (plan["frames"], plan["encode"]) == (3, {"codec": "png", "level": 0})


def test_a_drawing_is_drawn_as_large_as_its_result() -> None:
    recipe = Recipe(format="png", width=1000, may_enlarge=True)
    plan = plan_of(recipe, Size(300, 200), Trial(100), kind="svg")
    assert plan["decode"] == {"type": "svg", "eighths": 32, "width": 1200, "height": 800}
    assert plan["steps"] == [{"step": "resize", "width": 1000, "height": 667}]
    largest = plan_of(replace(recipe, width=5000), Size(3000, 2000), Trial(100), kind="svg")["decode"]
    assert largest == {"type": "svg", "eighths": 16, "width": 6000, "height": 4000}


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
