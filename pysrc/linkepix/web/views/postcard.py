"""A card as a postcard: laid out here, painted and saved by the page (static/js/postcard.js)."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.drawing.postcard.card import Postcard
from linkepix.drawing.postcard.sheets import SIDES, sheet
from linkepix.drawing.postcard.turn import FRAMES, SQUEEZES, turning
from linkepix.errors import FormError
from linkepix.model.generation import Message
from linkepix.web.answers import fragment
from linkepix.web.forms import number, read_form
from linkepix.web.pictures import logo_address
from linkepix.web.views.create.message import keep_edit
from linkepix.writing.names import call_by

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.drawing.postcard.sheets import Side
    from linkepix.model.generation import Generation
    from linkepix.web.context import AppContext

_ADDRESS = ("name", "role", "company", "location")
_BOTH: tuple[Side, ...] = ("front", "back")
_LARGEST_SCALE = 2


async def compose(request: HttpRequest, app: AppContext) -> Response:
    """`side` is one of SIDES, or "print" or "turn", which are front and back. What was typed is kept first."""
    values = await read_form(request)
    generation = await keep_edit(app, values)
    logo = await app.logos.load_logo()
    card = replace(postcard_of(app, generation, int(number(values, "shown"))), logo=logo)
    side = next((side for side in SIDES if side == values.get("side")), None)
    sheets = [sheet(card, wanted).as_dict() for wanted in ((side,) if side else _BOTH)]
    prospect = generation.request.prospect
    html = app.render(
        "partials/postcard/painted.html",
        sheets=json.dumps(sheets, ensure_ascii=False),
        side=side or ("turn" if values.get("side") == "turn" else "print"),
        scale=min(max(1, int(number(values, "scale", 1))), _LARGEST_SCALE),
        squeezes=SQUEEZES,
        logo=logo_address(app, logo),
        name=prospect.name or prospect.company,
    )
    return fragment(html)


async def turn(request: HttpRequest, app: AppContext) -> Response:
    """A link to an animation of the frames that the page has painted; the page follows it at once.

    Raises FormError for frames that make none.
    """
    values = await read_form(request)
    try:
        frames = [b64decode(values[f"frame{number}"], validate=True) for number in range(FRAMES)]
        data = turning(frames)
    except (KeyError, ValueError) as error:
        raise FormError(str(error)) from error
    name = _one_line(values.get("name", "")) or "postcard-turning.png"
    return fragment(
        app.render("partials/activity/file.html", name=name, url=app.file_urls.url(name, "image/png", data))
    )


def postcard_of(app: AppContext, generation: Generation, variant: int) -> Postcard:
    """The card in words; the nearest variant that there is, of two steps the one that a picture can go with."""
    request = generation.request
    messages = generation.messages
    message = messages[min(max(0, variant), len(messages) - 1)] if messages else Message("")
    words = _words(app, generation)
    return Postcard(
        greeting=words["greeting"],
        message=message.follow_up or message.body,
        address=tuple(getattr(request.prospect, field) for field in _ADDRESS),
        band=words["band"],
        stamp=words["stamp"],
        rest=words["rest"],
        brand=request.company.brand_colour,
    )


def _words(app: AppContext, generation: Generation) -> dict[str, str]:
    request = generation.request
    rendered = app.render(
        "postcard/words.txt",
        language=request.company.language,
        name=call_by(request.prospect.name, request.prospect.call_by),
        us=_one_line(request.company.name),
        company=_one_line(request.prospect.company),
        provider=request.picture_by.provider,
        has_picture=bool(generation.picture_mime),
    )
    lines = (line.partition(":") for line in rendered.splitlines())
    return {key: words.strip() for key, _, words in lines}


def _one_line(text: str) -> str:
    return " ".join(text.split())
