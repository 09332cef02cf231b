"""Generate and Stop: a run, as a stream of fragments."""

from __future__ import annotations

from base64 import b64encode
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError
from linkepix.model.gateway import STEPS
from linkepix.model.generation import PARTS, Generation
from linkepix.providers.base import PartialPicture, Progressed
from linkepix.providers.registry import PROVIDERS
from linkepix.services.drafting import is_same_name
from linkepix.services.generation.execute import TextArrived
from linkepix.services.generation.remake import next_step, remake
from linkepix.services.generation.run import PartFailed, PartMade, PartStopped
from linkepix.web.answers import fragment, fragment_stream
from linkepix.web.forms import create_form, filled, number, read_form
from linkepix.web.pictures import picture_address
from linkepix.web.views.create.card import card_html, remember_card, today_html
from linkepix.web.views.create.card import show_last as show_last_card
from linkepix.web.views.create.form import for_name_of, form_context, try_to_save_draft
from linkepix.web.views.create.message import keep_edit, message_context

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.errors import LinkepixError
    from linkepix.model.generation import Part, Picture
    from linkepix.model.request import Request
    from linkepix.services.generation.run import Event, Run
    from linkepix.web.context import AppContext

REDRAW_SECONDS = 0.08
"""Streamed text is redrawn at most this often: a person reads no faster, and a swap costs milliseconds."""

SECOND_CLICK = 0.5
"""Seconds within which a click on Stop was meant for Generate: it stands where Generate stood."""


async def generate(request: HttpRequest, app: AppContext) -> Response:
    """The run, as a stream of fragments: of a new card, or of another version of the one on the page.

    `again` says what is made once more, as in `remake`: missing for both parts. It may be a step of a gateway.
    """
    values = await read_form(request)
    base = await _card_shown(app, values)
    if values.get("again") in STEPS:
        return fragment_stream(_stream(app, _step_run(app, base, values["again"])))
    typed = create_form(values)
    named = for_name_of(app, typed, base)
    form = filled(named) if named.has_unread_paste else named
    if form.problems or not form.request.prospect.says_something:
        form = form if form.problems else replace(form, problems={"about": "nothing-to-go-on"})
        return fragment(app.render("partials/create/problems.html", **form_context(app, form)))
    await try_to_save_draft(app, form)
    run = await _new_run(app, form.request, base, values.get("again", ""))
    app.runs.follow(_remember(app, run))
    if form == typed:
        return fragment_stream(_stream(app, run))
    was = None if named is typed else app.cleared.was
    changed = app.render("partials/create/prospect_and_leaves.html", was=was, **form_context(app, form))
    return fragment_stream(_stream(app, run, changed))


async def show_last(request: HttpRequest, app: AppContext) -> Response:
    """After a reload or another page: the card that is being made, or the one that was on the page."""
    run = app.runs.of_page
    if run and not run.watchers:
        return fragment_stream(_resumed(app, run))
    return await show_last_card(request, app)


async def stop(request: HttpRequest, app: AppContext) -> Response:
    """Stop the run that the button names."""
    values = await read_form(request)
    if app.clock.now().timestamp() - number(values, "since") > SECOND_CLICK:
        app.runs.stop(values.get("run", ""))
    return fragment("", 204)


async def _new_run(app: AppContext, request: Request, base: Generation | None, how: str) -> Run:
    """The plan is the one that the form shows: what was disclosed is what the jobs send."""
    now = app.clock.now().isoformat(timespec="milliseconds")
    plan, seed = app.planner.plan(request), app.new_seed()
    if base and is_same_name(base.request.prospect.name, request.prospect.name):
        card, jobs = remake(base, request, plan, how=how, seed=seed, at=now)
        return app.runs.new_run(card, jobs, base)
    await remember_card(app, "")
    return app.runs.new_run(Generation(app.new_id(), now, request), plan.jobs_for(PARTS, seed))


def _step_run(app: AppContext, base: Generation | None, step_id: str) -> Run:
    """Raises NotInLibraryError where the card is gone, and WorkForgottenError."""
    if base is None:
        raise NotInLibraryError(step_id)
    card, jobs = next_step(base, step_id, app.clock.now().isoformat(timespec="milliseconds"))
    return app.runs.new_run(card, jobs, base)


async def _card_shown(app: AppContext, values: Mapping[str, str]) -> Generation | None:
    """The card on the page, with what was typed into it last; None where there is none any more."""
    if not values.get("generation"):
        return None
    try:
        return await keep_edit(app, values)
    except NotInLibraryError:
        return None


