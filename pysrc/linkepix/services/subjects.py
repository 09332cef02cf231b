"""Subjects of the studio's pictures: found once for each, and what recipes do with them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import CodecMissingError, ModelMissingError, NoSubjectError, PictureError
from linkepix.imaging.plan import Layers, plan_of, subject_plan
from linkepix.imaging.size_search import Trial
from linkepix.imaging.subject import GRID_BYTES, Grid, crop_around, stroke_on
from linkepix.model.recipe import NOTHING, OPAQUE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkepix.errors import LinkepixError
    from linkepix.imaging.plan import Plan
    from linkepix.model.recipe import Recipe
    from linkepix.ports import Pixels, Rendered
    from linkepix.services.open_pictures import OpenPicture

LARGEST_BRUSH = 40


@dataclass(frozen=True, slots=True)
class Brush:
    """What a stroke on the picture does: `kind` is "" for nothing, "restore" or "erase".

    `size` is its width, in hundredths of the longer side of what is shown.
    """

    kind: str = ""
    size: int = 8

    def taken(self, kind: str) -> Brush:
        """Take this kind, or put it away if it is the one in use."""
        return replace(self, kind="" if kind == self.kind else kind)


@dataclass(frozen=True, slots=True)
class Subject:
    """`key` is that of the mask, a file in `Pixels`."""

    key: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Bare:
    """A recipe's result with its background, for the screen; `geometry` says of which recipes.

    Only the picture that is shown has one: it is made after the result, and given back for the next picture's.
    """

    geometry: str
    rendered: Rendered


async def find_subject(pixels: Pixels, picture: OpenPicture) -> Subject:
    """Raises NoSubjectError, ModelMissingError, and PictureError for anything else."""
    try:
        plan = subject_plan(picture.orientation, picture.kind, picture.original, picture.gamut)
        made = await pixels.run(picture.id, plan)
    except CodecMissingError as error:
        raise ModelMissingError(str(error)) from error
    grid = Grid(await pixels.source(made.key).read(0, GRID_BYTES))
    if not any(grid.cells):
        pixels.forget(made.key)
        raise NoSubjectError
    return Subject(made.key, grid)


def with_subject(picture: OpenPicture, subject: Subject) -> OpenPicture:
    """Return the picture with its subject, and cropped around it if that was what it was sought for."""
    known = replace(picture, subject=subject, is_sought=False)
    if not picture.is_sought:
        return known
    recipe = cropped_around(known)
    return replace(known, history=known.history.do(recipe), is_wanted=known.is_wanted or recipe != known.recipe)


def without_subject(picture: OpenPicture, error: LinkepixError) -> OpenPicture:
    """Return the picture with the error; where there is no subject, its background stays."""
    history = picture.history
    if isinstance(error, NoSubjectError) and history.now.is_cut_out:
        back = history.undo()
        history = back if not back.now.is_cut_out else history.do(replace(history.now, is_cut_out=False))
    return replace(picture, history=history, is_sought=False, is_wanted=False, error=error)


def cut_out(recipe: Recipe) -> Recipe:
    """Take the background away, in a format that can be transparent where nothing is behind; or put it back."""
    wanted = replace(recipe, is_cut_out=not recipe.is_cut_out)
    if wanted.is_cut_out and wanted.behind == NOTHING and wanted.format in OPAQUE:
        return wanted.in_format("png")
    return wanted


def cropped_around(picture: OpenPicture) -> Recipe:
    """Return its recipe with a crop around the subject; as it is where all of that was erased."""
    if not (picture.subject and picture.original):
        return picture.recipe
    strokes = picture.recipe.strokes if picture.recipe.is_cut_out else ()
    box = picture.subject.grid.box(picture.original, strokes)
    return crop_around(box, picture.recipe, picture.original) if box else picture.recipe


def painted(picture: OpenPicture, brush: Brush, shares: Sequence[tuple[float, float]]) -> Recipe:
    """Return its recipe with a stroke through these points: parts of the width and height of its result."""
    if not (picture.result and picture.original and picture.recipe.is_cut_out and brush.kind and shares):
        return picture.recipe
    stroke = stroke_on(picture.result.recipe, picture.original, shares, brush.size / 200)
    return replace(picture.recipe, strokes=(*picture.recipe.strokes, replace(stroke, is_erasing=brush.kind == "erase")))


def can_be_behind(picture: OpenPicture) -> bool:
    """Whether it can be laid behind another one. A drawing can't: the pixel worker does not decode it."""
    return picture.original is not None and picture.kind != "svg"


def layers_of(picture: OpenPicture, pictures: Mapping[str, OpenPicture]) -> Layers:
    """Return the further files that its recipe needs. A picture that can't be behind is left out."""
    mask = picture.subject.key if picture.subject and picture.recipe.is_cut_out else ""
    behind = pictures.get(picture.recipe.behind)
    if behind is None or behind.id == picture.id or not can_be_behind(behind):
        return Layers(mask)
    return Layers(mask, behind.id, behind.orientation, behind.kind, behind.gamut)


def bare_plan(picture: OpenPicture) -> Plan | None:
    """Return the plan for its result with its background; None where that stays anyway."""
    if not (picture.recipe.is_cut_out and picture.original):
        return None
    recipe = replace(picture.recipe, is_cut_out=False, strokes=(), behind=NOTHING).in_format("webp")
    known = picture.orientation, picture.kind
    plan = plan_of(recipe, picture.original, Trial(recipe.quality), *known, gamut=picture.gamut)
    return {name: value for name, value in plan.items() if name != "encode"}


def bare_of(picture: OpenPicture) -> Bare | None:
    """Return what was made with its background, if the recipe has still the same geometry."""
    is_same = picture.bare and picture.bare.geometry == json.dumps(bare_plan(picture))
    return picture.bare if is_same else None


async def make_bare(pixels: Pixels, picture: OpenPicture) -> Bare:
    """Raises PictureError."""
    plan = bare_plan(picture)
    if plan is None:
        raise PictureError("its background stays")
    return Bare(json.dumps(plan), await pixels.run(picture.id, plan))


def without_bare(pixels: Pixels, picture: OpenPicture) -> OpenPicture:
    """Give back what was made with its background."""
    if picture.bare:
        pixels.forget(picture.bare.rendered.key)
    return replace(picture, bare=None)
