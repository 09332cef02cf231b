"""A card of today, brought back to Create with its form."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError
from linkepix.web.answers import fragment
from linkepix.web.forms import CreateForm, read_form
from linkepix.web.views.create.card import busy, card_html, remember_card, today_html
from linkepix.web.views.create.form import form_context, try_to_save_draft
from linkepix.web.views.create.message import keep_edit

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.web.context import AppContext


async def bring_back(request: HttpRequest, app: AppContext) -> Response:
    """The card itself and the form that it was made from; what was typed into the last one's message is kept first.

    Raises NotInLibraryError.
    """
    values = await read_form(request)
    if app.runs.busy:
        return busy(app)
    if values.get("generation"):
        with suppress(NotInLibraryError):
            await keep_edit(app, values)
    generation = await app.library.get(values.get("card", ""))
    form = CreateForm(generation.request)
    await try_to_save_draft(app, form)
    await remember_card(app, generation.id)
    html = app.render("partials/create/form_changed.html", **form_context(app, form))
    return fragment(html + await card_html(app, generation) + await today_html(app, generation.id))
