"""Views of Tasks: the list, and what a visitor decides about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import TaskChangedError
from linkepix.model.task import STATES
from linkepix.providers.registry import PROVIDERS
from linkepix.services.tasks.keeping import choices, keep_for
from linkepix.web.answers import fragment
from linkepix.web.forms import number, read_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.errors import LinkepixError
    from linkepix.model.task import Task
    from linkepix.web.context import AppContext


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """All of it. What is too old is removed first."""
    del request
    await app.tasks.purge()
    return fragment(app.render("partials/tasks/all.html", error=None, **await _context(app, {})))


async def found(request: HttpRequest, app: AppContext) -> Response:
    return await _found(app, request.query_params)


async def keep(request: HttpRequest, app: AppContext) -> Response:
    """For fewer days, or again for as many as may be."""
    days = int(number(await read_form(request), "days"))
    await keep_for(days, app.tasks, app.late_batches.store)
    return fragment(app.render("partials/tasks/all.html", error=None, **await _context(app, {})))


async def decide(request: HttpRequest, app: AppContext) -> Response:
    """What is to become of a task of which nothing is known."""
    task = await app.tasks.get(request.path_params["id"])
    return fragment(app.render("partials/tasks/decide.html", task=task))


async def act(request: HttpRequest, app: AppContext) -> Response:
    """A button: its name is the last part of the address."""
    task_id, values = request.path_params["id"], await read_form(request)
    try:
        match request.path_params["act"]:
            case "again":
                await app.late_batches.want_again(task_id)
                await app.queue.retry(task_id)
            case "cancel":
                await app.queue.cancel(task_id)
            case "leave":
                await app.tasks.leave(task_id)
    except TaskChangedError as error:
        return await _found(app, values, error)
    return await _found(app, values, is_decided=True)


async def pause(request: HttpRequest, app: AppContext) -> Response:
    await app.queue.pause()
    return await _found(app, await read_form(request))


async def resume(request: HttpRequest, app: AppContext) -> Response:
    """All of it, or what waits for one provider: `provider`."""
    values = await read_form(request)
    if provider := values.get("provider"):
        await app.queue.resume_provider(provider)
    else:
        await app.queue.resume()
    return await _found(app, values)


async def _found(
    app: AppContext, values: Mapping[str, str], error: LinkepixError | None = None, *, is_decided: bool = False
) -> Response:
    """The list. Once it `is_decided`, no question is open any more."""
    html = app.render("partials/tasks/found.html", error=error, **await _context(app, values))
    return fragment(html + app.render("partials/tasks/decided.html") if is_decided else html)


async def _context(app: AppContext, values: Mapping[str, str]) -> dict[str, object]:
    states = [state for state in STATES if state == values.get("state")]
    tasks = await app.tasks.page(values.get("q", ""), states, int(number(values, "page", 1)))
    status = await app.queue.status()
    works = status.works or _working(tasks.items, app.tasks.owners.name)
    days = {"days": app.tasks.days, "day_choices": choices(app.tasks.most_days)}
    return {"list": tasks, "queue": status, "works": works, "providers": PROVIDERS, **days}


def _working(items: Iterable[Task], own_name: str) -> str:
    """Who does what is listed, where nobody works on the queue: Create makes its cards itself."""
    owners = {task.owner for task in items if task.owner}
    return "here" if own_name in owners else "elsewhere" if owners else ""
