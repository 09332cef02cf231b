"""Views of Studio: pictures that are open, the recipe of the one that is shown, and the work on them.

The page asks for `work` as long as there is some: each answer does one step and brings what has changed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from linkepix.errors import InputError, LinkepixError
from linkepix.imaging.names import FORM_FIELD as PATTERN
from linkepix.services import cutting_out
from linkepix.services.hand_over import open_from_library, save_as_version, save_in_library
from linkepix.services.settings import remember_place
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form
from linkepix.web.studio_brush import BRUSHES, brush_from, megabytes_of, points_from
from linkepix.web.studio_form import (
    chosen_files,
    operation_elsewhere,
    place_context,
    recipe_from,
    studio_context,
    too_many,
)
from linkepix.web.views.studio_imagekit import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.imaging.geometry import Direction
    from linkepix.web.context import AppContext

DIRECTIONS: tuple[Direction, ...] = ("left", "right", "horizontally", "vertically")


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """The page says what the model weighs, which the build has measured."""
    app.editing.model_megabytes = megabytes_of(request.query_params.get("model", ""))
    return _changed(app)


async def open_saved(request: HttpRequest, app: AppContext) -> Response:
    """Open the picture of the library that the page's address names (`?open=<id>`).

    Its script asks, once it is there to hand plans to the pixel worker; more than once is no harm.
    """
    wanted = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query).get("open", [""])
    try:
        await open_from_library(app.editing, app.library, wanted[0])
    except LinkepixError as error:
        return _changed(app, save_error=error)
    return _changed(app)


async def add(request: HttpRequest, app: AppContext) -> Response:
    values = await read_form(request)
    app.editing.add(chosen_files(values), too_many(values))
    return _changed(app)


async def show(request: HttpRequest, app: AppContext) -> Response:
    app.editing.show((await read_form(request)).get("picture", ""))
    return _changed(app)


async def choose(request: HttpRequest, app: AppContext) -> Response:
    """Whether "Apply to all" is about a picture. A form of all boxes would be too long for hundreds."""
    values = await read_form(request)
    app.editing.choose(values.get("picture", ""), is_chosen="chosen" in values)
    return fragment("", 204)


async def change(request: HttpRequest, app: AppContext) -> Response:
    current = app.editing.current
    values = await read_form(request)
    if not current or not current.original:
        return _changed(app)
    app.editing.brush = brush_from(values, app.editing.brush)
    recipe, problems = recipe_from(values, current.recipe, current.original, app.editing.pictures)
    try:
        app.editing.do(recipe)
    except InputError as error:
        problems[error.field] = error.problem
    return _changed(app, problems, typed=values)


async def name(request: HttpRequest, app: AppContext) -> Response:
    """Name results by another pattern."""
    values = await read_form(request)
    try:
        app.editing.name_by(values.get(PATTERN, ""))
    except InputError as error:
        return _changed(app, {error.field: error.problem}, typed=values)
    return _changed(app)


async def pack(request: HttpRequest, app: AppContext) -> Response:
    """Hand all results to the page as one file, once they are there."""
    del request
    app.editing.want_all()
    return await _worked(app)


async def paint(request: HttpRequest, app: AppContext) -> Response:
    """Take one stroke of the brush. Raises FormError."""
    cutting_out.paint(app.editing, points_from(await read_form(request)))
    return _changed(app)


async def act(request: HttpRequest, app: AppContext) -> Response:
    """A button: its name is the last part of the address. What is to be done elsewhere is only shown, and not sent."""
    name = request.path_params["act"]
    if operation := operation_elsewhere(app, name):
        return await begin(app, operation)
    acts: dict[str, Callable[[], object]] = {
        **{f"turn-{direction}": partial(app.editing.turn, direction) for direction in DIRECTIONS},
        "upscale": app.editing.upscale,
        **{kind: partial(cutting_out.take_brush, app.editing, kind) for kind in BRUSHES},
        "cut-out": partial(cutting_out.toggle_background, app.editing),
        "around": partial(cutting_out.crop_around_subject, app.editing),
        "undo": app.editing.undo,
        "redo": app.editing.redo,
        "all": app.editing.apply_to_all,
        "stop": app.editing.stop,
        "over": app.late_editing.forget_all,
    }
    if name == "crop":
        await app.editing.crop_by_hand()
    try:
        acts.get(name, lambda: None)()
    except InputError as error:
        return _changed(app, {error.field: error.problem})
    await app.editing.turn_whole()
    return _changed(app, said="applied" if name == "all" else "")


async def choose_places(request: HttpRequest, app: AppContext) -> Response:
    """Remember where operations are done that can be done in either place. Nothing is sent."""
    for operation, place in (await read_form(request)).items():
        remember_place(app.settings, operation, place)
    return _changed(app)


async def save(request: HttpRequest, app: AppContext) -> Response:
    """Save the result in the library: `as` a picture of its own, or as a "version" of what it was opened from."""
    as_version = (await read_form(request)).get("as") == "version"
    now = app.clock.now().isoformat(timespec="milliseconds")
    try:
        if as_version:
            await save_as_version(app.editing, app.library, now)
        else:
            await save_in_library(app.editing, app.library, app.new_id(), now)
    except LinkepixError as error:
        return _changed(app, save_error=error)
    return _changed(app)


async def work(request: HttpRequest, app: AppContext) -> Response:
    """Open the next picture or make the next result."""
    del request
    await app.editing.work()
    return await _worked(app)


async def compare(request: HttpRequest, app: AppContext) -> Response:
    """Say how alike the result and its picture are. The status stays what the last change made it."""
    del request
    await app.editing.compare()
    return fragment(app.render("partials/studio/compared.html", **studio_context(app.editing)))


async def _worked(app: AppContext) -> Response:
    return _changed(app, archive=await app.editing.pack(app.clock.now().astimezone()))


def _changed(
    app: AppContext,
    problems: Mapping[str, str] | None = None,
    *,
    typed: Mapping[str, str] | None = None,
    **context: object,
) -> Response:
    """All that may have changed, morphed into the page: what has the focus keeps it.

    A number that can't be used stays as it was typed, with its problem.
    """
    context = studio_context(app.editing, problems or {}, typed or {}) | place_context(app) | context
    return fragment(app.render("partials/studio/changed.html", **context))
