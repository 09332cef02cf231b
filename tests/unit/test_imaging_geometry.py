"""Sizes and boxes of a recipe."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.errors import InputError
from linkepix.imaging.geometry import (
    ASPECTS,
    LONGEST_SIDE,
    MOST_PIXELS,
    cropped,
    layout_of,
    ratio_of,
    recrop,
    turn,
    whole,
)
from linkepix.model.recipe import FORMATS, MODES, QUALITIES, Box, Recipe, Size, recipe_for

if TYPE_CHECKING:
    from linkepix.imaging.geometry import Direction

PHOTO = Size(4000, 3000)

sides = st.integers(1, 6000)
sizes = st.builds(Size, sides, sides)
boxes = st.builds(Box, st.integers(-10, 9000), st.integers(-10, 9000), st.integers(1, 9000), st.integers(1, 9000))
recipes = st.builds(
    Recipe,
    is_mirrored=st.booleans(),
    turns=st.integers(0, 3),
    crop=st.none() | boxes,
    aspect=st.sampled_from(["", *ASPECTS]),
    width=st.none() | sides,
    height=st.none() | sides,
    mode=st.sampled_from(MODES),
    may_enlarge=st.booleans(),
)
directions: st.SearchStrategy[Direction] = st.sampled_from(["left", "right", "horizontally", "vertically"])


@pytest.mark.parametrize(
    ("wanted", "crop", "result"),
    [
        (Recipe(), Box(0, 0, 4000, 3000), Size(4000, 3000)),
        (Recipe(width=2000), Box(0, 0, 4000, 3000), Size(2000, 1500)),
        (Recipe(height=300), Box(0, 0, 4000, 3000), Size(400, 300)),
        (Recipe(width=1000, height=1000), Box(0, 0, 4000, 3000), Size(1000, 750)),
        (Recipe(width=1000, height=1000, mode="fill"), Box(500, 0, 3000, 3000), Size(1000, 1000)),
        (Recipe(width=1000, height=1000, mode="exact"), Box(0, 0, 4000, 3000), Size(1000, 1000)),
        (Recipe(width=1584, height=396, mode="fill"), Box(0, 1000, 4000, 1000), Size(1584, 396)),
        (Recipe(width=8000), Box(0, 0, 4000, 3000), Size(4000, 3000)),
        (Recipe(width=5000, may_enlarge=True), Box(0, 0, 4000, 3000), Size(5000, 3750)),
        (Recipe(width=9000, height=9000, mode="fill"), Box(500, 0, 3000, 3000), Size(3000, 3000)),
        (Recipe(width=9000, height=100, mode="exact"), Box(0, 0, 4000, 3000), Size(4000, 100)),
        (Recipe(aspect="1:1"), Box(500, 0, 3000, 3000), Size(3000, 3000)),
        (Recipe(aspect="16:9"), Box(0, 375, 4000, 2250), Size(4000, 2250)),
        (Recipe(crop=Box(3900, 10, 500, 20)), Box(3900, 10, 100, 20), Size(100, 20)),
        (Recipe(turns=1), Box(0, 0, 3000, 4000), Size(3000, 4000)),
        (Recipe(turns=1, width=300), Box(0, 0, 3000, 4000), Size(300, 400)),
    ],
)
def test_a_recipe_leaves_this_part_in_this_size(wanted: Recipe, crop: Box, result: Size) -> None:
    layout = layout_of(wanted, PHOTO)
    assert (layout.crop, layout.result) == (crop, result)


@given(recipes, sizes)
def test_what_is_left_lies_in_the_picture_and_the_result_has_pixels(recipe: Recipe, original: Size) -> None:
    try:
        layout = layout_of(recipe, original)
    except InputError:
        assert recipe.may_enlarge, "only what is enlarged can become too large"
        return
    crop, turned = layout.crop, layout.turned
    assert 0 <= crop.left < crop.left + crop.width <= turned.width
    assert 0 <= crop.top < crop.top + crop.height <= turned.height
    assert 1 <= layout.result.width <= LONGEST_SIDE
    assert 1 <= layout.result.height <= LONGEST_SIDE
    assert layout.result.area <= MOST_PIXELS


@given(recipes, sizes)
def test_nothing_is_enlarged_unless_it_may_be(recipe: Recipe, original: Size) -> None:
    layout = layout_of(replace(recipe, may_enlarge=False), original)
    assert layout.result.width <= layout.crop.width
    assert layout.result.height <= layout.crop.height


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [(Recipe(width=16_000, may_enlarge=True), "area"), (Recipe(height=16_000, may_enlarge=True), "side")],
)
def test_a_result_that_is_too_large_is_refused(wanted: Recipe, problem: str) -> None:
    with pytest.raises(InputError) as refused:
        layout_of(wanted, PHOTO)
    assert refused.value.problem == problem


@given(recipes, sizes, directions)
def test_a_turn_and_its_opposite_change_nothing(recipe: Recipe, original: Size, direction: Direction) -> None:
    recipe = replace(recipe, may_enlarge=False)
    recipe = replace(recipe, crop=recipe.crop and layout_of(replace(recipe, mode="fit"), original).crop)
    opposite: dict[Direction, Direction] = {"left": "right", "right": "left"}
    back = turn(turn(recipe, direction, original), opposite.get(direction, direction), original)
    assert back == recipe


@given(sizes, st.lists(directions, max_size=6))
def test_turns_of_a_recipe_are_turns_of_the_plane(original: Size, acts: list[Direction]) -> None:
    """Against a matrix: mirrored first, turned then, as the plan does it."""
    recipe, matrix = Recipe(), ((1, 0), (0, 1))
    moves = {
        "right": ((0, -1), (1, 0)), "left": ((0, 1), (-1, 0)),
        "horizontally": ((-1, 0), (0, 1)), "vertically": ((1, 0), (0, -1)),
    }  # fmt: skip
    for act in acts:
        recipe = turn(recipe, act, original)
        matrix = times(moves[act], matrix)
    planned = moves["horizontally"] if recipe.is_mirrored else ((1, 0), (0, 1))
    for _ in range(recipe.turns):
        planned = times(moves["right"], planned)
    assert planned == matrix


type Matrix = tuple[tuple[int, int], tuple[int, int]]


def times(one: Matrix, other: Matrix) -> Matrix:
    rows = [[sum(one[i][k] * other[k][j] for k in range(2)) for j in range(2)] for i in range(2)]
    return (rows[0][0], rows[0][1]), (rows[1][0], rows[1][1])


def test_a_crop_turns_with_the_picture() -> None:
    corner = Recipe(crop=Box(0, 0, 100, 50))
    assert turn(corner, "right", PHOTO).crop == Box(2950, 0, 50, 100)
    assert turn(corner, "horizontally", PHOTO).crop == Box(3900, 0, 100, 50)
    assert turn(corner, "vertically", PHOTO).crop == Box(0, 2950, 100, 50)


def test_where_the_ratio_is_fixed_the_other_side_follows() -> None:
    square = Recipe(aspect="1:1")
    old = cropped(square, PHOTO)
    assert recrop(square, old, replace(old, width=1000), PHOTO).crop == Box(500, 0, 1000, 1000)
    assert recrop(square, old, replace(old, height=600), PHOTO).crop == Box(500, 0, 600, 600)


def test_a_crop_of_all_is_no_crop() -> None:
    old = Box(10, 10, 20, 20)
    assert recrop(Recipe(crop=old), old, whole(PHOTO), PHOTO).crop is None


@given(st.text(max_size=8))
def test_any_text_is_a_ratio_or_none(text: str) -> None:
    ratio = ratio_of(text)
    assert ratio is None or ratio > 0


def test_quality_follows_the_format_until_it_is_chosen() -> None:
    assert Recipe().in_format("avif").quality == QUALITIES["avif"]
    assert replace(Recipe(), quality=42).in_format("avif").quality == 42


def test_a_picture_begins_in_its_own_format_where_we_can_write_it() -> None:
    assert [recipe_for(f"image/{name}").format for name in FORMATS] == list(FORMATS)
    assert recipe_for("image/heic").format == "jpeg"
    assert recipe_for("").format == "jpeg"