async def _remember(app: AppContext, run: Run) -> None:
    """Remember the card for Create, also when nobody looks at it by then."""
    async with aclosing(run.events()) as events:
        async for event in events:
            if isinstance(event, PartMade) and not event.unsaved:
                await remember_card(app, event.generation.id)
                return


async def _resumed(app: AppContext, run: Run) -> AsyncGenerator[str]:
    """A run under way, with the rest of its card."""
    if run.base and (base := await app.library.find(run.base.id)):
        yield await card_html(app, base)
    async with aclosing(_stream(app, run, is_resumed=True)) as fragments:
        async for html in fragments:
            yield html


async def _stream(app: AppContext, run: Run, changed: str = "", *, is_resumed: bool = False) -> AsyncGenerator[str]:
    """What is `changed` comes first. A run that `is_resumed` has no Generate under the pointer, see SECOND_CLICK."""
    run.watchers += 1
    try:
        since = 0.0 if is_resumed else app.clock.now().timestamp()
        yield changed + app.render("partials/create/started.html", run=run, request=run.generation.request, since=since)
        drawn = 0.0
        async with aclosing(run.events()) as events:
            async for event in events:
                if isinstance(event, TextArrived):
                    now = app.clock.now().timestamp()
                    if now - drawn < REDRAW_SECONDS:
                        continue
                    drawn = now
                yield await _event_fragment(app, run, event)
    finally:
        run.watchers -= 1
    yield await _ended(app, run)
    if run.crash:
        raise run.crash


async def _ended(app: AppContext, run: Run) -> str:
    card = run.generation if run.saved else run.base
    ended = app.render("partials/create/ended.html", run=run, cost=run.cost_usd, card=card)
    return ended + await today_html(app, card.id if card else "")


async def _event_fragment(app: AppContext, run: Run, event: Event) -> str:
    match event:
        case PartialPicture(picture):
            return _picture_fragment(app, run.generation, _data_url(picture), finished=False)
        case TextArrived(text):
            return app.render("partials/create/text_arrived.html", text=text)
        case Progressed(share):
            return app.render("partials/create/stage.html", run=run, share=share)
        case PartMade(_, generation, picture, unsaved):
            if not unsaved:  # before it is shown: a page may ask right away
                await remember_card(app, generation.id)
            return await _made(app, generation, picture) + app.render("partials/create/kept.html", made=event)
        case PartFailed(part, error, is_set_aside):
            return await _not_made(app, run, part, error, is_set_aside=is_set_aside)
        case PartStopped(part):
            return await _not_made(app, run, part, None)


async def _not_made(
    app: AppContext, run: Run, part: Part, error: LinkepixError | None, *, is_set_aside: bool = False
) -> str:
    """Where the card shown has the part, it comes back and a notice says what happened; else the card says it."""
    notice = "partials/create/part_failed.html" if error else "partials/create/part_stopped.html"
    context = {"part": part, "error": error, "stopped": error is None, "providers": PROVIDERS}
    context["is_set_aside"] = is_set_aside
    if before := await _as_before(app, run, part):
        return before + app.render(notice, **context)
    return app.render("partials/create/not_made.html", **context)


async def _made(app: AppContext, generation: Generation, picture: Picture | None) -> str:
    if not picture:
        return app.render("partials/create/message_made.html", **await message_context(app, generation, 0))
    # One under the same key was made by a run whose picture could not be saved.
    app.blob_urls.forget(generation.picture_key)
    address = app.blob_urls.url(generation.picture_key, picture)
    return _picture_fragment(app, generation, address, finished=True)


async def _as_before(app: AppContext, run: Run, part: Part) -> str:
    """The side of the card that is made again, as it was on the card shown; nothing where it was not there."""
    base = await app.library.find(run.base.id) if run.base else None
    if base and part == "message" and base.messages:
        return app.render("partials/create/message_made.html", **await message_context(app, base, 0))
    if base and part == "picture" and (address := await picture_address(app, base)):
        return _picture_fragment(app, base, address, finished=True)
    return ""


def _picture_fragment(app: AppContext, generation: Generation, address: str, *, finished: bool) -> str:
    return app.render(
        "partials/create/picture_arrived.html",
        address=address,
        generation=generation,
        finished=finished,
    )


def _data_url(picture: Picture) -> str:
    return f"data:{picture.mime};base64,{b64encode(picture.data).decode()}"
