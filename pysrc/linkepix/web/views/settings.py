"""Views of Settings: keys, storage, erasing everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError
from linkepix.providers.registry import PROVIDERS, provider_by_id
from linkepix.web.answers import fragment
from linkepix.web.contexts import KEY_FORM, settings_context
from linkepix.web.forms import read_form

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.studio import Studio


async def hydrate(request: HttpRequest, studio: Studio) -> Response:
    del request
    last_four = {row.id: studio.keys.last_four(row.id) for row in PROVIDERS if row.key_setting}
    context = settings_context(last_four, await studio.device.estimate())
    return fragment(studio.render("partials/settings/all.html", **context))


async def save_key(request: HttpRequest, studio: Studio) -> Response:
    provider = _provider(request)
    try:
        studio.keys.save(provider, (await read_form(request)).get("key", ""))
    except InputError as error:
        return _key_form(studio, provider, problem=error.problem)
    return _key_form(studio, provider, notice="saved")


async def test_key(request: HttpRequest, studio: Studio) -> Response:
    """Lists the provider's models with the saved key. It proves the key, not access to pictures."""
    provider = _provider(request)
    try:
        models = await studio.makers.key_tester(provider).list_models()
    except LinkepixError as error:
        return _key_form(studio, provider, error=error)
    return _key_form(studio, provider, notice="works", models=models)


async def forget_key(request: HttpRequest, studio: Studio) -> Response:
    provider = _provider(request)
    studio.keys.forget(provider)
    return _key_form(studio, provider, notice="forgotten")


async def storage(request: HttpRequest, studio: Studio) -> Response:
    del request
    estimate = await studio.device.estimate()
    return fragment(studio.render("partials/settings/storage.html", storage=estimate))


async def count_all(request: HttpRequest, studio: Studio) -> Response:
    """The first step of erasing: what there is, and a question."""
    del request
    counts = {"cards": await studio.library.store.count(), "keys": studio.keys.count()}
    return fragment(studio.render("partials/settings/erase_ask.html", **counts))


async def erase_all(request: HttpRequest, studio: Studio) -> Response:
    del request
    await studio.device.erase()
    studio.settings.clear()
    studio.addresses.forget_all()
    context = settings_context({}, await studio.device.estimate(), erased=True)
    return fragment(studio.render("partials/settings/all.html", **context))


def _provider(request: HttpRequest) -> str:
    """Raises KeyError for an id that is no provider's."""
    return provider_by_id(request.path_params["provider"]).id


def _key_form(studio: Studio, provider: str, **context: object) -> Response:
    html = studio.render(
        "partials/settings/key.html",
        provider=provider_by_id(provider),
        last_four={provider: studio.keys.last_four(provider)},
        **{**KEY_FORM, **context},
    )
    return fragment(html)
