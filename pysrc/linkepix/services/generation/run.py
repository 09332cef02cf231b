"""Runs: the jobs of one press of Generate, side by side, saved before they are shown.

A part that fails leaves the other alone, and what was made is kept. Nothing here is paid for twice: a job is a task on
record before it is executed, once, and only adapters retry, by their own rules.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import LinkepixError, StorageError
from linkepix.providers.base import PartialPicture, Progressed
from linkepix.services.generation.execute import TextArrived, execute

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from linkepix.model.generation import Generation, Part, Picture
    from linkepix.model.task import Task
    from linkepix.services.generation.execute import Result
    from linkepix.services.generation.plan import Job
    from linkepix.services.generation.run_queue import RunQueue
    from linkepix.services.tasks.journal import Journal


@dataclass(frozen=True, slots=True)
class PartMade:
    """`picture` is given where `part` is the picture. `unsaved` says why it is not in the library, if so."""

    part: Part
    generation: Generation
    picture: Picture | None = None
    unsaved: StorageError | None = None


@dataclass(frozen=True, slots=True)
class PartFailed:
    """With `is_set_aside`, the same work can be asked for again under Tasks; anything else would pay once more."""

    part: Part
    error: LinkepixError
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class PartStopped:
    part: Part


type Piece = PartialPicture | TextArrived | Progressed
PIECES = (PartialPicture, TextArrived, Progressed)
"""What is shown on the way to a part."""

type Event = Piece | PartMade | PartFailed | PartStopped


type Ending = PartMade | PartFailed | PartStopped
type PutBack = Callable[[Task, LinkepixError], Awaitable[str | None]]
"""Returns until when a task waits that ended with this error, "" where it has failed for good.

