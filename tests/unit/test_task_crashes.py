"""A program that ends at any moment, and the next one: nothing is lost, and nothing is sent twice by itself."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.errors import CutOffError, RateLimitedError, RefusedError, UnreachableError
from linkepix.model.task import CANCELLED, DONE, ENDED, FAILED, QUEUED, REFUSED, RUNNING, UNKNOWN
from linkepix.services.tasks.journal import state_by
from tests.support.queue_world import HERE, Died, Program, queued, states, world

if TYPE_CHECKING:
    from linkepix.errors import LinkepixError
    from linkepix.model.generation import Version
    from tests.support.queue_world import MortalStore, Provider

STEPS = [
    ("before running", QUEUED, 0),
    ("after running", UNKNOWN, 0),
    ("before send", UNKNOWN, 0),
    ("after send", UNKNOWN, 1),
    ("before save", UNKNOWN, 1),
    ("after save", DONE, 1),
    ("before done", DONE, 1),
    ("after done", DONE, 1),
]
"""Each step of a paid call, the state once the next program has looked at it, and how often it was billed by then."""


def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say nothing of the death itself, which nobody was left to hear of."""
    if not isinstance(context.get("exception"), Died):
        loop.default_exception_handler(context)


def run_once(store: MortalStore, provider: Provider, name: str, last: int = 0) -> bool:
    """Have a program work until it is idle, or ends at its step of this number. Return whether it is idle."""
    store.faults.begin(last)

    async def live() -> None:
        asyncio.get_running_loop().set_exception_handler(report)
        await Program(store, provider, name).work()

    try:
        asyncio.run(live())
    except Died:
        return False
    return True


def test_a_paid_call_has_these_steps() -> None:
    store, provider = world([queued("a")])
    assert run_once(store, provider, "this")
    assert store.faults.steps == [name for name, _, _ in STEPS]


@pytest.mark.parametrize(("number", "state", "billed"), [(number, *step[1:]) for number, step in enumerate(STEPS, 1)])
def test_a_crash_after_each_step_ends_in_the_right_state(number: int, state: str, billed: int) -> None:
    store, provider = world([queued("a")])
    assert not run_once(store, provider, "first", number)
    store.faults.begin()
    asyncio.run(Program(store, provider, "second").tasks.recover())
    assert (states(store), provider.billed["a"]) == ([state], billed)
    for name in ("second", "third"):
        assert run_once(store, provider, name)
    assert states(store) == [DONE if state == QUEUED else state]
    assert provider.billed["a"] == max(billed, 1 if state == QUEUED else 0)
    assert len(store.pictures) == (1 if states(store) == [DONE] else 0)


def test_a_crash_at_each_step_of_what_is_made_here_makes_it_again_for_nothing() -> None:
    for number in range(1, 9):
        store, provider = world([queued("a", choice=HERE)])
        names = map("program-{}".format, count())
        assert not run_once(store, provider, next(names), number)
        assert run_once(store, provider, next(names))
        assert states(store) == [DONE]


ANSWERS: dict[str, LinkepixError] = {
    "429": RateLimitedError("openai"),
    "gone": UnreachableError("openai"),
    "refused": RefusedError("openai"),
    "cut off": CutOffError("openai", may_be_billed=True),
}
NAMES = ["a", "b", "c", "d"]

crashes = st.lists(st.integers(1, 24), max_size=6)
answers = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(["made", *ANSWERS]), max_size=5))


@settings(max_examples=150, deadline=None)
@given(crashes, answers)
def test_whatever_happens_none_is_lost_and_none_is_sent_twice(ends: list[int], said: dict[str, list[str]]) -> None:
    errors = {name: [ANSWERS.get(answer) for answer in several] for name, several in said.items()}
    store, provider = world([queued(name) for name in NAMES], errors)
    programs = map("program-{}".format, count())
    for last in ends:
        run_once(store, provider, next(programs), last)
    assert run_once(store, provider, next(programs))
    assert set(store.tasks) == set(NAMES)
    for name, task in store.tasks.items():
        assert task.state in {*ENDED, UNKNOWN} - {CANCELLED}
        assert sum(attempt.billed in {"yes", "unknown"} for attempt in task.attempts) <= 1
        assert provider.billed[name] <= 1, "it was paid for twice"
        assert (task.state == DONE) == any(name in version.tasks for version in _versions(store, name))
        if provider.billed[name]:
            assert task.state in {DONE, UNKNOWN}
        if task.state in {REFUSED, FAILED}:
            assert state_by(ANSWERS["refused" if task.state == REFUSED else "gone"]) == task.state


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_the_next_program_finds_no_more_than_what_was_under_way(ends: list[int]) -> None:
    """Of four, two may be out at the same time."""
    store, provider = world([queued(name) for name in NAMES])
    for number, last in enumerate(ends):
        run_once(store, provider, f"program-{number}", last)
        assert states(store).count(RUNNING) <= 2
    assert run_once(store, provider, "last")
    assert states(store).count(UNKNOWN) <= 2 * len(ends)
    assert states(store).count(DONE) + states(store).count(UNKNOWN) == len(NAMES)


def _versions(store: MortalStore, card: str) -> tuple[Version, ...]:
    return store.generations[card].versions if card in store.generations else ()
