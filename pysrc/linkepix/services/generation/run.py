"""Runs: the jobs of one press of Generate, side by side, saved before they are shown.

A part that fails leaves the other alone, and what was made is kept. Nothing here is paid for twice: a job is a task on
record before it is executed, once, and only adapters retry, by their own rules.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import LinkepixError, StorageError, TaskChangedError
from linkepix.model.generation import Generation
from linkepix.providers.base import PartialPicture
from linkepix.services.generation.execute import TextArrived, execute
from linkepix.services.tasks.jobs import from_json

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from linkepix.model.generation import Part, Picture
    from linkepix.model.task import Task
    from linkepix.services.generation.execute import Result
    from linkepix.services.generation.plan import Job
    from linkepix.services.library import Library
    from linkepix.services.makers import Makers
    from linkepix.services.tasks.journal import Journal
    from linkepix.services.tasks.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PartMade:
    """`picture` is given where `part` is the picture. `unsaved` says why it is not in the library, if so."""

    part: Part
    generation: Generation
    picture: Picture | None = None
    unsaved: StorageError | None = None


@dataclass(frozen=True, slots=True)
class PartFailed:
    part: Part
    error: LinkepixError


@dataclass(frozen=True, slots=True)
class PartStopped:
    part: Part


type Event = PartialPicture | TextArrived | PartMade | PartFailed | PartStopped


class Run:
    """Makes the parts of one card; iterate over `events` once. `stop` ends what is still being made.

    `base` is the card on the page of which parts are made again, as it was then. It may have cost money, so what is
    made becomes a version of its own (docs/adr/0018-versions-of-a-card.md). `card` has room for what is made, and no
    part of it yet. The id is the card's. `task` is that of the only job, if it is made again; else there are new ones.
    """

    def __init__(
        self,
        card: Generation,
        jobs: tuple[Job, ...],
        base: Generation | None,
        task: Task | None = None,
        *,
        queue: RunQueue,
    ) -> None:
        self.generation = card
        self.base = base
        self.parts: tuple[Part, ...] = tuple(job.part for job in jobs)
        self.made: list[Part] = []
        self.saved = False
        self.crash: Exception | None = None
        self._request = card.request
        self._jobs = jobs
        self._queue = queue
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._journals = tuple(queue.tasks.journal(task or queue.tasks.new(card, job), job) for job in jobs)
        self._tasks: list[asyncio.Task[None]] = []
        self._keeping = asyncio.Lock()

    @property
    def id(self) -> str:
        return self.generation.id

    @property
    def cost_usd(self) -> float | None:
        """What this run made has cost; None where a provider's price is not known."""
        return self.generation.cost_of(self.made)

    async def events(self) -> AsyncGenerator[Event]:
        """Start the run and yield its events, until each part is made, has failed or was stopped.

        Closing it stops them all.
        """
        with self._queue.holding(self):
            self._tasks = [self._start(job, journal) for job, journal in zip(self._jobs, self._journals, strict=True)]
            pending = len(self._jobs)
            try:
                while pending:
                    event = await self._events.get()
                    if isinstance(event, PartMade | PartFailed | PartStopped):
                        pending -= 1
                    yield event
            finally:
                self.stop()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    def stop_task(self, task_id: str) -> bool:
        """Stop the part whose task this is. Return whether there is one."""
        for task, journal in zip(self._tasks, self._journals, strict=False):
            if journal.task.id == task_id:
                return task.cancel()
        return False

    def show(self, piece: PartialPicture | TextArrived) -> None:
        self._events.put_nowait(piece)

    async def keep(self, result: Result, journal: Journal) -> None:
        """Save, record, and show a part. What can't be saved is shown all the same: it may have been paid for."""
        async with self._keeping:
            unsaved = await self._save(result)
            await journal.made(result.cost_usd, unsaved)
            self.made.append(result.part)
            self._events.put_nowait(PartMade(result.part, self.generation, result.picture, unsaved))

    async def _save(self, result: Result) -> StorageError | None:
        """Only the first part that is saved begins a version, so one is saved after the other."""
        self.generation = result.added_to(self.generation)
        base = None if self.saved else self.base
        # The record has the last one's request for a part that is still to come.
        card = replace(self.generation, request=self._request)
        try:
            self.generation = await self._queue.library.add_part(card, result, base)
        except StorageError as error:
            return error
        self.saved = True
        return None

    def _start(self, job: Job, journal: Journal) -> asyncio.Task[None]:
        """Start a job. The callback reports a stop, because a task cancelled before its first step never runs."""

        def report(ended: asyncio.Task[None]) -> None:
            if ended.cancelled():
                self._events.put_nowait(PartStopped(job.part))

        task = asyncio.create_task(self._make(job, journal))
        task.add_done_callback(report)
        return task

    async def _make(self, job: Job, journal: Journal) -> None:
        try:
            async with self._queue.turn:
                await journal.begin(self._queue.tasks.owners.name)
                await execute(job, _Journalled(self, journal), self._queue.makers)
        except asyncio.CancelledError:
            # Stopping twice must not break off the record.
            await asyncio.shield(asyncio.ensure_future(journal.cancelled()))
            raise
        except LinkepixError as error:
            await journal.failed(error)
            self._events.put_nowait(PartFailed(job.part, error))
        except Exception as error:  # noqa: BLE001 - a bug of ours: shown to the visitor here, raised again by the view
            await journal.crashed()
            self.crash = error
            self._events.put_nowait(PartFailed(job.part, LinkepixError.of(error)))


async def _finished(run: Run) -> None:
    async for _ in run.events():
        pass


@dataclass(frozen=True, slots=True)
class _Journalled:
    """Sink of `execute`, for one job of a run."""

    run: Run
    journal: Journal

    def show(self, piece: PartialPicture | TextArrived) -> None:
        self.run.show(piece)

    async def keep(self, result: Result) -> None:
        await self.run.keep(replace(result, task=self.journal.task.id), self.journal)


JOBS_AT_ONCE = 8
"""Four cards with a picture and a message each. A job that comes later waits for its turn."""


class RunQueue:
    """The runs under way, side by side; Stop names the one that it stops, whether it waits or is being made."""

    def __init__(self, makers: Makers, library: Library, tasks: Tasks, at_once: int = JOBS_AT_ONCE) -> None:
        self.makers = makers
        self.library = library
        self.tasks = tasks
        self.turn = asyncio.Semaphore(at_once)
        self._running: list[Run] = []
        self._behind: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether a card is being made."""
        return bool(self._running)

    def new_run(
        self, card: Generation, jobs: tuple[Job, ...], base: Generation | None = None, task: Task | None = None
    ) -> Run:
        """`card` has an id, a date and the request; it is new and without a part, or `base.made_again`."""
        return Run(card, jobs, base, task, queue=self)

    async def make_again(self, task_id: str) -> None:
        """Make a part once more, in the background: into its card as it is now, or into a new one.

        Raises TaskChangedError and StorageError.
        """
        old = await self.tasks.get(task_id)
        if (made_of := from_json(old.part, old.job)) is None:
            raise TaskChangedError(task_id)
        request, job = made_of
        task = await self.tasks.retry(task_id)
        base = await self.library.find(task.card)
        card = base.made_again((task.part,), request, task.created) if base else None
        run = self.new_run(card or Generation(task.card, task.created, request), (job,), base, task)
        behind = asyncio.create_task(_finished(run))
        self._behind.add(behind)
        behind.add_done_callback(self._behind.discard)

    async def idle(self) -> None:
        """Return once nothing is made in the background."""
        await asyncio.gather(*self._behind)

    async def cancel(self, task_id: str) -> None:
        """Stop what is being made here, or cancel what waits. Raises TaskChangedError and StorageError."""
        if not any(run.stop_task(task_id) for run in self._running):
            await self.tasks.cancel(task_id)

    @contextmanager
    def holding(self, run: Run) -> Generator[None]:
        """Know the run, so that it can be stopped, for as long as the block lasts."""
        self._running.append(run)
        try:
            yield
        finally:
            self._running.remove(run)

    def stop(self, run_id: str) -> None:
        """Stop the runs of this id. Does nothing if there are none any more."""
        for run in self._running:
            if run.id == run_id:
                run.stop()
