"""The queue's worker when storage fails, something is unknown, or nobody wants the result any more."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, override

import pytest

from linkepix.errors import (
    RateLimitedError,
    StorageError,
    StorageFullError,
)
from linkepix.model.pace import QUEUE
from linkepix.model.request import MakerChoice
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, RUNNING, UNKNOWN, Attempt
from linkepix.services.tasks.jobs import from_json
from linkepix.services.tasks.pacing import Limits
from linkepix.services.tasks.worker import Hooks
from tests.support.memory import START, MemoryStore
from tests.support.memory_queue import MemoryQueueLock
from tests.support.queue_world import HERE, PAID, Faults, Program, Provider, Time, queued, states, work, world

if TYPE_CHECKING:
    from linkepix.model.generation import Generation, Picture
    from linkepix.model.request import Request
    from linkepix.model.task import Task
    from linkepix.services.generation.plan import Job

PICTURES = Limits().picture


def several(number: int, choice: MakerChoice = PAID) -> list[Task]:
    return [queued(f"card-{one:03}", choice=choice) for one in range(number)]


def test_where_there_is_no_room_the_queue_stops_before_more_is_lost() -> None:
    class Full(MemoryStore):
        @override
        async def save(self, generation: Generation, picture: Picture | None) -> None:
            raise StorageFullError("no room")

    store, provider = Full(), Provider(Time(), Faults())
    asyncio.run(store.add_tasks(several(9)))
    program = Program(store, provider)
    asyncio.run(program.work())
    assert program.lanes.paused == "storage-full"
    assert len(provider.asked) <= PICTURES.at_once
    assert states(store).count(QUEUED) >= 7


def test_a_pause_that_could_not_be_stored_outlasts_a_look_at_the_status_and_is_stored_later() -> None:
    store, provider = world([])
    program = Program(store, provider)

    async def pause() -> None:
        store.refusal = StorageFullError("no room")
        program.lanes.pause("storage-full")
        await program.lanes.save()
        assert (await program.worker.status()).paused == "storage-full"
        store.refusal = None
        assert (await program.worker.status()).paused == "storage-full"
        await program.lanes.save()

    asyncio.run(pause())
    assert store.pace[QUEUE].paused == "storage-full"


def test_what_another_program_erased_is_not_known_any_more() -> None:
    store, provider = world([])
    program = Program(store, provider)

    async def erased() -> str:
        program.lanes.pause()
        await program.lanes.save()
        store.pace.clear()
        return (await program.worker.status()).paused

    assert not asyncio.run(erased())


def test_a_storage_that_fails_in_a_look_takes_no_place_for_good() -> None:
    first = queued("first", priority=2)
    message = queued("message", part="message", priority=1)
    store, provider = world([*several(5), first, message])
    fails = iter(range(PICTURES.at_once))

    async def may_start(task: Task) -> str | None:
        if task.part == "message" and next(fails, None) is not None:
            raise StorageError("closed")
        return None

    program = Program(store, provider, hooks=Hooks(may_start=may_start))
    provider.time.end = START + timedelta(hours=3)
    asyncio.run(program.work())
    assert states(store)[:6] == [DONE] * 6


def test_a_spending_limit_holds_tasks_back_and_says_why() -> None:
    store, provider = world(several(4))
    spent = 2

    async def may_start(task: Task) -> str | None:
        return "limit" if len(provider.asked) >= spent and task.provider != "ondevice" else None

    program = Program(store, provider, hooks=Hooks(may_start=may_start))
    provider.time.end = START + timedelta(hours=1)
    asyncio.run(program.work())
    assert Counter(states(store)) == {DONE: 2, QUEUED: 2}
    assert asyncio.run(program.worker.status()).reasons == {"limit"}


@pytest.mark.parametrize("job", ["{}", "", "[]", "null"])
def test_what_can_not_be_read_fails_and_holds_nobody_up(job: str) -> None:
    store, provider = world([queued("bad", job=job), queued("good", choice=HERE)])
    asyncio.run(Program(store, provider).work())
    assert states(store) == [FAILED, DONE]


@pytest.mark.parametrize("hook", ["job_of", "may_start", "is_wanted"])
def test_what_this_build_does_not_know_fails_and_stops_nothing_else(hook: str) -> None:
    store, provider = world(several(4))

    async def asked(task: Task) -> Any:  # noqa: ANN401 - of any hook
        if task.id == "card-001":
            raise KeyError("gone")
        return {"job_of": from_json(task.part, task.job), "may_start": None, "is_wanted": True}[hook]

    asyncio.run(Program(store, provider, hooks=Hooks(**{hook: asked})).work())
    assert states(store) == [DONE, FAILED, DONE, DONE]
    assert store.tasks["card-001"].error == "unknown"


def test_a_task_of_a_provider_that_this_build_does_not_know_stops_nothing_else() -> None:
    store, provider = world([queued("gone", choice=MakerChoice("gone", "m")), queued("good", choice=HERE)])
    program = Program(store, provider)
    asyncio.run(program.work())
    assert states(store) == [FAILED, DONE]


def test_a_card_that_can_not_be_begun_fails_and_stops_nothing_else() -> None:
    class Odd(MemoryStore):
        @override
        async def get(self, generation_id: str) -> Generation | None:
            if generation_id == "card-001":
                raise KeyError("gone")
            return await super().get(generation_id)

    store, provider = Odd(), Provider(Time(), Faults())
    asyncio.run(store.add_tasks(several(3)))
    asyncio.run(Program(store, provider).work())
    assert states(store) == [DONE, FAILED, DONE]


def test_what_is_not_wanted_any_more_is_cancelled_instead_of_begun() -> None:
    async def is_wanted(task: Task) -> bool:
        return task.id != "card-001"

    store, provider = world(several(3))
    program = Program(store, provider, hooks=Hooks(is_wanted=is_wanted))
    asyncio.run(program.work())
    assert states(store) == [DONE, CANCELLED, DONE]
    assert not store.tasks["card-001"].may_be_billed
    assert len(provider.asked) == 2


@pytest.mark.parametrize(("stopped", "state", "sent"), [(True, CANCELLED, 1), (False, DONE, 2)])
def test_a_429_puts_back_only_what_is_still_wanted(stopped: bool, state: str, sent: int) -> None:  # noqa: FBT001
    store, provider = world(several(1), {"card-000": [RateLimitedError("openai")]})

    async def is_wanted(task: Task) -> bool:
        del task
        return not (stopped and provider.asked)

    began = provider.time.seconds
    asyncio.run(Program(store, provider, hooks=Hooks(is_wanted=is_wanted)).work())
    (task,) = store.tasks.values()
    assert (task.state, len(provider.asked), task.may_be_billed) == (state, sent, False)
    assert (provider.time.seconds - began < 1) == stopped, "what is not wanted does not wait first"


def test_a_task_that_is_stopped_while_it_is_put_back_is_cancelled() -> None:
    program: Program

    class Stopping(MemoryStore):
        @override
        async def change_task(self, task: Task, revision: int) -> None:
            await super().change_task(task, revision)
            if task.attempts and task.state == QUEUED:
                await program.runs.cancel(task.id)
                await asyncio.sleep(0)

    store, provider = Stopping(), Provider(Time(), Faults(), {"card-000": [RateLimitedError("openai")]})
    asyncio.run(store.add_tasks(several(1)))
    program = Program(store, provider)
    asyncio.run(program.work())
    assert (states(store), len(provider.asked)) == ([CANCELLED], 1)


def test_a_limit_that_holds_one_batch_back_may_let_another_one_begin() -> None:
    async def may_start(task: Task) -> str | None:
        return "unpriced" if task.batch == "one" else None

    store, provider = world([queued("a", batch="one"), queued("b", batch="two")])
    provider.time.end = START + timedelta(hours=1)
    asyncio.run(Program(store, provider, hooks=Hooks(may_start=may_start)).work())
    assert states(store) == [QUEUED, DONE]


def test_a_limit_is_asked_once_for_a_provider_and_part_until_something_happens() -> None:
    store, provider = world([*several(300), *(queued(f"m-{one}", part="message") for one in range(9))])
    asked: list[str] = []

    async def may_start(task: Task) -> str | None:
        asked.append(task.part)
        return "limit"

    program = Program(store, provider, hooks=Hooks(may_start=may_start))
    provider.time.end = START
    asyncio.run(program.work())
    assert sorted(asked) == ["message", "picture"]


def test_a_program_that_does_not_do_the_work_says_too_why_it_waits() -> None:
    async def may_start(task: Task) -> str | None:
        return "limit" if task.provider != "ondevice" else None

    async def status(tasks: list[Task]) -> frozenset[str]:
        store, provider = world(tasks)
        free = asyncio.Semaphore(0)  # another program works
        return (
            await Program(
                store, provider, "two", MemoryQueueLock(free), hooks=Hooks(may_start=may_start)
            ).worker.status()
        ).reasons

    assert asyncio.run(status(several(2))) == {"limit"}
    assert asyncio.run(status([])) == asyncio.run(status(several(2, HERE))) == frozenset()


@pytest.mark.parametrize("answers", [{}, {"card-000": [RateLimitedError("openai")]}])
@pytest.mark.parametrize(("erased", "cards"), [(True, 0), (False, 1)])
def test_an_answer_that_comes_after_everything_was_erased_is_not_stored(
    answers: dict[str, list[Exception | None]],
    erased: bool,  # noqa: FBT001
    cards: int,
) -> None:
    store, provider = world(several(1), answers)

    def erase() -> None:
        if erased:
            store.tasks.clear()
            store.pace.clear()

    provider.always = erase
    asyncio.run(Program(store, provider).work())
    assert (len(store.generations), len(store.pictures), len(store.pace)) == (cards, cards, cards)


def test_a_storage_that_is_closed_for_a_while_loses_nothing() -> None:
    fails = iter(range(3))

    async def job_of(task: Task) -> tuple[Request, Job] | None:
        if next(fails, None) is not None:
            raise StorageError("closed")
        return from_json(task.part, task.job)

    store, provider = world(several(3))
    asyncio.run(Program(store, provider, hooks=Hooks(job_of=job_of)).work())
    assert states(store) == [DONE] * 3


def test_a_second_program_waits_and_takes_over_when_the_first_one_ends() -> None:
    store, provider = world([queued("a", choice=HERE), queued("sent")])
    lost = Attempt(1, START.isoformat(), is_paid=True)
    store.tasks["sent"] = queued("sent", state=RUNNING, owner="first", attempts=(lost,))
    store.tasks["a"] = queued("a", choice=HERE, state=RUNNING, owner="first", attempts=(Attempt(1, "", is_paid=False),))

    async def both() -> None:
        free = asyncio.Semaphore(1)
        first = MemoryQueueLock(free)
        await first.hold()
        second = Program(store, provider, "second", MemoryQueueLock(free), others=frozenset())
        working = asyncio.create_task(second.work())
        for _ in range(50):
            await asyncio.sleep(0)
        status = await second.worker.status()
        assert (status.works, states(store)) == ("elsewhere", [RUNNING, RUNNING])
        first.end()
        await working
        assert (await second.worker.status()).works == "here"

    asyncio.run(both())
    assert {task.id: task.state for task in store.tasks.values()} == {"a": DONE, "sent": UNKNOWN}
    assert provider.asked == [(0.0, "a")]


def test_of_two_programs_that_both_work_each_task_is_made_by_one() -> None:
    store, provider = world(several(6))

    async def both() -> None:
        names = frozenset({"one", "two"})
        one, two = (Program(store, provider, name, others=names) for name in sorted(names))
        await work(one, two)

    asyncio.run(both())
    assert states(store) == [DONE] * 6
    assert set(provider.billed.values()) == {1}


def test_a_task_that_is_cancelled_while_it_waits_is_not_made() -> None:
    store, provider = world(several(5))
    program = Program(store, provider)

    async def cancel() -> None:
        await program.tasks.cancel("card-004")
        await program.work()

    asyncio.run(cancel())
    assert states(store) == [DONE] * 4 + [CANCELLED]


def test_more_tasks_than_are_read_at_once_hide_nobody_behind_them() -> None:
    store, provider = world([*several(300), queued("here", choice=HERE, created="2026-12-01T00:00:00+00:00")])
    program = Program(store, provider)
    provider.time.end = START + timedelta(seconds=1)
    asyncio.run(program.work())
    assert store.tasks["here"].state == DONE
    assert len(provider.asked) < 10


def test_a_crash_of_ours_is_reported_and_the_rest_goes_on() -> None:
    store, provider = world(several(3, choice=PAID), {"card-001": [ZeroDivisionError()]})
    said: list[str] = []

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(str(context["exception"])))
        await Program(store, provider).work()

    asyncio.run(work())
    assert Counter(states(store)) == {DONE: 2, UNKNOWN: 1}
