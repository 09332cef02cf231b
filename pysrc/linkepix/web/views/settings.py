"""Views of Settings: keys, storage, erasing everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError
from linkepix.providers.registry import GATEWAYS, MAKERS, provider_by_id
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form
from linkepix.web.view_models import KEY_FORM, settings_context
from linkepix.web.views.account import account_of

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.context import AppContext


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    del request
    last_four = {row.id: app.keys.last_four(row.id) for row in MAKERS if row.key_setting}
    has_gateway = any(app.keys.is_set_up(row.id) for row in GATEWAYS)
    context = settings_context(last_four, await app.device.estimate(), account_of(app), has_gateway=has_gateway)
    return fragment(app.render("partials/settings/all.html", **context))


async def save_key(request: HttpRequest, app: AppContext) -> Response:
    provider = _provider(request)
    try:
        app.keys.save(provider, (await read_form(request)).get("key", ""))
    except InputError as error:
        return _key_form(app, provider, problem=error.problem)
    return _key_form(app, provider, notice="saved", saved=True)


async def test_key(request: HttpRequest, app: AppContext) -> Response:
    """Lists the provider's models with the key. It proves the key, not access to pictures.

    A key in the field is the one that is meant: it is saved first.
    """
    provider = _provider(request)
    typed = (await read_form(request)).get("key", "").strip()
    try:
        if typed or not app.keys.key(provider):
            app.keys.save(provider, typed)
        models = await app.makers.key_tester(provider).list_models()
    except InputError as error:
        return _key_form(app, provider, problem=error.problem)
    except LinkepixError as error:
        return _key_form(app, provider, error=error, saved=bool(typed))
    return _key_form(app, provider, notice="works", models=models, saved=bool(typed))


async def forget_key(request: HttpRequest, app: AppContext) -> Response:
    provider = _provider(request)
    app.keys.forget(provider)
    return _key_form(app, provider, notice="forgotten")


async def storage(request: HttpRequest, app: AppContext) -> Response:
    """`?asked=1`: the page has just asked the browser to keep it."""
    estimate = await app.device.estimate()
    asked = "asked" in request.query_params
    return fragment(app.render("partials/settings/storage.html", storage=estimate, asked=asked))


async def count_all(request: HttpRequest, app: AppContext) -> Response:
    """The first step of erasing: what there is, and a question."""
    del request
    copies = len(await app.remote_files.still_there())
    pictures = await app.library.count_pictures()
    cards = await app.library.count() - pictures
    counts = {"cards": cards, "pictures": pictures, "keys": app.keys.count(), "copies": copies}
    return fragment(app.render("partials/settings/erase_ask.html", **counts))


async def erase_all(request: HttpRequest, app: AppContext) -> Response:
    del request
    # Keys first: the rest may fail where a browser has closed its storage.
    app.settings.clear()
    app.queue.tell_erasing()
    await app.queue.stop()
    try:
        await app.device.erase()
    finally:
        app.queue.tell_erased()
    app.forget_all()
    context = settings_context({}, await app.device.estimate(), erased=True)
    return fragment(app.render("partials/settings/all.html", **context))


def _provider(request: HttpRequest) -> str:
    """Raises KeyError for an id that is no provider's."""
    return provider_by_id(request.path_params["provider"]).id


def _key_form(app: AppContext, provider: str, **context: object) -> Response:
    html = app.render(
        "partials/settings/key_changed.html",
        provider=provider_by_id(provider),
        last_four={provider: app.keys.last_four(provider)},
        **{**KEY_FORM, **context},
    )
    return fragment(html)
