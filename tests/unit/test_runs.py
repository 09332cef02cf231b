"""Runs side by side: each has its own events, its own card, and is stopped by its own name."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import BillingError, StorageFullError
from linkepix.model.generation import PARTS, Generation, Picture, Usage
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.providers.base import FinishedPicture, FinishedText
from linkepix.services.generation.plan import Planner
from linkepix.services.generation.run import PartFailed, PartMade, PartStopped
from linkepix.services.generation.run_queue import RunQueue
from linkepix.services.library import Library
from linkepix.services.makers import Makers
from linkepix.services.settings import KeyRing
from tests.support.memory import MemoryStore, tasks_of
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from jinja2 import Environment

    from linkepix.providers.base import GatewayMaker, MessageJob, PictureJob
    from linkepix.services.generation.run import Event, Run
    from linkepix.services.makers import Adapter

REQUEST = Request(Prospect("Ada Example"))


class Slow:
    """MakerFactory whose pictures wait until they are let go; a message comes at once."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.problem: Exception | None = None

    def illustrator(self) -> Slow:
        return self

    def writer(self) -> Slow:
        return self

    def gateway(self, provider: str, address: str, token: str) -> GatewayMaker:
        raise NotImplementedError(provider, address, token)

    def adapter(self, provider: str, key: str) -> Adapter:
        del provider, key
        return self  # type: ignore[return-value]  # a maker is enough

    async def draw(self, job: PictureJob) -> AsyncGenerator[FinishedPicture]:
        self.begun.put_nowait(job.seed)
        await self.go.wait()
        if self.problem:
            raise self.problem
        yield FinishedPicture(Picture("image/png", str(job.seed).encode()), Usage(cost_usd=0.5))

    async def write(self, job: MessageJob) -> AsyncGenerator[FinishedText]:
        yield FinishedText(f"Hello {job.prospect.name}.", Usage(cost_usd=0.25))


class SlowStore(MemoryStore):
    """Takes its time to save, as a database does; can refuse all saves but the first."""

    refuses_later: StorageFullError | None = None

    @override
    async def save(self, generation: Generation, picture: Picture | None) -> None:
        for _ in range(5):
            await asyncio.sleep(0)
        await super().save(generation, picture)
        self.refusal = self.refuses_later


