"""The queue among this site's tabs: who runs it, and what they tell each other."""

from __future__ import annotations

from linkepix.browser.host import js_host
from linkepix.browser.promises import await_promise


class BrowserQueueLock:
    """QueueLock of `linkepix.task_ports`: a Web Lock, which a worker has from when it gets it until it ends."""

    def __init__(self) -> None:
        self._is_held = False

    @property
    def is_held(self) -> bool:
        return self._is_held

    async def is_taken(self) -> bool:
        return bool(await await_promise(js_host.queueTaken()))

    async def hold(self) -> None:
        if not self._is_held:
            await js_host.holdQueue()  # without a limit: it is another tab's as long as that lives
            self._is_held = True


class BrowserNews:
    """News of `linkepix.task_ports`, by a BroadcastChannel; this tab's own page hears of it as well."""

    def tell(self, topic: str) -> None:
        js_host.tell(topic)

    @property
    def is_online(self) -> bool:
        return js_host.online()
