"""Runs by a gateway: its reference is on record as soon as it is known, and a crash asks for it in place of paying."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, override

import httpx
import pytest

from linkepix.errors import StorageError, StorageFullError, WorkForgottenError
from linkepix.model.gateway import STEPS, Follow, Step
from linkepix.model.generation import Generation
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, REFUSED, UNKNOWN
from linkepix.providers.base import PictureJob, Progressed
from linkepix.providers.midjourney.client import Gateway
from linkepix.services.generation.remake import next_step
from linkepix.services.generation.run import PartFailed, PartMade, Run
from linkepix.services.generation.run_queue import RunQueue
from linkepix.services.library import Library
from linkepix.services.makers import Makers
from linkepix.services.records import from_json, to_json
from linkepix.services.settings import KeyRing
from linkepix.services.tasks import jobs
from tests.fakes.midjourney import TOKEN, FakeGateway
from tests.support.memory import MemoryStore, tasks_of
from tests.support.mortal import Died, Mortal

if TYPE_CHECKING:
    from linkepix.model.generation import Picture
    from linkepix.model.task import Task
    from linkepix.services.generation.run import Event

LINKR = MakerChoice("linkrapi", size="3:2")
REQUEST = Request(Prospect("Ada Example"), picture_by=LINKR)
CARD = Generation("card", "2026-11-20T09:00:00+00:00", REQUEST)
JOB = PictureJob("A lighthouse. --ar 3:2", REQUEST.cues, "comic", "", 0, LINKR)


class Factory:
    """MakerFactory of gateways that need no time. `asleep` is set once one waits, if it is to wait for ever."""

    def __init__(self, fake: FakeGateway, *, waits: bool = False) -> None:
        self._fake = fake
        self._waits = waits
        self.asleep = asyncio.Event()

    def gateway(self, provider: str, address: str, token: str) -> Gateway:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._fake.answer))
        return Gateway(http, provider, address, token, self._sleep)

    async def _sleep(self, _: float) -> None:
        if self._waits:
            self.asleep.set()
            await asyncio.Event().wait()


def queue_of(store: MemoryStore, factory: Factory, owner: str = "this") -> RunQueue:
    makers = Makers(factory, KeyRing({"key.linkrapi": TOKEN}))  # type: ignore[arg-type]  # gateways are enough
    return RunQueue(makers, Library(store), tasks_of(store, owner))


def made(store: MemoryStore, fake: FakeGateway, task: Task | None = None, owner: str = "this") -> list[Event]:
    """Run one job, which is new or that of a task in the queue; return what it reported."""

    async def events() -> list[Event]:
        run = Run(CARD, (JOB,), None, (task,) if task else (), queue=queue_of(store, Factory(fake), owner))
        return [event async for event in run.events()]

    return asyncio.run(events())


def again(store: MemoryStore, fake: FakeGateway, task: Task) -> Task:
    """Press "Try again" on Tasks; return what is on record then."""

    async def press() -> None:
        queue = queue_of(store, Factory(fake))
        queued, base = await queue.tasks.retry(task.id), await queue.library.find(task.card)
        card = base.made_again((task.part,), CARD.request, task.created) if base else CARD
        run = Run(card, (JOB,), base, (queued,), queue=queue)
        run.start()
        await run.ended()

    asyncio.run(press())
    return store.tasks[task.id]


def only(store: MemoryStore) -> Task:
    (task,) = store.tasks.values()
    return task


def test_the_reference_is_on_record_before_the_work_is_asked_for() -> None:
    store, fake = MemoryStore(), FakeGateway(polls=2)
    seen: list[str] = []
    fake.asking = lambda _: seen.append(only(store).reference)
    events = made(store, fake)
    assert set(seen) == {"10099"}
    assert [event.share for event in events if isinstance(event, Progressed)] == [0.37]
    assert isinstance(events[-1], PartMade)
    task = only(store)
    assert (task.state, task.progress, task.cost_usd, task.attempts[-1].reference) == (DONE, 1.0, None, "10099")


STEPS_OF_A_RUN = [
    (1, False, [], 0),
    (1, True, [UNKNOWN], 0),
    (2, False, [UNKNOWN], 1),
    (2, True, [QUEUED], 1),
    (3, False, [QUEUED], 1),
    (3, True, [QUEUED], 1),
    (4, False, [QUEUED], 1),
    (4, True, [DONE], 1),
    (5, False, [DONE], 1),
    (5, True, [DONE], 1),
]
"""Write at which the program dies, whether it is done, states after recovery, how often it was submitted.

