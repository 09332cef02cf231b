"""Views of Batch: a table is chosen, matched, tried, made and taken away. One view a step."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import InputError, StorageError, TaskChangedError
from linkepix.model.batch import TRIALS, TRYING
from linkepix.providers.pricing import PRICES_CHECKED
from linkepix.providers.registry import PROVIDERS
from linkepix.services.batches.draft import WITH_DEFAULT, Draft
from linkepix.services.batches.take_away import DEFAULT_PATTERN
from linkepix.services.settings import monthly_limit, remember_monthly_limit, remembered
from linkepix.tables.columns import FIELDS
from linkepix.tables.senders import senders
from linkepix.tables.table import MOST_BYTES, MOST_ROWS
from linkepix.web.answers import fragment
from linkepix.web.forms import number, read_form, read_upload
from linkepix.web.pictures import picture_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.prospect import Prospect
    from linkepix.model.request import Request
    from linkepix.model.task import Task
    from linkepix.services.generation.plan import Plan
    from linkepix.web.context import AppContext


SEPARATOR_IDS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""As the page names them: a tab is none that a form's value keeps."""


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """All steps, as far as they have come. What is too old is removed first."""
    del request
    await app.late_batches.purge()
    return await _all(app)


async def read_table(request: HttpRequest, app: AppContext) -> Response:
    """A file, or rows that were pasted. What can't be read is said, and the table before it stays."""
    values, name, data = await read_upload(request, "table", MOST_BYTES)
    draft, before = Draft.read(name, data or values.get("pasted", "")), app.late_batches.draft
    has_failed = draft.table is None and before and before.table
    app.late_batches.draft = replace(before, problem=draft.problem) if before and has_failed else draft
    return await _all(app)


async def read_again(request: HttpRequest, app: AppContext) -> Response:
    """With another encoding or separator, or with another opinion of the first row."""
    values = await read_form(request)
    if draft := app.late_batches.draft:
        app.late_batches.draft = draft.read_as(
            values.get("encoding", ""),
            SEPARATOR_IDS.get(values.get("separator", ""), ""),
            values.get("sheet", ""),
            has_header=values.get("has_header") == "yes",
        )
    return await _all(app)


async def match_columns(request: HttpRequest, app: AppContext) -> Response:
    values = await read_form(request)
    if draft := app.late_batches.draft:
        columns = {field: int(number(values, f"match.{field}", -1)) for field in FIELDS}
        defaults = {field: values.get(f"empty.{field}", "") for field in WITH_DEFAULT}
        app.late_batches.draft = draft.matched(columns, defaults)
    return await _all(app)


async def make_first(request: HttpRequest, app: AppContext) -> Response:
    """Store the batch and have its first cards made. The draft is taken first: a second click finds none."""
    del request
    late = app.late_batches
    draft, late.draft = late.draft, None
    if draft is None or not any(not row.problem for row in draft.rows):
        late.draft = draft
        return await _all(app)
    try:
        batch = await late.batches.begin(draft.name, draft.columns, draft.batch_rows(), remembered(app.settings))
    except StorageError:
        late.draft = draft
        raise
    late.shown = batch.id
    await app.queue.wake()
    return await _all(app)


async def approve(request: HttpRequest, app: AppContext) -> Response:
    values = await read_form(request)
    good = app.late_batches.good.setdefault(values.get("batch", ""), set())
    (good.add if values.get("good") == "yes" else good.discard)(int(number(values, "row")))
    return await _progress(app, values)


async def limit(request: HttpRequest, app: AppContext) -> Response:
    values = await read_form(request)
    typed = values.get("monthly_limit", "")
    try:
        remember_monthly_limit(app.settings, typed)
    except InputError:
        return await _progress(app, values, limit_typed=typed, limit_problem=True)
    await app.queue.wake()
    return await _progress(app, values)


async def make_rest(request: HttpRequest, app: AppContext) -> Response:
    """Only once each card that was tried is good."""
    values = await read_form(request)
    batch = await _batch_of(app, values)
    late = app.late_batches
    if batch and await late.batches.is_approved(batch, late.good.get(batch.id, set())):
        with suppress(TaskChangedError):  # a second click: the page shows how far it is
            await late.batches.make_rest(batch.id)
            await app.queue.wake()
    return await _progress(app, values)


