"""The queue's worker: what it begins, what it waits for, and that one task's failure is nobody else's."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import (
    BillingError,
    CutOffError,
    KeyRejectedError,
    ProviderDownError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from linkepix.model.pace import BY_VISITOR
from linkepix.model.task import DONE, FAILED, QUEUED, REFUSED, UNKNOWN
from linkepix.services.tasks.jobs import from_json
from linkepix.services.tasks.pacing import LIMITS, MOST_FAILURES, Limits
from linkepix.services.tasks.topics import CHANGED
from linkepix.services.tasks.worker import Hooks
from tests.support.memory import START
from tests.support.queue_world import HERE, PAID, Program, queued, states, world

if TYPE_CHECKING:
    from linkepix.model.request import MakerChoice, Request
    from linkepix.model.task import Task
    from linkepix.services.generation.plan import Job

PICTURES = Limits().picture


def several(number: int, choice: MakerChoice = PAID) -> list[Task]:
    return [queued(f"card-{one:03}", choice=choice) for one in range(number)]


def test_all_that_waits_is_made_with_no_more_at_once_than_allowed() -> None:
    store, provider = world(several(12))
    program = Program(store, provider)
    asyncio.run(program.work())
    assert states(store) == [DONE] * 12
    assert provider.most_under_way == PICTURES.at_once
    assert len(store.generations) == len(store.pictures) == 12
    assert CHANGED in program.news.said


def test_what_is_made_on_the_device_is_not_paced() -> None:
    store, provider = world(several(20, choice=HERE))
    asyncio.run(Program(store, provider).work())
    assert states(store) == [DONE] * 20
    assert provider.time.seconds == 0
    assert provider.most_under_way <= LIMITS["ondevice"].picture.at_once
    assert not store.pace


def test_both_parts_of_a_card_are_one_version_of_it() -> None:
    store, provider = world([queued("p", card="c", choice=HERE), queued("m", card="c", part="message", choice=HERE)])

    async def job_of(task: Task) -> tuple[Request, Job] | None:
        made_of = from_json("picture", task.job)
        return (made_of[0], made_of[1]) if made_of else None

    asyncio.run(Program(store, provider, hooks=Hooks(job_of=job_of)).work())
    (card,) = store.generations.values()
    assert (states(store), len(card.versions)) == ([DONE, DONE], 1)


def test_the_urgent_and_then_the_old_come_first() -> None:
    late, soon = (START + timedelta(seconds=seconds) for seconds in (9, 3))
    tasks = [
        queued("late", created=late.isoformat()),
        queued("soon", created=soon.isoformat()),
        queued("urgent", created=late.isoformat(), priority=1),
    ]
    store, provider = world(tasks)
    asyncio.run(Program(store, provider).work())
    assert [prompt for _, prompt in provider.asked] == ["urgent", "soon", "late"]


def test_a_task_waits_for_its_time_and_not_longer() -> None:
    store, provider = world([queued("a", not_before=(START + timedelta(minutes=30)).isoformat())])
    asyncio.run(Program(store, provider).work())
    assert provider.asked == [(1800.0, "a")]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_set_by_a_day_makes_nothing_wait_for_it(days: int) -> None:
    store, provider = world([queued("a", not_before=(START + timedelta(minutes=5)).isoformat()), queued("b")])
    program = Program(store, provider)
    provider.turns = 1
    program.lanes.failed(queued("b"), RateLimitedError("openai"))
    provider.time.time += timedelta(days=days)
    before = provider.time.time
    asyncio.run(program.work())
    assert states(store) == [DONE, DONE]
    assert provider.time.time - before <= timedelta(minutes=10)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (RefusedError("openai"), REFUSED),
        (KeyRejectedError("openai"), FAILED),
        (CutOffError("openai", may_be_billed=True), UNKNOWN),
        (ZeroDivisionError(), UNKNOWN),
    ],
)
def test_one_failure_stops_nobody_else(error: Exception, state: str) -> None:
    store, provider = world(several(5), {"card-002": [error]})
    asyncio.run(Program(store, provider).work())
    assert states(store) == [DONE, DONE, state, DONE, DONE]
    assert len(provider.asked) == 5


def test_a_429_puts_the_task_back_and_it_is_made() -> None:
    store, provider = world(several(1), {"card-000": [RateLimitedError("openai")] * 3})
    asyncio.run(Program(store, provider).work())
    (task,) = store.tasks.values()
    assert (task.state, task.cost_usd, len(task.attempts)) == (DONE, 0.04, 4)
    assert [attempt.billed for attempt in task.attempts] == ["no", "no", "no", "yes"]
    waits = [after - before for (before, _), (after, _) in zip(provider.asked, provider.asked[1:], strict=False)]
    assert waits[0] >= 20
    assert waits[1] >= 40
    assert waits[2] >= 80


def test_a_time_that_the_provider_names_is_waited_for_by_all() -> None:
    error = RateLimitedError("openai")
    error.retry_after = 300.0
    store, provider = world(several(3), {"card-000": [error]})
    provider.turns = 1
    asyncio.run(Program(store, provider).work())
    assert states(store) == [DONE] * 3
    assert all(at >= 300 for at, _ in provider.asked[2:])
    assert len(provider.asked) == 4


def test_a_storm_of_1000_times_429_fails_no_task_and_stays_under_the_rate() -> None:
    left = iter(range(1_000))
    store, provider = world(several(20))
    provider.always = lambda: RateLimitedError("openai") if next(left, None) is not None else None
    asyncio.run(Program(store, provider).work())
    assert states(store) == [DONE] * 20
    assert len(provider.asked) == 1_020
    times = [at for at, _ in provider.asked]
    for first, start in enumerate(times):
        within = sum(1 for at in times[first:] if at < start + 60)
        assert within <= PICTURES.at_once + PICTURES.per_minute


def test_a_provider_that_is_gone_for_an_hour_costs_nothing_and_loses_nothing() -> None:
    store, provider = world(several(10))
    provider.always = lambda: UnreachableError("openai") if provider.time.seconds < 3_600 else None
    program = Program(store, provider)

    async def day() -> int:
        resumed = 0
        await program.work()
        while program.lanes.paused_providers:
            assert set(states(store)) <= {QUEUED, DONE}
            provider.time.time += timedelta(minutes=30)
            program.lanes.resume_provider("openai")
            resumed += 1
            await program.work()
        return resumed

    assert asyncio.run(day()) <= 3
    assert states(store) == [DONE] * 10
    assert set(provider.billed.values()) == {1}


@pytest.mark.parametrize("error", [KeyRejectedError("openai"), BillingError("openai"), UnreachableError("openai")])
def test_ten_failures_in_a_row_pause_the_provider_with_the_reason_and_nobody_else(
    error: KeyRejectedError | BillingError | UnreachableError,
) -> None:
    store, provider = world([*several(30), queued("here", choice=HERE, priority=-1)])
    provider.answers |= {f"card-{one:03}": iter([error] * 99) for one in range(30)}
    program = Program(store, provider)
    asyncio.run(program.work())
    assert [lane.reason for lane in program.lanes.paused_providers] == [error.code]
    assert MOST_FAILURES <= len([prompt for _, prompt in provider.asked if prompt != "here"]) <= MOST_FAILURES + 1
    assert store.tasks["here"].state == DONE
    assert states(store).count(QUEUED) >= 19
    provider.answers.clear()
    restarted = Program(store, provider)
    asyncio.run(restarted.lanes.load())
    assert restarted.lanes.paused_providers, "it is remembered over reloads"
    restarted.lanes.resume_provider("openai")
    asyncio.run(restarted.work())
    assert QUEUED not in states(store)


def test_refusals_pause_nobody() -> None:
    names = [f"card-{one:03}" for one in range(15)]
    store, provider = world(several(16), {name: [RefusedError("openai")] for name in names})
    asyncio.run(Program(store, provider).work())
    assert states(store) == [REFUSED] * 15 + [DONE]


def test_a_fault_of_the_provider_ends_a_task_after_some_tries() -> None:
    store, provider = world(several(1), {"card-000": [ProviderDownError("openai")] * 99})
    asyncio.run(Program(store, provider).work())
    assert states(store) == [FAILED]
    assert len(provider.asked) == 5


def test_what_is_paused_begins_nothing_also_after_a_reload_until_it_is_resumed() -> None:
    store, provider = world(several(3))
    program = Program(store, provider)
    program.lanes.pause()
    asyncio.run(program.work())
    restarted = Program(store, provider)
    asyncio.run(restarted.work())
    assert restarted.lanes.paused == BY_VISITOR
    assert (states(store), provider.asked) == ([QUEUED] * 3, [])
    restarted.lanes.resume()
    asyncio.run(restarted.work())
    assert states(store) == [DONE] * 3


def test_without_a_network_nothing_is_sent_and_what_is_made_here_goes_on() -> None:
    store, provider = world([*several(3), queued("here", choice=HERE)])
    program = Program(store, provider)
    program.news.is_online = False
    provider.time.end = START + timedelta(hours=1)
    asyncio.run(program.work())
    assert states(store) == [QUEUED] * 3 + [DONE]
    program.news.is_online = True
    provider.time.end = START + timedelta(days=1)
    program.worker.wake()
    asyncio.run(program.work())
    assert states(store) == [DONE] * 4
