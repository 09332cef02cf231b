"""The services of batches, imported when the page of batches is first asked for: no start needs them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkepix.model.batch import RUNNING, STOPPED

if TYPE_CHECKING:
    from linkepix.model.batch import Batch
    from linkepix.model.task import Task
    from linkepix.ports import Pixels
    from linkepix.services.batches.batches import Batches
    from linkepix.services.batches.draft import Draft
    from linkepix.services.tasks.tasks import Tasks
    from linkepix.task_ports import BatchStore


@dataclass(slots=True)
class LateBatches:
    """Late modules must have been loaded before `batches` is asked for.

    `draft` is a table that is being matched, `shown` the id of the batch that the visitor looks at, `good` the tried
    rows of each batch whose cards they approve.
    """

    store: BatchStore
    tasks: Tasks
    draft: Draft | None = None
    shown: str = ""
    good: dict[str, set[int]] = field(default_factory=dict)
    _held: str = ""

    @property
    def batches(self) -> Batches:
        from linkepix.services.batches.batches import Batches

        return Batches(self.store, self.tasks)

    async def current(self) -> Batch | None:
        """Return the batch that is `shown`, else the newest one, which is shown from then on. Raises StorageError."""
        batches = await self.store.batches()
        batch = next((batch for batch in batches if batch.id == self.shown), batches[0] if batches else None)
        self.shown = batch.id if batch else ""
        return batch

    async def is_wanted(self, task: Task) -> bool:
        """Whether a task is still to be made: its batch may have been stopped. Raises StorageError."""
        batch = await self.store.batch(task.batch) if task.batch else None
        return batch is None or batch.state != STOPPED

    async def want_again(self, task_id: str) -> None:
        """Have a stopped batch go on, for a task of it that is asked for once more. Raises StorageError."""
        task = await self.tasks.store.task(task_id)
        batch = await self.store.batch(task.batch) if task and task.batch else None
        if batch and batch.state == STOPPED:
            await self.store.save_batch(replace(batch, state=RUNNING))

    def hold(self, key: str, pixels: Pixels) -> None:
        """Keep the file that was made last, and no other one: its URL works until the next one is made."""
        if self._held:
            pixels.forget(self._held)
        self._held = key

    async def purge(self) -> None:
        """Delete batches whose time is over. Raises StorageError."""
        now = self.tasks.clock.now().isoformat(timespec="milliseconds")
        if expired := [batch.id for batch in await self.store.batches() if batch.kept_until <= now]:
            await self.store.delete_batches(expired)

    def forget_all(self) -> None:
        self.draft, self.shown = None, ""
        self.good.clear()