async def act(request: HttpRequest, app: AppContext) -> Response:
    """A button: its name is the last part of the address."""
    values, late = await read_form(request), app.late_batches
    match request.path_params["act"], await _batch_of(app, values):
        case "stop", batch if batch:
            await late.batches.stop(batch.id)
            await app.queue.wake()
        case "pause", _:
            await app.queue.pause()
        case "resume", _:
            await app.queue.resume()
        case "another", _:
            late.draft = Draft()
            return await _all(app)
        case "show", batch if batch:
            late.draft, late.shown = None, batch.id
            return await _all(app)
        case "delete", batch if batch:
            await late.batches.stop(batch.id)
            await late.batches.delete(batch.id)
            return await _all(app)
    return await _progress(app, values)


async def progress(request: HttpRequest, app: AppContext) -> Response:
    return await _progress(app, request.query_params)


async def _all(app: AppContext) -> Response:
    draft = app.late_batches.draft
    batch = None if draft else await app.late_batches.current()
    common = batch.request if batch else remembered(app.settings)
    context = await _progress_context(app, batch) if batch else {}
    usable = [row.prospect for row in draft.rows if not row.problem] if draft else []
    plans = _plans(app, common, usable[:TRIALS] if common.is_sent else ())
    return fragment(
        app.render(
            "partials/batch/all.html",
            **{
                "draft": draft,
                "matches": {match.field: match for match in draft.matches} if draft else {},
                "problems": Counter(row.problem for row in draft.rows) if draft else {},
                "separators": {character: name for name, character in SEPARATOR_IDS.items()},
                "batch": batch,
                "others": [other for other in await app.late_batches.store.batches() if other != batch],
                "first": plans,
                "estimate": _estimate(plans),
                "prices_checked": PRICES_CHECKED,
                "common": common,
                "is_sent": common.is_sent,
                "days": app.tasks.days,
                "most_rows": MOST_ROWS,
                "most_bytes": MOST_BYTES,
                "fields": FIELDS,
                "with_default": WITH_DEFAULT,
                "trials": TRIALS,
                "providers": PROVIDERS,
                **context,
            },
        )
    )


async def _progress(app: AppContext, values: Mapping[str, str], **typed: object) -> Response:
    batch = await _batch_of(app, values)
    if batch is None:
        return fragment(app.render("partials/batch/gone.html"))
    return fragment(app.render("partials/batch/progress.html", **{**await _progress_context(app, batch), **typed}))


async def _progress_context(app: AppContext, batch: Batch) -> dict[str, object]:
    batches = app.late_batches.batches
    trials, progress = await batches.trials(batch), await batches.progress(batch)
    limit_usd = monthly_limit(app.settings)
    good = app.late_batches.good.get(batch.id, set())
    plans = _plans(app, batch.request, [row.prospect for row in batch.tried] if batch.state == TRYING else ())
    return {
        "batch": batch,
        "common": batch.request,
        "is_sent": batch.request.is_sent,
        "progress": progress,
        "trials": TRIALS,
        "trials_shown": [await _trial(app, row, tasks) for row, tasks in trials],
        "good": good,
        "approved": await batches.is_approved(batch, good),
        "estimate": _estimate(plans),
        "limit_typed": "" if limit_usd is None else f"{limit_usd:g}",
        "limit_problem": False,
        "spent": await app.spending.this_month() if batch.request.is_sent else 0.0,
        "queue": await app.queue.status(),
        "addresses": await batches.addresses(batch) if batch.state != TRYING and progress.is_over else [],
        "default_pattern": DEFAULT_PATTERN,
        "senders": senders(),
        "providers": PROVIDERS,
    }


async def _trial(app: AppContext, row: BatchRow, tasks: Iterable[Task]) -> dict[str, object]:
    card = await app.library.find(row.card)
    message = card.messages[0] if card and card.messages else None
    return {
        "row": row,
        "card": card,
        "picture": await picture_address(app, card) if card else "",
        "message": message.body if message else "",
        "states": {task.part: task.state for task in tasks},
        "reasons": sorted({task.error for task in tasks if task.error}),
    }


def _plans(app: AppContext, common: Request, prospects: Iterable[Prospect]) -> list[tuple[Prospect, Plan]]:
    """What is to be made for these, and what of it would leave this device."""
    return [(prospect, app.planner.plan_other(replace(common, prospect=prospect))) for prospect in prospects]


def _estimate(plans: Sequence[tuple[Prospect, Plan]]) -> float | None:
    """Return what one card costs on an average of these; None where no price is known."""
    costs = [plan.cost_usd for _, plan in plans]
    known = [cost for cost in costs if cost is not None]
    return sum(known) / len(costs) if costs and len(known) == len(costs) else None


async def _batch_of(app: AppContext, values: Mapping[str, str]) -> Batch | None:
    """The one that the page shows: another tab may look at another one."""
    return await app.late_batches.store.batch(values["batch"]) if values.get("batch") else None
