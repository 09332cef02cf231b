"""The record of a task while other programs change it too."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import CutOffError
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, RUNNING, UNKNOWN
from linkepix.services.tasks.journal import Journal
from linkepix.services.tasks.transitions import start
from tests.support.memory import START, MemoryOwners, MemoryStore, SteppingClock, tasks_of
from tests.support.queue_world import queued

if TYPE_CHECKING:
    from linkepix.model.task import Task


async def begun() -> tuple[MemoryStore, Journal]:
    store = MemoryStore()
    await store.add_tasks([queued("a")])
    journal = Journal(store, SteppingClock(), store.tasks["a"], is_paid=True, is_stored=True)
    await journal.begin(MemoryOwners())
    return store, journal


def keep_longer(store: MemoryStore) -> None:
    task = store.tasks["a"]
    store.tasks["a"] = replace(task, kept_until="2027", revision=task.revision + 1)


def test_a_reference_and_the_progress_are_on_record_after_another_program_changed_the_task() -> None:
    async def refer() -> Task:
        store, journal = await begun()
        keep_longer(store)
        await journal.refer("job-7")
        keep_longer(store)
        await journal.advance(0.5)
        return store.tasks["a"]

    task = asyncio.run(refer())
    assert (task.reference, task.progress, task.kept_until) == ("job-7", 0.5, "2027")


@pytest.mark.parametrize("is_queued", [False, True])
def test_a_task_that_was_taken_for_dead_goes_on_under_a_reference_that_comes_late(is_queued: bool) -> None:  # noqa: FBT001
    async def refer() -> Task:
        store, journal = await begun()
        other = tasks_of(store, "another")
        await other.recover()
        assert store.tasks["a"].state == UNKNOWN
        if is_queued:
            await other.retry("a")
        await journal.refer("job-7")
        await journal.failed(CutOffError("openai", may_be_billed=True))
        return store.tasks["a"]

    task = asyncio.run(refer())
    assert (task.state, task.reference) == (QUEUED if is_queued else UNKNOWN, "job-7")


def test_a_reference_is_not_that_of_another_attempt_or_of_what_was_cancelled() -> None:
    async def refer(*, is_cancelled: bool) -> Task:
        store, journal = await begun()
        other = tasks_of(store, "another")
        if is_cancelled:
            await other.cancel("a")
        else:
            await other.recover()
            await other.retry("a")
            store.tasks["a"] = start(store.tasks["a"], START.isoformat(), "another", is_paid=True)
        await journal.refer("job-7")
        return store.tasks["a"]

    cancelled, again = (asyncio.run(refer(is_cancelled=is_cancelled)) for is_cancelled in (True, False))
    assert (cancelled.state, cancelled.attempts[-1].reference) == (CANCELLED, "")
    assert (again.state, [attempt.reference for attempt in again.attempts]) == (RUNNING, ["", ""])


def test_a_name_is_alive_before_it_is_on_record() -> None:
    owners = MemoryOwners()

    class Watching(MemoryStore):
        @override
        async def change_task(self, task: Task, revision: int) -> None:
            assert task.owner in await owners.alive()
            await super().change_task(task, revision)

    async def begin() -> Task:
        store = Watching()
        await store.add_tasks([queued("a")])
        await Journal(store, SteppingClock(), store.tasks["a"], is_paid=True, is_stored=True).begin(owners)
        return store.tasks["a"]

    assert asyncio.run(begin()).state == RUNNING


def test_a_program_that_begins_while_another_one_looks_who_lives_is_left_alone() -> None:
    store = MemoryStore()

    @dataclass(slots=True)
    class Slow(MemoryOwners):
        @override
        async def alive(self) -> frozenset[str]:
            names = await MemoryOwners.alive(self)
            store.tasks["b"] = start(store.tasks["b"], START.isoformat(), "just begun", is_paid=True)
            return names

    async def recover() -> None:
        dead = start(queued("a"), START.isoformat(), "dead", is_paid=True)
        await store.add_tasks([dead, queued("b")])
        await replace(tasks_of(store), owners=Slow()).recover()

    asyncio.run(recover())
    assert {task.id: task.state for task in store.tasks.values()} == {"a": UNKNOWN, "b": RUNNING}


@pytest.mark.parametrize(("state", "is_kept"), [(QUEUED, True), (RUNNING, True), (DONE, False), (FAILED, False)])
def test_what_waits_or_runs_is_not_purged(state: str, is_kept: bool) -> None:  # noqa: FBT001
    async def purge() -> bool:
        store = MemoryStore()
        await store.add_tasks([replace(queued("a"), state=state, kept_until="2000")])  # type: ignore[arg-type]  # one of STATES
        await tasks_of(store).purge()
        return "a" in store.tasks

    assert asyncio.run(purge()) is is_kept
