"""What worker.mjs calls: puts the application together and hands it the page's messages."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyodide.ffi import jsnull, to_js

from linkepix.browser.asgi import respond
from linkepix.browser.bundled import bundled_practices, bundled_templates
from linkepix.browser.host import js_host
from linkepix.browser.indexed_db import Database
from linkepix.browser.local_storage import LocalStorageMirror
from linkepix.browser.maker_factory import BrowserMakerFactory
from linkepix.browser.pictures import BlobAddresses, BlobFiles
from linkepix.browser.startup import BrowserStartUpLog
from linkepix.browser.storage import BrowserStorage
from linkepix.errors import StorageError
from linkepix.services.activity import Activity
from linkepix.services.library import Library
from linkepix.services.makers import Makers
from linkepix.services.settings import KeyRing
from linkepix.web.app import create_app
from linkepix.web.context import AppContext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyodide.ffi import JsProxy
    from starlette.applications import Starlette

    from linkepix.browser.host import Request


PURGE_SECONDS = 3
"""After the start, so that nobody waits for it."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Application:
    """One worker's application. Messages that arrive before it is ready wait in worker.mjs."""

    def __init__(self, asgi: Starlette, settings: LocalStorageMirror, activity: Activity) -> None:
        self._asgi = asgi
        self._settings = settings
        self._purging = asyncio.ensure_future(purge_later(activity))
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def store(self, js_values: JsProxy) -> None:
        """Take localStorage as it is now: at boot, and when another tab has written."""
        self._settings.replace_all(js_values.to_py())

    def handle(self, js_request: Request) -> None:
        """Answer a request by messages that carry its id."""
        request_id = js_request.id
        task = asyncio.ensure_future(respond(self._asgi, js_request))
        self._tasks[request_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(request_id, None))

    def abort(self, request_id: int) -> None:
        if task := self._tasks.get(request_id):
            task.cancel()


def start() -> Application:
    # Out of an image, every start would draw the same numbers.
    random.seed()
    practices = bundled_practices()
    settings = LocalStorageMirror(practices.settings_names, post_patch, js_host.clear)
    keys = KeyRing(settings)
    templates = bundled_templates()
    database = Database()
    activity = Activity(database, SystemClock(), new_id, practices.activity_days)
    context = AppContext(
        templates=templates,
        settings=settings,
        keys=keys,
        practices=practices,
        activity=activity,
        makers=Makers(BrowserMakerFactory(templates, practices, activity), keys),
        library=Library(database),
        drafts=database,
        device=BrowserStorage(database),
        startup=BrowserStartUpLog(),
        addresses=BlobAddresses(),
        files=BlobFiles(),
        clock=SystemClock(),
        new_id=new_id,
        new_seed=lambda: secrets.randbits(32),
    )
    return Application(create_app(context), settings, activity)


def post_patch(patch: Mapping[str, str | None]) -> None:
    """Have the page change localStorage; None removes a key."""
    js_host.patch(to_js({name: jsnull if value is None else value for name, value in patch.items()}))


def new_id() -> str:
    return uuid.uuid4().hex


async def purge_later(activity: Activity) -> None:
    """What the manifest no longer allows to be kept. Where storage is closed, nothing was kept."""
    await asyncio.sleep(PURGE_SECONDS)
    with contextlib.suppress(StorageError):
        await activity.purge()
