"""The browser's storage as a whole: how full it is, and how to empty all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.browser.host import js_host
from linkepix.browser.promises import await_promise
from linkepix.ports import StorageEstimate

if TYPE_CHECKING:
    from linkepix.browser.indexed_db import Database


class BrowserStorage:
    """DeviceStorage of `linkepix.ports`. localStorage is emptied by whoever holds its mirror."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def estimate(self) -> StorageEstimate:
        # WebKitGTK is built without it, https://developer.mozilla.org/en-US/docs/Web/API/Navigator/storage.
        if not js_host.storage:
            return StorageEstimate(None, None, persisted=False)
        js_estimate = await await_promise(js_host.storage.estimate())
        persisted = bool(await await_promise(js_host.storage.persisted()))
        return StorageEstimate(int(js_estimate.usage), int(js_estimate.quota - js_estimate.usage), persisted)

    async def erase(self) -> None:
        await self._database.clear()
        for name in await await_promise(js_host.caches.keys()):
            await await_promise(js_host.caches.delete(name))
        await await_promise(js_host.forgetStartUp())
