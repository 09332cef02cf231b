"""How fast a provider is asked, whatever it answers and whatever the clock says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.errors import (
    BillingError,
    GarbledAnswerError,
    KeyRejectedError,
    ProviderDownError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from linkepix.model.pace import Bucket, Pace
from linkepix.model.task import RUNNING, Attempt, Task
from linkepix.services.tasks import pacing
from linkepix.services.tasks.pacing import (
    FIRST_WAIT,
    LONGEST_ASKED,
    LONGEST_WAIT,
    MOST_FAILURES,
    MOST_TRIES,
    SLOWEST,
    Limit,
    after_answer,
    after_failure,
    backoff,
    delivered,
    lane_id,
    may_be_tried_again,
    refilled,
    resumed,
    seconds_until_free,
    taken,
    throttled,
)

if TYPE_CHECKING:
    from linkepix.errors import LinkepixError

LIMIT = Limit(2, 10.0)
NOW = 1_800_000_000.0
DAY = 86_400.0


def fresh() -> Bucket:
    return refilled(Bucket(), LIMIT, NOW)


def test_as_many_leave_at_once_as_a_bucket_holds_then_they_wait_for_the_rate() -> None:
    bucket = taken(taken(fresh()))
    assert seconds_until_free(taken(fresh()), NOW) == 0
    assert seconds_until_free(bucket, NOW) == pytest.approx(6)
    assert seconds_until_free(refilled(bucket, LIMIT, NOW + 6), NOW + 6) == 0


def test_a_bucket_is_as_it_was_after_a_reload() -> None:
    bucket, _ = throttled(taken(fresh()), NOW, None, 0.5)
    assert refilled(bucket, LIMIT, NOW) == bucket


@given(
    st.lists(st.tuples(st.floats(0, 100), st.sampled_from(["delivered", "throttled", "troubled"])), max_size=60),
    st.floats(0, 0.999),
)
def test_no_minutes_have_more_requests_than_the_bucket_allows(steps: list[tuple[float, str]], spread: float) -> None:
    bucket, now, sent = fresh(), NOW, []
    for seconds, outcome in steps:
        now += max(seconds, seconds_until_free(refilled(bucket, LIMIT, now), now))
        bucket = refilled(bucket, LIMIT, now)
        if seconds_until_free(bucket, now):
            continue
        bucket = taken(bucket)
        sent.append(now)
        match outcome:
            case "delivered":
                bucket = delivered(bucket, LIMIT)
            case "throttled":
                bucket, _ = throttled(bucket, now, None, spread)
            case "troubled":
                bucket, _ = pacing.troubled(bucket, now, spread)
    for first, start in enumerate(sent):
        for number, end in enumerate(sent[first:], 1):
            assert number <= LIMIT.at_once + LIMIT.per_minute * (end - start) / 60 + 1e-6


def test_a_429_halves_the_rate_and_each_success_adds_to_it() -> None:
    slow, _ = throttled(fresh(), NOW, None, 0.5)
    assert slow.per_minute == LIMIT.per_minute / 2
    for _ in range(20):
        slow, _ = throttled(slow, NOW, None, 0.5)
    assert slow.per_minute == SLOWEST
    quicker = delivered(slow, LIMIT)
    assert (quicker.per_minute, quicker.strikes) == (SLOWEST + 1, 0)
    for _ in range(20):
        quicker = delivered(quicker, LIMIT)
    assert quicker.per_minute == LIMIT.per_minute


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_wait_is_doubled_up_to_the_longest(strikes: int, spread: float) -> None:
    assert FIRST_WAIT * 0.75 <= backoff(strikes, spread) <= LONGEST_WAIT
    assert backoff(0, 0.5) == FIRST_WAIT
    assert backoff(1, 0.5) == 2 * FIRST_WAIT


@pytest.mark.parametrize(("asked", "followed"), [(7.0, 7.0), (0.0, 0.0), (-5.0, 0.0), (1e9, LONGEST_ASKED)])
def test_a_time_that_can_be_read_is_followed(asked: float, followed: float) -> None:
    bucket, wait = throttled(fresh(), NOW, asked, 0.5)
    assert wait == followed
    assert seconds_until_free(bucket, NOW) >= followed


@given(
    st.builds(
        Bucket,
        tokens=st.floats(-5, 100),
        refilled_at=st.floats(0, 4e9),
        per_minute=st.floats(-5, 1_000),
        strikes=st.integers(0, 99),
        quiet_until=st.floats(0, 4e9),
    ),
    st.sampled_from([-400 * DAY, -DAY, -1.0, 0.0, 1.0, DAY, 400 * DAY]),
)
def test_no_clock_makes_a_wait_negative_or_endless(bucket: Bucket, leap: float) -> None:
    now = NOW + leap
    wait = seconds_until_free(refilled(bucket, LIMIT, now), now)
    assert 0 <= wait <= LONGEST_ASKED
    assert seconds_until_free(refilled(refilled(bucket, LIMIT, now), LIMIT, now + wait), now + wait) < 1e-3


def test_ten_failures_in_a_row_pause_a_provider_and_nothing_less() -> None:
    pace = Pace("openai")
    for _ in range(MOST_FAILURES - 1):
        pace = after_failure(pace, "billing")
    assert not pace.paused
    for _ in range(MOST_FAILURES):
        pace = after_failure(after_answer(pace), "billing")
    assert not pace.paused, "an answer came between"
    for _ in range(MOST_FAILURES):
        pace = after_failure(pace, "billing")
    assert pace.paused == "billing"
    assert (resumed(pace).paused, resumed(pace).failures) == ("", 0)


@pytest.mark.parametrize(
    ("error", "is_failure", "again"),
    [
        (RateLimitedError("openai"), False, True),
        (UnreachableError("openai"), True, True),
        (UnreachableError("openai", may_be_billed=True), True, False),
        (ProviderDownError("openai"), True, True),
        (ProviderDownError("openai", may_be_billed=True), True, False),
        (KeyRejectedError("openai"), True, False),
        (BillingError("openai"), True, False),
        (RefusedError("openai"), False, False),
        (GarbledAnswerError("openai", may_be_billed=True), False, False),
    ],
)
def test_what_time_may_help_and_was_surely_free_is_tried_again(
    error: LinkepixError,
    is_failure: bool,  # noqa: FBT001 - a case
    again: bool,  # noqa: FBT001 - a case
) -> None:
    task = Task("a", "", "picture", "openai", "card", "{}", RUNNING, attempts=(Attempt(1, "", is_paid=True),))
    assert (pacing.is_failure(error), may_be_tried_again(task, error)) == (is_failure, again)


def test_a_fault_of_the_provider_is_not_tried_for_ever() -> None:
    tries = tuple(Attempt(number, "", is_paid=True) for number in range(MOST_TRIES))
    task = Task("a", "", "message", "openai", "card", "{}", RUNNING, attempts=tries)
    assert not may_be_tried_again(task, ProviderDownError("openai"))
    assert may_be_tried_again(task, RateLimitedError("openai"))


def test_a_lane_names_a_key_without_any_of_it() -> None:
    key = "sk-canary-7f3a9b21"
    names = {
        lane_id("openai", key),
        lane_id("openai", "sk-other-7f3a9b21"),
        lane_id("gemini", key),
        lane_id("openai", ""),
    }
    assert len(names) == 4
    assert not any(piece in name for name in names for piece in (key, "canary", key[-4:]))