class Desk:
    """A queue, the store behind it, and what its runs reported."""

    def __init__(
        self,
        templates: Environment,
        at_once: int = 8,
        store: MemoryStore | None = None,
        tell_sending: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self.maker = Slow()
        self.store = store or MemoryStore()
        self.tasks = tasks_of(self.store)
        makers = Makers(self.maker, KeyRing({"key.openai": "sk-1"}))
        self.queue = RunQueue(makers, Library(self.store), self.tasks, at_once, tell_sending)
        self._plan = Planner(templates, our_practices()).plan(REQUEST)
        self.picture_job = self._plan.jobs[0]

    def run_again(self, base: Generation) -> Run:
        again = base.made_again(PARTS, REQUEST, "2026-11-20T10:00:00+00:00")
        return self.queue.new_run(again, self._plan.jobs_for(PARTS, 2), base)

    def run(self, card_id: str, seed: int = 1) -> Run:
        card = Generation(card_id, "2026-11-20T09:00:00+00:00", REQUEST)
        return self.queue.new_run(card, self._plan.jobs_for(PARTS, seed))

    async def start(self, run: Run) -> asyncio.Task[list[Event]]:
        """Return once its picture is waiting."""
        task = asyncio.create_task(self.all_events(run))
        async with asyncio.timeout(5):
            await self.maker.begun.get()
        return task

    async def all_events(self, run: Run) -> list[Event]:
        return [event async for event in run.events()]


def outcomes(events: list[Event]) -> dict[str, type]:
    return {event.part: type(event) for event in events if isinstance(event, PartMade | PartFailed | PartStopped)}


def test_two_runs_side_by_side_make_two_cards(templates: Environment) -> None:
    async def both() -> MemoryStore:
        desk = Desk(templates)
        tasks = [await desk.start(desk.run("a", 1)), await desk.start(desk.run("b", 2))]
        desk.maker.go.set()
        for task in tasks:
            assert outcomes(await task) == {"picture": PartMade, "message": PartMade}
        return desk.store

    store = asyncio.run(both())
    assert {card_id: picture.data for card_id, picture in store.pictures.items()} == {"a": b"1", "b": b"2"}
    assert {card.messages[0].body for card in store.generations.values()} == {"Hello Ada Example."}


@pytest.mark.parametrize(("named", "stopped"), [("a", "a"), ("b", "b"), ("gone", "")])
def test_stop_ends_the_run_that_it_names_and_no_other(templates: Environment, named: str, stopped: str) -> None:
    async def both() -> dict[str, dict[str, type]]:
        desk = Desk(templates)
        tasks = {name: await desk.start(desk.run(name)) for name in "ab"}
        desk.queue.stop(named)
        await asyncio.sleep(0)
        desk.maker.go.set()
        return {name: outcomes(await task) for name, task in tasks.items()}

    for name, outcome in asyncio.run(both()).items():
        assert outcome == {"message": PartMade, "picture": PartStopped if name == stopped else PartMade}


def test_a_job_waits_for_its_turn_and_can_be_stopped_meanwhile(templates: Environment) -> None:
    async def in_line() -> tuple[Desk, list[dict[str, type]]]:
        desk = Desk(templates, at_once=1)
        first = await desk.start(desk.run("a"))
        waiting = [asyncio.create_task(desk.all_events(desk.run(name))) for name in "bc"]
        await asyncio.sleep(0)
        desk.queue.stop("b")
        assert not desk.store.generations
        desk.maker.go.set()
        return desk, [outcomes(await task) for task in (first, *waiting)]

    desk, (first, stopped, last) = asyncio.run(in_line())
    assert first == last == {"picture": PartMade, "message": PartMade}
    assert stopped == {"picture": PartStopped, "message": PartStopped}
    assert set(desk.store.generations) == {"a", "c"}


def test_parts_that_arrive_at_once_are_in_one_version(templates: Environment) -> None:
    async def again() -> Generation:
        desk = Desk(templates, store=SlowStore())
        desk.maker.go.set()
        await desk.all_events(desk.run("a"))
        await desk.all_events(desk.run_again(desk.store.generations["a"]))
        return desk.store.generations["a"]

    card = asyncio.run(again())
    assert [version.picture_version for version in card.versions] == [1, 2]
    assert (card.message_version, sorted(card.pictures)) == (2, [1, 2])


def test_of_two_parts_at_once_the_one_that_does_not_fit_is_still_in_the_run(templates: Environment) -> None:
    async def second_refused() -> Run:
        store = SlowStore()
        store.refuses_later = StorageFullError()
        desk = Desk(templates, store=store)
        desk.maker.go.set()
        run = desk.run("a")
        await desk.all_events(run)
        return run

    run = asyncio.run(second_refused())
    assert all(run.generation.has(part) for part in PARTS)


def test_stopping_when_nothing_runs_is_no_error(templates: Environment) -> None:
    async def over() -> None:
        desk = Desk(templates)
        desk.queue.stop("a")
        task = await desk.start(desk.run("a"))
        desk.maker.go.set()
        await task
        desk.queue.stop("a")

    asyncio.run(over())


def test_a_run_goes_on_when_nobody_follows_it(templates: Environment) -> None:
    async def left() -> tuple[Desk, Run]:
        desk = Desk(templates)
        run = desk.run("a")
        events = run.events()
        assert isinstance(await anext(events), PartMade)
        await events.aclose()
        assert desk.queue.of_page is run
        desk.maker.go.set()
        await run.ended()
        return desk, run

    desk, run = asyncio.run(left())
    assert desk.store.pictures
    assert not desk.queue.busy
    assert run.made == ["message", "picture"]


def test_who_follows_a_run_later_gets_what_came_before(templates: Environment) -> None:
    async def join() -> list[Event]:
        desk = Desk(templates)
        run = desk.run("a")
        first = await desk.start(run)
        late = asyncio.create_task(desk.all_events(run))
        desk.maker.go.set()
        assert outcomes(await first) == outcomes(await late)
        return await desk.all_events(run)

    assert outcomes(asyncio.run(join())) == {"picture": PartMade, "message": PartMade}


def test_all_runs_are_over_after_stopping_all(templates: Environment) -> None:
    async def stop() -> Desk:
        desk = Desk(templates)
        tasks = [await desk.start(desk.run(name)) for name in "ab"]
        await desk.queue.stop_all()
        assert not desk.queue.busy
        desk.maker.go.set()
        for task in tasks:
            assert outcomes(await task) == {"message": PartMade, "picture": PartStopped}
        return desk

    assert not asyncio.run(stop()).store.pictures


def test_what_another_program_cancelled_is_stopped(templates: Environment) -> None:
    async def cancel() -> tuple[dict[str, type], set[str]]:
        desk = Desk(templates)
        events = await desk.start(desk.run("a"))
        picture = next(task for task in desk.store.tasks.values() if task.part == "picture")
        await desk.queue.stop_cancelled()
        await tasks_of(desk.store, "another").cancel(picture.id)
        await desk.queue.stop_cancelled()
        return outcomes(await events), {task.state for task in desk.store.tasks.values()}

    assert asyncio.run(cancel()) == ({"picture": PartStopped, "message": PartMade}, {"done", "cancelled"})


def test_leaving_is_a_loss_only_while_something_paid_is_out(templates: Environment) -> None:
    said: list[bool] = []

    async def send(choice: MakerChoice) -> list[bool]:
        said.clear()
        desk = Desk(templates, tell_sending=said.append)
        job = replace(desk.picture_job, choice=choice)
        run = desk.queue.new_run(Generation("a", "2026-11-20T09:00:00+00:00", REQUEST), (job,))
        task = asyncio.create_task(desk.all_events(run))
        await desk.maker.begun.get()
        while_out = list(said)
        desk.maker.go.set()
        await task
        return while_out

    assert asyncio.run(send(MakerChoice("openai", "gpt-image-2"))) == [True]
    assert said == [True, False]
    assert asyncio.run(send(MakerChoice())) == []


def test_a_run_knows_what_it_made_and_what_that_cost(templates: Environment) -> None:
    async def alone() -> tuple[Run, list[Event]]:
        desk = Desk(templates)
        run = desk.run("a")
        task = await desk.start(run)
        desk.maker.problem = BillingError("openai")
        desk.maker.go.set()
        return run, await task

    run, events = asyncio.run(alone())
    assert outcomes(events) == {"message": PartMade, "picture": PartFailed}
    assert (run.made, run.saved, run.cost_usd) == (["message"], True, 0.25)


def test_what_a_full_device_refuses_is_made_and_reported_as_unsaved(templates: Environment) -> None:
    async def refused() -> list[Event]:
        desk = Desk(templates)
        task = await desk.start(desk.run("a"))
        desk.store.refusal = StorageFullError()
        desk.maker.go.set()
        return await task

    made = [event for event in asyncio.run(refused()) if isinstance(event, PartMade)]
    assert [(event.part, event.unsaved is not None) for event in made] == [("message", False), ("picture", True)]


def test_one_part_of_a_run_is_cancelled_by_its_task(templates: Environment) -> None:
    async def cancel() -> dict[str, type]:
        desk = Desk(templates)
        events = await desk.start(desk.run("a"))
        picture = next(task for task in desk.store.tasks.values() if task.part == "picture")
        await desk.queue.cancel(picture.id)
        return outcomes(await events)

    assert asyncio.run(cancel()) == {"picture": PartStopped, "message": PartMade}
