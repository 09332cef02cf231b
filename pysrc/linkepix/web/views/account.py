"""Views of Settings: the visitor's account at ImageKit, which is three fields and not one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError
from linkepix.providers.registry import IMAGEKIT
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form
from linkepix.web.view_models import ACCOUNT_FORM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.context import AppContext


def account_of(app: AppContext) -> dict[str, str]:
    """Return what the form shows of the account: of the private key its last four characters."""
    fields = {name: app.keys.field(IMAGEKIT.id, name) for name in IMAGEKIT.account_fields}
    return {"private": app.keys.last_four(IMAGEKIT.id), **fields}


async def save(request: HttpRequest, app: AppContext) -> Response:
    typed = await read_form(request)
    try:
        _save(app, typed)
    except InputError as error:
        return _form(app, typed, problem=error)
    return _form(app, notice="saved", saved=True)


async def test(request: HttpRequest, app: AppContext) -> Response:
    """Ask how many units the account has used this month, which proves the keys; what is in the form is saved first."""
    typed = await read_form(request)
    try:
        _save(app, typed)
        await app.load_late()
        units = await app.imagekit.units_this_month()
    except InputError as error:
        return _form(app, typed, problem=error)
    except LinkepixError as error:
        return _form(app, error=error, saved=True)
    return _form(app, notice="works", units=units, saved=True)


async def forget(request: HttpRequest, app: AppContext) -> Response:
    del request
    app.keys.forget(IMAGEKIT.id)
    return _form(app, notice="forgotten", saved=True)


def _save(app: AppContext, typed: Mapping[str, str]) -> None:
    app.imagekit.save_account(typed.get("private", ""), typed.get("public", ""), typed.get("endpoint", ""))


def _form(app: AppContext, typed: Mapping[str, str] | None = None, **context: object) -> Response:
    account = account_of(app)
    shown = {name: (typed or {}).get(name, account[name]) for name in IMAGEKIT.account_fields}
    html = app.render(
        "partials/settings/account_changed.html",
        imagekit=IMAGEKIT,
        account={**shown, "private": account["private"]},
        **{**ACCOUNT_FORM, **context},
    )
    return fragment(html)
