"""Views of Activity: copies of pictures that may still be at ImageKit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import LeftBehindError, LinkepixError
from linkepix.providers.registry import IMAGEKIT, PROVIDERS
from linkepix.web.answers import fragment

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.context import AppContext


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    del request
    return await _list(app)


async def delete(request: HttpRequest, app: AppContext) -> Response:
    """Try once more to clear a copy away at ImageKit."""
    try:
        await app.load_late()
        is_gone = await app.imagekit.delete_again(request.path_params["id"])
    except LinkepixError as error:
        return await _list(app, error=error)
    return await _list(app, said="deleted" if is_gone else "may-arrive")


async def forget(request: HttpRequest, app: AppContext) -> Response:
    """The visitor says that it is gone: ImageKit is not asked."""
    await app.remote_files.forget(request.path_params["id"])
    return await _list(app, said="forgotten")


async def _list(app: AppContext, *, said: str = "", error: LinkepixError | None = None) -> Response:
    files = await app.remote_files.still_there()
    reasons = {file.id: LeftBehindError(IMAGEKIT.id, file.name, file.problem) for file in files if file.problem}
    html = app.render(
        "partials/activity/remote.html", files=files, reasons=reasons, said=said, error=error, providers=PROVIDERS
    )
    return fragment(html)