None where it would wait, and is not wanted any more.
"""


async def never(_task: Task, _error: LinkepixError) -> str | None:
    """Put nothing back: on its page, what has failed is said."""
    return ""


class Run:
    """Makes the parts of one card. It goes on when nobody follows its `events`; `stop` ends what is still being made.

    `base` is the card on the page of which parts are made again, as it was then. It may have cost money, so what is
    made becomes a version of its own (docs/adr/0018-versions-of-a-card.md). `card` has room for what is made, and no
    part of it yet. The id is the card's. `tasks` are those of the jobs, one for each, where they wait on record
    already: then the queue runs them, by its own rules of how many at once; else there are new ones. `watchers` counts
    the pages that show it.
    """

    def __init__(
        self,
        card: Generation,
        jobs: tuple[Job, ...],
        base: Generation | None,
        tasks: tuple[Task, ...] = (),
        *,
        queue: RunQueue,
        put_back: PutBack = never,
    ) -> None:
        self.generation = card
        self.base = base
        self.parts: tuple[Part, ...] = tuple(job.part for job in jobs)
        self.made: list[Part] = []
        self.saved = False
        self.crash: Exception | None = None
        self.is_of_page = not tasks
        self.watchers = 0
        self._request = card.request
        self._queue = queue
        self._put_back = put_back
        stored = tasks or (None,) * len(jobs)
        self._journals = tuple(
            queue.tasks.journal(job, stored=task, card=card) for job, task in zip(jobs, stored, strict=True)
        )
        self._jobs = jobs
        self._tasks: list[asyncio.Task[None]] = []
        self._keeping = asyncio.Lock()
        self._endings: list[Ending] = []
        self._pieces: dict[type, Piece] = {}
        self._followers: list[asyncio.Queue[Event]] = []

    @property
    def id(self) -> str:
        return self.generation.id

    @property
    def cost_usd(self) -> float | None:
        """What this run made has cost; None where a provider's price is not known."""
        return self.generation.cost_of(self.made)

    @property
    def journals(self) -> tuple[Journal, ...]:
        return self._journals

    def start(self) -> None:
        """Begin with all parts, unless that has happened."""
        if not self._tasks:
            self._queue.add(self)
            self._tasks = [self._start(job, journal) for job, journal in zip(self._jobs, self._journals, strict=True)]

    async def events(self) -> AsyncGenerator[Event]:
        """Start the run and yield its events, until each part is made, has failed or was stopped.

        Who comes later gets what matters of those before. Closing it ends nothing but itself.
        """
        self.start()
        events: asyncio.Queue[Event] = asyncio.Queue()
        for event in (*self._pieces.values(), *self._endings):
            events.put_nowait(event)
        self._followers.append(events)
        try:
            pending = len(self._jobs)
            while pending:
                event = await events.get()
                if not isinstance(event, PIECES):
                    pending -= 1
                yield event
        finally:
            self._followers.remove(events)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    def stop_task(self, task_id: str) -> bool:
        """Stop the part whose task this is. Return whether there is one."""
        for task, journal in zip(self._tasks, self._journals, strict=False):
            if journal.task.id == task_id:
                return task.cancel()
        return False

    async def ended(self) -> None:
        """Return once everything of it has ended, and is on record."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def show(self, piece: Piece) -> None:
        self._pieces[type(piece)] = piece
        self._tell(piece)

    async def keep(self, result: Result, journal: Journal) -> None:
        """Save, record, and show a part. What can't be saved is shown all the same: it may have been paid for."""
        async with self._keeping:
            if await journal.is_erased():
                self._end(PartStopped(result.part))
                return
            unsaved = await self._save(result)
            await journal.made(result.cost_usd, unsaved)
            self.made.append(result.part)
            self._end(PartMade(result.part, self.generation, result.picture, unsaved))

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

    def _tell(self, event: Event) -> None:
        for events in self._followers:
            events.put_nowait(event)

    def _end(self, ending: Ending) -> None:
        self._endings.append(ending)
        for kind in (PartialPicture, Progressed) if ending.part == "picture" else (TextArrived,):
            self._pieces.pop(kind, None)
        if len(self._endings) == len(self._jobs):
            self._queue.remove(self)
        self._tell(ending)

    def _start(self, job: Job, journal: Journal) -> asyncio.Task[None]:
        """Start a job. The callback reports a stop, because a task cancelled before its first step never runs."""

        def report(ended: asyncio.Task[None]) -> None:
            if ended.cancelled():
                self._end(PartStopped(job.part))

        task = asyncio.create_task(self._make(job, journal))
        task.add_done_callback(report)
        return task

    async def _make(self, job: Job, journal: Journal) -> None:
        try:
            await self._make_or_fail(job, journal)
        except asyncio.CancelledError:
            # Stopping twice must not break off the record.
            await asyncio.shield(asyncio.ensure_future(journal.cancelled()))
            raise

    async def _make_or_fail(self, job: Job, journal: Journal) -> None:
        try:
            async with self._queue.turn if self.is_of_page else nullcontext():
                await journal.begin(self._queue.tasks.owners)
                with self._queue.sending(job):
                    await execute(job, _Journalled(self, journal), self._queue.makers, journal.task.reference)
        except LinkepixError as error:
            await self._record_failure(journal, error)
            self._end(PartFailed(job.part, error, bool(journal.task.reference)))
        except Exception as error:  # noqa: BLE001 - a bug of ours: shown to the visitor here, raised again by the view
            await journal.crashed()
            self.crash = error
            if self.is_of_page and not self.watchers:  # nobody is there to raise it again
                asyncio.get_running_loop().call_exception_handler({"message": "a run", "exception": error})
            self._end(PartFailed(job.part, LinkepixError.of(error), bool(journal.task.reference)))

    async def _record_failure(self, journal: Journal, error: LinkepixError) -> None:
        if await journal.is_erased():
            return
        until = await self._put_back(journal.task, error) if journal.has_begun else ""
        # What has a reference goes on under it: put back, it would be sent once more.
        if until == "" or journal.task.reference:
            await journal.failed(error)
        elif until is None:
            await journal.withdrawn()
        else:
            await journal.postponed(until)


@dataclass(frozen=True, slots=True)
class _Journalled:
    """Sink of `execute`, for one job of a run."""

    run: Run
    journal: Journal

    def show(self, piece: PartialPicture | TextArrived) -> None:
        self.run.show(piece)

    async def refer(self, reference: str) -> None:
        await self.journal.refer(reference)

    async def advance(self, share: float) -> None:
        await self.journal.advance(share)
        self.run.show(Progressed(share))

    async def keep(self, result: Result) -> None:
        await self.run.keep(replace(result, task=self.journal.task.id), self.journal)
