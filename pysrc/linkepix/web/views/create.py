"""Views of Create: the form, what leaves this device, and the run itself as a stream."""

from __future__ import annotations

from base64 import b64encode
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from linkepix.errors import NotInLibraryError
from linkepix.model.channel import channel_by_id
from linkepix.model.cues import CUE_CHOICES, STYLES, Cues
from linkepix.model.generation import Generation, Message
from linkepix.model.prospect import PROSPECT_FIELDS, Guess, Prospect
from linkepix.model.request import Request
from linkepix.model.stores import COMPANY, PREFERENCES
from linkepix.providers.registry import PROVIDERS
from linkepix.reading.paste import read_prospect
from linkepix.services.create import (
    PartFailed,
    PartMade,
    PartStopped,
    PictureArrived,
    Run,
    RunContext,
    TextArrived,
)
from linkepix.services.disclosure import PARTS
from linkepix.services.settings import (
    Preferences,
    load_company,
    load_preferences,
    save_company,
    save_preferences,
)
from linkepix.web.answers import fragment, fragment_stream
from linkepix.web.forms import CreateForm, create_form, mark_of, merged, read_form, values_of
from linkepix.web.view_models import create_context, leaves_context

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Picture
    from linkepix.services.create import Event
    from linkepix.services.disclosure import Part
    from linkepix.web.context import AppContext

COMPANY_FIELDS = ("company_name", "offer", "tone", "language", "brand_colour")
PREFERENCE_FIELDS = (
    "style", "channel", "picture_by", "picture_model", "picture_size", "picture_quality", "message_by", "message_model",
)  # fmt: skip
"""Fields of the form that are remembered from visit to visit, beside the draft."""

REDRAW_SECONDS = 0.08
"""Streamed text is redrawn at most this often: a person reads no faster, and a swap costs milliseconds."""


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """The static page's form, filled with what this device remembers; what was typed meanwhile stays."""
    typed = await read_form(request)
    draft = await app.drafts.load_draft()
    wanted = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query).get("from", [""])[0]
    if wanted and draft.get("from") != wanted:
        draft = await _values_of_card(app, wanted) or draft
    kept = _remembered(app) | draft
    return _partial(app, "partials/create/form.html", create_form(merged(typed, kept)))


async def read(request: HttpRequest, app: AppContext) -> Response:
    """Fill in the details. What was typed by hand stays; what the paste says instead is offered beside it."""
    form = _filled(create_form(await read_form(request)))
    await app.drafts.save_draft(values_of(form))
    return _partial(app, "partials/create/prospect_and_leaves.html", form)


async def new_prospect(request: HttpRequest, app: AppContext) -> Response:
    form = create_form(await read_form(request))
    form = CreateForm(replace(form.request, prospect=Prospect()))
    await app.drafts.save_draft(values_of(form))
    return _partial(app, "partials/create/prospect_and_leaves.html", form)


async def preview(request: HttpRequest, app: AppContext) -> Response:
    """After each keystroke: what would leave this device now. Remembers the form on the way."""
    form = create_form(await read_form(request))
    _remember(app, form)
    await app.drafts.save_draft(values_of(form))
    html = app.render("partials/create/leaves.html", **leaves_context(app.templates, app.practices, form))
    return fragment(html)


async def choose_makers(request: HttpRequest, app: AppContext) -> Response:
    """Another maker has other models, sizes and qualities."""
    form = create_form(await read_form(request))
    _remember(app, form)
    return _partial(app, "partials/create/makers_and_leaves.html", form)


async def surprise(request: HttpRequest, app: AppContext) -> Response:
    form = create_form(await read_form(request))
    seed = app.new_seed()
    cues = Cues(**{name: ids[(seed >> (4 * n)) % len(ids)] for n, (name, ids) in enumerate(CUE_CHOICES.items())})
    style = STYLES[(seed >> 24) % len(STYLES)]
    return _partial(
        app,
        "partials/create/look_and_leaves.html",
        replace(form, request=replace(form.request, cues=cues, style=style)),
    )


