"""What worker.mjs calls: builds the application and hands it the page's messages."""

from __future__ import annotations

import asyncio
import contextlib
import random
from typing import TYPE_CHECKING

from linkepix.browser.asgi import respond
from linkepix.browser.pixels import BrowserPixels
from linkepix.browser.platform import browser_platform, settings_mirror
from linkepix.composition import build_app
from linkepix.errors import PartMissingError, StorageError

if TYPE_CHECKING:
    from pyodide.ffi import JsBuffer, JsProxy

    from linkepix.browser.host import Blob
    from linkepix.browser.local_storage import LocalStorageMirror
    from linkepix.composition import App
    from linkepix.services.lexicon import LateLexicon
    from linkepix.services.tasks.queue import Queue
    from linkepix.web.context import AppContext


TIDY_SECONDS = 3
"""After the start, so that nobody waits for it."""
RESUME_SECONDS = 0.1
"""After the start: the page's first requests come before. Where no task waits, it is two questions to the database."""
LEXICON_SECONDS = 1
"""After the start; a paste that is earlier asks for it at once."""


class Application:
    """One worker's application. Messages that arrive before it is ready wait in worker.mjs."""

    def __init__(self, app: App, settings: LocalStorageMirror, pixels: BrowserPixels) -> None:
        self._asgi = app.asgi
        self._settings = settings
        self._pixels = pixels
        self._requesting = asyncio.ensure_future(request_later(app.context.lexicon))
        self._queue = app.context.queue
        self._resuming = asyncio.ensure_future(resume_soon(app.context.queue))
        self._tidying = asyncio.ensure_future(tidy_later(app.context))
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

    def file(self, file_id: str, js_file: Blob) -> None:
        """Take a file that the visitor chose, by reference."""
        self._pixels.add(file_id, js_file)

    def hear(self, topic: str) -> None:
        """Take what another tab tells, or the browser of its network."""
        self._queue.hear(topic)

    def pixels(self, answer: str, js_blob: Blob | None, js_shown: Blob | None) -> None:
        """Take what the pixel worker answered. `answer` is JSON."""
        self._pixels.receive(answer, js_blob, js_shown)


def start() -> Application:
    # Every start from a snapshot would draw the same numbers.
    random.seed()
    settings, pixels = settings_mirror(), BrowserPixels()
    return Application(build_app(browser_platform(settings, pixels)), settings, pixels)


async def request_later(lexicon: LateLexicon) -> None:
    await asyncio.sleep(LEXICON_SECONDS)
    lexicon.request()


async def resume_soon(queue: Queue) -> None:
    """Go on with tasks that wait, and decide what became of those whose tab is gone.

    Where storage is closed, nothing was kept; where modules can't be loaded, tasks wait for the next start.
    """
    await asyncio.sleep(RESUME_SECONDS)
    with contextlib.suppress(StorageError, PartMissingError):
        await queue.begin_if_wanted()


async def tidy_later(context: AppContext) -> None:
    """Remove what the manifest no longer allows to be kept. Where storage is closed, nothing was kept."""
    await asyncio.sleep(TIDY_SECONDS)
    with contextlib.suppress(StorageError):
        await context.activity.purge()
        await context.tasks.purge()
        await context.late_batches.purge()
