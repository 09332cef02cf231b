"""What was spent this month on what is paid for, and the visitor's limit for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.model.task import QUEUED, RUNNING, UNKNOWN
from linkepix.services.months import this_month
from linkepix.services.settings import monthly_limit, spent_before_purge

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.task import Task
    from linkepix.ports import Clock, SettingsStore
    from linkepix.task_ports import TaskStore

OVER_LIMIT, UNPRICED = "over-limit", "unpriced"
"""Why a task may not start: the limit is reached, or there is one and nobody knows what the task costs."""


MOST_UNSURE = 500
"""Tasks that are not sure, of which the estimates are added up."""


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
        month = this_month(self.clock)
        return await self.store.spent_since(month.begin) + spent_before_purge(self.settings, month.name)


@dataclass(slots=True)
class SpendingLimit:
    """Lets the queue begin what the limit has room for. `estimate` is of a task, None where no price is known.

    What was let begin counts by its estimate until it has ended, and what is not sure as long as it is that.
    """

    spending: Spending
    estimate: Callable[[Task], float | None]
    _begun: dict[str, float] = field(default_factory=dict)

    async def may_start(self, task: Task) -> str | None:
        """Return why it may not, None if it may. Raises StorageError."""
        limit = self.spending.limit
        if limit is None:
            return None
        usd = self.estimate(task)
        if usd is None:
            return UNPRICED
        if usd and await self.spending.this_month() + await self._under_way(task) + usd > limit:
            return OVER_LIMIT
        self._begun[task.id] = usd
        return None

    async def _under_way(self, apart_from: Task) -> float:
        for task_id in [*self._begun]:
            task = await self.spending.store.task(task_id)
            if task is None or task.state not in {QUEUED, RUNNING} or task_id == apart_from.id:
                del self._begun[task_id]
        unsure = (await self.spending.store.task_page((), {UNKNOWN}, 0, MOST_UNSURE)).items
        return sum(self._begun.values()) + sum(self.estimate(task) or 0.0 for task in unsure)
