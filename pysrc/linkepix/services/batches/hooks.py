"""What batches decide about tasks of the queue: what one is made from, and whether the limit for a month has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.services.generation.plan import estimate_usd
from linkepix.services.spending import SpendingLimit
from linkepix.services.tasks.jobs import job_of
from linkepix.services.tasks.worker import Hooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.request import Request
    from linkepix.model.task import Task
    from linkepix.services.generation.plan import Job, Planner
    from linkepix.services.spending import Spending
    from linkepix.services.tasks.worker import IsWanted


def hooks_of(planner: Planner, new_seed: Callable[[], int], spending: Spending, is_wanted: IsWanted) -> Hooks:
    """Tasks of a batch are planned when they are made: `planner.plan_other`."""

    def made_of(task: Task) -> tuple[Request, Job] | None:
        return job_of(task, planner.plan_other, new_seed)

    async def job(task: Task) -> tuple[Request, Job] | None:
        return made_of(task)

    def estimate(task: Task) -> float | None:
        found = made_of(task)
        return estimate_usd(found[1]) if found else 0.0

    return Hooks(job, SpendingLimit(spending, estimate).may_start, is_wanted)
