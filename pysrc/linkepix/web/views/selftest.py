"""The view of the self-test: what works on this device, and how its last starts went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.services.selftest import examine
from linkepix.web.answers import fragment

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.context import AppContext


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    del request
    findings = await examine(app.makers, app.library, app.startup)
    return fragment(app.render("partials/selftest.html", trials=findings.trials, startup=findings.startup))
