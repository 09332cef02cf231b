"""When a request is sent again, and after how long.

Ours rather than tenacity: the rule is about our own errors, the delay may stand in a provider's answer, and a
library for two retries would be carried to every visitor.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from httpx import codes

from linkepix.errors import ProviderDownError, RateLimitedError
from linkepix.providers.base import PACED

if TYPE_CHECKING:
    from linkepix.errors import ProviderError

RETRIES = 2
LONGEST_PAUSE = 20.0
"""Seconds. Whoever asks for more is not asked again: the visitor decides."""


def pause(error: ProviderError, retries: int, asked: float | None) -> float | None:
    """Seconds to wait before the next try; None where there is none.

    `retries` is how many there were, `asked` what the provider wants to be left alone for. Never for a
    picture that may have been billed, so that of its answers only 429 is left; and of 429 only for the kind
    that waiting helps, as QuotaExhaustedError is another leaf.
    """
    if PACED.get() and isinstance(error, RateLimitedError):
        return None
    fleeting = isinstance(error, RateLimitedError | ProviderDownError) or error.status == codes.REQUEST_TIMEOUT
    if not fleeting or error.may_be_billed or retries >= RETRIES:
        return None
    if asked is None:
        # Doubling, with jitter so that many visitors don't come back at the same moment.
        return 2.0**retries * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
    return asked if asked <= LONGEST_PAUSE else None
