"""The month that it is where the visitor is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkepix.ports import Clock


@dataclass(frozen=True, slots=True)
class Month:
    """`name` is as in "2026-11"; `begin` is ISO 8601 in UTC, as tasks have their times."""

    name: str
    begin: str


def this_month(clock: Clock) -> Month:
    begin = clock.midnight().replace(day=1)
    return Month(begin.isoformat()[:7], begin.astimezone(UTC).isoformat(timespec="milliseconds"))
