"""How Python started: what the worker has on record about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import READY_MS, ready
from tests.browser.steps import until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def report(page: Page) -> dict[str, Any]:
    """Return the `StartUpReport` of static/js/protocol.d.ts."""
    return dict(json.loads(page.workers[0].evaluate("() => host.startUp()")))


def last_start(page: Page) -> dict[str, Any]:
    """Return the record of this start, once it is complete."""

    def complete() -> dict[str, Any] | None:
        starts = [record for record in report(page)["starts"] if not record.get("making")]
        return dict(starts[-1]) if starts[-1].get("ended") else None

    return until(page, complete, otherwise="the start is not on record", limit_ms=READY_MS)


def start(page: Page, path: str = "/app/") -> dict[str, Any]:
    """Open a page; return the record of its start."""
    page.goto(path)
    ready(page)
    return last_start(page)
