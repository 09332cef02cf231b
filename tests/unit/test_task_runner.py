"""What is on record of a run's parts, whatever ends them: a result, an error, Stop, or the death of the program."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, override

import pytest

from linkepix.errors import (
    CutOffError,
    GarbledAnswerError,
    KeyRejectedError,
    LinkepixError,
    RateLimitedError,
    RefusedError,
    StorageError,
    StorageFullError,
)
from linkepix.model.generation import Generation, Picture, Usage
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, REFUSED, UNKNOWN
from linkepix.providers.base import FinishedPicture, PictureJob
from linkepix.services.generation.run import PartFailed, PartMade
from linkepix.services.generation.run_queue import RunQueue
from linkepix.services.library import Library
from linkepix.services.makers import Makers
from linkepix.services.settings import KeyRing
from linkepix.services.tasks.jobs import from_json
from tests.support.memory import START, MemoryStore, SteppingClock, tasks_of
from tests.support.mortal import Died, Mortal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkepix.model.task import Task
    from linkepix.services.generation.run import Event, Run

PAID, FREE = MakerChoice("openai", "gpt-image-2"), MakerChoice()
REQUEST = Request(Prospect("Ada Example"), picture_by=PAID)
CARD = Generation("card", "2026-11-20T09:00:00+00:00", REQUEST)


@dataclass
class Provider:
    """MakerFactory of one maker, which counts what it would bill."""

    problem: Exception | None = None
    sent: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    waits: bool = False
    dies: bool = False

    def illustrator(self) -> Provider:
        return self

    def adapter(self, provider: str, key: str) -> Any:  # noqa: ANN401 - more than an Adapter is asked of here
        del provider, key
        return self

    async def draw(self, job: PictureJob) -> AsyncGenerator[FinishedPicture]:
        del job
        self.sent += 1
        self.asked.set()
        if self.waits:
            await self.go.wait()
        if self.dies:
            raise Died
        if self.problem:
            raise self.problem
        yield FinishedPicture(Picture("image/png", b"drawn"), Usage(cost_usd=0.04))


def run_of(store: MemoryStore, provider: Provider, choice: MakerChoice = PAID) -> Run:
    job = PictureJob("A lighthouse.", REQUEST.cues, "comic", "", seed=1, choice=choice)
    makers = Makers(provider, KeyRing({"key.openai": "sk-1"}))  # type: ignore[arg-type]  # one maker is enough
    return RunQueue(makers, Library(store), tasks_of(store)).new_run(CARD, (job,))


async def events_of(run: Run) -> list[Event]:
    return [event async for event in run.events()]


def made(store: MemoryStore, provider: Provider, choice: MakerChoice = PAID) -> tuple[list[Event], Task]:
    """Run one job; return what it reported, and its record."""
    events = asyncio.run(events_of(run_of(store, provider, choice)))
    (task,) = store.tasks.values()
    return events, task


def test_a_result_is_on_record_with_its_cost_before_it_is_shown() -> None:
    store, seen = MemoryStore(), []

    async def watch() -> None:
        async for event in run_of(store, Provider()).events():
            seen.append((type(event), [task.state for task in store.tasks.values()]))  # noqa: PERF401 - while it runs

    asyncio.run(watch())
    assert seen == [(PartMade, [DONE])]
    (task,) = store.tasks.values()
    assert (task.provider, task.title, task.cost_usd, task.owner) == ("openai", "Ada Example", 0.04, "")
    assert store.generations["card"].tasks == (task.id,)
    assert from_json(task.part, task.job) == (
        REQUEST,
        PictureJob("A lighthouse.", REQUEST.cues, "comic", "", seed=1, choice=PAID),
    )


@pytest.mark.parametrize(
    ("problem", "state", "billed"),
    [
        (CutOffError("openai", may_be_billed=True), UNKNOWN, "unknown"),
        (CutOffError("openai"), FAILED, "no"),
        (GarbledAnswerError("openai", may_be_billed=True), FAILED, "unknown"),
        (RefusedError("openai"), REFUSED, "no"),
        (KeyRejectedError("openai"), FAILED, "no"),
        (RateLimitedError("openai"), FAILED, "no"),
        (ZeroDivisionError(), UNKNOWN, "unknown"),
    ],
)
def test_an_error_is_on_record_with_what_it_says_of_the_cost(problem: Exception, state: str, billed: str) -> None:
    events, task = made(MemoryStore(), Provider(problem))
    assert isinstance(events[-1], PartFailed)
    assert (task.state, task.attempts[-1].billed) == (state, billed)
    assert task.error == LinkepixError.of(problem).code


def test_what_a_record_can_not_be_made_of_is_not_sent() -> None:
    store, provider = MemoryStore(refusal=StorageFullError("no room")), Provider()
    events = asyncio.run(events_of(run_of(store, provider)))
    assert [(type(event), getattr(event, "error", None).__class__) for event in events] == [
        (PartFailed, StorageFullError)
    ]
    assert provider.sent == 0


def test_what_is_made_on_the_device_needs_no_record() -> None:
    store, provider = MemoryStore(refusal=StorageError("closed")), Provider()
    (event,) = asyncio.run(events_of(run_of(store, provider, FREE)))
    assert isinstance(event, PartMade)
    assert event.unsaved


def test_a_result_that_does_not_fit_is_paid_for_and_says_so() -> None:
    class Full(MemoryStore):
        @override
        async def save(self, generation: Generation, picture: Picture | None) -> None:
            raise StorageFullError("no room")

    events, task = made(Full(), Provider())
    assert isinstance(events[-1], PartMade)
    assert (task.state, task.error, task.attempts[-1].billed) == (FAILED, "storage-full", "yes")


@pytest.mark.parametrize(("choice", "billed"), [(PAID, "unknown"), (FREE, "no")])
def test_a_part_that_was_stopped_twice_is_cancelled(choice: MakerChoice, billed: str) -> None:
    store, provider = MemoryStore(), Provider(waits=True)

    async def stop() -> None:
        run = run_of(store, provider, choice)
        running = asyncio.create_task(events_of(run))
        await provider.asked.wait()
        run.stop()
        await asyncio.sleep(0)
        run.stop()
        await running

    asyncio.run(stop())
    (task,) = store.tasks.values()
    assert (task.state, task.attempts[-1].billed) == (CANCELLED, billed)


STEPS = [
    (1, False, [], 0, 0),
    (1, True, [UNKNOWN], 0, 0),
    (2, False, [UNKNOWN], 1, 0),
    (2, True, [DONE], 1, 1),
    (3, False, [DONE], 1, 1),
    (3, True, [DONE], 1, 1),
]
"""Write at which the program dies, whether it is done, states after recovery, requests sent, pictures stored."""


@pytest.mark.parametrize(("number", "is_done", "states", "sent", "pictures"), STEPS)
def test_a_crash_at_any_step_sends_nothing_twice(
    number: int,
    is_done: bool,  # noqa: FBT001 - a case
    states: list[str],
    sent: int,
    pictures: int,
) -> None:
    store, provider = Mortal(), Provider()
    store.last, store.is_done = number, is_done
    with pytest.raises(Died):
        asyncio.run(events_of(run_of(store, provider)))
    store.last = -1
    for _ in range(2):  # a second start finds nothing to do
        asyncio.run(tasks_of(store, "another").recover())
    assert [task.state for task in store.tasks.values()] == states
    assert [task.cost_usd for task in store.tasks.values() if task.state == DONE] == [0.04] * states.count(DONE)
    assert (provider.sent, len(store.pictures)) == (sent, pictures)


def test_a_crash_while_the_provider_works_is_unknown() -> None:
    store, provider = MemoryStore(), Provider(dies=True)
    with pytest.raises(Died):
        asyncio.run(events_of(run_of(store, provider)))
    asyncio.run(tasks_of(store, "another").recover())
    (task,) = store.tasks.values()
    assert (task.state, task.may_be_billed) == (UNKNOWN, True)


def test_a_crash_on_the_device_waits_to_be_made_again() -> None:
    store, provider = MemoryStore(), Provider(dies=True)
    with pytest.raises(Died):
        asyncio.run(events_of(run_of(store, provider, FREE)))
    asyncio.run(tasks_of(store, "another").recover())
    assert [task.state for task in store.tasks.values()] == [QUEUED]


def test_what_another_living_program_runs_is_left_alone() -> None:
    store, provider = MemoryStore(), Provider(dies=True)
    with pytest.raises(Died):
        asyncio.run(events_of(run_of(store, provider)))
    tasks = tasks_of(store, "this")
    asyncio.run(tasks.owners.join())
    asyncio.run(tasks.recover())
    assert [task.owner for task in store.tasks.values()] == ["this"]


def test_a_late_result_of_a_program_that_was_taken_for_dead_is_a_result() -> None:
    store, provider = MemoryStore(), Provider(waits=True)

    async def sleep_too_long() -> None:
        running = asyncio.create_task(events_of(run_of(store, provider)))
        await provider.asked.wait()
        await tasks_of(store, "another").recover()
        assert [task.state for task in store.tasks.values()] == [UNKNOWN]
        provider.go.set()
        await running

    asyncio.run(sleep_too_long())
    assert [task.state for task in store.tasks.values()] == [DONE]


def test_a_task_is_gone_after_its_time() -> None:
    store, clock = MemoryStore(), SteppingClock()
    made(store, Provider())
    for days, left in ((89, 1), (91, 0)):
        clock.time = START + timedelta(days=days)
        asyncio.run(tasks_of(store, clock=clock).purge())
        assert len(store.tasks) == left
