"""What ImageKit can do, as rows: complete, dated, and written as its official SDK writes it."""

from __future__ import annotations

import base64
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagekitio import ImageKit

from linkepix.errors import InputError
from linkepix.providers.imagekit.operations import (
    BACKGROUND,
    CROP,
    FILL,
    OPERATIONS,
    PROMPT_LIMIT,
    RETOUCH,
    SCENE,
    SHADOW,
    UPSCALE,
    Step,
    operation_by_id,
    pixels_below,
    transformation_of,
    units_of,
)

if TYPE_CHECKING:
    from linkepix.providers.imagekit.operations import (
        Operation,
    )

SDK = ImageKit(private_key="private_x")
PROMPTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).filter(str.strip)
SIZES = st.integers(1, 8_192)


def encoded(prompt: str) -> str:
    """As the SDK's types ask for it: base64, then percent-encoded."""
    return (
        base64.b64encode(prompt.strip().encode()).decode().replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    )


def by_sdk(**fields: object) -> str:
    return SDK.helper.build_transformation_string([fields])  # type: ignore[list-item]  # any of its fields


def row(operation: Operation) -> str:
    return operation.id


def test_every_operation_that_was_asked_for_has_a_row() -> None:
    starts = [operation.starts for operation in OPERATIONS]
    assert starts == ["e-bgremove", "e-upscale", "bg-genfill", "e-changebg", "e-retouch", "e-dropshadow", "fo-"]
    assert len({operation.id for operation in OPERATIONS}) == len(OPERATIONS)
    assert [operation_by_id(operation.id) for operation in OPERATIONS] == list(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=row)
def test_a_cost_has_a_source_and_every_row_a_date(operation: Operation) -> None:
    units, source = operation.units, operation.source
    assert (units is None) == (source == "")
    assert date.fromisoformat(operation.checked) <= date(2027, 1, 1)


def test_all_but_cropping_are_marked_as_beta_and_three_can_be_done_here() -> None:
    assert [operation for operation in OPERATIONS if not operation.beta] == [CROP]
    assert {operation.id: operation.here for operation in OPERATIONS if operation.here} == {
        "background": "background",
        "upscale": "resize",
        "crop": "crop-around-subject",
    }


def test_operations_without_values_are_written_as_the_sdk_does() -> None:
    assert BACKGROUND.transformation({}) == by_sdk(ai_remove_background=True, format="png")
    assert UPSCALE.transformation({}) == by_sdk(ai_upscale=True)
    assert RETOUCH.transformation({}) == by_sdk(ai_retouch=True)


@given(PROMPTS)
def test_a_background_by_words_is_written_as_the_sdk_does(prompt: str) -> None:
    mine = SCENE.transformation({"prompt": prompt})
    assert mine == by_sdk(ai_change_background=f"prompte-{encoded(prompt)}")
    assert base64.b64decode(unquote(mine.removeprefix("e-changebg-prompte-"))).decode() == prompt.strip()


@given(st.one_of(st.just(""), PROMPTS), SIZES, SIZES, st.sampled_from(["pad_resize", "pad_extract"]))
def test_a_fill_is_written_as_the_sdk_does(prompt: str, width: int, height: int, mode: str) -> None:
    values = {"prompt": prompt, "width": str(width), "height": str(height), "mode": mode}
    background = f"genfill-prompte-{encoded(prompt)}" if prompt else "genfill"
    assert FILL.transformation(values) == by_sdk(background=background, width=width, height=height, crop_mode=mode)


@given(st.integers(0, 360), st.integers(0, 90), st.integers(0, 100))
def test_a_shadow_is_written_as_the_sdk_does(azimuth: int, elevation: int, saturation: int) -> None:
    values = {"azimuth": str(azimuth), "elevation": str(elevation), "saturation": str(saturation)}
    light = f"az-{azimuth}_el-{elevation}_st-{saturation}"
    assert SHADOW.transformation(values) == by_sdk(ai_drop_shadow=light, format="png")


@given(st.sampled_from(["auto", "face", "person", "car"]), SIZES, SIZES)
def test_a_crop_is_written_as_the_sdk_does(focus: str, width: int, height: int) -> None:
    values = {"focus": focus, "width": str(width), "height": str(height)}
    assert CROP.transformation(values) == by_sdk(focus=focus, width=width, height=height)


@pytest.mark.parametrize(
    ("operation", "values", "field", "problem"),
    [
        (SCENE, {}, "prompt", "empty"),
        (SCENE, {"prompt": " \n"}, "prompt", "empty"),
        (SCENE, {"prompt": "x" * (PROMPT_LIMIT + 1)}, "prompt", "too-long"),
        (FILL, {"height": "10"}, "width", "empty"),
        (FILL, {"width": "0", "height": "10"}, "width", "malformed"),
        (FILL, {"width": "10", "height": "8193"}, "height", "malformed"),
        (FILL, {"width": "10", "height": "10", "mode": "force"}, "mode", "malformed"),
        (FILL, {"width": "10:e-upscale", "height": "10"}, "width", "malformed"),
        (FILL, {"width": "१०", "height": "10"}, "width", "malformed"),
        (FILL, {"width": "9" * 5_000, "height": "10"}, "width", "malformed"),
        (SHADOW, {"azimuth": "361"}, "azimuth", "malformed"),
        (SHADOW, {"azimuth": "-1"}, "azimuth", "malformed"),
        (CROP, {"focus": "face,e-upscale", "width": "1", "height": "1"}, "focus", "malformed"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_field(
    operation: Operation, values: dict[str, str], field: str, problem: str
) -> None:
    with pytest.raises(InputError) as raised:
        operation.transformation(values)
    assert (raised.value.field, raised.value.problem) == (field, problem)


@given(st.text(), st.text(), st.text())
def test_no_value_adds_a_step_or_leaves_the_transformation(prompt: str, width: str, focus: str) -> None:
    for operation, values in ((SCENE, {"prompt": prompt}), (CROP, {"width": width, "height": "9", "focus": focus})):
        try:
            written = operation.transformation(values)
        except InputError:
            continue
        assert written.isascii()
        assert not set(written) & set(":&?#/ \n")


def test_steps_are_a_chain_with_one_operation_in_each_link() -> None:
    steps = (Step(BACKGROUND), Step(SHADOW, (("azimuth", "45"),)))
    assert transformation_of(steps) == "e-bgremove,f-png:e-dropshadow-az-45_el-45_st-60,f-png"


def test_a_chain_costs_what_its_steps_do_or_nobody_knows() -> None:
    assert units_of((Step(BACKGROUND), Step(UPSCALE), Step(CROP))) == 18
    assert units_of((Step(BACKGROUND), Step(RETOUCH))) is None


def test_a_chain_takes_what_each_of_its_steps_takes() -> None:
    assert pixels_below((Step(BACKGROUND),)) == 0
    assert pixels_below((Step(BACKGROUND), Step(UPSCALE))) == 16_000_000
