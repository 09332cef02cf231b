"""The state machine of a task. Each function returns the task as it is afterwards, and changes nothing else.

All raise TaskChangedError for a task in a state that does not allow it.

    queued ──start──▶ running ──finish──▶ done
      ▲ ▲               │ │ └──end──▶ refused, failed, unknown; set_aside ──▶ failed
      │ └──postpone─────┘ └──recover──▶ queued, failed, unknown
      └──retry── refused, failed, cancelled, and unknown once a person has decided

A paid attempt whose end is not known is never followed by another unless a person asks for it. One whose reference is
known goes on under it, which costs nothing, also if the reference comes after it was given up as `unknown`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from linkepix.errors import TaskChangedError
from linkepix.model.task import (
    BILLED,
    CANCELLED,
    DONE,
    FAILED,
    MAYBE_BILLED,
    NOT_BILLED,
    QUEUED,
    REFUSED,
    RUNNING,
    UNKNOWN,
    Attempt,
)

if TYPE_CHECKING:
    from linkepix.model.task import Billed, State, Task

MOST_CRASHES = 3
"""A task that the program does not survive so often is not tried again by itself."""

CRASHED, INTERRUPTED = "crashed", "interrupted"
"""Errors: of such a task, and of one whose program ended after it was sent."""


def start(task: Task, now: str, owner: str, *, is_paid: bool) -> Task:
    """Begin an attempt, or go on with one whose reference is known. On record before the request leaves."""
    _allow(task, QUEUED)
    attempts = task.attempts
    if not task.open_attempt:
        attempts = (*attempts, Attempt(len(attempts) + 1, now, is_paid))
    return _changed(task, state=RUNNING, owner=owner, not_before="", attempts=attempts)


def refer(task: Task, reference: str) -> Task:
    """Note the provider's id of the work, as soon as it is known.

    Also of a task that was given up as `unknown`, and may have been queued since: it goes on under the reference.
    """
    _allow(task, RUNNING, UNKNOWN, QUEUED)
    if not task.attempts:
        raise TaskChangedError(task.id, task.state)
    return _with_last(task, replace(task.attempts[-1], reference=reference, ended="", billed=""))


def advance(task: Task, progress: float) -> Task:
    """Note how far it is, from 0 to 1; it never goes back."""
    _allow(task, RUNNING)
    return _changed(task, progress=max(task.progress or 0.0, min(1.0, max(0.0, progress))))


def finish(task: Task, now: str, cost_usd: float | None = None) -> Task:
    """Note that its result is stored.

    Also of a task that was given up as `unknown`: a late result is a result.
    """
    _allow(task, RUNNING, UNKNOWN)
    return _ended(task, now, DONE, BILLED if task.attempts[-1].is_paid else NOT_BILLED, cost_usd=cost_usd)


def end(task: Task, now: str, state: Literal["refused", "failed", "unknown"], error: str, billed: Billed) -> Task:
    """Note that it was refused, has failed, or was lost on the way: `unknown`, unless it was made on the device."""
    _allow(task, RUNNING)
    if state == UNKNOWN and not task.attempts[-1].is_paid:
        state = FAILED
    return _ended(task, now, state, billed, error=error)


def set_aside(task: Task, now: str, error: str, address: str = "") -> Task:
    """Give up asking for the end of an attempt whose reference is known.

    The attempt stays open: `retry` goes on under its reference, which costs nothing. `address` is where the result is.
    """
    _allow(task, RUNNING)
    if not task.reference:
        raise TaskChangedError(task.id, task.state)
    return _changed(task, state=FAILED, owner="", error=error, address=address, finished=now, not_before="")


def postpone(task: Task, now: str, until: str) -> Task:
    """Put it back into the queue, after an attempt that the provider surely did not take."""
    _allow(task, RUNNING)
    task = _with_last(task, replace(task.attempts[-1], ended=now, billed=NOT_BILLED))
    return _changed(task, state=QUEUED, owner="", not_before=until)


def cancel(task: Task, now: str) -> Task:
    """End it because the visitor says so. What was sent may be billed all the same."""
    _allow(task, QUEUED, RUNNING)
    return _ended(task, now, CANCELLED, MAYBE_BILLED)


def recover(task: Task, now: str) -> Task:
    """Note that the program which ran it is gone: its page was closed, or it crashed."""
    _allow(task, RUNNING)
    attempt = task.attempts[-1]
    if attempt.is_paid and attempt.reference:
        return _changed(task, state=QUEUED, owner="")
    if attempt.is_paid:
        return _ended(task, now, UNKNOWN, MAYBE_BILLED, error=INTERRUPTED)
    crashed = _changed(task, crashes=task.crashes + 1)
    if crashed.crashes >= MOST_CRASHES:
        return _ended(crashed, now, FAILED, NOT_BILLED, error=CRASHED)
    return _changed(_with_last(crashed, replace(attempt, ended=now, billed=NOT_BILLED)), state=QUEUED, owner="")


def retry(task: Task) -> Task:
    """Put it into the queue once more, because the visitor says so: it may cost once more."""
    _allow(task, REFUSED, FAILED, CANCELLED, UNKNOWN)
    return _changed(task, state=QUEUED, error="", address="", finished="", progress=None, crashes=0)


def leave(task: Task, now: str) -> Task:
    """Give up a task that nothing is known of, because the visitor says so."""
    _allow(task, UNKNOWN)
    return _changed(task, state=FAILED, finished=now)


def _allow(task: Task, *states: State) -> None:
    if task.state not in states:
        raise TaskChangedError(task.id, task.state)


def _ended(
    task: Task, now: str, state: State, billed: Billed, *, error: str = "", cost_usd: float | None = None
) -> Task:
    if task.attempts and (task.open_attempt or state == DONE):
        last = task.attempts[-1]
        known = billed if last.is_paid else NOT_BILLED
        task = _with_last(task, replace(last, ended=last.ended or now, billed=known, cost_usd=cost_usd))
    finished = "" if state == UNKNOWN else now
    progress = 1.0 if state == DONE else task.progress
    return _changed(task, state=state, owner="", error=error, finished=finished, progress=progress, not_before="")


def _with_last(task: Task, attempt: Attempt) -> Task:
    return _changed(task, attempts=(*task.attempts[:-1], attempt))


def _changed(task: Task, **changes: object) -> Task:
    return replace(task, revision=task.revision + 1, **changes)  # type: ignore[arg-type]  # checked by each caller
