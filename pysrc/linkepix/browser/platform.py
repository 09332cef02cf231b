"""The worker as a platform of `linkepix.composition`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from js import host as js_host

from linkepix.browser.bundled import bundled, bundled_practices, bundled_templates
from linkepix.browser.indexed_db import Database
from linkepix.browser.local_storage import LocalStorageMirror
from linkepix.browser.startup import BrowserStartUpLog
from linkepix.browser.storage import BrowserStorage
from linkepix.browser.urls import BrowserBlobUrls, BrowserFileUrls
from linkepix.composition import Platform

if TYPE_CHECKING:
    import httpx


def browser_platform(settings: LocalStorageMirror) -> Platform:
    database = Database()
    return Platform(
        templates=bundled_templates(),
        practices=bundled_practices(),
        settings=settings,
        library=database,
        drafts=database,
        ledger=database,
        device=BrowserStorage(database),
        startup=BrowserStartUpLog(),
        blob_urls=BrowserBlobUrls(),
        file_urls=BrowserFileUrls(),
        open_transport=open_transport,
        notionists=notionists,
    )


def settings_mirror() -> LocalStorageMirror:
    """Return an empty mirror that reports each change to the page."""
    names = bundled_practices().settings_names
    return LocalStorageMirror(names, lambda patch: js_host.patch(json.dumps(patch)), js_host.clear)


def open_transport() -> httpx.AsyncBaseTransport:
    # It imports httpx, which no first page needs (docs/adr/0005-makers-are-loaded-late.md).
    from linkepix.browser.fetch_transport import FetchTransport

    return FetchTransport()


def notionists() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(bundled("dicebear_styles/notionists.json"))
    return definition
