"""The field "Logo" on Create: with requests of its own, so that a file does not travel with each keystroke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import InputError
from linkepix.services.logo import MAX_LOGO_BYTES, logo_from
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form_with_file
from linkepix.web.pictures import logo_address
from linkepix.web.view_models import LOGO_FIELD

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.context import AppContext


async def show(request: HttpRequest, app: AppContext) -> Response:
    """What this device keeps, without the field: something may have been chosen there before this is asked for."""
    del request
    address = logo_address(app, await app.logos.load_logo())
    return fragment(app.render("partials/create/logo_kept.html", logo_address=address))


async def choose(request: HttpRequest, app: AppContext) -> Response:
    """What can be no logo changes nothing, and is said next to the field."""
    values, png = await read_form_with_file(request, "logo", MAX_LOGO_BYTES)
    try:
        await app.logos.save_logo(logo_from(png, values.get("sample", ""), values.get("problem", "")))
    except InputError as error:
        return await _field(app, logo_problem=error.problem)
    return await _field(app, logo_notice="saved")


async def remove(request: HttpRequest, app: AppContext) -> Response:
    del request
    await app.logos.delete_logo()
    return await _field(app, logo_notice="removed")


async def _field(app: AppContext, **context: str) -> Response:
    address = logo_address(app, await app.logos.load_logo())
    return fragment(app.render("partials/create/logo.html", **{**LOGO_FIELD, "logo_address": address, **context}))
