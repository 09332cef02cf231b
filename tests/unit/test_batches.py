"""Batches, on stores in memory."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import InputError, TaskChangedError
from linkepix.model.batch import BatchRow
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.task import CANCELLED, DONE, QUEUED, RUNNING, Attempt, Task
from linkepix.services.batches.batches import Batches
from linkepix.services.generation.plan import Planner
from linkepix.services.late_batches import LateBatches
from linkepix.services.settings import monthly_limit, remember, remember_monthly_limit
from linkepix.services.spending import OVER_LIMIT, UNPRICED, Spending, SpendingLimit
from linkepix.services.tasks.jobs import job_of
from linkepix.services.tasks.tasks import Tasks
from linkepix.services.tasks.transitions import cancel, start
from tests.support.memory import MemoryOwners, MemoryStore, SteppingClock, tasks_of
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from jinja2 import Environment

REQUEST = Request(Prospect("Left Over"), style="comic", picture_by=MakerChoice("openai", "gpt-image-2"))


@pytest.fixture
def planner(templates: Environment) -> Planner:
    return Planner(templates, our_practices())


def rows(number: int) -> list[BatchRow]:
    return [BatchRow(row, Prospect(f"Ada Number {row}", "Clerk", notes="Likes chess.")) for row in range(1, number + 1)]


def batches_of(store: MemoryStore) -> Batches:
    tasks = tasks_of(store)
    return Batches(store, tasks)


def test_three_cards_are_asked_for_first_and_then_the_rest_in_order() -> None:
    async def act() -> None:
        store = MemoryStore()
        batches = batches_of(store)
        batch = await batches.begin("leads.csv", ("Name",), rows(5), REQUEST)
        tried = await store.next_tasks("9", 99)
        assert [task.row for task in tried] == [1, 1, 2, 2, 3, 3]
        assert {task.part for task in tried[:2]} == {"picture", "message"}
        await batches.make_rest(batch.id)
        assert [task.row for task in await store.next_tasks("9", 99)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
        assert (await batches.progress(await batches.get(batch.id))).expected == 10
        with pytest.raises(TaskChangedError):
            await batches.make_rest(batch.id)

    asyncio.run(act())


def test_rows_with_a_problem_get_no_card() -> None:
    async def act() -> None:
        store = MemoryStore()
        table = rows(4)
        table[0] = replace(table[0], problem="empty")
        table[2] = replace(table[2], problem="repeated", repeats=2)
        batch = await batches_of(store).begin("", (), table, REQUEST)
        assert batch.cards == 2
        assert {task.row for task in store.tasks.values()} == {2, 4}
        assert [bool(row.card) for row in store.kept_rows[batch.id]] == [False, True, False, True]

    asyncio.run(act())


def test_the_parts_of_a_row_go_into_one_card_and_are_planned_from_its_own_request(planner: Planner) -> None:
    async def act() -> None:
        store = MemoryStore()
        await batches_of(store).begin("", (), rows(1), REQUEST)
        picture, message = sorted(store.tasks.values(), key=lambda task: task.part, reverse=True)
        assert (picture.card, picture.provider, message.provider) == (message.card, "openai", "ondevice")
        for task in (picture, message):
            made_of = job_of(task, planner.plan, lambda: 7)
            assert made_of
            request, job = made_of
            assert request == replace(REQUEST, prospect=rows(1)[0].prospect)
            assert (job.part, job.choice.provider) == (task.part, task.provider)

    asyncio.run(act())


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"request": 1}'])
def test_a_job_that_cannot_be_read_is_none(planner: Planner, text: str) -> None:
    task = Task("t", "", "message", "ondevice", "card", text, QUEUED)
    assert job_of(task, planner.plan, lambda: 7) is None


def test_stop_cancels_what_waits_and_leaves_what_is_being_made() -> None:
    async def act() -> None:
        store = MemoryStore()
        batches = batches_of(store)
        batch = await batches.begin("", (), rows(3), REQUEST)
        first = (await store.next_tasks("9", 1))[0]
        await store.change_task(start(first, "2026-11-26T00:00:00+00:00", "tab", is_paid=True), first.revision)
        await batches.stop(batch.id)
        assert dict(await store.batch_counts(batch.id)) == {RUNNING: 1, CANCELLED: 5}
        progress = await batches.progress(await batches.get(batch.id))
        assert (progress.ended, progress.is_over) == (5, False)
        with pytest.raises(TaskChangedError):
            await batches.make_rest(batch.id)

    asyncio.run(act())


def test_the_rest_is_asked_for_once_also_by_two_tabs() -> None:
    async def act() -> None:
        store = MemoryStore()
        batches = batches_of(store)
        batch = await batches.begin("", (), rows(5), REQUEST)
        other = Batches(store, batches.tasks)
        outcomes = await asyncio.gather(batches.make_rest(batch.id), other.make_rest(batch.id), return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Batch", "TaskChangedError"]
        await store.save_batch(replace(batch, state="trying"))  # written late by somebody
        with pytest.raises(TaskChangedError):
            await batches.make_rest(batch.id)
        assert len(store.tasks) == 10

    asyncio.run(act())


def test_a_batch_of_three_has_no_rest() -> None:
    async def act() -> None:
        batches = batches_of(MemoryStore())
        batch = await batches.begin("", (), rows(3), REQUEST)
        assert batch.state == "running"
        assert [(row.number, len(tasks)) for row, tasks in await batches.trials(batch)] == [(1, 2), (2, 2), (3, 2)]

    asyncio.run(act())


@pytest.mark.parametrize("hours", [-8, 0, 12])
def test_what_is_removed_this_month_counts_for_its_limit(hours: int) -> None:
    """Wherever the visitor is."""

    async def act() -> None:
        store, settings = MemoryStore(), dict[str, str]()
        clock = SteppingClock(offset=timedelta(hours=hours))
        tasks = Tasks(store, store, MemoryOwners("this"), clock, lambda: "x", 7, settings)
        paid = Attempt(1, "", is_paid=True, ended="x", billed="yes", cost_usd=4.0)
        for name, month in (("then", "10"), ("now", "11")):
            when = f"2026-{month}-19T09:00:00.000+00:00"
            store.tasks[name] = Task(
                name, when, "picture", "openai", "c", "", DONE, attempts=(paid,), finished=when, kept_until=when
            )
        spending = Spending(settings, store, clock)
        assert await spending.this_month() == 4.0
        await tasks.purge()
        assert not store.tasks
        assert await spending.this_month() == 4.0

    asyncio.run(act())


@pytest.mark.parametrize(
    ("typed", "limit"),
    [("1,000", 1000), ("1.000,50", 1000.5), ("12,5", 12.5), ("$ 20", 20), ("1,234,567.8", 1234567.8), ("0.1", 0.1)],
)
def test_an_amount_is_read_as_people_write_it(typed: str, limit: float) -> None:
    settings = dict[str, str]()
    remember_monthly_limit(settings, typed)
    assert monthly_limit(settings) == limit


def test_a_batch_is_purged_when_its_time_is_over() -> None:
    async def act() -> None:
        store = MemoryStore()
        batches = batches_of(store)
        batch = await batches.begin("", (), rows(1), REQUEST)
        clock = batches.tasks.clock
        assert isinstance(clock, SteppingClock)
        clock.time += timedelta(days=89)
        await LateBatches(store, batches.tasks).purge()
        assert await store.batch_rows(batch.id)
        clock.time += timedelta(days=1)
        await LateBatches(store, batches.tasks).purge()
        assert (await store.batches(), await store.batch_rows(batch.id)) == ([], ())

    asyncio.run(act())


def test_what_would_go_over_the_monthly_limit_is_not_begun() -> None:
    async def act() -> None:
        store, settings = MemoryStore(), dict[str, str]()
        spending = Spending(settings, store, SteppingClock())
        paid = Attempt(1, "", is_paid=True, ended="x", billed="yes", cost_usd=4.0)
        finished = {"before": "2026-10-31T23:00:00.000+00:00", "since": "2026-11-01T00:00:00.000+00:00"}
        for name, when in finished.items():
            store.tasks[name] = Task(name, when, "picture", "openai", "c", "", DONE, attempts=(paid,), finished=when)
        estimates: dict[str, float | None] = {"a": 0.3, "b": 0.3, "free": 0.0, "unpriced": None}
        tasks = {name: Task(name, finished["since"], "picture", "openai", "c", "", QUEUED) for name in estimates}
        limit = SpendingLimit(spending, lambda task: estimates[task.id])
        await store.add_tasks(tasks.values())
        assert await limit.may_start(tasks["a"]) is None
        remember_monthly_limit(settings, " $4,50 ")
        assert await spending.this_month() == 4.0
        assert await limit.may_start(tasks["a"]) is None
        assert await limit.may_start(tasks["a"]) is None, "asked once more"
        assert await limit.may_start(tasks["unpriced"]) == UNPRICED
        assert await limit.may_start(tasks["b"]) == OVER_LIMIT, "a is under way"
        await store.change_task(cancel(tasks["a"], "2026-11-20"), 0)
        assert await limit.may_start(tasks["b"]) is None
        remember_monthly_limit(settings, "4")
        assert await limit.may_start(tasks["free"]) is None

    asyncio.run(act())


def test_the_limit_is_an_amount_and_stays_with_other_choices() -> None:
    settings = dict[str, str]()
    for typed in ("ten", "-1", "nan", "inf"):
        with pytest.raises(InputError):
            remember_monthly_limit(settings, typed)
    remember_monthly_limit(settings, "12.5")
    remember(settings, REQUEST)
    assert monthly_limit(settings) == 12.5
    remember_monthly_limit(settings, "")
    assert monthly_limit(settings) is None