The writes: the task, its reference, its progress, the picture, its end.
"""


@pytest.mark.parametrize(("number", "is_done", "states", "submitted"), STEPS_OF_A_RUN)
def test_a_crash_after_submitting_asks_and_submits_nothing(
    number: int,
    is_done: bool,  # noqa: FBT001 - a case
    states: list[str],
    submitted: int,
) -> None:
    store, fake = Mortal(), FakeGateway()
    store.last, store.is_done = number, is_done
    with pytest.raises(Died):
        made(store, fake)
    store.last = -1
    asyncio.run(tasks_of(store, "another").recover())
    assert [task.state for task in store.tasks.values()] == states
    for task in [task for task in store.tasks.values() if task.state == QUEUED]:
        assert isinstance(made(store, fake, task, "another")[-1], PartMade)
    assert len(fake.submitted) == submitted
    if {QUEUED, DONE} & set(states):
        assert only(store).state == DONE
        assert len(only(store).attempts) == 1
        assert len(store.pictures) == 1


def test_a_gateway_that_takes_too_long_can_be_asked_again_for_nothing() -> None:
    store, fake = MemoryStore(), FakeGateway(polls=100)
    failed = made(store, fake)[-1]
    task = only(store)
    assert isinstance(failed, PartFailed)
    assert (task.state, task.error, task.reference, task.may_be_billed) == (FAILED, "not-done-yet", "10099", False)
    task = again(store, fake, task)
    assert (task.state, task.error, len(task.attempts)) == (DONE, "", 1)
    assert len(fake.submitted) == 1


def test_a_picture_that_can_not_be_fetched_leaves_its_address_and_is_fetched_later() -> None:
    store, fake = MemoryStore(), FakeGateway(closed=frozenset({"cdn.discordapp.com", "media.discordapp.net"}))
    made(store, fake)
    task = only(store)
    assert (task.state, task.error) == (FAILED, "picture-elsewhere")
    assert task.address.startswith("https://cdn.discordapp.com/attachments/")
    fake.closed = frozenset()
    task = again(store, fake, task)
    assert (task.state, task.address, len(store.pictures), len(fake.submitted)) == (DONE, "", 1, 1)


def test_a_picture_for_which_there_was_no_room_is_fetched_later() -> None:
    class Full(MemoryStore):
        is_full = True

        @override
        async def save(self, generation: Generation, picture: Picture | None) -> None:
            if self.is_full:
                raise StorageFullError("no room")
            await super().save(generation, picture)

    store, fake = Full(), FakeGateway()
    made(store, fake)
    assert (only(store).state, only(store).error) == (FAILED, "storage-full")
    store.is_full = False
    assert again(store, fake, only(store)).state == DONE
    assert len(fake.submitted) == 1


@pytest.mark.parametrize(
    ("reason", "state", "error"),
    [("Banned prompt detected", REFUSED, "refused"), ("Internal error", FAILED, "work-failed")],
)
def test_what_is_over_at_the_gateway_is_submitted_anew_and_only_when_asked_for(
    reason: str, state: str, error: str
) -> None:
    store, fake = MemoryStore(), FakeGateway()
    fake.asking = lambda _: (200, {"task_id": "1", "status": "failed", "error": reason})
    made(store, fake)
    task = only(store)
    assert (task.state, task.error, task.reference, task.may_be_billed) == (state, error, "", True)
    fake.asking = None
    assert again(store, fake, task).state == DONE
    assert len(fake.submitted) == 2


def test_a_fault_of_ours_while_it_is_asked_for_loses_nothing() -> None:
    store, fake = MemoryStore(), FakeGateway()
    fake.asking = lambda _: 1 / 0  # type: ignore[assignment,return-value]
    made(store, fake)
    assert (only(store).state, only(store).reference) == (FAILED, "10099")
    fake.asking = None
    assert again(store, fake, only(store)).state == DONE
    assert len(fake.submitted) == 1


def test_where_the_reference_can_not_be_stored_the_picture_comes_all_the_same() -> None:
    class Closed(MemoryStore):
        @override
        async def change_task(self, task: Task, revision: int) -> None:
            raise StorageError("closed")

    store = Closed()
    assert isinstance(made(store, FakeGateway())[-1], PartMade)
    assert len(store.pictures) == 1


def test_stopping_is_on_record_as_what_may_be_billed() -> None:
    store, fake = MemoryStore(), FakeGateway()

    async def stop() -> None:
        factory = Factory(fake, waits=True)
        run = queue_of(store, factory).new_run(CARD, (JOB,))

        async def follow() -> None:
            async for _ in run.events():
                pass

        following = asyncio.create_task(follow())
        await factory.asleep.wait()
        run.stop()
        await following

    asyncio.run(stop())
    assert (only(store).state, only(store).may_be_billed) == (CANCELLED, True)


def test_a_card_knows_what_can_be_asked_of_its_picture() -> None:
    store = MemoryStore()
    made(store, FakeGateway())
    card = store.generations["card"]
    assert card.picture_work
    assert tuple(step.id for step in card.picture_work.steps) == STEPS
    assert from_json(to_json(card)) == card
    without = from_json(to_json(card).replace('"picture_work"', '"of an older build"'))
    assert without
    assert without.picture_work is None


def test_a_step_is_a_new_version_that_is_made_from_the_picture_s_own_words() -> None:
    store, fake = MemoryStore(), FakeGateway()
    made(store, fake)
    base = store.generations["card"]
    card, (job,) = next_step(base, "upscale2", "2026-11-20T09:30:00+00:00")
    assert isinstance(job, PictureJob)
    assert job.follow == Follow("10099", Step("upscale2", "MJ::JOB::upsample::2::8a1c"))
    assert jobs.from_json("picture", jobs.to_json(REQUEST, job)) == (REQUEST, job)

    async def run() -> None:
        async for _ in queue_of(store, Factory(fake)).new_run(card, (job,), base).events():
            pass

    asyncio.run(run())
    stored = store.generations["card"]
    assert [version.picture_version for version in stored.versions] == [1, 2]
    assert stored.picture_prompt == "A lighthouse. --ar 3:2"
    assert stored.picture_work
    assert (stored.picture_work.reference, stored.picture_work.steps) == ("20099", ())
    assert [ask.path for ask in fake.submitted] == ["/api/v1/imagine", "/api/v1/action"]


def test_a_picture_without_such_a_button_is_asked_for_nothing() -> None:
    with pytest.raises(WorkForgottenError):
        next_step(CARD, "upscale2", "2026-11-20T09:30:00+00:00")
