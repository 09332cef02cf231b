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
from linkepix.model.prospect import PROSPECT_FIELDS, Prospect
from linkepix.providers.registry import PROVIDERS
from linkepix.reading.paste import read_prospect
from linkepix.services.create import PartFailed, PartMade, PartStopped, PictureArrived, Run, TextArrived
from linkepix.services.disclosure import PARTS
from linkepix.services.settings import (
    Preferences,
    load_company,
    load_preferences,
    save_company,
    save_preferences,
)
from linkepix.web.answers import fragment, fragment_stream
from linkepix.web.contexts import create_context, leaves_context
from linkepix.web.forms import CreateForm, create_form, read_form, values_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.generation import Picture
    from linkepix.services.create import Event
    from linkepix.services.disclosure import Part
    from linkepix.web.studio import Studio

REDRAW_SECONDS = 0.08
"""Streamed text is redrawn at most this often: a person reads no faster, and a swap costs milliseconds."""


async def hydrate(request: HttpRequest, studio: Studio) -> Response:
    """The static page's form, filled with what this device remembers; what was typed meanwhile stays."""
    typed = create_form(await read_form(request))
    page = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query)
    if "from" in page:
        form = await _form_of(studio, page["from"][0], typed)
    elif typed.is_blank:
        form = create_form(await studio.drafts.load_draft())
    else:
        form = typed
    return _form_fragment(studio, _remembered(studio, form, typed))


async def read(request: HttpRequest, studio: Studio) -> Response:
    """Fill in the details. What was typed by hand stays; what the paste says instead is offered beside it."""
    values = await read_form(request)
    form = create_form(values)
    reading = read_prospect(form.about)
    guesses = {name: getattr(reading, name) for name in PROSPECT_FIELDS}
    typed = {
        name: value
        for name in PROSPECT_FIELDS
        if (value := getattr(form.request.prospect, name)) and value != values.get(f"guess.{name}", "")
    }
    found = {name: guess.value for name, guess in guesses.items()}
    offers = {name: found[name] for name in typed if found[name] and found[name] != typed[name]}
    prospect = Prospect(**(found | typed))
    problems = {} if any(found.values()) else {"about": "unread" if form.about.strip() else "empty"}
    form = replace(
        form,
        request=replace(form.request, prospect=prospect),
        guesses={name: guess for name, guess in guesses.items() if name not in typed},
        offers=offers,
        problems=problems,
    )
    await studio.drafts.save_draft(values_of(form))
    return _partial(studio, "partials/create/prospect_and_leaves.html", form)


async def preview(request: HttpRequest, studio: Studio) -> Response:
    """After each keystroke: what would leave this device now. Remembers the form on the way."""
    form = create_form(await read_form(request))
    _remember(studio, form)
    await studio.drafts.save_draft(values_of(form))
    html = studio.render("partials/create/leaves.html", **leaves_context(studio.templates, form))
    return fragment(html)


async def choose_makers(request: HttpRequest, studio: Studio) -> Response:
    """Another maker has other models, sizes and qualities."""
    form = create_form(await read_form(request))
    _remember(studio, form)
    return _partial(studio, "partials/create/makers_and_leaves.html", form)


async def surprise(request: HttpRequest, studio: Studio) -> Response:
    form = create_form(await read_form(request))
    seed = studio.new_seed()
    cues = Cues(**{name: ids[(seed >> (4 * n)) % len(ids)] for n, (name, ids) in enumerate(CUE_CHOICES.items())})
    style = STYLES[(seed >> 24) % len(STYLES)]
    return _partial(
        studio,
        "partials/create/look_and_leaves.html",
        replace(form, request=replace(form.request, cues=cues, style=style)),
    )


async def generate(request: HttpRequest, studio: Studio) -> Response:
    """The run, as a stream of fragments. With `again` only that part, of the generation shown, is made anew."""
    values = await read_form(request)
    form = create_form(values)
    if form.problems or _says_nothing(form):
        form = form if form.problems else replace(form, problems={"about": "nothing-to-go-on"})
        return fragment(studio.render("partials/create/problems.html", **_context(studio, form)))
    parts: tuple[Part, ...] = tuple(part for part in PARTS if values.get("again", part) == part)
    generation = await _new_generation(studio, form, values, parts)
    run = Run(
        generation,
        parts,
        studio.new_seed(),
        templates=studio.templates,
        makers=studio.makers,
        library=studio.library.store,
    )
    return fragment_stream(_stream(studio, run))


async def stop(request: HttpRequest, studio: Studio) -> Response:
    del request
    studio.current.stop()
    return fragment("", 204)


async def edit_message(request: HttpRequest, studio: Studio) -> Response:
    """The counter follows the text, and the text is kept."""
    values = await read_form(request)
    variant = int(values.get("variant", "0"))
    edited = Message(values.get("message", "").replace("\r\n", "\n"), values.get("subject", ""))
    generation = await studio.library.edit_message(values["generation"], variant, edited)
    return fragment(studio.render("partials/create/counter.html", **_message_context(generation, variant)))


