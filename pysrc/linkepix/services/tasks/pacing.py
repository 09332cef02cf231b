"""How fast a provider is asked, and when a task that came to nothing is tried again. Pure.

A token bucket for each part, whose rate is halved by each 429 and grows again with each success (AIMD): a page cannot
read Retry-After where the provider does not expose it. What can be read is followed. Now and other times are seconds
since 1970, and none of them is believed: a clock may have been set back or forward since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import (
    AccessDeniedError,
    BillingError,
    CutOffError,
    KeyRejectedError,
    MissingKeyError,
    ModelNotFoundError,
    ProviderDownError,
    ProviderError,
    QuotaExhaustedError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
)
from linkepix.model.request import ON_DEVICE

if TYPE_CHECKING:
    from linkepix.errors import LinkepixError
    from linkepix.model.generation import Part
    from linkepix.model.pace import Bucket, Pace
    from linkepix.model.task import Task


@dataclass(frozen=True, slots=True)
class Limit:
    """`at_once` is also how many tokens a bucket holds."""

    at_once: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a provider is asked for at most. The figures are ours, and careful: providers' differ by account."""

    picture: Limit = Limit(2, 10.0)
    message: Limit = Limit(4, 60.0)

    def of(self, part: Part) -> Limit:
        return self.picture if part == "picture" else self.message


HERE = Limit(8, 1e6)
LIMITS: dict[str, Limits] = {ON_DEVICE: Limits(HERE, HERE)}
"""A row for each provider that differs from the default."""

SLOWEST = 1.0
"""Requests per minute: no 429 makes it slower."""
GROWTH = 0.1
"""Of the full rate, that each success adds."""
FIRST_WAIT, LONGEST_WAIT = 20.0, 600.0
"""Seconds to wait after the first answer that came to nothing, doubled by each further one up to the longest."""
LONGEST_ASKED = 3_600.0
"""Seconds of a Retry-After that is followed. What is further ahead is of a clock that was set back since."""
MOST_FAILURES = 10
"""A provider that fails so often in a row is not asked any more until the visitor says so."""
MOST_TRIES = 5
"""Of a task whose provider answers and has a fault."""

FAILURES = (
    UnreachableError,
    TimedOutError,
    CutOffError,
    ProviderDownError,
    KeyRejectedError,
    MissingKeyError,
    AccessDeniedError,
    ModelNotFoundError,
    BillingError,
    QuotaExhaustedError,
)
"""Errors that say something about the provider or the account, and not about this one task."""


def limits_of(provider: str) -> Limits:
    return LIMITS.get(provider) or Limits()


def lane_id(provider: str, key: str) -> str:
    """Name a provider and a key. 32 bits of a digest tell the keys of one visitor apart, and lead back to none."""
    return f"{provider}-{hashlib.sha256(key.encode()).hexdigest()[:8]}" if key else provider


def new_bucket(bucket: Bucket, limit: Limit) -> Bucket:
    """Return a full one."""
    return replace(bucket, tokens=float(limit.at_once), per_minute=limit.per_minute)


def refilled(bucket: Bucket, limit: Limit, now: float) -> Bucket:
    """Return it as it is now: never more than full, never quiet for longer than any answer may ask for."""
    if not bucket.refilled_at:
        bucket = new_bucket(bucket, limit)
    per_minute = min(max(bucket.per_minute, SLOWEST), limit.per_minute)
    passed = max(0.0, now - bucket.refilled_at)
    tokens = min(max(bucket.tokens, 0.0) + passed * per_minute / 60, float(limit.at_once))
    quiet_until = bucket.quiet_until if bucket.quiet_until <= now + LONGEST_ASKED else now
    return replace(bucket, tokens=tokens, refilled_at=now, per_minute=per_minute, quiet_until=quiet_until)


def seconds_until_free(bucket: Bucket, now: float) -> float:
    """Return how long to wait before the next request, 0.0 for not at all. The bucket was refilled at `now`."""
    missing = max(0.0, 1 - 1e-9 - bucket.tokens)
    return max(bucket.quiet_until - now, missing * 60 / bucket.per_minute, 0.0)


def taken(bucket: Bucket) -> Bucket:
    return replace(bucket, tokens=max(0.0, bucket.tokens - 1))


def delivered(bucket: Bucket, limit: Limit) -> Bucket:
    faster = min(limit.per_minute, bucket.per_minute + GROWTH * limit.per_minute)
    return replace(bucket, per_minute=faster, strikes=0)


def backoff(strikes: int, spread: float) -> float:
    """Return seconds to wait; `spread`, from 0 to 1, keeps many from coming back at the same moment."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(strikes, 16) * (0.75 + 0.5 * spread))


def throttled(bucket: Bucket, now: float, asked: float | None, spread: float) -> tuple[Bucket, float]:
    """Return it after a 429, and for how many seconds its task is put back. `asked` is Retry-After, if readable."""
    wait = min(max(asked, 0.0), LONGEST_ASKED) if asked is not None else backoff(bucket.strikes, spread)
    slower = replace(bucket, tokens=0.0, per_minute=max(SLOWEST, bucket.per_minute / 2), strikes=bucket.strikes + 1)
    if asked is not None:
        slower = replace(slower, quiet_until=max(bucket.quiet_until, now + wait))
    return slower, wait


def troubled(bucket: Bucket, now: float, spread: float) -> tuple[Bucket, float]:
    """Return it after no answer or a fault: others would fare no better meanwhile."""
    wait = backoff(bucket.strikes, spread)
    return replace(bucket, strikes=bucket.strikes + 1, quiet_until=max(bucket.quiet_until, now + wait)), wait


def is_failure(error: LinkepixError) -> bool:
    return isinstance(error, FAILURES)


def may_be_tried_again(task: Task, error: LinkepixError) -> bool:
    """Whether the provider surely took nothing, and time may help."""
    if not isinstance(error, ProviderError) or error.may_be_billed:
        return False
    if isinstance(error, RateLimitedError | UnreachableError):
        return True
    return isinstance(error, ProviderDownError) and len(task.attempts) < MOST_TRIES


def after_failure(pace: Pace, code: str) -> Pace:
    failures = pace.failures + 1
    return replace(pace, failures=failures, paused=code if failures >= MOST_FAILURES else pace.paused)


def after_answer(pace: Pace) -> Pace:
    """Return it after anything that says the provider works, a refusal too."""
    return replace(pace, failures=0)


def resumed(pace: Pace) -> Pace:
    """Return it as the visitor wants it: nothing that was before counts."""
    picture, message = (replace(bucket, strikes=0, quiet_until=0.0) for bucket in (pace.picture, pace.message))
    return replace(pace, failures=0, paused="", picture=picture, message=message)
