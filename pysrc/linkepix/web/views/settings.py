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
    return _key_form(studio, provider, notice="saved", saved=True)


async def test_key(request: HttpRequest, studio: Studio) -> Response:
    """Lists the provider's models with the key. It proves the key, not access to pictures.

    A key in the field is the one that is meant: it is saved first.
    """
    provider = _provider(request)
    typed = (await read_form(request)).get("key", "").strip()
    try:
        if typed or not studio.keys.key(provider):
            studio.keys.save(provider, typed)
        models = await studio.makers.key_tester(provider).list_models()
    except InputError as error:
        return _key_form(studio, provider, problem=error.problem)
    except LinkepixError as error:
        return _key_form(studio, provider, error=error, saved=bool(typed))
    return _key_form(studio, provider, notice="works", models=models, saved=bool(typed))


async def forget_key(request: HttpRequest, studio: Studio) -> Response:
    provider = _provider(request)
    studio.keys.forget(provider)
    return _key_form(studio, provider, notice="forgotten")


async def storage(request: HttpRequest, studio: Studio) -> Response:
    """`?asked=1`: the page has just asked the browser to keep it."""
    estimate = await studio.device.estimate()
    asked = "asked" in request.query_params
    return fragment(studio.render("partials/settings/storage.html", storage=estimate, asked=asked))


async def count_all(request: HttpRequest, studio: Studio) -> Response:
    """The first step of erasing: what there is, and a question."""
    del request
    counts = {"cards": await studio.library.store.count(), "keys": studio.keys.count()}
    return fragment(studio.render("partials/settings/erase_ask.html", **counts))


async def erase_all(request: HttpRequest, studio: Studio) -> Response:
    del request
    # Keys first: the rest may fail where a browser has closed its storage.
    studio.settings.clear()
    await studio.device.erase()
    studio.addresses.forget_all()
    context = settings_context({}, await studio.device.estimate(), erased=True)
    return fragment(studio.render("partials/settings/all.html", **context))


def _provider(request: HttpRequest) -> str:
    """Raises KeyError for an id that is no provider's."""
    return provider_by_id(request.path_params["provider"]).id


def _key_form(studio: Studio, provider: str, *, saved: bool = False, **context: object) -> Response:
    """The form morphs, which keeps what is typed in it; only a key that was just saved leaves the field."""
    html = studio.render(
        "partials/settings/key.html",
        provider=provider_by_id(provider),
        last_four={provider: studio.keys.last_four(provider)},
        **{**KEY_FORM, **context, "saved": saved},
    )
    answer = fragment(html)
    if saved:
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer
