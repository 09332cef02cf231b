"""The runs under way in this program, side by side: those of Create, and those of the queue."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from linkepix.services.generation.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

    from linkepix.model.generation import Generation
    from linkepix.services.generation.plan import Job
    from linkepix.services.library import Library
    from linkepix.services.makers import Makers
    from linkepix.services.tasks.tasks import Tasks

JOBS_AT_ONCE = 8
"""Four cards with a picture and a message each. A job that comes later waits for its turn."""


class RunQueue:
    """The runs under way, side by side; Stop names the one that it stops, whether it waits or is being made.

    `tell_sending` takes whether anything is out that costs money: leaving now may lose it.
    """

    def __init__(
        self,
        makers: Makers,
        library: Library,
        tasks: Tasks,
        at_once: int = JOBS_AT_ONCE,
        tell_sending: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self.makers = makers
        self.library = library
        self.tasks = tasks
        self.turn = asyncio.Semaphore(at_once)
        self.running: list[Run] = []
        self._tell_sending = tell_sending
        self._paid = 0
        self._following: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether a card is being made that was asked for on Create."""
        return self.of_page is not None

    @property
    def of_page(self) -> Run | None:
        """The last run that was asked for on Create, while it is under way."""
        return next((run for run in reversed(self.running) if run.is_of_page), None)

    def new_run(self, card: Generation, jobs: tuple[Job, ...], base: Generation | None = None) -> Run:
        """`card` has an id, a date and the request; it is new and without a part, or `base.made_again`."""
        return Run(card, jobs, base, queue=self)

    def follow(self, following: Coroutine[None, None, None]) -> None:
        """Have this done while the page is elsewhere."""
        task = asyncio.create_task(following)
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def cancel(self, task_id: str) -> None:
        """Stop what is being made here, or cancel what waits or another program makes.

        Raises TaskChangedError and StorageError.
        """
        if not any(run.stop_task(task_id) for run in self.running):
            await self.tasks.cancel(task_id)

    async def stop_cancelled(self) -> None:
        """Stop what was cancelled by another program, or erased. Raises StorageError."""
        for run in tuple(self.running):
            for journal in run.journals:
                if journal.is_on_record and await self.tasks.is_cancelled(journal.task.id):
                    run.stop_task(journal.task.id)

    def add(self, run: Run) -> None:
        self.running.append(run)

    def remove(self, run: Run) -> None:
        self.running.remove(run)

    def stop(self, run_id: str) -> None:
        """Stop the runs of this id. Does nothing if there are none any more."""
        for run in self.running:
            if run.id == run_id:
                run.stop()

    async def stop_all(self) -> None:
        """Return once nothing is made any more: what comes later must find nothing to write into."""
        running = tuple(self.running)
        for run in running:
            run.stop()
        await asyncio.gather(*(run.ended() for run in running))

    @contextmanager
    def sending(self, job: Job) -> Generator[None]:
        """Say that something is out for as long as the block lasts, if it costs money."""
        paid = 0 if job.choice.is_on_device else 1
        self._count(paid)
        try:
            yield
        finally:
            self._count(-paid)

    def _count(self, more: int) -> None:
        before, self._paid = self._paid, self._paid + more
        if bool(before) != bool(self._paid):
            self._tell_sending(bool(self._paid))
