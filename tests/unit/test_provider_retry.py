"""When a request is sent again."""

from __future__ import annotations

from contextvars import copy_context
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import (
    KeyRejectedError,
    ProviderDownError,
    QuotaExhaustedError,
    RateLimitedError,
    TimedOutError,
)
from linkepix.providers.base import PACED
from linkepix.providers.retry import LONGEST_PAUSE, pause

if TYPE_CHECKING:
    from linkepix.errors import (
        ProviderError,
    )


def error(leaf: type[ProviderError], status: int | None, *, billed: bool = False) -> ProviderError:
    return leaf("openai", status=status, may_be_billed=billed)


AGAIN = [(RateLimitedError, 429), (ProviderDownError, 503), (ProviderDownError, 409), (TimedOutError, 408)]
NEVER = [(KeyRejectedError, 401), (QuotaExhaustedError, 429), (TimedOutError, None)]


@pytest.mark.parametrize(("leaf", "status"), AGAIN)
def test_it_is_sent_again_twice_when_the_problem_passes(leaf: type[ProviderError], status: int) -> None:
    failed = error(leaf, status)
    first, second, third = (pause(failed, retries, None) for retries in range(3))
    assert first is not None
    assert second is not None
    assert 0.5 <= first <= 1 <= second <= 2
    assert third is None


@pytest.mark.parametrize(("leaf", "status"), NEVER)
def test_it_is_not_sent_again_when_the_problem_stays(leaf: type[ProviderError], status: int | None) -> None:
    assert pause(error(leaf, status), 0, None) is None


@pytest.mark.parametrize(("leaf", "status"), AGAIN)
def test_it_is_not_sent_again_when_it_may_have_been_billed(leaf: type[ProviderError], status: int) -> None:
    assert pause(error(leaf, status, billed=True), 0, None) is None


def test_the_providers_own_wish_is_kept_when_it_is_short() -> None:
    assert pause(error(RateLimitedError, 429), 0, 12.5) == 12.5


def test_it_is_not_sent_again_when_the_provider_wants_a_long_rest() -> None:
    assert pause(error(RateLimitedError, 429), 0, LONGEST_PAUSE + 1) is None


def test_pauses_differ_so_that_many_visitors_do_not_return_at_once() -> None:
    pauses = {pause(error(RateLimitedError, 429), 0, None) for _ in range(20)}
    assert len(pauses) > 1


def test_the_queue_waits_after_a_429_itself_and_leaves_faults_to_the_adapter() -> None:
    def paced(failed: ProviderError) -> list[float | None]:
        PACED.set(True)
        return [pause(failed, 0, None), pause(failed, 0, 1.0)]

    assert copy_context().run(paced, error(RateLimitedError, 429)) == [None, None]
    assert None not in copy_context().run(paced, error(ProviderDownError, 503))
    assert pause(error(RateLimitedError, 429), 0, 1.0) == 1.0, "the control: outside of the queue it is"