async def generate(request: HttpRequest, app: AppContext) -> Response:
    """The run, as a stream of fragments. With `again` only that part, of the card shown, is made anew."""
    values = await read_form(request)
    form = create_form(values)
    unread = form.has_unread_paste
    form = _filled(form) if unread else form
    if form.problems or _says_nothing(form):
        form = form if form.problems else replace(form, problems={"about": "nothing-to-go-on"})
        return _partial(app, "partials/create/problems.html", form)
    await app.drafts.save_draft(values_of(form))
    parts: tuple[Part, ...] = tuple(part for part in PARTS if values.get("again", part) == part)
    base = await _card_shown(app, values) if parts != PARTS else None
    generation = Generation(app.new_id(), app.clock.now().isoformat(timespec="seconds"), form.request)
    context = RunContext(app.templates, app.makers, app.library)
    run = Run(generation, parts if base else PARTS, app.new_seed(), context=context, base=base)
    filled = app.render("partials/create/prospect_and_leaves.html", **_context(app, form)) if unread else ""
    return fragment_stream(_stream(app, run, filled))


async def stop(request: HttpRequest, app: AppContext) -> Response:
    del request
    app.current.stop(app.clock.now().timestamp())
    return fragment("", 204)


async def edit_message(request: HttpRequest, app: AppContext) -> Response:
    """The counter follows the text, and the text is kept."""
    values = await read_form(request)
    variant = _number(values, "shown")
    generation = await _keep_edit(app, values)
    return fragment(app.render("partials/create/counter.html", **_message_context(generation, variant)))


async def show_variant(request: HttpRequest, app: AppContext) -> Response:
    """What was typed into the variant that was shown is kept first."""
    values = await read_form(request)
    generation = await _keep_edit(app, values)
    context = _message_context(generation, _number(values, "variant"))
    return fragment(app.render("partials/create/message.html", **context))


async def _keep_edit(app: AppContext, values: Mapping[str, str]) -> Generation:
    """Raises NotInLibraryError."""
    if "message" not in values:
        return await app.library.get(values.get("generation", ""))
    edited = Message(values["message"], values.get("subject", ""))
    return await app.library.edit_message(values.get("generation", ""), _number(values, "shown"), edited)


async def _card_shown(app: AppContext, values: Mapping[str, str]) -> Generation | None:
    """The card on the page, with what was typed into it last; None where there is none any more."""
    if not values.get("generation"):
        return None
    try:
        return await _keep_edit(app, values)
    except NotInLibraryError:
        return None


async def _stream(app: AppContext, run: Run, filled: str) -> AsyncGenerator[str]:
    yield filled + app.render("partials/create/started.html", run=run, request=run.generation.request)
    drawn = 0.0
    with app.current.of(run, app.clock.now().timestamp()):
        async with aclosing(run.events()) as events:
            async for event in events:
                if isinstance(event, TextArrived):
                    now = app.clock.now().timestamp()
                    if now - drawn < REDRAW_SECONDS:
                        continue
                    drawn = now
                yield await _event_fragment(app, run, event)
    yield app.render("partials/create/ended.html", run=run, cost=_cost(run))
    if run.crash:
        raise run.crash


async def _event_fragment(app: AppContext, run: Run, event: Event) -> str:
    match event:
        case PictureArrived(picture):
            return _picture_fragment(app, run.generation, _data_address(picture), finished=False)
        case TextArrived(text):
            return app.render("partials/create/text_arrived.html", text=text)
        case PartMade("picture", generation, picture) if picture:
            address = app.addresses.address(generation.id, picture)
            html = _picture_fragment(app, generation, address, finished=True)
            return html + app.render("partials/create/kept.html", made=event)
        case PartMade(_, generation):
            html = app.render("partials/create/message_made.html", **_message_context(generation, 0))
            return html + app.render("partials/create/kept.html", made=event)
        case PartFailed(part, error):
            told = app.render("partials/create/part_failed.html", part=part, error=error, providers=PROVIDERS)
            return await _as_before(app, run, part) + told
        case PartStopped(part):
            told = app.render("partials/create/part_stopped.html", part=part)
            return await _as_before(app, run, part) + told


