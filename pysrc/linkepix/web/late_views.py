"""Views whose modules no start needs: they are loaded, and then imported, when they are first asked for.

Here functions import (docs/adr/0005-makers-are-loaded-late.md). All raise PartMissingError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from linkepix.web.context import AppContext


async def compose_postcard(request: Request, app: AppContext) -> Response:
    await app.load_late()
    from linkepix.web.views import postcard

    return await postcard.compose(request, app)


async def turn_postcard(request: Request, app: AppContext) -> Response:
    await app.load_late()
    from linkepix.web.views import postcard

    return await postcard.turn(request, app)


async def test_device(request: Request, app: AppContext) -> Response:
    await app.load_late()
    from linkepix.web.views import selftest

    return await selftest.hydrate(request, app)


def imagekit_view(name: str) -> Callable[[Request, AppContext], Awaitable[Response]]:
    """Return the view of this name of the studio's group for ImageKit."""

    async def view(request: Request, app: AppContext) -> Response:
        await app.load_late()
        from linkepix.web.views import studio_imagekit

        answer: Response = await getattr(studio_imagekit, name)(request, app)
        return answer

    return view


def studio_view(name: str) -> Callable[[Request, AppContext], Awaitable[Response]]:
    """Return the studio's view of this name, to be imported when it is asked for."""

    async def view(request: Request, app: AppContext) -> Response:
        await app.load_late()
        from linkepix.web.views import studio

        answer: Response = await getattr(studio, name)(request, app)
        return answer

    return view
