"""What tasks, batches and their queue need from a platform, as Protocols; a part of `linkepix.ports`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.pace import Pace
    from linkepix.model.task import State, Task


class Owners(Protocol):
    """Programs that run tasks. Each has a name for as long as it lives: a tab's worker, or a process."""

    @property
    def name(self) -> str:
        """This program's."""
        ...

    async def join(self) -> str:
        """Return this program's name once it is among those that live. Raises StorageError."""
        ...

    async def alive(self) -> Collection[str]:
        """Return the names of all that live now. Raises StorageError where that can't be known."""
        ...


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Some of the tasks that match. `found` counts all that match, `counts` all that are stored, by state."""

    items: tuple[Task, ...]
    found: int
    counts: Mapping[State, int]


class TaskStore(Protocol):
    """Tasks, with their attempts. All methods raise StorageError; those that write raise StorageFullError too.

    A record that can't be read is not returned, and counts as absent.
    """

    async def add_tasks(
        self, tasks: Iterable[Task], batch: Batch | None = None, rows: Sequence[BatchRow] | None = None
    ) -> None:
        """Store new tasks, all of them or none; in the same transaction their batch as it is now, and its rows.

        Raises TaskChangedError if one of them is there already; then nothing has changed.
        """

    async def task(self, task_id: str) -> Task | None: ...

    async def change_task(self, task: Task, revision: int) -> None:
        """Store it in place of the one with this revision, in one transaction.

        Raises TaskChangedError if there is none, or one with another revision; then nothing has changed.
        """

    async def change_tasks(self, changes: Iterable[tuple[Task, int]]) -> list[str]:
        """Store those that have the revision, in one transaction. Return the ids of the others: they have changed."""
        ...

    async def task_page(self, words: Sequence[str], states: Collection[State], offset: int, limit: int) -> TaskPage:
        """Return `limit` tasks after the first `offset`, newest first; of the same time by their row, then by id.

        Those match whose title, folded, contains every word (see `model.search`), and whose state is one of `states`,
        or any if there are none.
        """
        ...

    async def next_tasks(self, now: str, limit: int) -> list[Task]:
        """Return queued tasks that need not wait longer than `now`: highest priority first, then oldest, by row."""
        ...

    async def running_tasks(self) -> list[Task]:
        """Return them oldest first."""
        ...

    async def expired_tasks(self, now: str) -> list[str]:
        """Return the ids of those that are kept until `now` or less, and neither wait nor run."""
        ...

    async def delete_tasks(self, task_ids: Iterable[str]) -> None:
        """Delete these; an id that isn't stored is no error."""

    async def batch_counts(self, batch_id: str) -> Mapping[State, int]:
        """Return how many of its tasks are in each state."""
        ...

    async def batch_tasks(self, batch_id: str, first: int, last: int) -> list[Task]:
        """Return its tasks of these rows, both included, in the order of the rows; of the same row by id."""
        ...

    async def spent_since(self, time: str) -> float:
        """Return what tasks that have ended since then have cost, in US dollars, as far as it is known."""
        ...


class BatchStore(Protocol):
    """Batches and the rows of their tables. All methods raise StorageError; those that write StorageFullError too.

    A record that can't be read is not returned, and counts as absent.
    """

    async def save_batch(self, batch: Batch, rows: Sequence[BatchRow] | None = None) -> None:
        """Store it in place of the one with its id; with `rows`, those too, in the same transaction."""

    async def batch(self, batch_id: str) -> Batch | None: ...

    async def batches(self) -> list[Batch]:
        """Return all of them, newest first."""
        ...

    async def batch_rows(self, batch_id: str) -> tuple[BatchRow, ...]:
        """Return the rows of a batch; none if there is no such batch."""
        ...

    async def delete_batches(self, batch_ids: Iterable[str]) -> None:
        """Delete these with their rows; an id that isn't stored is no error."""


class QueueLock(Protocol):
    """The right to run the queue of tasks, which one program has at a time."""

    @property
    def is_held(self) -> bool:
        """Whether this program has it."""
        ...

    async def is_taken(self) -> bool:
        """Whether any program has it."""
        ...

    async def hold(self) -> None:
        """Return once this program has it, perhaps hours later. It stays so until the program ends, however it does."""


class News(Protocol):
    """Words to other programs on the same storage: that something has changed. What it is, they read there."""

    def tell(self, topic: str) -> None:
        """`topic` is one of `services.tasks.queue`. Programs that begin later don't hear of it."""

    @property
    def is_online(self) -> bool:
        """Whether there may be a network; False is certain."""
        ...


class PaceStore(Protocol):
    """How fast providers may be asked. All methods raise StorageError. A record that can't be read counts as absent."""

    async def put_pace(self, pace: Pace) -> None:
        """Store it in place of one with the same id."""

    async def paces(self) -> list[Pace]:
        """Return all, lowest id first."""
        ...
