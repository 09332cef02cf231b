"""What worker.mjs calls: builds the application and hands it the page's messages."""

from __future__ import annotations

import asyncio
import contextlib
import random
from typing import TYPE_CHECKING

from linkepix.browser.asgi import respond
from linkepix.browser.platform import browser_platform, settings_mirror
from linkepix.composition import build_app
from linkepix.errors import StorageError

if TYPE_CHECKING:
    from pyodide.ffi import JsBuffer, JsProxy
    from starlette.applications import Starlette

    from linkepix.browser.host import Blob
    from linkepix.browser.local_storage import LocalStorageMirror
    from linkepix.services.activity import Activity
    from linkepix.services.lexicon import LateLexicon


PURGE_SECONDS = 3
"""After the start, so that nobody waits for it."""
LEXICON_SECONDS = 1
"""After the start; a paste that is earlier asks for it at once."""


class Application:
    """One worker's application. Messages that arrive before it is ready wait in worker.mjs."""

    def __init__(self, asgi: Starlette, settings: LocalStorageMirror, activity: Activity, lexicon: LateLexicon) -> None:
        self._asgi = asgi
        self._settings = settings
        self._requesting = asyncio.ensure_future(request_later(lexicon))
        self._purging = asyncio.ensure_future(purge_later(activity))
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def store(self, js_values: JsProxy) -> None:
        """Take localStorage as it is now: at boot, and when another tab has written."""
        self._settings.replace_all(js_values.to_py())

    def handle(self, request_id: int, head: str, js_body: JsBuffer | Blob) -> None:
        """Answer a request by messages that carry its id. `head` is JSON: its method, path and headers."""
        task = asyncio.ensure_future(respond(self._asgi, request_id, head, js_body))
        self._tasks[request_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(request_id, None))

    def abort(self, request_id: int) -> None:
        if task := self._tasks.get(request_id):
            task.cancel()


def start() -> Application:
    # Every start from a snapshot would draw the same numbers.
    random.seed()
    settings = settings_mirror()
    app = build_app(browser_platform(settings))
    return Application(app.asgi, settings, app.context.activity, app.context.lexicon)


async def request_later(lexicon: LateLexicon) -> None:
    await asyncio.sleep(LEXICON_SECONDS)
    lexicon.request()


async def purge_later(activity: Activity) -> None:
    """What the manifest no longer allows to be kept. Where storage is closed, nothing was kept."""
    await asyncio.sleep(PURGE_SECONDS)
    with contextlib.suppress(StorageError):
        await activity.purge()
