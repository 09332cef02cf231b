"""Where a subject is, crops around it, and where a stroke lies in the picture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.Image import Transpose

from linkepix.imaging.geometry import keeps_pixels, layout_of, ratio_of, turned_size
from linkepix.imaging.history import History
from linkepix.imaging.plan import Layers, plan_of, subject_plan
from linkepix.imaging.size_search import Trial
from linkepix.imaging.subject import CELLS, GRID_BYTES, Grid, crop_around, stroke_on
from linkepix.model.recipe import COLOUR, Box, Recipe, Size, Stroke

PHOTO = Size(4000, 3000)

sizes = st.builds(Size, st.integers(CELLS, 6000), st.integers(CELLS, 6000))
turned = st.builds(Recipe, is_mirrored=st.booleans(), turns=st.integers(0, 3))
ratios = st.sampled_from(["", "1:1", "4:5", "16:9", "4:1"])


@st.composite
def cells(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a rectangle of cells, the last two past its end."""
    left, right = sorted((draw(st.integers(0, CELLS - 1)), draw(st.integers(0, CELLS - 1))))
    top, bottom = sorted((draw(st.integers(0, CELLS - 1)), draw(st.integers(0, CELLS - 1))))
    return left, top, right + 1, bottom + 1


def grid(left: int, top: int, right: int, bottom: int, level: int = 255) -> Grid:
    rows = [bytes(level if left <= x < right and top <= y < bottom else 9 for x in range(CELLS)) for y in range(CELLS)]
    return Grid(b"".join(rows))


