"""A task's states, whatever happens to it and in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.errors import TaskChangedError
from linkepix.model.task import (
    BILLED,
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    MAYBE_BILLED,
    NOT_BILLED,
    QUEUED,
    REFUSED,
    RUNNING,
    STATES,
    UNKNOWN,
    Attempt,
    Task,
)
from linkepix.services.tasks import transitions
from linkepix.services.tasks.transitions import (
    MOST_CRASHES,
    advance,
    cancel,
    end,
    finish,
    leave,
    postpone,
    recover,
    refer,
    retry,
    set_aside,
    start,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW, LATER = "2026-11-20T09:00:00+00:00", "2026-11-20T09:05:00+00:00"
TASK = Task("t1", NOW, "picture", "openai", "c1", "{}", QUEUED)


def running(*, is_paid: bool = True) -> Task:
    return start(TASK, NOW, "tab", is_paid=is_paid)


def unknown() -> Task:
    return recover(running(), LATER)


def test_a_task_that_works_is_done_and_says_what_it_cost() -> None:
    done = finish(advance(refer(running(), "job-7"), 0.5), LATER, 0.04)
    assert (done.state, done.finished, done.progress, done.cost_usd) == (DONE, LATER, 1.0, 0.04)
    assert done.attempts == (
        Attempt(1, NOW, is_paid=True, reference="job-7", ended=LATER, billed=BILLED, cost_usd=0.04),
    )


def test_progress_never_goes_back_and_stays_between_nothing_and_all() -> None:
    assert [advance(advance(running(), 0.4), share).progress for share in (0.2, 0.7, 5, -1)] == [0.4, 0.7, 1.0, 0.4]


@pytest.mark.parametrize(
    ("state", "billed", "is_over"),
    [
        (REFUSED, BILLED, True),
        (REFUSED, MAYBE_BILLED, True),
        (FAILED, NOT_BILLED, True),
        (UNKNOWN, MAYBE_BILLED, False),
    ],
)
def test_an_end_says_what_is_known_of_its_cost(state: str, billed: str, is_over: bool) -> None:  # noqa: FBT001 - a case
    ended = end(running(), LATER, state, "cut-off", billed)  # type: ignore[arg-type]
    assert (ended.state, ended.error, ended.attempts[-1].billed) == (state, "cut-off", billed)
    assert bool(ended.finished) == is_over


def test_what_is_made_on_the_device_is_never_unknown() -> None:
    ended = end(running(is_paid=False), LATER, UNKNOWN, "unknown", MAYBE_BILLED)
    assert (ended.state, ended.attempts[-1].billed, bool(ended.finished)) == (FAILED, NOT_BILLED, True)


def test_a_crash_after_sending_is_unknown_and_is_not_sent_again_by_itself() -> None:
    assert (unknown().state, unknown().may_be_billed) == (UNKNOWN, True)
    with pytest.raises(TaskChangedError):
        start(unknown(), LATER, "tab", is_paid=True)


def test_a_crash_after_the_provider_gave_a_reference_goes_on_under_it() -> None:
    again = start(recover(refer(running(), "job-7"), LATER), LATER, "tab", is_paid=True)
    assert (again.state, len(again.attempts), again.attempts[-1].reference) == (RUNNING, 1, "job-7")


def test_what_is_set_aside_goes_on_under_its_reference_once_a_person_says_so() -> None:
    aside = set_aside(refer(running(), "job-7"), LATER, "not-done-yet", "https://files.example/1")
    assert (aside.state, aside.error, aside.address, aside.finished) == (
        FAILED,
        "not-done-yet",
        "https://files.example/1",
        LATER,
    )
    assert (aside.reference, aside.may_be_billed, aside.owner) == ("job-7", False, "")
    again = start(retry(aside), LATER, "tab", is_paid=True)
    assert (again.state, again.error, again.address, len(again.attempts)) == (RUNNING, "", "", 1)
    assert again.reference == "job-7"


def test_what_has_no_reference_can_not_be_set_aside() -> None:
    with pytest.raises(TaskChangedError):
        set_aside(running(), LATER, "not-done-yet")


def test_a_crash_on_the_device_is_tried_again_but_not_for_ever() -> None:
    task = TASK
    for _ in range(MOST_CRASHES - 1):
        task = recover(start(task, NOW, "tab", is_paid=False), LATER)
        assert task.state == QUEUED
    task = recover(start(task, NOW, "tab", is_paid=False), LATER)
    assert (task.state, task.error) == (FAILED, transitions.CRASHED)
    assert retry(task).crashes == 0


def test_a_limit_of_the_provider_fails_no_task() -> None:
    task = TASK
    for _ in range(50):
        task = postpone(start(task, NOW, "tab", is_paid=True), NOW, LATER)
    assert (task.state, task.not_before, task.may_be_billed) == (QUEUED, LATER, False)


@pytest.mark.parametrize(("is_paid", "may_be_billed"), [(True, True), (False, False)])
def test_what_was_cancelled_says_whether_it_may_be_billed(*, is_paid: bool, may_be_billed: bool) -> None:
    cancelled = cancel(running(is_paid=is_paid), LATER)
    assert (cancelled.state, cancelled.may_be_billed) == (CANCELLED, may_be_billed)
    assert not cancel(TASK, LATER).may_be_billed


def test_a_person_decides_what_becomes_of_the_unknown() -> None:
    assert retry(unknown()).state == QUEUED
    left = leave(unknown(), LATER)
    assert (left.state, left.finished, left.may_be_billed) == (FAILED, LATER, True)


def test_a_late_result_of_the_unknown_is_a_result() -> None:
    done = finish(unknown(), LATER, 0.04)
    assert (done.state, done.error, done.may_be_billed, done.cost_usd) == (DONE, "", False, 0.04)


def test_a_cost_that_one_attempt_does_not_say_is_not_known() -> None:
    twice = finish(
        start(retry(end(running(), LATER, "failed", "refused", "yes")), LATER, "tab", is_paid=True), LATER, 0.04
    )
    assert twice.cost_usd is None
    assert finish(running(), LATER, 0.04).cost_usd == 0.04


type Act = Callable[[Task], Task]

ACTS: dict[str, tuple[Act, set[str]]] = {
    "start": (lambda task: start(task, NOW, "tab", is_paid=True), {QUEUED}),
    "refer": (lambda task: refer(task, "job-7"), {RUNNING, UNKNOWN}),
    "advance": (lambda task: advance(task, 0.5), {RUNNING}),
    "finish": (lambda task: finish(task, LATER, 0.04), {RUNNING, UNKNOWN}),
    "refuse": (lambda task: end(task, LATER, "refused", "refused", "yes"), {RUNNING}),
    "fail": (lambda task: end(task, LATER, "failed", "down", "no"), {RUNNING}),
    "lose": (lambda task: end(task, LATER, "unknown", "cut-off", "unknown"), {RUNNING}),
    "set aside": (lambda task: set_aside(refer(task, "job-7"), LATER, "not-done-yet"), {RUNNING}),
    "postpone": (lambda task: postpone(task, NOW, LATER), {RUNNING}),
    "cancel": (lambda task: cancel(task, LATER), {QUEUED, RUNNING}),
    "recover": (lambda task: recover(task, LATER), {RUNNING}),
    "retry": (retry, {REFUSED, FAILED, CANCELLED, UNKNOWN}),
    "leave": (lambda task: leave(task, LATER), {UNKNOWN}),
}
"""All that can happen to a paid task, crashes among it, and in which states."""

IN_STATE = {
    QUEUED: TASK,
    RUNNING: running(),
    DONE: finish(running(), LATER),
    REFUSED: end(running(), LATER, "refused", "refused", "yes"),
    FAILED: end(running(), LATER, "failed", "down", "no"),
    CANCELLED: cancel(running(), LATER),
    UNKNOWN: unknown(),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ACTS)
def test_a_state_allows_what_it_allows_and_nothing_else(name: str, state: str) -> None:
    act, states = ACTS[name]
    if state in states:
        assert act(IN_STATE[state]).revision > IN_STATE[state].revision
        return
    with pytest.raises(TaskChangedError) as caught:
        act(IN_STATE[state])
    assert (caught.value.task_id, caught.value.state) == ("t1", state)


@given(st.lists(st.sampled_from(list(ACTS)), max_size=40))
def test_nothing_is_sent_again_unless_it_was_surely_free_or_a_person_said_so(names: list[str]) -> None:
    task, free, said = TASK, 0, 1
    for name in names:
        act, states = ACTS[name]
        if task.state in states:
            free, said = free + (name == "postpone"), said + (name == "retry")
            task = act(task)
        assert len(task.attempts) <= free + said


@given(st.lists(st.sampled_from(list(ACTS)), max_size=40))
def test_in_any_order_a_task_makes_sense(names: list[str]) -> None:
    task = TASK
    for name in names:
        act, states = ACTS[name]
        before = task
        task = act(task) if task.state in states else task
        assert [attempt.number for attempt in task.attempts] == [*range(1, len(task.attempts) + 1)]
        assert not [attempt for attempt in task.attempts[:-1] if attempt.is_open]
        assert bool(task.open_attempt) == (task.state == RUNNING) or task.state == QUEUED or task.reference
        assert not (task.open_attempt and task.state in ENDED - {FAILED})
        assert bool(task.finished) == (task.state in ENDED)
        assert bool(task.owner) == (task.state == RUNNING)
        assert before.state != DONE or task == before
        assert task == before or task.revision > before.revision
