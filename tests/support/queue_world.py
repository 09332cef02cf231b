"""Programs that run a queue over one store, with a provider that is counted, in a time that passes at once."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, override

from linkepix.errors import StorageError
from linkepix.model.generation import Picture, Usage
from linkepix.model.prospect import Prospect
from linkepix.model.request import ON_DEVICE, MakerChoice, Request
from linkepix.model.task import QUEUED, RUNNING, Task
from linkepix.providers.base import FinishedPicture, FinishedText, PictureJob
from linkepix.services.generation.run_queue import RunQueue
from linkepix.services.library import Library
from linkepix.services.makers import Makers
from linkepix.services.settings import KeyRing
from linkepix.services.tasks.lanes import Lanes
from linkepix.services.tasks.tasks import Tasks
from linkepix.services.tasks.worker import Hooks, Worker
from tests.support.memory import START, MemoryOwners, MemoryStore
from tests.support.memory_queue import MemoryNews, MemoryQueueLock

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
    from datetime import datetime

    from linkepix.model.generation import Generation, Part
    from linkepix.providers.base import MessageJob
    from linkepix.services.makers import Adapter

PAID, HERE = MakerChoice("openai", "gpt-image-2"), MakerChoice()
REQUEST = Request(Prospect("Ada Example"))
NO_HOOKS = Hooks()
SETTLING = 60
"""Turns of the loop in which all that needs no time is done."""


class Died(SystemExit):
    """The end of the program: nothing of ours catches it, and it ends the loop."""


def picture_job(prompt: str = "A lighthouse.", choice: MakerChoice = PAID) -> PictureJob:
    return PictureJob(prompt, REQUEST.cues, "comic", "", seed=1, choice=choice)


def queued(name: str, part: Part = "picture", choice: MakerChoice = PAID, **rest: Any) -> Task:  # noqa: ANN401 - any field's
    """A task of the card of this name, unless another `card` is given."""
    job = picture_job(name, choice)
    made_of = {"request": asdict(REQUEST), "job": asdict(job)}
    task = Task(name, START.isoformat(), part, choice.provider, name, json.dumps(made_of), QUEUED)
    return replace(task, **rest)


class Time:
    """Clock of `linkepix.ports`, and a sleep that lets it pass once nothing else can be done."""

    def __init__(self) -> None:
        self.time = START
        self.end = START + timedelta(days=30)
        self.is_over: Callable[[], bool] = lambda: False
        self.over = asyncio.Event()

    def now(self) -> datetime:
        return self.time

    def midnight(self) -> datetime:
        return self.time.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def seconds(self) -> float:
        return (self.time - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        for _ in range(SETTLING):
            await asyncio.sleep(0)
        if self.is_over() or self.time >= self.end:
            self.over.set()
            await asyncio.Event().wait()
        self.time += timedelta(seconds=seconds)


@dataclass
class Faults:
    """Ends the program at the step of this number, counted from 1; 0 never does."""

    last: int = 0
    steps: list[str] = field(default_factory=list)
    is_dead: bool = False

    def step(self, name: str) -> None:
        if self.is_dead:
            raise StorageError("this program has ended")
        self.steps.append(name)
        if len(self.steps) == self.last:
            self.is_dead = True
            raise Died

    def begin(self, last: int = 0) -> None:
        self.last, self.is_dead = last, False
        self.steps.clear()


class MortalStore(MemoryStore):
    """Before and after each write is a step."""

    faults = Faults()

    @override
    async def change_task(self, task: Task, revision: int) -> None:
        self.faults.step(f"before {task.state}")
        await super().change_task(task, revision)
        self.faults.step(f"after {task.state}")

    @override
    async def save(self, generation: Generation, picture: Picture | None) -> None:
        self.faults.step("before save")
        await super().save(generation, picture)
        self.faults.step("after save")


class Provider:
    """MakerFactory of one maker. `answers` are errors by prompt, one for each time it is asked; then it delivers."""

    def __init__(self, time: Time, faults: Faults, answers: Mapping[str, Iterable[Exception | None]] = {}) -> None:
        self.time = time
        self.faults = faults
        self.answers = {prompt: iter(list(errors)) for prompt, errors in answers.items()}
        self.always: Callable[[], Exception | None] = lambda: None
        self.asked: list[tuple[float, str]] = []
        self.under_way = self.most_under_way = 0
        self.billed: Counter[str] = Counter()
        self.turns = 3

    def illustrator(self) -> Provider:
        return self

    def writer(self) -> Provider:
        return self

    def adapter(self, provider: str, key: str) -> Adapter:
        del provider, key
        return self  # type: ignore[return-value]  # a maker is enough

    async def draw(self, job: PictureJob) -> AsyncGenerator[FinishedPicture]:
        await self._ask(job.prompt)
        usage = None if job.choice.provider == ON_DEVICE else Usage(cost_usd=0.04)
        yield FinishedPicture(Picture("image/png", job.prompt.encode()), usage)

    async def write(self, job: MessageJob) -> AsyncGenerator[FinishedText]:
        await self._ask(job.context)
        yield FinishedText("Hello.", Usage(cost_usd=0.01))

    async def _ask(self, prompt: str) -> None:
        self.faults.step("before send")
        self.asked.append((self.time.seconds, prompt))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            for _ in range(self.turns):
                await asyncio.sleep(0)
            if error := self.always() or next(self.answers.get(prompt, iter(())), None):
                if getattr(error, "may_be_billed", False):
                    self.billed[prompt] += 1
                raise error
            self.billed[prompt] += 1
            self.faults.step("after send")
        finally:
            self.under_way -= 1


class Program:
    """One tab: a worker with the ports that tabs share."""

    def __init__(
        self,
        store: MemoryStore,
        provider: Provider,
        name: str = "this",
        lock: MemoryQueueLock | None = None,
        others: frozenset[str] = frozenset(),
        hooks: Hooks = NO_HOOKS,
    ) -> None:
        ids = count(1)
        time = provider.time
        self.store, self.provider, self.time = store, provider, time
        self.news = MemoryNews()
        self.tasks = Tasks(store, store, MemoryOwners(name, others), time, lambda: f"{name}-{next(ids)}", 90)
        keyring = KeyRing({"key.openai": "sk-1"})
        makers = Makers(provider, keyring)  # type: ignore[arg-type]  # gateways are tried in test_gateway_runs.py
        self.runs = RunQueue(makers, Library(store), self.tasks)
        self.lanes = Lanes(store, keyring.key, time, lambda: 0.5)
        self.lock = lock or MemoryQueueLock()
        self.worker = Worker(self.runs, self.lanes, self.lock, self.news, hooks, time.sleep)

    def is_idle(self) -> bool:
        """Whether there is nothing that this program would do by itself."""
        waits = {task.state for task in self.store.tasks.values()} & {QUEUED, RUNNING}
        return not waits or bool(self.lanes.paused or self.lanes.paused_providers)

    async def work(self) -> None:
        """Until it is idle."""
        await work(self)


async def work(*programs: Program) -> None:
    """Have these work, side by side, until the first one has nothing to do."""
    time = programs[0].time
    time.over, time.is_over = asyncio.Event(), programs[0].is_idle
    working = [asyncio.create_task(program.worker.run()) for program in programs]
    over = asyncio.create_task(time.over.wait())
    done, _ = await asyncio.wait((*working, over), return_when=asyncio.FIRST_COMPLETED)
    for task in (*working, over):
        task.cancel()
    for task in done:
        task.result()


def world(
    tasks: Iterable[Task], answers: Mapping[str, Iterable[Exception | None]] = {}
) -> tuple[MortalStore, Provider]:
    """Return a store with these tasks, and a provider."""
    store, faults = MortalStore(), Faults()
    store.faults = faults  # this one's own
    store.tasks |= {task.id: task for task in tasks}
    return store, Provider(Time(), faults, answers)


def states(store: MemoryStore) -> list[str]:
    return [task.state for task in store.tasks.values()]
