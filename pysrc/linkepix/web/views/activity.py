"""Views of Activity: the ledger, filtered, exported, cleared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from linkepix.services.activity import as_csv, as_json
from linkepix.web.answers import fragment

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request as HttpRequest
    from starlette.responses import Response

    from linkepix.model.activity import LedgerEntry
    from linkepix.model.practices import Recipient
    from linkepix.web.context import AppContext

NAME = "linkepix-activity"
"""Of the exported files, without the ending."""

MIMES = {"csv": "text/csv", "json": "application/json"}
"""What can be exported."""


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """All of it. What is too old is removed first."""
    del request
    await app.activity.purge()
    return await _page(app)


async def search(request: HttpRequest, app: AppContext) -> Response:
    words = request.query_params.get("q", "")
    return fragment(app.render("partials/activity/found.html", **await _context(app, words)))


async def export(request: HttpRequest, app: AppContext) -> Response:
    """A link to a file of what the list shows; the page follows it at once. Raises KeyError for an unknown kind."""
    kind = request.path_params["kind"]
    entries = await app.activity.entries(request.query_params.get("q", ""), _as_shown(app))
    data = as_csv(entries) if kind == "csv" else as_json(entries, app.activity.days, app.clock.now())
    name = f"{NAME}.{kind}"
    url = app.file_urls.url(name, MIMES[kind], data)
    return fragment(app.render("partials/activity/file.html", name=name, url=url))


async def ask(request: HttpRequest, app: AppContext) -> Response:
    """The first step of clearing: what there is, and a question."""
    del request
    count = len(await app.activity.entries())
    return fragment(app.render("partials/activity/clear_ask.html", count=count))


async def clear(request: HttpRequest, app: AppContext) -> Response:
    del request
    await app.activity.clear()
    app.file_urls.forget_all()
    return await _page(app, cleared=True)


async def _page(app: AppContext, *, cleared: bool = False) -> Response:
    context = await _context(app, "")
    return fragment(app.render("partials/activity/all.html", cleared=cleared, **context))


async def _context(app: AppContext, words: str) -> dict[str, object]:
    entries = await app.activity.entries(words, _as_shown(app))
    return {
        "entries": entries,
        "total": len(entries) if not words else len(await app.activity.entries()),
        "recipients": _recipients(app),
        "days": app.activity.days,
    }


def _as_shown(app: AppContext) -> Callable[[LedgerEntry], str]:
    """A line in the words of the list. There are many lines, of a few kinds: each kind is rendered once."""
    recipients = _recipients(app)

    @cache
    def shown(recipient: str, purpose: str, status: str) -> str:
        entry = {"recipient": recipient, "purpose": purpose, "status": status}
        return app.render("partials/activity/line.txt", entry=entry, recipients=recipients)

    return lambda entry: shown(entry.recipient, entry.purpose, entry.status)


def _recipients(app: AppContext) -> dict[str, Recipient]:
    return {row.id: row for row in app.practices.recipients}
