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
    from linkepix.web.studio import Studio

CSV, JSON = "linkepix-activity.csv", "linkepix-activity.json"


async def hydrate(request: HttpRequest, studio: Studio) -> Response:
    """All of it. What is too old is removed first."""
    del request
    await studio.activity.purge()
    return await _page(studio)


async def search(request: HttpRequest, studio: Studio) -> Response:
    words = request.query_params.get("q", "")
    return fragment(studio.render("partials/activity/found.html", **await _context(studio, words)))


async def ask(request: HttpRequest, studio: Studio) -> Response:
    """The first step of clearing: what there is, and a question."""
    del request
    count = len(await studio.activity.entries())
    return fragment(studio.render("partials/activity/clear_ask.html", count=count))


async def clear(request: HttpRequest, studio: Studio) -> Response:
    del request
    await studio.activity.clear()
    return await _page(studio, cleared=True)


async def _page(studio: Studio, *, cleared: bool = False) -> Response:
    context = await _context(studio, "")
    return fragment(studio.render("partials/activity/all.html", cleared=cleared, **context))


async def _context(studio: Studio, words: str) -> dict[str, object]:
    """The files hold what the list shows."""
    entries = await studio.activity.entries(words, _as_shown(studio))
    now, days = studio.clock.now(), studio.activity.days
    return {
        "entries": entries,
        "total": len(entries) if not words else len(await studio.activity.entries()),
        "recipients": _recipients(studio),
        "days": days,
        "csv": _file(studio, CSV, "text/csv", as_csv(entries), entries),
        "json": _file(studio, JSON, "application/json", as_json(entries, days, now), entries),
    }


def _as_shown(studio: Studio) -> Callable[[LedgerEntry], str]:
    """A line in the words of the list. There are many lines, of a few kinds: each kind is rendered once."""
    recipients = _recipients(studio)

    @cache
    def shown(recipient: str, purpose: str, status: str) -> str:
        entry = {"recipient": recipient, "purpose": purpose, "status": status}
        return studio.render("partials/activity/line.txt", entry=entry, recipients=recipients)

    return lambda entry: shown(entry.recipient, entry.purpose, entry.status)


def _recipients(studio: Studio) -> dict[str, Recipient]:
    return {row.id: row for row in studio.practices.recipients}


def _file(studio: Studio, name: str, mime: str, data: bytes, entries: list[LedgerEntry]) -> dict[str, str]:
    return {"name": name, "address": studio.files.address(name, mime, data) if entries else ""}
