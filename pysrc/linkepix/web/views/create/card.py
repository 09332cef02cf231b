"""The card on Create: shown from its record, another version of it, and none."""

from __future__ import annotations

from asyncio import gather
from contextlib import suppress
from typing import TYPE_CHECKING

from linkepix.errors import StorageError
from linkepix.services.drafting import is_same_name
from linkepix.web.answers import fragment
from linkepix.web.forms import read_form
from linkepix.web.pictures import picture_address
from linkepix.web.views.create.message import keep_edit, message_context

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Generation
    from linkepix.web.context import AppContext
    from linkepix.web.forms import CreateForm

CARD = "card"
"""The name of the draft that says which card is on the page. The form's own draft changes at each keystroke."""

STEPS = {"previous": -1, "next": 1}


async def show_version(request: HttpRequest, app: AppContext) -> Response:
    """What was typed into the message is kept first, as a part of the version that was shown."""
    values = await read_form(request)
    if app.runs.busy:
        return busy(app)
    generation = await keep_edit(app, values)
    generation = await app.library.show_version(generation.id, STEPS.get(values.get("to", ""), 0))
    html = await card_html(app, generation, moved=True)
    return fragment(html + await today_html(app, generation.id))


async def show_last(request: HttpRequest, app: AppContext) -> Response:
    """After a reload: the card that was on the page, and the strip of today's."""
    values = await read_form(request)
    card = await last_card(app, values.get("name", ""))
    html = await card_html(app, card) if card else ""
    return fragment(html + await today_html(app, card.id if card else ""))


async def last_or_request(app: AppContext, name: str) -> str:
    """The last card and the strip, or what asks for them where pictures have to be read first, or a card is made."""
    if app.blob_urls.is_empty or app.runs.busy:
        return app.render("partials/create/last_wanted.html")
    card, cards = await gather(last_card(app, name), app.library.today(app.clock.midnight()))
    shown = [*cards, card] if card else cards
    if not all(app.blob_urls.known(one.picture_key) for one in shown if one.has("picture")):
        return app.render("partials/create/last_wanted.html")
    html = await card_html(app, card) if card else ""
    return html + await today_html(app, card.id if card else "")


async def card_html(app: AppContext, generation: Generation, *, moved: bool = False) -> str:
    """Both sides of a saved card, in place of what the page shows. `moved` says which version it is now."""
    context = await message_context(app, generation, 0) if generation.messages else {"generation": generation}
    address = await picture_address(app, generation)
    return app.render("partials/create/card.html", address=address, finished=True, moved=moved, **context)


async def today_html(app: AppContext, current: str) -> str:
    """The strip of today's cards, of which `current` is on the page. It stays as it is where they can't be read."""
    try:
        cards = await app.library.today(app.clock.midnight())
        addresses = {card.id: await picture_address(app, card) for card in cards}
    except StorageError:
        return ""
    return app.render("partials/create/today_changed.html", cards=cards, addresses=addresses, current=current)


async def clear_card(app: AppContext, form: CreateForm) -> str:
    """Make way for the next card: an empty result, unless a card is being made in it."""
    if app.runs.busy:
        return ""
    await remember_card(app, "")
    return app.render("partials/create/cleared.html", form=form)


async def remember_card(app: AppContext, generation_id: str) -> None:
    """Remember which card is on the page, for a reload. A full disk must not stop what the visitor asked for."""
    with suppress(StorageError):
        await app.drafts.save_draft(CARD, {"generation": generation_id})


async def last_card(app: AppContext, name: str) -> Generation | None:
    """Return the card that was on the page, unless it is gone or the form is about another person by now."""
    remembered = (await app.drafts.load_draft(CARD)).get("generation")
    found = await app.library.find(remembered) if remembered else None
    # A run that was asked for before Python was up may have begun meanwhile.
    if found is None or app.runs.busy or not is_same_name(found.request.prospect.name, name):
        return None
    return found


def busy(app: AppContext) -> Response:
    """While a card is being made, no other one can take its place."""
    return fragment(app.render("partials/create/busy.html"))