async def _as_before(app: AppContext, run: Run, part: Part) -> str:
    """The side of the card whose part was not made: as it was on the card shown, or said to be missing."""
    base = await app.library.store.get(run.base.id) if run.base else None
    if base and part == "message" and base.messages:
        return app.render("partials/create/message_made.html", **_message_context(base, 0))
    picture = await app.library.store.picture(base.id) if base and part == "picture" else None
    if base and picture:
        return _picture_fragment(app, base, app.addresses.address(base.id, picture), finished=True)
    return app.render("partials/create/not_made.html", part=part)


def _cost(run: Run) -> float | None:
    """Of what this run made, in US dollars; None where a provider's price is not known."""
    usages = {"picture": run.generation.picture_usage, "message": run.generation.message_usage}
    costs = [usage.cost_usd for part in run.made if (usage := usages[part])]
    return None if None in costs else sum(cost for cost in costs if cost)


def _picture_fragment(app: AppContext, generation: Generation, address: str, *, finished: bool) -> str:
    return app.render(
        "partials/create/picture_arrived.html",
        address=address,
        generation=generation,
        finished=finished,
    )


def _message_context(generation: Generation, variant: int) -> dict[str, object]:
    variant = min(max(0, variant), len(generation.messages) - 1)
    return {
        "generation": generation,
        "message": generation.messages[variant],
        "variant": variant,
        "channel": channel_by_id(generation.request.channel),
    }


def _data_address(picture: Picture) -> str:
    return f"data:{picture.mime};base64,{b64encode(picture.data).decode()}"


def _number(values: Mapping[str, str], name: str) -> int:
    """0 for what is no number."""
    text = values.get(name, "")
    return int(text) if text.isdecimal() else 0


def _says_nothing(form: CreateForm) -> bool:
    prospect = form.request.prospect
    return not (prospect.name or prospect.role or prospect.company or prospect.notes)


def _filled(form: CreateForm) -> CreateForm:
    """The form with its paste read. A field that still holds its last guess, or nothing, takes the new one."""
    reading = read_prospect(form.about)
    found = {name: getattr(reading, name) for name in PROSPECT_FIELDS}
    held = {name: getattr(form.request.prospect, name) for name in PROSPECT_FIELDS}
    typed = {name for name, value in held.items() if value and value != form.guesses.get(name, Guess()).value}
    values = {name: held[name] if name in typed else found[name].value for name in PROSPECT_FIELDS}
    offers = {name: found[name].value for name in typed if found[name].value not in {"", held[name]}}
    nothing = "unread" if form.about.strip() else "empty"
    return replace(
        form,
        request=replace(form.request, prospect=Prospect(**values)),
        about_read=mark_of(form.about),
        guesses={name: guess for name, guess in found.items() if name not in typed},
        offers=offers,
        problems=form.problems if any(guess.value for guess in found.values()) else {"about": nothing},
    )


async def _values_of_card(app: AppContext, generation_id: str) -> dict[str, str]:
    """Use again: the form of a saved generation; nothing where it is gone."""
    try:
        generation = await app.library.get(generation_id)
    except NotInLibraryError:
        return {}
    return values_of(CreateForm(generation.request, source=generation_id))


def _remembered(app: AppContext) -> dict[str, str]:
    """Company and preferences, where any were kept."""
    values: dict[str, str] = {}
    if COMPANY in app.settings:
        company = values_of(CreateForm(Request(company=load_company(app.settings))))
        values |= {name: company[name] for name in COMPANY_FIELDS}
    if PREFERENCES in app.settings:
        kept = load_preferences(app.settings)
        request = Request(picture_by=kept.picture_by, message_by=kept.message_by)
        request = replace(request, style=kept.style or request.style, channel=kept.channel or request.channel)
        preferences = values_of(CreateForm(request))
        values |= {name: preferences[name] for name in PREFERENCE_FIELDS}
    return values


def _remember(app: AppContext, form: CreateForm) -> None:
    request = form.request
    save_company(app.settings, request.company)
    save_preferences(
        app.settings,
        Preferences(request.style, request.channel, request.picture_by, request.message_by),
    )


def _partial(app: AppContext, template: str, form: CreateForm) -> Response:
    return fragment(app.render(template, **_context(app, form)))


def _context(app: AppContext, form: CreateForm) -> dict[str, object]:
    with_key = [row.id for row in PROVIDERS if row.key_setting and app.keys.key(row.id)]
    return create_context(app.templates, app.practices, form, with_key)
