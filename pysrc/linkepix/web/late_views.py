"""Views whose modules no start needs: they are loaded, and then imported, when they are first asked for.

They are named here, and listed in sitegen/pyodide/bundle.toml (docs/adr/0005-makers-are-loaded-late.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from linkepix.web.context import AppContext


def late_view(module: str, name: str) -> Callable[[Request, AppContext], Awaitable[Response]]:
    """Return the view of this name of a module of `web.views`. It raises PartMissingError."""

    async def view(request: Request, app: AppContext) -> Response:
        await app.load_late()
        answer: Response = await getattr(import_module(f"linkepix.web.views.{module}"), name)(request, app)
        return answer

    return view
