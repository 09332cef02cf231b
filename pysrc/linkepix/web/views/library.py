"""Views of Library: the rack, one card, deletion and its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from linkepix.errors import NotInLibraryError
from linkepix.model.channel import channel_by_id
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Generation
    from linkepix.services.library import LibraryPage
    from linkepix.web.studio import Studio


async def hydrate(request: HttpRequest, studio: Studio) -> Response:
    """The rack, or the card that the page's address names (`?show=<id>`)."""
    wanted = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query).get("show")
    if wanted:
        try:
            return await _card(studio, wanted[0])
        except NotInLibraryError:
            return await _rack(studio, notice="gone")
    return await _rack(studio)


async def search(request: HttpRequest, studio: Studio) -> Response:
    query = request.query_params
    number = query.get("page", "1")
    page = await studio.library.page(query.get("q", ""), int(number) if number.isdecimal() else 1)
    return fragment(studio.render("partials/library/found.html", **await _rack_context(studio, page)))


async def rack(request: HttpRequest, studio: Studio) -> Response:
    del request
    return await _rack(studio)


async def card(request: HttpRequest, studio: Studio) -> Response:
    return await _card(studio, request.path_params["id"])


async def delete(request: HttpRequest, studio: Studio) -> Response:
    generation_id = (await read_form(request))["generation"]
    generation = await studio.library.get(generation_id)
    await studio.library.delete(generation_id)
    return await _rack(studio, notice="deleted", about=generation)


async def undo(request: HttpRequest, studio: Studio) -> Response:
    await studio.library.undo((await read_form(request))["generation"])
    return await _rack(studio, notice="restored")


async def forget(request: HttpRequest, studio: Studio) -> Response:
    """The time for Undo is over."""
    del request
    studio.library.forget_deleted()
    return fragment("")


async def _rack(studio: Studio, notice: str = "", about: Generation | None = None) -> Response:
    page = await studio.library.page("", 1)
    context = await _rack_context(studio, page)
    return fragment(studio.render("partials/library/rack.html", notice=notice, about=about, **context))


async def _rack_context(studio: Studio, page: LibraryPage) -> dict[str, object]:
    return {"page": page, "pictures": {item.id: await _address(studio, item) for item in page.items}}


async def _card(studio: Studio, generation_id: str) -> Response:
    generation = await studio.library.get(generation_id)
    context = {
        "generation": generation,
        "address": await _address(studio, generation),
        "channel": channel_by_id(generation.request.channel),
    }
    return fragment(studio.render("partials/library/card.html", **context))


async def _address(studio: Studio, generation: Generation) -> str:
    """The empty string for a card without a picture."""
    picture = await studio.library.store.picture(generation.id) if generation.picture_mime else None
    return studio.addresses.address(generation.id, picture) if picture else ""
