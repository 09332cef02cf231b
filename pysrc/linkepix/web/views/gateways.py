"""Gateways for Midjourney: their forms in Settings, and what is asked of a picture in the library."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError
from linkepix.providers.registry import GATEWAYS
from linkepix.services.gateways import UnlistedHostError, save_gateway
from linkepix.services.generation.remake import next_step
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.providers.registry import Provider
    from linkepix.web.context import AppContext


GATEWAY_FORM: Mapping[str, object] = MappingProxyType(
    {"notice": "", "problem": None, "error": None, "saved": False, "host": ""}
)
"""What partials/settings/gateway.html says next to the fields: nothing, unless an act just now gave it something.

`host` is one that this site does not list.
"""


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    del request
    last_four = {row.id: app.keys.last_four(row.id) for row in GATEWAYS}
    addresses = {row.id: app.keys.field(row.id, "address") for row in GATEWAYS}
    context = {"gateways": GATEWAYS, "last_four": last_four, "addresses": addresses, **GATEWAY_FORM}
    return fragment(app.render("partials/settings/gateways.html", **context))


async def save(request: HttpRequest, app: AppContext) -> Response:
    row, typed = _row(request), await read_form(request)
    try:
        _save(app, row, typed)
    except InputError as error:
        return _wrong(app, row, typed, error)
    return _form(app, row, notice="saved", saved=True)


async def test(request: HttpRequest, app: AppContext) -> Response:
    """Ask the gateway for a task that there is not, which is free; what is in the form is saved first."""
    row, typed = _row(request), await read_form(request)
    try:
        _save(app, row, typed)
        await (await app.makers.gateway(row.id)).check()
    except InputError as error:
        return _wrong(app, row, typed, error)
    except LinkepixError as error:
        return _form(app, row, error=error, saved=True)
    return _form(app, row, notice="works", saved=True)


async def forget(request: HttpRequest, app: AppContext) -> Response:
    row = _row(request)
    app.keys.forget(row.id)
    return _form(app, row, notice="forgotten", saved=True)


async def step(request: HttpRequest, app: AppContext) -> Response:
    """Ask for a step from a picture of the library, in the background. Raises NotInLibraryError, WorkForgottenError."""
    values = await read_form(request)
    base = await app.library.get(values.get("generation", ""))
    card, jobs = next_step(base, values.get("step", ""), app.clock.now().isoformat(timespec="milliseconds"))
    app.runs.new_run(card, jobs, base).start()
    return fragment(app.render("partials/library/step_asked.html"))


def _row(request: HttpRequest) -> Provider:
    """Raises KeyError for an id that is no gateway's."""
    return {row.id: row for row in GATEWAYS}[request.path_params["provider"]]


def _save(app: AppContext, row: Provider, typed: Mapping[str, str]) -> None:
    save_gateway(app.keys, app.practices, row.id, typed.get("token", ""), typed.get("address", ""))


def _wrong(app: AppContext, row: Provider, typed: Mapping[str, str], error: InputError) -> Response:
    host = error.host if isinstance(error, UnlistedHostError) else ""
    return _form(app, row, typed.get("address"), problem=error, host=host)


def _form(app: AppContext, row: Provider, typed: str | None = None, **context: object) -> Response:
    address = app.keys.field(row.id, "address") if typed is None else typed
    html = app.render(
        "partials/settings/gateway_changed.html",
        gateway=row,
        last_four={row.id: app.keys.last_four(row.id)},
        addresses={row.id: address},
        **{**GATEWAY_FORM, **context},
    )
    return fragment(html)
