"""Scenes as data: how their text is read."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from linkepix.model.cues import PICTURE_SETTINGS
from linkepix.providers.ondevice.scene import LAYERS, Drawings, Group, Shape, shape_of

if TYPE_CHECKING:
    from jinja2 import Environment

TEXT = """
# Nothing stands before the first drawing.
= prop:box
base r 0 0 10 10

= yard wall=deep floor=base open
> stage
*2 5 0 light c 0 0 4
@ box 1 2 -0.5 30
> side
mid p 0 0 1 1 2 0
> side
- 2 p 0 0 9 9
-wash 1 d M0 0h5
"""


@pytest.fixture(scope="module")
def drawings(templates: Environment) -> Drawings:
    return Drawings.read(templates.get_template("scenes/all.txt").render())


def test_settings_layers_versions_props_and_repeats_are_read() -> None:
    read = Drawings.read(TEXT)
    yard = read.scene("yard")
    assert read.scenes == ("yard",)
    assert (yard.wall, yard.floor, yard.open) == ("deep", "base", True)
    disc = Shape("M-4 0a4 4 0 1 1 8 0a4 4 0 1 1 -8 0z", "light")
    box = Group("translate(1 2) rotate(30) scale(-0.5 0.5)", (Shape("M0 0h10v10h-10z", "base"),))
    assert yard.layers["stage"] == ((Group("translate(0 0)", (disc,)), Group("translate(5 0)", (disc,)), box),)
    assert yard.layers["side"] == (
        (Shape("M0 0L1 1L2 0z", "mid"),),
        (Shape("M0 0L9 9", "", 2), Shape("M0 0h5", "wash", 1)),
    )


def test_one_version_of_each_layer_is_picked_and_none_where_there_is_none() -> None:
    yard = Drawings.read(TEXT).scene("yard")
    picked = [yard.picked(random.Random(seed)) for seed in range(20)]  # noqa: S311 - a choice of clouds
    assert {len(layers["side"]) for layers in picked} == {1, 2}
    assert all(layers["front"] == () for layers in picked)


@pytest.mark.parametrize(
    "line", ["base", "base r 1 2", "base q 1 2 3", "base p 1 2 3", "- x p 1 2", "base c 1 2 three"]
)
def test_a_line_that_is_no_shape_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a shape"):
        shape_of(line)


def test_a_scene_or_a_prop_that_is_missing_is_refused() -> None:
    with pytest.raises(KeyError):
        Drawings.read(TEXT).scene("attic")
    with pytest.raises(KeyError, match="prop:gone"):
        Drawings.read("= yard\n> stage\n@ gone 0 0").scene("yard")


def test_every_place_is_drawn_and_nothing_else(drawings: Drawings) -> None:
    assert sorted(drawings.scenes) == sorted(PICTURE_SETTINGS)
    assert len(drawings.scenes) >= 40


@pytest.mark.parametrize("name", PICTURE_SETTINGS)
def test_every_place_has_a_landmark_a_side_and_a_front_of_its_own(drawings: Drawings, name: str) -> None:
    scene = drawings.scene(name)
    assert set(scene.layers) <= set(LAYERS)
    assert {"stage", "side", "front"} <= set(scene.layers)
    others = [drawings.scene(other).layers["stage"] for other in PICTURE_SETTINGS if other != name]
    assert scene.layers["stage"] not in others
