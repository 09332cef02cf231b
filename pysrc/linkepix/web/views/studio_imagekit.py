"""Views of Studio: the group for the visitor's own account at ImageKit, with the sheet of what is sent.

While something is under way the page asks to `wait`: each answer brings the next stage, or what came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError
from linkepix.imaging.geometry import layout_of
from linkepix.providers.imagekit.operations import CHECKED, OPERATIONS
from linkepix.providers.registry import PROVIDERS
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form
from linkepix.web.studio_form import place_context, studio_context

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.services.cloud_editing import CloudEditing
    from linkepix.web.context import AppContext

VALUE = "value."
"""Begins the names of fields that hold what an operation is told."""


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    del request
    return _changed(app)


async def act(request: HttpRequest, app: AppContext) -> Response:
    """A button: its name is the last part of the address."""
    name, cloud = request.path_params["act"], app.late_editing.cloud
    typed = await read_form(request)
    if name in {"choose", "prepare"}:
        values = {field.removeprefix(VALUE): value for field, value in typed.items() if field.startswith(VALUE)}
        cloud.choose(typed.get("operation", ""), values)
    match name:
        case "prepare":
            return await _prepared(app, cloud)
        case "send":
            cloud.send(typed.get("sheet", ""))
        case "cancel":
            cloud.cancel()
        case "stop":
            cloud.stop()
        case "wait":
            await cloud.wait()
    return _changed(app, with_pictures=name == "wait" and cloud.outcome == "done")


async def begin(app: AppContext, operation: str) -> Response:
    """Show what would be sent for this operation; a size that it needs is that of the result."""
    current, cloud = app.editing.current, app.late_editing.cloud
    values = {}
    if current and current.original:
        size = layout_of(current.recipe, current.original).result
        values = {"width": str(size.width), "height": str(size.height)}
    cloud.choose(operation, values)
    return await _prepared(app, cloud)


async def _prepared(app: AppContext, cloud: CloudEditing) -> Response:
    try:
        await cloud.prepare()
    except InputError as problem:
        return _changed(app, problem=problem)
    except LinkepixError as error:
        cloud.outcome, cloud.error = "failed", error
    return _changed(app)


def _changed(app: AppContext, *, problem: InputError | None = None, with_pictures: bool = False) -> Response:
    html = app.render(
        "partials/studio/imagekit_changed.html",
        **studio_context(app.editing) | place_context(app),
        cloud=app.late_editing.cloud,
        operations=OPERATIONS,
        checked=CHECKED,
        problem=problem,
        providers=PROVIDERS,
        with_pictures=with_pictures,
    )
    return fragment(html)
