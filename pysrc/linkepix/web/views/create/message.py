"""The message on Create: edited, counted, one variant at a time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError, PartMissingError, StorageError
from linkepix.model.channel import channel_by_id
from linkepix.model.generation import Message
from linkepix.web.answers import fragment
from linkepix.web.forms import number, read_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Generation
    from linkepix.model.request import Request
    from linkepix.web.context import AppContext
    from linkepix.web.views.create.unsupported import UnsupportedSentence


async def edit(request: HttpRequest, app: AppContext) -> Response:
    """The counters and the list of unsupported sentences follow the text, and the text is kept."""
    values = await read_form(request)
    generation = await keep_edit(app, values)
    context = await message_context(app, generation, int(number(values, "shown")))
    return fragment(app.render("partials/create/message_checked.html", **context))


async def show_variant(request: HttpRequest, app: AppContext) -> Response:
    """What was typed into the variant that was shown is kept first."""
    values = await read_form(request)
    generation = await keep_edit(app, values)
    context = await message_context(app, generation, int(number(values, "variant")))
    return fragment(app.render("partials/create/message.html", **context))


async def keep_edit(app: AppContext, values: Mapping[str, str]) -> Generation:
    """Save what was typed into the message, if the form has one. Raises NotInLibraryError."""
    if "message" not in values:
        return await app.library.get(values.get("generation", ""))
    edited = Message(values["message"], values.get("subject", ""), values.get("follow_up", ""))
    return await app.library.edit_message(values.get("generation", ""), int(number(values, "shown")), edited)


async def keep_typed(app: AppContext, values: Mapping[str, str]) -> None:
    """Save what was typed into the message of a card that makes way. What can't be saved must not hold up the next."""
    if "message" in values:
        with suppress(NotInLibraryError, StorageError):
            await keep_edit(app, values)


async def message_context(app: AppContext, generation: Generation, variant: int) -> dict[str, object]:
    """For partials/create/message.html and message_checked.html; the nearest variant that there is."""
    variant = min(max(0, variant), len(generation.messages) - 1)
    return {
        "generation": generation,
        "message": generation.messages[variant],
        "variant": variant,
        "channel": channel_by_id(generation.request.channel),
        "unsupported": await _unsupported(app, generation.messages[variant], generation.request),
    }


async def _unsupported(app: AppContext, message: Message, request: Request) -> tuple[UnsupportedSentence, ...] | None:
    """None where the check could not be loaded: a message is shown all the same."""
    try:
        await app.load_late()
    except PartMissingError:
        return None
    from linkepix.web.views.create.unsupported import unsupported_sentences

    return unsupported_sentences(message, request)
