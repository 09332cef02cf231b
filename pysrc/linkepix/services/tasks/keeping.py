"""How long tasks and tables are kept: the manifest's days, or fewer by the visitor's choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from linkepix.model.task import ENDED
from linkepix.services.settings import remember_task_days
from linkepix.services.tasks.tasks import PAGE_SIZE

if TYPE_CHECKING:
    from linkepix.model.task import Task
    from linkepix.services.tasks.tasks import Tasks
    from linkepix.task_ports import BatchStore

OFFERED = (1, 7, 30, 90)
"""Days. Those that the manifest allows are offered, and its own number."""


def choices(most: int) -> tuple[int, ...]:
    return tuple(sorted({days for days in OFFERED if days < most} | {most}))


async def keep_for(days: int, tasks: Tasks, batches: BatchStore) -> None:
    """Keep all for so many days from when it was made, as it will be from now on. Raises StorageError.

    What is older is removed at once. A number that is not offered changes nothing.
    """
    if days not in choices(tasks.most_days):
        return
    remember_task_days(tasks.settings, days)
    first = await tasks.page("", (), 1)
    for number in range(1, first.pages + 1):
        page = await tasks.store.task_page((), (), (number - 1) * PAGE_SIZE, PAGE_SIZE)
        ended = [task for task in page.items if task.state in ENDED]  # others have something to be done yet
        await tasks.store.change_tasks([(_kept(task, days), task.revision) for task in ended])
    for batch in await batches.batches():
        await batches.save_batch(replace(batch, kept_until=until(batch.created, days)))
    await tasks.purge()


def _kept(task: Task, days: int) -> Task:
    return replace(task, kept_until=until(task.created, days), revision=task.revision + 1)


def until(created: str, days: int) -> str:
    return (datetime.fromisoformat(created) + timedelta(days=days)).isoformat(timespec="milliseconds")
