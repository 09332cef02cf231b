"""Tasks and batches in memory: stores of `linkepix.ports`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from linkepix.errors import TaskChangedError
from linkepix.model.search import folded, matches
from linkepix.model.task import QUEUED, RUNNING
from linkepix.task_ports import TaskPage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from linkepix.errors import StorageError
    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.task import State, Task


@dataclass(slots=True, kw_only=True)
class MemoryTasks:
    """TaskStore and BatchStore. `refusal` is raised by what writes."""

    refusal: StorageError | None = None
    tasks: dict[str, Task] = field(default_factory=dict)
    kept_batches: dict[str, Batch] = field(default_factory=dict)
    kept_rows: dict[str, tuple[BatchRow, ...]] = field(default_factory=dict)

    def refuse(self) -> None:
        if self.refusal:
            raise self.refusal

    async def add_tasks(
        self, tasks: Iterable[Task], batch: Batch | None = None, rows: Sequence[BatchRow] | None = None
    ) -> None:
        self.refuse()
        new = {task.id: task for task in tasks}
        if new.keys() & self.tasks.keys():
            raise TaskChangedError(batch.id if batch else "")
        self.tasks |= new
        if batch:
            await self.save_batch(batch, rows)

    async def task(self, task_id: str) -> Task | None:
        return self.tasks.get(task_id)

    async def change_task(self, task: Task, revision: int) -> None:
        self.refuse()
        old = self.tasks.get(task.id)
        if old is None or old.revision != revision:
            raise TaskChangedError(task.id, old.state if old else "")
        self.tasks[task.id] = task

    async def change_tasks(self, changes: Iterable[tuple[Task, int]]) -> list[str]:
        self.refuse()
        late = []
        for task, revision in changes:
            old = self.tasks.get(task.id)
            if old is None or old.revision != revision:
                late.append(task.id)
            else:
                self.tasks[task.id] = task
        return late

    async def task_page(self, words: Sequence[str], states: Collection[State], offset: int, limit: int) -> TaskPage:
        found = [
            task
            for task in sorted(self.tasks.values(), key=newest_first)
            if matches(folded(task.title), words) and (not states or task.state in states)
        ]
        counts = Counter(task.state for task in self.tasks.values())
        return TaskPage(tuple(found[offset : offset + limit]), len(found), counts)

    async def next_tasks(self, now: str, limit: int) -> list[Task]:
        waiting = (task for task in self.tasks.values() if task.state == QUEUED and task.not_before <= now)
        return sorted(waiting, key=lambda task: (-task.priority, by_age(task)))[:limit]

    async def running_tasks(self) -> list[Task]:
        return sorted((task for task in self.tasks.values() if task.state == RUNNING), key=by_age)

    async def expired_tasks(self, now: str) -> list[str]:
        ended = [task for task in self.tasks.values() if task.state not in {QUEUED, RUNNING}]
        return [task.id for task in ended if task.kept_until and task.kept_until <= now]

    async def delete_tasks(self, task_ids: Iterable[str]) -> None:
        for task_id in task_ids:
            self.tasks.pop(task_id, None)

    async def batch_counts(self, batch_id: str) -> dict[State, int]:
        return Counter(task.state for task in self.tasks.values() if task.batch == batch_id)

    async def batch_tasks(self, batch_id: str, first: int, last: int) -> list[Task]:
        found = (task for task in self.tasks.values() if task.batch == batch_id and first <= task.row <= last)
        return sorted(found, key=lambda task: (task.row, task.id))

    async def spent_since(self, time: str) -> float:
        return sum(task.cost_usd or 0.0 for task in self.tasks.values() if task.finished >= time)

    async def save_batch(self, batch: Batch, rows: Sequence[BatchRow] | None = None) -> None:
        self.refuse()
        self.kept_batches[batch.id] = batch
        if rows is not None:
            self.kept_rows[batch.id] = tuple(rows)

    async def batch(self, batch_id: str) -> Batch | None:
        return self.kept_batches.get(batch_id)

    async def batches(self) -> list[Batch]:
        return sorted(self.kept_batches.values(), key=lambda batch: (batch.created, batch.id), reverse=True)

    async def batch_rows(self, batch_id: str) -> tuple[BatchRow, ...]:
        return self.kept_rows.get(batch_id, ())

    async def delete_batches(self, batch_ids: Iterable[str]) -> None:
        for batch_id in batch_ids:
            self.kept_batches.pop(batch_id, None)
            self.kept_rows.pop(batch_id, None)


def by_age(task: Task) -> tuple[str, int, str]:
    return task.created, task.row, task.id


def newest_first(task: Task) -> tuple[float, int, str]:
    return -datetime.fromisoformat(task.created).timestamp(), task.row, task.id
