"""The queue as other programs and pages see it: its worker, loaded and begun once there is something for it to do."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from linkepix.errors import PartMissingError, StorageError
from linkepix.services.tasks.topics import STOP, WAKE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.services.generation.run_queue import RunQueue
    from linkepix.services.tasks.worker import QueueStatus, Worker
    from linkepix.task_ports import News


class Queue:
    """`open_worker` makes the worker, after `load_late`: no start needs its modules."""

    def __init__(
        self,
        runs: RunQueue,
        news: News,
        load_late: Callable[[], Awaitable[None]],
        open_worker: Callable[[], Worker],
    ) -> None:
        self._runs = runs
        self._news = news
        self._load_late = load_late
        self._open_worker = open_worker
        self._worker: Worker | None = None
        self._working: asyncio.Task[None] | None = None
        self._behind: set[asyncio.Task[None]] = set()

    async def begin_if_wanted(self) -> None:
        """Decide about tasks whose program is gone, and begin to work if any wait.

        Raises StorageError and PartMissingError.
        """
        tasks = self._runs.tasks
        await tasks.recover()
        if await tasks.store.next_tasks("9999", 1):
            await self.wake()

    async def wake(self) -> None:
        """Have what waits looked at, here or where the worker is. Raises PartMissingError."""
        self._news.tell(WAKE)
        await self._look()

    def hear(self, topic: str) -> None:
        """Take what another program tells."""
        if topic == STOP:
            self._later(self.stop())
        elif topic == WAKE:
            self._later(self._heed())

    async def cancel(self, task_id: str) -> None:
        """Cancel what waits, or stop what is being made, in whatever program. Raises TaskChangedError, StorageError."""
        await self._runs.cancel(task_id)
        await self.wake()

    async def retry(self, task_id: str) -> None:
        """Queue it once more. Raises TaskChangedError, StorageError and PartMissingError."""
        await self._runs.tasks.retry(task_id)
        await self.wake()

    async def pause(self) -> None:
        """Begin nothing more, here and elsewhere, until `resume`; what is being made is finished."""
        await self._decide(lambda worker: worker.lanes.pause())

    async def resume(self) -> None:
        await self._decide(lambda worker: worker.lanes.resume())

    async def resume_provider(self, provider: str) -> None:
        await self._decide(lambda worker: worker.lanes.resume_provider(provider))

    async def status(self) -> QueueStatus:
        """Raises PartMissingError."""
        worker = await self._opened()
        return await worker.status()

    async def stop(self) -> None:
        """Stop what is being made, and end the worker: for an erasure."""
        worker, working = self._worker, self._working
        self._worker = self._working = None
        if worker:
            worker.lanes.forget()
        if working:
            working.cancel()
            await asyncio.wait((working,))
        await self._runs.stop_all()

    def tell_erasing(self) -> None:
        """Have other programs stop all they make, before it can come back."""
        self._news.tell(STOP)

    def tell_erased(self) -> None:
        """Have other programs stop what is no longer on record."""
        self._news.tell(WAKE)

    async def _decide(self, decision: Callable[[Worker], None]) -> None:
        worker = await self._opened()
        await worker.lanes.load()
        decision(worker)
        await worker.lanes.save()
        await self.wake()

    async def _heed(self) -> None:
        with suppress(StorageError, PartMissingError):
            await self._runs.stop_cancelled()
            await self._look()

    async def _look(self) -> None:
        worker = await self._opened()
        worker.wake()
        if self._working is None or self._working.done():
            self._working = asyncio.ensure_future(worker.run())
            self._working.add_done_callback(_report)

    async def _opened(self) -> Worker:
        if self._worker is None:
            await self._load_late()
        # Of two that waited for the modules, one is enough.
        self._worker = self._worker or self._open_worker()
        return self._worker

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)


def _report(working: asyncio.Task[None]) -> None:
    """Say that the work has ended by a fault. The next `wake` begins it again."""
    if not working.cancelled() and (error := working.exception()):
        working.get_loop().call_exception_handler({"message": "the queue", "exception": error})
