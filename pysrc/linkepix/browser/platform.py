"""The worker as a platform of `linkepix.composition`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyodide.ffi import jsnull, to_js

from linkepix.browser.batch_store import BrowserBatches
from linkepix.browser.bundled import FIGURES, bundled, bundled_practices, bundled_templates
from linkepix.browser.host import js_host
from linkepix.browser.indexed_db import Database
from linkepix.browser.late import load_late_modules
from linkepix.browser.lexicon import BrowserLexicon
from linkepix.browser.local_storage import LocalStorageMirror
from linkepix.browser.queue import BrowserNews, BrowserQueueLock
from linkepix.browser.startup import BrowserStartUpLog
from linkepix.browser.storage import BrowserStorage
from linkepix.browser.task_store import BrowserOwners, BrowserTasks
from linkepix.browser.urls import BrowserBlobUrls, BrowserFileUrls
from linkepix.composition import Platform

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from linkepix.browser.pixels import BrowserPixels


def browser_platform(settings: LocalStorageMirror, pixels: BrowserPixels) -> Platform:
    database = Database()
    return Platform(
        templates=bundled_templates(),
        practices=bundled_practices(),
        settings=settings,
        library=database,
        drafts=database,
        logos=database,
        ledger=database,
        remote_files=database,
        tasks=BrowserTasks(database),
        batches=BrowserBatches(database),
        owners=BrowserOwners(),
        paces=database,
        queue_lock=BrowserQueueLock(),
        news=BrowserNews(),
        device=BrowserStorage(database),
        startup=BrowserStartUpLog(),
        lexicon=BrowserLexicon(),
        blob_urls=BrowserBlobUrls(),
        file_urls=BrowserFileUrls(),
        pixels=pixels,
        open_transport=open_transport,
        notionists=notionists,
        load_late=load_late_modules,
        tell_sending=js_host.sending,
    )


def settings_mirror() -> LocalStorageMirror:
    """Return an empty mirror that reports each change to the page."""
    names = bundled_practices().settings_names
    return LocalStorageMirror(names, post_patch, js_host.clear)


def post_patch(patch: Mapping[str, str | None]) -> None:
    """Have the page change localStorage; None removes a key."""
    js_host.patch(to_js({name: jsnull if value is None else value for name, value in patch.items()}))


def open_transport() -> httpx.AsyncBaseTransport:
    # It imports httpx, which no first page needs (docs/adr/0005-makers-are-loaded-late.md).
    from linkepix.browser.fetch_transport import FetchTransport

    return FetchTransport()


def notionists() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(bundled(FIGURES))
    return definition