async def show_variant(request: HttpRequest, studio: Studio) -> Response:
    values = await read_form(request)
    generation = await studio.library.get(values["generation"])
    context = _message_context(generation, int(values.get("variant", "0")))
    return fragment(studio.render("partials/create/message.html", **context))


async def _stream(studio: Studio, run: Run) -> AsyncGenerator[str]:
    yield studio.render("partials/create/started.html", run=run, request=run.generation.request)
    drawn = 0.0
    with studio.current.of(run):
        async with aclosing(run.events()) as events:
            async for event in events:
                if isinstance(event, TextArrived):
                    now = studio.clock.now().timestamp()
                    if now - drawn < REDRAW_SECONDS:
                        continue
                    drawn = now
                yield _event_fragment(studio, run, event)
    context = _message_context(run.generation, 0) if run.generation.messages else {"generation": run.generation}
    yield studio.render("partials/create/ended.html", run=run, **context)


def _event_fragment(studio: Studio, run: Run, event: Event) -> str:
    match event:
        case PictureArrived(picture):
            return _picture_fragment(studio, run.generation, _data_address(picture), finished=False)
        case TextArrived(text):
            return studio.render("partials/create/text_arrived.html", text=text, request=run.generation.request)
        case PartMade("picture", generation, picture) if picture:
            address = studio.addresses.address(generation.id, picture)
            html = _picture_fragment(studio, generation, address, finished=True)
            return html + studio.render("partials/create/kept.html", made=event)
        case PartMade(_, generation):
            html = studio.render("partials/create/message_made.html", **_message_context(generation, 0))
            return html + studio.render("partials/create/kept.html", made=event)
        case PartFailed(part, error):
            return studio.render("partials/create/part_failed.html", part=part, error=error, providers=PROVIDERS)
        case PartStopped(part):
            return studio.render("partials/create/part_stopped.html", part=part)


def _picture_fragment(studio: Studio, generation: Generation, address: str, *, finished: bool) -> str:
    return studio.render(
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


async def _new_generation(
    studio: Studio, form: CreateForm, values: Mapping[str, str], parts: tuple[Part, ...]
) -> Generation:
    """A new card each time: the one before may have been paid for, and stays in the library."""
    fresh = Generation(studio.new_id(), studio.clock.now().isoformat(timespec="seconds"), form.request)
    if parts == PARTS or not values.get("generation"):
        return fresh
    try:
        shown = await studio.library.get(values["generation"])
    except NotInLibraryError:
        return fresh
    if parts == ("picture",):
        return replace(fresh, messages=shown.messages, message_usage=shown.message_usage)
    picture = await studio.library.store.picture(shown.id)
    fresh = replace(
        fresh,
        picture_mime=shown.picture_mime,
        picture_prompt=shown.picture_prompt,
        picture_usage=shown.picture_usage,
    )
    await studio.library.store.save(fresh, picture)
    return fresh


def _says_nothing(form: CreateForm) -> bool:
    prospect = form.request.prospect
    return not (prospect.name or prospect.role or prospect.company or prospect.notes)


async def _form_of(studio: Studio, generation_id: str, typed: CreateForm) -> CreateForm:
    """Use again: the form of a saved generation."""
    try:
        return CreateForm((await studio.library.get(generation_id)).request)
    except NotInLibraryError:
        return typed


def _remembered(studio: Studio, form: CreateForm, typed: CreateForm) -> CreateForm:
    """Company and preferences from this device, where they were not touched before Python was up."""
    untouched = CreateForm().request
    request = form.request
    if typed.request.company == untouched.company:
        request = replace(request, company=load_company(studio.settings))
    if typed.request.picture_by == untouched.picture_by and typed.request.message_by == untouched.message_by:
        kept = load_preferences(studio.settings)
        values = values_of(replace(form, request=request)) | {
            name: value for name, value in _preference_values(kept).items() if value
        }
        request = create_form(values).request
    return replace(form, request=request)


def _preference_values(kept: Preferences) -> dict[str, str]:
    blank = CreateForm().request
    request = replace(blank, style=kept.style, channel=kept.channel)
    request = replace(request, picture_by=kept.picture_by, message_by=kept.message_by)
    values = values_of(CreateForm(request))
    return {
        name: values[name] for name in values if name.partition("_")[0] in {"style", "channel", "picture", "message"}
    }


def _remember(studio: Studio, form: CreateForm) -> None:
    request = form.request
    save_company(studio.settings, request.company)
    save_preferences(
        studio.settings,
        Preferences(request.style, request.channel, request.picture_by, request.message_by),
    )


def _form_fragment(studio: Studio, form: CreateForm) -> Response:
    return _partial(studio, "partials/create/form.html", form)


def _partial(studio: Studio, template: str, form: CreateForm) -> Response:
    return fragment(studio.render(template, **_context(studio, form)))


def _context(studio: Studio, form: CreateForm) -> dict[str, object]:
    with_key = [row.id for row in PROVIDERS if row.key_setting and studio.keys.key(row.id)]
    return create_context(studio.templates, form, with_key)
