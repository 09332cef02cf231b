"""Batches: their tasks, the first cards to be looked at, and how far they are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from linkepix.errors import TaskChangedError
from linkepix.model.batch import RUNNING, STOPPED, TRIALS, TRYING, Batch
from linkepix.model.generation import PARTS
from linkepix.model.prospect import Prospect
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, REFUSED, Task
from linkepix.model.task import RUNNING as BEING_MADE
from linkepix.services.records import shallow
from linkepix.services.tasks.transitions import cancel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from linkepix.model.batch import BatchRow
    from linkepix.model.generation import Part
    from linkepix.model.request import MakerChoice, Request
    from linkepix.model.task import State
    from linkepix.services.tasks.tasks import Tasks
    from linkepix.task_ports import BatchStore

TRIAL_PRIORITY = 1
"""Cards that somebody waits for come before those of a batch that runs already."""

ROWS_AT_ONCE = 200
"""Rows of which the tasks are read and changed together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many tasks of a batch, of those that were asked for, are in each state."""

    counts: Mapping[State, int]

    @property
    def expected(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts.get(DONE, 0)

    @property
    def ended(self) -> int:
        return sum(self.counts.get(state, 0) for state in (DONE, REFUSED, FAILED, CANCELLED))

    @property
    def is_over(self) -> bool:
        """Whether nothing waits or is being made. What may have been billed waits for a person, and not for a run."""
        return not (self.counts.get(QUEUED) or self.counts.get(BEING_MADE))


@dataclass(frozen=True, slots=True)
class Batches:
    """All methods raise StorageError."""

    store: BatchStore
    tasks: Tasks

    async def begin(self, name: str, columns: Sequence[str], rows: Sequence[BatchRow], request: Request) -> Batch:
        """Store a batch of these rows, and ask for its first cards. Rows with a problem are kept, and get no card."""
        now = self.tasks.clock.now()
        rows = [row if row.problem else replace(row, card=self.tasks.new_id()) for row in rows]
        cards = usable(rows)
        batch = Batch(
            self.tasks.new_id(),
            now.isoformat(timespec="milliseconds"),
            name,
            replace(request, prospect=Prospect()),
            tuple(columns),
            len(cards),
            tuple(cards[:TRIALS]),
            TRYING if len(cards) > TRIALS else RUNNING,
            kept_until=(now + timedelta(days=self.tasks.days)).isoformat(timespec="milliseconds"),
        )
        await self.tasks.store.add_tasks(self._tasks_of(batch, batch.tried, TRIAL_PRIORITY), batch, rows)
        return batch

    async def make_rest(self, batch_id: str) -> Batch:
        """Ask for all other cards. Raises TaskChangedError if that was done, or the batch was stopped."""
        batch = await self.get(batch_id)
        if batch.state != TRYING:
            raise TaskChangedError(batch_id, batch.state)
        rows = usable(await self.store.batch_rows(batch_id))[TRIALS:]
        running = replace(batch, state=RUNNING)
        await self.tasks.store.add_tasks(self._tasks_of(batch, rows), running)
        return running

    async def stop(self, batch_id: str) -> None:
        """Cancel what waits; what is being made goes on. Raises TaskChangedError for a batch that is gone.

        The batch is on record as stopped first: tasks that this does not come to are cancelled by the queue.
        """
        batch = await self.get(batch_id)
        await self.store.save_batch(replace(batch, state=STOPPED))
        rows = await self.store.batch_rows(batch_id)
        for some in chunks(rows):
            tasks = await self.tasks.store.batch_tasks(batch_id, some[0].number, some[-1].number)
            now = self.tasks.clock.now().isoformat(timespec="milliseconds")
            waiting = [(cancel(task, now), task.revision) for task in tasks if task.state == QUEUED]
            if waiting:  # one that was started meanwhile goes on
                await self.tasks.store.change_tasks(waiting)

    async def get(self, batch_id: str) -> Batch:
        """Raises TaskChangedError for one that is gone."""
        if batch := await self.store.batch(batch_id):
            return batch
        raise TaskChangedError(batch_id)

    async def progress(self, batch: Batch) -> Progress:
        return Progress(await self.tasks.store.batch_counts(batch.id))

    async def trials(self, batch: Batch) -> list[tuple[BatchRow, list[Task]]]:
        """Return the rows that are made first, each with its tasks."""
        return [(row, await self.tasks.store.batch_tasks(batch.id, row.number, row.number)) for row in batch.tried]

    async def is_approved(self, batch: Batch, good: Collection[int]) -> bool:
        """Whether each card that was tried is `good`, by its row. One that could not be made holds up no others."""
        for row, tasks in await self.trials(batch):
            is_open = any(task.state in {QUEUED, BEING_MADE} for task in tasks)
            if is_open or (row.number not in good and await self.tasks.library.get(row.card)):
                return False
        return bool(good)

    async def addresses(self, batch: Batch) -> list[str]:
        """Return the e-mail addresses of the rows that a message was made for, each once."""
        found: dict[str, None] = {}
        for some in chunks(await self.store.batch_rows(batch.id)):
            tasks = await self.tasks.store.batch_tasks(batch.id, some[0].number, some[-1].number)
            written = {task.row for task in tasks if task.part == "message" and task.state == DONE}
            found |= dict.fromkeys(row.email for row in some if row.email and row.number in written)
        return list(found)

    async def delete(self, batch_id: str) -> None:
        """Delete its table; cards and tasks stay."""
        await self.store.delete_batches([batch_id])

    def _tasks_of(self, batch: Batch, rows: Iterable[BatchRow], priority: int = 0) -> Iterator[Task]:
        """Yield one for each part of each row's card. What it is made from is planned when it is made."""
        common = asdict(batch.request)
        created = self.tasks.clock.now().isoformat(timespec="milliseconds")
        for row in rows:
            job = json.dumps({"request": common | {"prospect": shallow(row.prospect)}}, ensure_ascii=False)
            title = row.prospect.name or row.prospect.company
            for part in PARTS:
                maker = maker_of(batch.request, part)
                yield Task(
                    f"{batch.id}-{row.number}-{part}",  # a second batch of tasks would be the same ones
                    created,
                    part,
                    maker.provider,
                    row.card,
                    job,
                    QUEUED,
                    title,
                    batch.id,
                    row.number,
                    priority,
                    kept_until=batch.kept_until,
                )


def chunks[T](rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many rows at once as have their tasks read together."""
    for at in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[at : at + ROWS_AT_ONCE]


def usable(rows: Iterable[BatchRow]) -> list[BatchRow]:
    """Rows that get a card."""
    return [row for row in rows if not row.problem]


def maker_of(request: Request, part: Part) -> MakerChoice:
    return request.picture_by if part == "picture" else request.message_by
