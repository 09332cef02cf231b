"""The making of one result: the file's own pixels, or pixels encoded by a recipe, once or in a search for a size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import NotAPictureError, PictureError
from linkepix.imaging.plan import NO_LAYERS
from linkepix.imaging.size_search import Search, Trial, Tried
from linkepix.services.open_pictures import Result
from linkepix.services.rendering import render
from linkepix.services.stripping import dressed, staying_of, stripped, weight_of

if TYPE_CHECKING:
    from linkepix.imaging.plan import Layers
    from linkepix.ports import Pixels, Rendered
    from linkepix.services.open_pictures import OpenPicture, Verdict

KB = 1_000
"""Bytes, as in the field "Largest file in kB" and everywhere else that sizes are shown."""


async def make_result(pixels: Pixels, picture: OpenPicture, layers: Layers = NO_LAYERS) -> Result:
    """Leave the file's own pixels where the recipe does, unless it asks to encode, or they have too many bytes.

    Raises what `Pixels.run` raises, and InputError for a result that would be too large.
    """
    if picture.original is None:
        raise NotAPictureError
    recipe, own = picture.recipe, None
    if picture.can_strip:
        own = await stripped(pixels, picture.id, recipe, picture.original)
    limit = recipe.largest_kb and recipe.largest_kb * KB
    if own and (own.size <= limit if limit else not recipe.asks_to_encode):
        return Result(own, recipe, recipe.quality, 1.0, "", is_stripped=True)
    try:
        result = await _encoded(pixels, picture, layers)
    except BaseException:
        _forget(pixels, own)
        raise
    if own and own.size < result.rendered.size:
        _forget(pixels, result.rendered)
        verdict: Verdict = "too-many-bytes" if limit else "kept"
        return Result(own, recipe, recipe.quality, 1.0, verdict, is_stripped=True)
    _forget(pixels, own)
    return result


async def _encoded(pixels: Pixels, picture: OpenPicture, layers: Layers) -> Result:
    recipe = picture.recipe
    staying = await staying_of(pixels, picture.id, recipe.metadata)
    limit = recipe.largest_kb and recipe.largest_kb * KB
    if not limit:
        trial = Trial(recipe.quality)
        rendered = await render(pixels, picture.id, picture.plan(trial, layers))
    else:
        room = max(1, limit - weight_of(staying))
        search = Search(room, recipe.quality, recipe.format != "png", recipe.may_shrink)
        rendered, trial = await _search(pixels, picture, layers, search)
    rendered = await dressed(pixels, rendered, staying, f"image/{recipe.format}")
    verdict: Verdict = "larger" if rendered.size > picture.size else ""
    if limit and rendered.size > limit:
        verdict = "too-many-bytes"
    return Result(rendered, recipe, trial.quality, trial.scale, verdict)


async def _search(pixels: Pixels, picture: OpenPicture, layers: Layers, search: Search) -> tuple[Rendered, Trial]:
    """Encode until the search is over; of what was made, only the best is not forgotten."""
    tried: list[Tried] = []
    best: Rendered | None = None
    try:
        while trial := search.next_trial(tried):
            rendered = await render(pixels, picture.id, picture.plan(trial, layers))
            tried.append(Tried(trial, rendered.size))
            is_best = search.best(tried) is tried[-1]
            worse, best = (best, rendered) if is_best else (rendered, best)
            _forget(pixels, worse)
    except BaseException:
        _forget(pixels, best)
        raise
    if best is None:
        raise PictureError("nothing was tried")
    return best, search.best(tried).trial


def _forget(pixels: Pixels, made: Rendered | None) -> None:
    if made:
        pixels.forget(made.key)
