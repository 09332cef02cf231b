"""The studio's form ⇄ a recipe, and what its partials are given.

A field that can't be read leaves the recipe as it was, and has a problem.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from linkepix.errors import FormError, MissingKeyError
from linkepix.imaging.geometry import ASPECTS, LONGEST_SIDE, frame_ratio, framed, recrop, turned_size
from linkepix.imaging.names import FORM_FIELD as PATTERN
from linkepix.imaging.presets import presets
from linkepix.model.picture_info import METADATA_CHOICES
from linkepix.model.places import AT_IMAGEKIT, Places
from linkepix.model.recipe import COLOUR, FORMATS, Box
from linkepix.providers.imagekit.operations import OPERATIONS
from linkepix.services.open_pictures import Chosen
from linkepix.services.settings import places
from linkepix.services.subjects import LARGEST_BRUSH, Brush, can_be_behind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from linkepix.model.recipe import Mode, Recipe, Size
    from linkepix.services.editing import Editing
    from linkepix.web.context import AppContext

MOST_FILES = 1_000
MOST_KB = 100_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

NUMBERS: Mapping[str, tuple[int, int]] = {
    "width": (1, LONGEST_SIDE),
    "height": (1, LONGEST_SIDE),
    "crop_left": (0, LONGEST_SIDE),
    "crop_top": (0, LONGEST_SIDE),
    "crop_width": (1, LONGEST_SIDE),
    "crop_height": (1, LONGEST_SIDE),
    "quality": (1, 100),
    "largest_kb": (1, MOST_KB),
}
"""Fields that hold a whole number, with their limits."""

MAY_BE_EMPTY = frozenset({"width", "height", "largest_kb"})


class Numbers:
    """The numbers of a form. `problems` has the fields that hold none: name → problem's id."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.problems: dict[str, str] = {}
        self._read = {name: self._number(name, values[name].strip()) for name in NUMBERS if name in values}

    def get(self, name: str, old: int | None) -> int | None:
        """Return the number of a field, None for an empty one, or what it was before."""
        return old if name in self.problems or name not in self._read else self._read[name]

    def _number(self, name: str, text: str) -> int | None:
        if not text and name in MAY_BE_EMPTY:
            return None
        lowest, highest = NUMBERS[name]
        if text.isascii() and text.isdigit() and len(text) < 9 and lowest <= int(text) <= highest:  # noqa: PLR2004 - before it is read
            return int(text)
        self.problems[name] = "quality" if name == "quality" else "kb" if name == "largest_kb" else "side"
        return None


def recipe_from(
    values: Mapping[str, str], old: Recipe, original: Size, open_ids: Collection[str] = ()
) -> tuple[Recipe, dict[str, str]]:
    """Return the recipe with what the form changes, and the problems of fields that can't be read.

    `open_ids` are the pictures that may be behind.
    """
    numbers = Numbers(values)
    recipe = _sized(values, numbers, old)
    wanted = next((name for name in FORMATS if name == values.get("format")), old.format)
    colour = values.get("background", "")
    recipe = replace(
        recipe.in_format(wanted) if wanted != old.format else recipe,
        largest_kb=numbers.get("largest_kb", old.largest_kb),
        few_colours=values.get("few_colours") == "yes",
        may_shrink=values.get("may_shrink") == "yes",
        encode_again=values.get("encode_again") == "yes",
        metadata=next((choice for choice in METADATA_CHOICES if choice == values.get("metadata")), old.metadata),
        behind=next((choice for choice in ("", COLOUR, *open_ids) if choice == values.get("behind")), old.behind),
        background=colour.lower() if _COLOUR.fullmatch(colour) else old.background,
    )
    if wanted == old.format:
        recipe = replace(recipe, quality=numbers.get("quality", old.quality) or old.quality)
    return _cropped(values, numbers, recipe, framed(old, turned_size(old, original)), original), numbers.problems


def _sized(values: Mapping[str, str], numbers: Numbers, old: Recipe) -> Recipe:
    """A preset that was chosen sets width and height; a number that was typed leaves the preset."""
    preset = presets().by_id(values.get("preset", ""))
    if preset and preset.id != old.preset:
        return replace(old, preset=preset.id, width=preset.width, height=preset.height, mode="fill")
    keeps, fills = values.get("keep_proportions") == "yes", values.get("fill_size") == "yes"
    mode: Mode = "exact" if not keeps else "fill" if fills else "fit"
    may_enlarge = values.get("do_not_enlarge") != "yes"
    recipe = replace(old, width=numbers.get("width", old.width), height=numbers.get("height", old.height), mode=mode)
    is_preset = preset and (recipe.width, recipe.height, recipe.mode) == (preset.width, preset.height, "fill")
    return replace(recipe, may_enlarge=may_enlarge, preset=preset.id if preset and is_preset else "")


