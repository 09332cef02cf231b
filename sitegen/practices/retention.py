"""How long something is kept: a closed set of answers, as a page cannot promise what nobody can read."""

from __future__ import annotations

import re
from datetime import timedelta

UNTIL_ERASED = "until erased"
OPEN_ENDED = frozenset(
    {UNTIL_ERASED, "until the page is closed", "until the account is deleted", "as the recipient says"}
)
EXPECTED = ", ".join(sorted(repr(text) for text in OPEN_ENDED)) + ", or a number of days, months or years"
_SPAN = re.compile(r"(\d+) (day|month|year)s?")
_DAYS = {"day": 1, "month": 30, "year": 365}


def is_retention(text: str) -> bool:
    return text in OPEN_ENDED or bool(_SPAN.fullmatch(text))


def keeps_nothing(text: str) -> bool:
    return span_of(text) == timedelta()


def span_of(text: str) -> timedelta | None:
    """None for what has no end that a clock knows. A month counts 30 days, a year 365."""
    found = _SPAN.fullmatch(text)
    return timedelta(days=int(found[1]) * _DAYS[found[2]]) if found else None
