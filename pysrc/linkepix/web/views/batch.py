"""Views of Batch: a table is chosen, matched, tried, made and taken away. One view a step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import InputError, TaskChangedError
from linkepix.model.batch import TRIALS, TRYING
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
    from collections.abc import Iterable

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.errors import LinkepixError
    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.request import Request
    from linkepix.model.task import Task
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
    """Store the batch and have its first cards made."""
    del request
    if (draft := app.late_batches.draft) and draft.table:
        begin = app.late_batches.batches.begin
        batch = await begin(draft.name, draft.columns, draft.batch_rows(), remembered(app.settings))
        app.late_batches.draft, app.late_batches.shown = None, batch.id
        await app.queue.wake()
    return await _all(app)


async def approve(request: HttpRequest, app: AppContext) -> Response:
    values, batch = await read_form(request), await _shown(app)
    if batch:
        row, is_good = int(number(values, "row")), values.get("good") == "yes"
        await app.late_batches.batches.approve(batch.id, row, is_good=is_good)
    return await progress(request, app)


async def limit(request: HttpRequest, app: AppContext) -> Response:
    typed = (await read_form(request)).get("monthly_limit", "")
    try:
        remember_monthly_limit(app.settings, typed)
    except InputError:
        return await _progress(app, limit_typed=typed, limit_problem=True)
    return await _progress(app)


async def make_rest(request: HttpRequest, app: AppContext) -> Response:
    del request
    try:
        if batch := await _shown(app):
            await app.late_batches.batches.make_rest(batch.id)
            await app.queue.wake()
    except TaskChangedError:
        pass  # a second click: the page shows how far it is
    return await _progress(app)


async def act(request: HttpRequest, app: AppContext) -> Response:
    """A button: its name is the last part of the address."""
    values = await read_form(request)
    match request.path_params["act"], await _shown(app):
        case "stop", batch if batch:
            await app.late_batches.batches.stop(batch.id)
        case "pause", _:
            await app.queue.pause()
        case "resume", _:
            await app.queue.resume()
        case "another", _:
            app.late_batches.draft = Draft()
            return await _all(app)
        case "show", _:
            app.late_batches.draft, app.late_batches.shown = None, values.get("batch", "")
            return await _all(app)
    return await _progress(app)


async def progress(request: HttpRequest, app: AppContext) -> Response:
    del request
    return await _progress(app)


async def _all(app: AppContext, error: LinkepixError | None = None) -> Response:
    draft, batch = app.late_batches.draft, await _shown(app)
    batch = None if draft else batch
    common = batch.request if batch else remembered(app.settings)
    context = await _progress_context(app, batch) if batch else {}
    return fragment(
        app.render(
            "partials/batch/all.html",
            **{
                **context,
                "error": error,
                "draft": draft,
                "matches": {match.field: match for match in draft.matches} if draft else {},
                "problems": Counter(row.problem for row in draft.rows) if draft else {},
                "separators": {character: name for name, character in SEPARATOR_IDS.items()},
                "batch": batch,
                "others": [other for other in await app.late_batches.store.batches() if other != batch],
                "common": common,
                "is_sent": _is_sent(common),
                "days": app.tasks.days,
                "most_rows": MOST_ROWS,
                "most_bytes": MOST_BYTES,
                "fields": FIELDS,
                "with_default": WITH_DEFAULT,
                "trials": TRIALS,
                "providers": PROVIDERS,
            },
        )
    )


async def _progress(app: AppContext, **typed: object) -> Response:
    batch = await _shown(app)
    if batch is None:
        return await _all(app)
    return fragment(app.render("partials/batch/progress.html", **{**await _progress_context(app, batch), **typed}))


async def _progress_context(app: AppContext, batch: Batch) -> dict[str, object]:
    batches = app.late_batches.batches
    trials, done = await batches.trials(batch), await batches.progress(batch)
    over = batch.state != TRYING and done.is_over
    limit_usd = monthly_limit(app.settings)
    return {
        "batch": batch,
        "common": batch.request,
        "is_sent": _is_sent(batch.request),
        "progress": done,
        "trials": TRIALS,
        "trials_shown": [await _trial(app, row, tasks) for row, tasks in trials],
        "approved": {row.number for row, _ in trials} <= {*batch.good},
        "estimate": _estimate(app, batch),
        "limit_typed": "" if limit_usd is None else f"{limit_usd:g}",
        "limit_problem": False,
        "spent": await app.spending.this_month() if batch.state == TRYING else 0.0,
        "queue": await app.queue.status(),
        "addresses": await batches.addresses(batch) if over else [],
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


def _estimate(app: AppContext, batch: Batch) -> float | None:
    """Return what one card costs by the estimate for those that are tried; None where no price is known."""
    costs = [_cost_of(app, batch.request, row) for row in batch.tried] if batch.state == TRYING else []
    known = [cost for cost in costs if cost is not None]
    return sum(known) / len(costs) if costs and len(known) == len(costs) else None


def _cost_of(app: AppContext, common: Request, row: BatchRow) -> float | None:
    plan = app.planner.plan_other(replace(common, prospect=row.prospect))
    costs = [disclosure.cost_usd for disclosure in plan.disclosures if not disclosure.sealed]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None


def _is_sent(request: Request) -> bool:
    return not (request.picture_by.is_on_device and request.message_by.is_on_device)


async def _shown(app: AppContext) -> Batch | None:
    """The one that the visitor chose, else the newest."""
    return await app.late_batches.current()