def _cropped(values: Mapping[str, str], numbers: Numbers, recipe: Recipe, shown: Box, original: Size) -> Recipe:
    """`shown` is the frame that the form was made with."""
    aspect = values.get("aspect", recipe.aspect)
    if aspect != recipe.aspect and aspect in {"", *ASPECTS}:
        return replace(recipe, aspect=aspect, crop=None)
    turned = turned_size(recipe, original)
    typed = [numbers.get(f"crop_{side}", getattr(shown, side)) for side in ("left", "top", "width", "height")]
    new = Box(*(side or 0 for side in typed))
    return recrop(recipe, shown, new, turned) if new != shown else recipe


def values_of(recipe: Recipe, original: Size) -> dict[str, object]:
    """Return what the number fields show: name → number, or "" for an empty one."""
    crop = framed(recipe, turned_size(recipe, original))
    sides = {f"crop_{side}": getattr(crop, side) for side in ("left", "top", "width", "height")}
    rest = {"width": recipe.width or "", "height": recipe.height or "", "largest_kb": recipe.largest_kb or ""}
    return {**sides, **rest, "quality": recipe.quality}


def chosen_files(values: Mapping[str, str]) -> list[Chosen]:
    """Read the files that the page names, as JSON in the field "added". Raises FormError."""
    try:
        rows = json.loads(values.get("added", "[]"))
        files = [_chosen(row) for row in rows]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FormError(str(error)) from error
    if len(files) > MOST_FILES:
        raise FormError("too many files")
    return files


def too_many(values: Mapping[str, str]) -> int:
    """Return how many files the page left out, as it names MOST_FILES at once."""
    typed = values.get("over", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0  # noqa: PLR2004 - before it is read


def _chosen(row: Mapping[str, object]) -> Chosen:
    name, size = str(row["name"]), int(str(row["size"]))
    return Chosen(str(row["id"]), name, str(row["mime"]), size, str(row.get("folder", "")))


ACTS_HERE: Mapping[str, str] = MappingProxyType(
    {"resize": "upscale", "background": "cut-out", "crop-around-subject": "around"}
)
"""What can be done here in place of an operation at ImageKit (`Operation.here`) → the studio's act that does it."""

EITHER_PLACE = {ACTS_HERE[operation.here]: operation.id for operation in OPERATIONS if operation.here in ACTS_HERE}
"""Act → operation at ImageKit, for what the visitor may have done in either place."""

CHANGED: Mapping[str, object] = MappingProxyType(
    {
        "said": "",
        "archive": None,
        "save_error": None,
        "places": Places(),
        "has_account": False,
    }
)
"""What partials/studio/changed.html says unless there is more to say."""

NOTHING: Mapping[str, str] = MappingProxyType({})


def studio_context(
    editing: Editing | None = None, problems: Mapping[str, str] = NOTHING, typed: Mapping[str, str] = NOTHING
) -> dict[str, object]:
    """For partials/studio/*.html. A number that can't be used is shown as it was typed, with its problem."""
    current = editing.current if editing else None
    values: dict[str, object] = {}
    if current and current.original:
        values = values_of(current.recipe, current.original) | {name: typed.get(name, "") for name in problems}
    pictures = tuple(editing.pictures.values()) if editing else ()
    return {
        **CHANGED,
        "formats": FORMATS,
        "metadata_choices": METADATA_CHOICES,
        "aspects": ASPECTS,
        "presets": presets(),
        "names": editing.names if editing else {},
        "can_pack": bool(editing and editing.can_pack),
        "example_name": editing.example_name if editing else "",
        "pattern": typed.get(PATTERN, "") if PATTERN in problems else editing.pattern if editing else "{name}",
        "whole": editing.whole.shown if editing else None,
        "crop_ratio": frame_ratio(current.recipe) if current else None,
        "pictures": pictures,
        "left_out": editing.left_out if editing else 0,
        "uncropped": editing.uncropped if editing else 0,
        "too_many": editing.too_many if editing else 0,
        "most_files": MOST_FILES,
        "current": current,
        "either": EITHER_PLACE,
        "origin": editing.origin if editing else None,
        "backdrops": [each for each in pictures if current and each.id != current.id and can_be_behind(each)],
        "brush": editing.brush if editing else Brush(),
        "largest_brush": LARGEST_BRUSH,
        "has_model": bool(editing and editing.has_model),
        **({"model_megabytes": editing.model_megabytes} if editing else {}),  # else the build says it
        "values": values,
        "problems": problems,
        "next_work": editing.next_work if editing else None,
        "is_uncompared": editing.is_uncompared if editing else False,
        "left": sum(picture.has_work for picture in pictures),
    }


def place_context(app: AppContext) -> dict[str, object]:
    """For partials/studio/where.html."""
    return {"places": places(app.settings), "has_account": has_account(app)}


def operation_elsewhere(app: AppContext, act: str) -> str:
    """Return the operation at ImageKit that the visitor prefers to this act; "" for what is done here."""
    operation = EITHER_PLACE.get(act, "")
    return operation if places(app.settings).of(operation) == AT_IMAGEKIT else ""


def has_account(app: AppContext) -> bool:
    try:
        app.imagekit.account()
    except MissingKeyError:
        return False
    return True
