"""Views of Library: the rack, one card, deletion and its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from linkepix.errors import NotInLibraryError
from linkepix.model.channel import channel_by_id
from linkepix.web.answers import fragment
from linkepix.web.forms import number, read_form
from linkepix.web.pictures import picture_address, thumbnail_address

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Generation
    from linkepix.web.context import AppContext


class _Place(NamedTuple):
    """Where in the rack a visitor is: each request of the library carries it, so that the way back is known."""

    q: str = ""
    page: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> _Place:
        query = request.query_params
        return cls(query.get("q", ""), int(number(query, "page", 1)))


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """The rack, or the card that the page's address names (`?show=<id>`). Undo ends with the page that offered it."""
    app.library.forget_deleted()
    wanted = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query).get("show")
    if wanted:
        try:
            return await _card(app, wanted[0], _Place())
        except NotInLibraryError:
            return await _rack(app, _Place(), notice="gone")
    return await _rack(app, _Place())


async def search(request: HttpRequest, app: AppContext) -> Response:
    return fragment(app.render("partials/library/found.html", **await _rack_context(app, _Place.of(request))))


async def rack(request: HttpRequest, app: AppContext) -> Response:
    return await _rack(app, _Place.of(request))


async def card(request: HttpRequest, app: AppContext) -> Response:
    return await _card(app, request.path_params["id"], _Place.of(request), opened=True)


async def show_version(request: HttpRequest, app: AppContext) -> Response:
    values = await read_form(request)
    generation = await app.library.show_version(values.get("generation", ""), int(number(values, "steps")))
    return await _card(app, generation.id, _Place.of(request))


async def delete(request: HttpRequest, app: AppContext) -> Response:
    generation_id = (await read_form(request))["generation"]
    generation = await app.library.delete(generation_id)
    for version in generation.versions:
        app.blob_urls.forget(version.picture_key)
        app.blob_urls.forget(version.thumbnail_key)
    return await _rack(app, _Place.of(request), notice="deleted", about=generation)


async def undo(request: HttpRequest, app: AppContext) -> Response:
    generation_id = (await read_form(request))["generation"]
    await app.library.undo(generation_id)
    return await _rack(app, _Place.of(request), notice="restored", about=await app.library.find(generation_id))


async def forget(request: HttpRequest, app: AppContext) -> Response:
    """The time for Undo is over."""
    del request
    app.library.forget_deleted()
    return fragment("")


async def _rack(app: AppContext, place: _Place, notice: str = "", about: Generation | None = None) -> Response:
    context = await _rack_context(app, place)
    return fragment(app.render("partials/library/rack.html", notice=notice, about=about, **context))


async def _rack_context(app: AppContext, place: _Place) -> dict[str, object]:
    page = await app.library.page(place.q, place.page)
    pictures = {item.id: await thumbnail_address(app, item) for item in page.items}
    shown = place._replace(page=page.number)
    return {"page": page, "pictures": pictures, "q": place.q, "place": urlencode(shown._asdict())}


async def _card(app: AppContext, generation_id: str, place: _Place, *, opened: bool = False) -> Response:
    """`opened` by the visitor, whose focus follows; not by the page's own address."""
    generation = await app.library.get(generation_id)
    context = {
        "generation": generation,
        "address": await picture_address(app, generation),
        "channel": channel_by_id(generation.request.channel),
        "place": urlencode(place._asdict()),
        "opened": opened,
        "at": int(app.clock.now().timestamp() * 1000),
    }
    template = "partials/library/picture.html" if generation.is_picture else "partials/library/card.html"
    return fragment(app.render(template, **context))
