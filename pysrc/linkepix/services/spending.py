"""What was spent this month on what is paid for, and the visitor's limit for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from linkepix.errors import OverLimitError
from linkepix.services.settings import monthly_limit

if TYPE_CHECKING:
    from linkepix.ports import Clock, SettingsStore
    from linkepix.task_ports import TaskStore


@dataclass(frozen=True, slots=True)
class Spending:
    """In US dollars, of tasks only, as far as their cost is known. Months are those of the visitor's time zone."""

    settings: SettingsStore
    store: TaskStore
    clock: Clock

    @property
    def limit(self) -> float | None:
        return monthly_limit(self.settings)

    async def this_month(self) -> float:
        """Raises StorageError."""
        begin = self.clock.midnight().replace(day=1)
        return await self.store.spent_since(begin.astimezone(UTC).isoformat(timespec="milliseconds"))

    async def check(self, usd: float | None) -> None:
        """Raises OverLimitError where this would go over the limit, and StorageError.

        What costs nobody knows how much may not be started at all under a limit that is reached.
        """
        if self.limit is None:
            return
        spent = await self.this_month()
        if spent + (usd or 0.0) > self.limit or (usd is None and spent >= self.limit):
            raise OverLimitError(spent, self.limit)
