"""The queue's worker: begins tasks that wait, as many as may be made, and goes on when one has ended.

One program works at a time (`QueueLock`); all that it knows is on record, so that another one can go on. What a failure
of one task means for others is decided in `lanes` and `pacing`; what is to be made of a task, in `services.generation`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from linkepix.errors import LinkepixError, StorageError, TaskChangedError
from linkepix.model.generation import Generation
from linkepix.model.request import ON_DEVICE
from linkepix.providers.base import PACED
from linkepix.providers.registry import provider_by_id
from linkepix.services.generation.run import PartFailed, PartMade, PartStopped, Run
from linkepix.services.tasks.jobs import from_json
from linkepix.services.tasks.pacing import LONGEST_ASKED
from linkepix.services.tasks.topics import CHANGED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from linkepix.model.generation import Part
    from linkepix.model.request import Request
    from linkepix.model.task import Task
    from linkepix.services.generation.plan import Job
    from linkepix.services.generation.run_queue import RunQueue
    from linkepix.services.tasks.lanes import Lanes, Paused
    from linkepix.task_ports import News, QueueLock

    type JobOf = Callable[[Task], Awaitable[tuple[Request, Job] | None]]
    type MayStart = Callable[[Task], Awaitable[str | None]]
    type IsWanted = Callable[[Task], Awaitable[bool]]
    type Held = dict[tuple[str, Part, str], str]

type Works = Literal["here", "elsewhere", ""]

LOOK = 64
"""Tasks that are read at once. More are read where none of them may begin."""
LONGEST_REST = 60.0
"""Seconds after which the worker looks by itself: a clock may have been set, or a message lost."""
SHORTEST_REST = 0.05
"""Seconds: less than a clock can tell would be no rest."""
OVER = -1.0
"""Instead of seconds."""
FOR_EVER = "9999"
"""Later than any time: tasks that have to wait are read, too, as a clock may be wrong."""


async def job_on_record(task: Task) -> tuple[Request, Job] | None:
    return from_json(task.part, task.job)


async def always(_task: Task) -> str | None:
    return None


async def wanted(_task: Task) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Hooks:
    """What others decide about a task.

    `job_of` makes what it is made from, None where that can't be had. `may_start` returns why it must wait for now,
    None where it need not; it is asked again after a minute, and when something has ended or was decided. A reason goes
    for all tasks of this batch, provider and part until then. `is_wanted` returns False for a task that is to be
    cancelled instead of begun, or put back. All raise StorageError; a task with which they fail otherwise has failed.
    """

    job_of: JobOf = job_on_record
    may_start: MayStart = always
    is_wanted: IsWanted = wanted


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """What the page says of the queue.

    `works` says who does the work: this program, another one, or none yet. `paused` is why all of it waits
    (`Lanes.paused`), `providers` are those that are paused; `reasons` is why `may_start` holds tasks back.
    """

    works: Works
    is_online: bool
    paused: str
    providers: tuple[Paused, ...]
    reasons: frozenset[str]


class Worker:
    """`run` it; `wake` it when something has been queued or decided. `sleep` is asyncio's, but for tests."""

    def __init__(
        self,
        runs: RunQueue,
        lanes: Lanes,
        lock: QueueLock,
        news: News,
        hooks: Hooks = Hooks(),
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.lanes = lanes
        self._runs = runs
        self._tasks = runs.tasks
        self._lock = lock
        self._news = news
        self._hooks = hooks
        self._sleep = sleep
        self._woken: asyncio.Event | None = None
        self._waiting: list[Task] = []
        self._look = LOOK
        self._is_stale = True
        self._is_more = False
        self._cards: dict[str, asyncio.Task[None]] = {}
        self._held: Held = {}

    async def status(self) -> QueueStatus:
        lanes, lock = self.lanes, self._lock
        await lanes.load()
        works: Works = "here" if lock.is_held else "elsewhere" if await lock.is_taken() else ""
        reasons = await self._reasons_elsewhere() if works == "elsewhere" else frozenset(self._held.values())
        return QueueStatus(works, self._news.is_online, lanes.paused, lanes.paused_providers, reasons)

    async def _reasons_elsewhere(self) -> frozenset[str]:
        """Ask for the first task that waits: what the other program knows is not on record."""
        with suppress(Exception):  # whoever works says what is wrong with a task
            for task in await self._tasks.store.next_tasks(FOR_EVER, 1):
                return frozenset(filter(None, [await self._hooks.may_start(task)]))
        return frozenset()

    def wake(self) -> None:
        """Look at what is on record once more."""
        self._is_stale = True
        self._turn()

    def _turn(self) -> None:
        if self._woken:
            self._woken.set()

    async def run(self) -> None:
        """Work until the program ends, from when the lock is held."""
        woken = self._woken = asyncio.Event()
        await self._lock.hold()
        while True:
            woken.clear()
            seconds = LONGEST_REST
            try:
                with suppress(StorageError):
                    seconds = await self._begin_what_may()
            except Exception as error:  # noqa: BLE001 - a bug of ours must not end all work
                asyncio.get_running_loop().call_exception_handler({"message": "the queue", "exception": error})
            await self.lanes.save()
            await self._rest(woken, seconds)

    async def _rest(self, woken: asyncio.Event, seconds: float) -> None:
        """Until it is woken, at most this long."""
        waits = asyncio.ensure_future(woken.wait()), asyncio.ensure_future(self._sleep(max(seconds, SHORTEST_REST)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            self._is_stale |= waits[1].done()
        finally:
            for wait in waits:
                wait.cancel()

    async def _begin_what_may(self) -> float:
        """Return for how many seconds nothing more can begin, unless something ends or is decided."""
        if self._is_stale:
            self._is_stale, self._look = False, LOOK
            await self._catch_up()
        elif self._is_more and len(self._waiting) < self._look // 2:
            await self._read()
        if self.lanes.paused:
            return LONGEST_REST
        held: Held = {}
        while True:
            cards, seconds = await self._choose(held)
            if cards or not self._is_more:
                break
            self._look *= 4
            await self._read()
        self._held = held
        if cards:
            await self._begin_all(list(cards.values()))
            self._news.tell(CHANGED)
        return seconds

    async def _begin_all(self, cards: list[list[Task]]) -> None:
        try:
            while cards:
                with suppress(StorageError):  # it is looked at once more after a rest
                    await self._begin(cards.pop(0))
                await asyncio.sleep(0)  # the page's requests come between
        finally:
            self._release(task for tasks in cards for task in tasks)

    async def _catch_up(self) -> None:
        """Read what other programs have left or decided. The locks of one that died may have gone one by one."""
        await self.lanes.save()
        await self.lanes.load()
        await self._tasks.recover()
        await self._read()

    async def _read(self) -> None:
        self._waiting = await self._tasks.store.next_tasks(FOR_EVER, self._look)
        self._is_more = len(self._waiting) == self._look

    async def _choose(self, held: Held) -> tuple[dict[str, list[Task]], float]:
        """Take tasks that may begin now, by card: one for each part; and say when to look again at the latest."""
        chosen: dict[str, list[Task]] = {}
        over: set[str] = set()
        soonest = LONGEST_REST
        try:
            for task in self._waiting:
                parts = [other.part for other in chosen.get(task.card, ())]
                if task.card in self._cards or task.part in parts:
                    continue
                seconds = await self._seconds_or_over(task, held)
                if seconds == OVER:
                    over.add(task.id)
                elif seconds == 0:
                    self.lanes.take(task)
                    chosen.setdefault(task.card, []).append(task)
                elif seconds is not None:
                    soonest = min(soonest, seconds)
        except BaseException:
            self._release(task for tasks in chosen.values() for task in tasks)
            raise
        over |= {task.id for tasks in chosen.values() for task in tasks}
        self._waiting = [task for task in self._waiting if task.id not in over]
        return chosen, soonest

    async def _seconds_or_over(self, task: Task, held: Held) -> float | None:
        """As `_seconds_until`, and OVER for a task that was ended instead of begun. Raises StorageError."""
        try:
            seconds = await self._seconds_until(task, held)
            if seconds == 0 and not await self._hooks.is_wanted(task):
                await self._drop(task)
                return OVER
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - as of a provider that this build does not know
            await self._give_up(task, error)
            return OVER
        return seconds

    async def _seconds_until(self, task: Task, held: Held) -> float | None:
        """Return how long it has to wait, None for until something ends or is decided."""
        if task.provider != ON_DEVICE and not self._news.is_online:
            return None
        paced = self.lanes.seconds_until(task)
        alike = task.provider, task.part, task.batch
        if paced is None or alike in held:
            return None
        seconds = max(paced, self._seconds_before(task))
        if seconds <= 0 and (reason := await self._hooks.may_start(task)):
            held[alike] = reason
            return None
        return seconds

    def _seconds_before(self, task: Task) -> float:
        """Of `not_before`, unless it is so far ahead that the clock must have been set back since."""
        try:
            ahead = (datetime.fromisoformat(task.not_before) - self._tasks.clock.now()).total_seconds()
        except (ValueError, TypeError):
            return 0.0
        return ahead if 0 < ahead <= LONGEST_ASKED else 0.0

    async def _begin(self, tasks: list[Task]) -> None:
        """Begin a run of tasks of one card, which were taken from their lanes. Raises StorageError."""
        begun: set[str] = set()
        try:
            ready = [(task, *made_of) for task in tasks if (made_of := await self._made_of(task))]
            if ready:
                stored, requests, jobs = zip(*ready, strict=True)
                run = await self._run_of(stored, requests[0], jobs)
                begun = {task.id for task in stored}
                self._cards[run.id] = asyncio.create_task(self._follow(run, {task.part: task for task in stored}))
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - other tasks must not wait for it
            for task in tasks:
                await self._give_up(task, error)
        finally:
            self._release(task for task in tasks if task.id not in begun)

    def _release(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self.lanes.release(task)

    async def _drop(self, task: Task) -> None:
        """Cancel what is not wanted any more. Raises StorageError."""
        with suppress(TaskChangedError):  # it was cancelled by another program
            await self._tasks.cancel(task.id)
        self._news.tell(CHANGED)

    async def _give_up(self, task: Task, error: Exception) -> None:
        """Record it as failed: other tasks must not wait for it. Raises StorageError."""
        await self._tasks.give_up(task, LinkepixError.of(error))
        self._news.tell(CHANGED)

    async def _run_of(self, tasks: tuple[Task, ...], request: Request, jobs: tuple[Job, ...]) -> Run:
        """Into their card as it is now, or into a new one."""
        first = tasks[0]
        base = await self._runs.library.find(first.card)
        card = base.made_again([task.part for task in tasks], request, first.created) if base else None
        new = card or Generation(first.card, first.created, request)
        return Run(new, jobs, base, tasks, queue=self._runs, put_back=self._put_back)

    async def _made_of(self, task: Task) -> tuple[Request, Job] | None:
        """Give it up where that can't be had. Raises StorageError."""
        error: Exception = LinkepixError(task.id)
        try:
            if made_of := await self._hooks.job_of(task):
                provider_by_id(made_of[1].choice.provider)  # KeyError is better now than once it counts as sent
                return made_of
        except StorageError:
            raise
        except Exception as problem:  # noqa: BLE001 - as of a provider that this build does not know
            error = problem
        await self._give_up(task, error)
        return None

    async def _follow(self, run: Run, tasks: dict[Part, Task]) -> None:
        PACED.set(True)
        try:
            async for event in run.events():
                if isinstance(event, PartMade | PartFailed | PartStopped):
                    self._note(tasks.pop(event.part), event)
                    await self.lanes.save()
                    self._news.tell(CHANGED)
        finally:
            for task in tasks.values():
                self.lanes.release(task)
            self._cards.pop(run.id, None)
            self._turn()
        if run.crash:
            raise run.crash

    def _note(self, task: Task, event: PartMade | PartFailed | PartStopped) -> None:
        """Let others have its place. Where nothing can be stored, nothing more is made: it would be lost."""
        self.lanes.release(task)
        if isinstance(event, PartMade):
            self.lanes.delivered(task)
        problem = event.unsaved if isinstance(event, PartMade) else getattr(event, "error", None)
        if isinstance(problem, StorageError):
            self.lanes.pause(problem.code)
        if isinstance(event, PartFailed):
            self._is_stale = True
        self._turn()

    async def _put_back(self, task: Task, error: LinkepixError) -> str | None:
        seconds = self.lanes.failed(task, error)
        if seconds is None:
            return ""
        with suppress(Exception):  # it is asked again before it begins
            if not await self._hooks.is_wanted(task):
                return None
        return (self._tasks.clock.now() + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
