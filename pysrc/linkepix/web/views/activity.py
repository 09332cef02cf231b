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

CSV, JSON = "linkepix-activity.csv", "linkepix-activity.json"


async def hydrate(request: HttpRequest, app: AppContext) -> Response:
    """All of it. What is too old is removed first."""
    del request
    await app.activity.purge()
    return await _page(app)


async def search(request: HttpRequest, app: AppContext) -> Response:
    words = request.query_params.get("q", "")
    return fragment(app.render("partials/activity/found.html", **await _context(app, words)))


async def ask(request: HttpRequest, app: AppContext) -> Response:
    """The first step of clearing: what there is, and a question."""
    del request
    count = len(await app.activity.entries())
    return fragment(app.render("partials/activity/clear_ask.html", count=count))


async def clear(request: HttpRequest, app: AppContext) -> Response:
    del request
    await app.activity.clear()
    return await _page(app, cleared=True)


async def _page(app: AppContext, *, cleared: bool = False) -> Response:
    context = await _context(app, "")
    return fragment(app.render("partials/activity/all.html", cleared=cleared, **context))


async def _context(app: AppContext, words: str) -> dict[str, object]:
    """The files hold what the list shows."""
    entries = await app.activity.entries(words, _as_shown(app))
    now, days = app.clock.now(), app.activity.days
    return {
        "entries": entries,
        "total": len(entries) if not words else len(await app.activity.entries()),
        "recipients": _recipients(app),
        "days": days,
        "csv": _file(app, CSV, "text/csv", as_csv(entries), entries),
        "json": _file(app, JSON, "application/json", as_json(entries, days, now), entries),
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


def _file(app: AppContext, name: str, mime: str, data: bytes, entries: list[LedgerEntry]) -> dict[str, str]:
    return {"name": name, "address": app.files.address(name, mime, data) if entries else ""}