@settings(deadline=None, max_examples=100)
@given(cells(), sizes)
def test_the_box_has_the_subject_and_not_a_cell_more(rectangle: tuple[int, int, int, int], size: Size) -> None:
    left, top, right, bottom = rectangle
    box = grid(*rectangle).box(size)
    assert box
    assert (box.left, box.top) == (left * size.width // CELLS, top * size.height // CELLS)
    assert 0 <= (box.left + box.width) * CELLS - right * size.width < CELLS
    assert 0 <= (box.top + box.height) * CELLS - bottom * size.height < CELLS


def test_a_picture_without_a_subject_has_no_box() -> None:
    assert Grid(bytes(GRID_BYTES)).box(PHOTO) is None


def test_a_subject_that_is_smaller_than_a_cell_has_one() -> None:
    assert grid(10, 10, 11, 11, level=100).box(Size(640, 640)) == Box(100, 100, 10, 10)


def test_what_is_erased_is_no_subject_and_what_is_restored_is() -> None:
    small = grid(30, 30, 34, 34)
    everything = Stroke(400, ((1700, 1500), (2300, 1500)), is_erasing=True)
    assert small.box(PHOTO, [everything]) is None
    corner = Stroke(20, ((3990, 2990),))
    with_corner = small.box(PHOTO, [corner])
    assert with_corner
    assert (with_corner.left + with_corner.width, with_corner.top + with_corner.height) == (4000, 3000)
    assert small.box(PHOTO, [everything, corner]) == Box(3937, 2953, 63, 47), "the last stroke is on top"


@settings(deadline=None, max_examples=100)
@given(cells(), sizes, turned, ratios)
def test_a_crop_around_the_subject_has_its_ratio_and_the_subject_in_it(
    rectangle: tuple[int, int, int, int], size: Size, recipe: Recipe, aspect: str
) -> None:
    subject = grid(*rectangle).box(size)
    assert subject
    cropped = crop_around(subject, Recipe(is_mirrored=recipe.is_mirrored, turns=recipe.turns, aspect=aspect), size)
    crop, shown = cropped.crop, turned_size(cropped, size)
    assert crop
    assert 0 <= crop.left < crop.left + crop.width <= shown.width
    assert 0 <= crop.top < crop.top + crop.height <= shown.height
    if ratio := ratio_of(aspect):
        assert abs(crop.width - crop.height * ratio) <= 1 + ratio
    corners = stroke_on(cropped, size, [(0, 0), (1, 1)], 0.1).points
    (left, right), (top, bottom) = (sorted(axis) for axis in zip(*corners, strict=True))
    middle = (subject.left + subject.width / 2, subject.top + subject.height / 2)
    assert left - 1 <= middle[0] <= right + 1, "to a pixel"
    assert top - 1 <= middle[1] <= bottom + 1
    if not aspect:
        assert left <= subject.left
        assert subject.left + subject.width <= right
        assert top <= subject.top
        assert subject.top + subject.height <= bottom


def test_a_size_that_is_filled_gives_its_ratio() -> None:
    recipe = Recipe(width=400, height=400, mode="fill")
    crop = crop_around(Box(100, 1000, 500, 1000), recipe, PHOTO).crop
    assert crop
    assert crop.width == crop.height == 1120
    assert crop == layout_of(recipe.__replace__(crop=crop), PHOTO).crop


@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_stroke_lies_where_pillow_finds_it(*, turns: int, is_mirrored: bool) -> None:
    picture = Image.new("L", (80, 60))
    picture.putpixel((20, 15), 255)
    shown = picture.transpose(Transpose.FLIP_LEFT_RIGHT) if is_mirrored else picture
    for _ in range(turns):
        shown = shown.transpose(Transpose.ROTATE_270)
    crop = Box(5, 4, shown.width - 12, shown.height - 10)
    recipe = Recipe(is_mirrored=is_mirrored, turns=turns, crop=crop, width=30)
    x, y = divmod(shown.tobytes().index(255), shown.width)[::-1]
    share = ((x + 0.5 - crop.left) / crop.width, (y + 0.5 - crop.top) / crop.height)
    ((across, down),) = stroke_on(recipe, Size(80, 60), [share], 0.1).points
    assert abs(across - 20.5) <= 0.5
    assert abs(down - 15.5) <= 0.5


def test_the_brush_is_as_large_as_it_was_shown() -> None:
    half = Recipe(crop=Box(0, 0, 2000, 1500), width=500)
    assert stroke_on(half, PHOTO, [(0.5, 0.5)], 0.05) == Stroke(100, ((1000, 750),))


def test_finding_a_subject_decodes_an_upright_picture_and_changes_nothing_else() -> None:
    plan = subject_plan(6)
    assert plan["steps"] == [{"step": "rotate", "turns": 1}]
    assert plan["encode"] == {"codec": "background"}


def test_the_background_goes_before_all_else_and_comes_back_last() -> None:
    recipe = Recipe(
        is_cut_out=True, strokes=(Stroke(9, ((1, 2), (3, 4)), is_erasing=True),), turns=1, width=30, format="png"
    )
    plan = plan_of(recipe, PHOTO, Trial(80), 3, layers=Layers("mask", "beach", 6))
    assert plan["others"] == ["mask", "beach"]
    assert plan["steps"] == [
        {"step": "rotate", "turns": 2},
        {
            "step": "mask",
            "file": 1,
            "size": {"width": 4000, "height": 3000},
            "strokes": [{"erase": True, "radius": 9, "points": ((1, 2), (3, 4))}],
        },
        {"step": "rotate", "turns": 1},
        {"step": "resize", "width": 30, "height": 40},
        {
            "step": "behind",
            "file": 2,
            "decode": {"type": "", "eighths": 8, "width": 0, "height": 0},
            "steps": [{"step": "rotate", "turns": 1}],
        },
    ]


def test_a_colour_behind_is_there_in_every_format_and_else_in_a_jpeg_alone() -> None:
    def flattens(recipe: Recipe) -> bool:
        return "flatten" in str(plan_of(recipe, PHOTO, Trial(80), layers=Layers("mask"))["steps"])

    cut = Recipe(is_cut_out=True, format="png")
    assert not flattens(cut)
    assert flattens(cut.__replace__(behind=COLOUR))
    assert flattens(cut.__replace__(format="jpeg"))


def test_a_background_that_goes_changes_pixels() -> None:
    assert keeps_pixels(Recipe(), PHOTO)
    assert not keeps_pixels(Recipe(is_cut_out=True), PHOTO)
    assert not keeps_pixels(Recipe(behind=COLOUR), PHOTO)


def test_a_stroke_is_a_step_of_undo() -> None:
    cut = Recipe(is_cut_out=True)
    painted = cut.__replace__(strokes=(Stroke(9, ((1, 2),)),))
    history = History(Recipe()).do(cut).do(painted)
    assert history.undo().now == cut
    assert history.undo().redo().now == painted
