"""The form on Create, and what would leave this device."""

from __future__ import annotations

from asyncio import gather
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from linkepix.errors import StorageError
from linkepix.model.prospect import Prospect
from linkepix.model.stores import COMPANY, PREFERENCES
from linkepix.providers.registry import MAKERS
from linkepix.services.drafting import with_chance_look
from linkepix.services.settings import remember, remembered
from linkepix.web.answers import fragment
from linkepix.web.forms import CreateForm, create_form, filled, merged, number, read_form, values_of
from linkepix.web.view_models import SETTINGS, create_context, leaves_context
from linkepix.web.views.create.card import clear_card, last_or_request, remember_card
from linkepix.web.views.create.message import keep_typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Generation
    from linkepix.ports import SettingsStore
    from linkepix.web.context import AppContext

DRAFT = "create"
"""The name of this form's draft."""

FROM = "from"
"""The name of the draft that says which link to use a card again was followed last."""

COMPANY_FIELDS = ("sender", "company_name", "offer", "tone", "language", "brand_colour")
PREFERENCE_FIELDS = (
    "style", "channel", "picture_by", "picture_model", "picture_size", "picture_quality", "message_by", "message_model",
)  # fmt: skip
"""Fields of the form that are remembered from visit to visit, in addition to the draft."""


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """The static page's form, filled with what this device remembers; what was typed meanwhile stays."""
    typed = await read_form(request)
    draft, used, count = await gather(app.drafts.load_draft(DRAFT), app.drafts.load_draft(FROM), app.library.count())
    reused = await _reused(app, request.headers.get("hx-current-url", ""), used)
    form = create_form(merged(typed, _remembered(app.settings) | (reused or draft)))
    html = app.render("partials/create/form_and_logo.html", **form_context(app, form, () if count else SETTINGS))
    return fragment(html + await last_or_request(app, form.request.prospect.name) if count else html)


async def read(request: HttpRequest, app: AppContext) -> Response:
    """Fill in the details. What was typed by hand stays; what the paste says instead is offered next to it."""
    app.lexicon.request()
    values = await read_form(request)
    await keep_typed(app, values)
    form = filled(create_form(values), is_next=values.get("next") == "yes")
    await try_to_save_draft(app, form)
    html = app.render("partials/create/prospect_and_leaves.html", **form_context(app, form))
    return fragment(html + await clear_card(app, form) if form.is_new else html)


async def rename(request: HttpRequest, app: AppContext) -> Response:
    """After the name was changed by hand: a new prospect, if the card on the page is another person's.

    What the other fields hold was typed for that person: it is cleared, and comes back with `keep`, which only says
    that the name was wrong.
    """
    values = await read_form(request)
    form = create_form(values)
    if values.get("keep") == "yes":
        prospect = app.cleared.bring_back(form.request.prospect)
        return await _with_prospect(app, replace(form, request=replace(form.request, prospect=prospect)))
    changed = for_name_of(app, form, await app.library.find(values.get("generation", "")))
    if changed is form:
        return fragment("", 204)
    await keep_typed(app, values)
    return await _with_prospect(app, changed, was=app.cleared.was)


async def new_prospect(request: HttpRequest, app: AppContext) -> Response:
    """Empty fields and no card: the next paste is the next thing to do, so that is where the focus goes."""
    values = await read_form(request)
    await keep_typed(app, values)
    form = CreateForm(replace(create_form(values).request, prospect=Prospect()))
    return await _with_prospect(app, form, focus_about=True)


async def preview(request: HttpRequest, app: AppContext) -> Response:
    """After each keystroke: what would leave this device now. Remembers the form on the way."""
    form = create_form(await read_form(request))
    remember(app.settings, form.request)
    await save_draft(app, form)
    return fragment(app.render("partials/create/leaves.html", **leaves_context(app.planner.plan(form.request))))


async def choose_makers(request: HttpRequest, app: AppContext) -> Response:
    """Another maker has other models, sizes and qualities."""
    form = create_form(await read_form(request))
    remember(app.settings, form.request)
    return _partial(app, "partials/create/makers_and_leaves.html", form, ["makers"])


async def chosen(request: HttpRequest, app: AppContext) -> Response:
    """The summaries of the settings, after a change."""
    form = create_form(await read_form(request))
    return fragment(app.render("partials/create/chosen.html", form=form))


async def surprise(request: HttpRequest, app: AppContext) -> Response:
    form = create_form(await read_form(request))
    form = replace(form, request=with_chance_look(form.request, app.new_seed()))
    return _partial(app, "partials/create/look_and_leaves.html", form, ["look"])


async def save_draft(app: AppContext, form: CreateForm) -> None:
    """Raises StorageError."""
    await app.drafts.save_draft(DRAFT, values_of(form))


async def try_to_save_draft(app: AppContext, form: CreateForm) -> None:
    """Save the draft on the way to what the visitor asked for, which a full disk must not stop.

    They learn of it at the next keystroke, from `preview`.
    """
    with suppress(StorageError):
        await save_draft(app, form)


def form_context(app: AppContext, form: CreateForm, opened: Iterable[str] = ()) -> dict[str, object]:
    """For partials/create/*.html. `opened` are those of SETTINGS that are rendered open."""
    with_key = [row.id for row in MAKERS if row.key_setting and app.keys.is_set_up(row.id)]
    return create_context(form, app.planner.plan(form.request), with_key, opened)


def for_name_of(app: AppContext, form: CreateForm, card: Generation | None) -> CreateForm:
    """The form with a name alone, and a paste that was not read, where the card on the page is another person's."""
    prospect = app.cleared.clear(form.request.prospect, card.request.prospect.name) if card else None
    if prospect is None:
        return form
    request = replace(form.request, prospect=prospect)
    return CreateForm(request, form.about) if form.has_unread_paste else CreateForm(request)


async def _with_prospect(app: AppContext, form: CreateForm, **context: object) -> Response:
    """The fields of a prospect for whom there is no card yet."""
    await try_to_save_draft(app, form)
    html = app.render("partials/create/prospect_and_leaves.html", **context, **form_context(app, form))
    return fragment(html + await clear_card(app, form))


def _partial(app: AppContext, template: str, form: CreateForm, opened: Iterable[str] = ()) -> Response:
    return fragment(app.render(template, **form_context(app, form, opened)))


async def _reused(app: AppContext, address: str, last: Mapping[str, str]) -> dict[str, str]:
    """Use again: the form of the card that the page's address names. Once, so that a reload keeps what was typed since.

    `at` in the address says when the link was made: one made after the `last` is another use, an older one a way back.
    """
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    link = {"from": query.get("from", ""), "at": query.get("at", "")}
    if not link["from"] or link == last or 0 < number(link, "at") < number(last, "at"):
        return {}
    generation = await app.library.find(link["from"])
    if generation is None:
        return {}
    form = CreateForm(generation.request)
    with suppress(StorageError):
        await app.drafts.save_draft(FROM, link)
        await save_draft(app, form)
    await remember_card(app, "")
    return values_of(form)


def _remembered(settings: SettingsStore) -> dict[str, str]:
    """Return the fields of company and preferences, each where it was kept."""
    fields = values_of(CreateForm(remembered(settings)))
    names = (*(COMPANY_FIELDS if COMPANY in settings else ()), *(PREFERENCE_FIELDS if PREFERENCES in settings else ()))
    return {name: fields[name] for name in names}
