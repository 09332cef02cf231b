"""How long something is kept: a closed set of answers, as a page cannot promise what nobody can read."""

from __future__ import annotations

import re
from datetime import timedelta

UNTIL_ERASED = "until erased"
UNTIL_CLOSED = "until the tab is closed"
AS_THE_RECIPIENT_SAYS = "as the recipient says"
UNTIL_DELETED = "until the account is deleted"
OPEN_ENDED = frozenset({UNTIL_ERASED, UNTIL_CLOSED, UNTIL_DELETED, AS_THE_RECIPIENT_SAYS})
EXPECTED = ", ".join(sorted(repr(text) for text in OPEN_ENDED)) + ", or a number of days, months or years"
_SPAN = re.compile(r"(?:(1) (day|month|year)|(?!1 )([0-9]{1,4}) (day|month|year)s)")
_DAYS = {"day": 1, "month": 30, "year": 365}
_GONE_WITH_THE_PAGE = frozenset({"memory", "session"})


def is_retention(text: str) -> bool:
    return text in OPEN_ENDED or span_of(text) is not None


def keeps_nothing(text: str) -> bool:
    return span_of(text) == timedelta()


def span_of(text: str) -> timedelta | None:
    """None for what has no end that a clock knows. A month counts 30 days, a year 365."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    number, unit = found[1] or found[3], found[2] or found[4]
    return timedelta(days=int(number) * _DAYS[unit])


def cannot_be(text: str, where: str) -> str:
    """Why nothing in that kind of place is kept so long; the empty string where it may be."""
    if where in _GONE_WITH_THE_PAGE:
        return "" if text == UNTIL_CLOSED else f"what is in the {where} goes with the page; expected {UNTIL_CLOSED!r}"
    if text == UNTIL_CLOSED:
        return f"{where} outlives the page; expected another retention than {UNTIL_CLOSED!r}"
    if text == UNTIL_DELETED and where not in {"our server", "recipient"}:
        return f"an account ends elsewhere, and {where} stays; expected another retention than {UNTIL_DELETED!r}"
    if text == UNTIL_ERASED and where == "recipient":
        return f"a visitor erases what is on the device alone; expected another retention than {UNTIL_ERASED!r}"
    if text == AS_THE_RECIPIENT_SAYS and where != "recipient":
        return f"no recipient has a say in {where}; expected another retention than {AS_THE_RECIPIENT_SAYS!r}"
    return ""
