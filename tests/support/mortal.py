"""A program that ends at one of its writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, override

from tests.support.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.generation import Generation, Picture
    from linkepix.model.task import Task


class Died(SystemExit):
    """The end of the program: nothing of ours catches it, and it ends the loop."""


class Mortal(MemoryStore):
    """Dies at the write of this number, before or after it is done."""

    writes = 0
    last = -1
    is_done = False

    async def _step(self, act: Any) -> None:  # noqa: ANN401 - a coroutine
        self.writes += 1
        if self.writes == self.last and not self.is_done:
            act.close()
            raise Died
        await act
        if self.writes == self.last:
            raise Died

    @override
    async def add_tasks(
        self, tasks: Iterable[Task], batch: Batch | None = None, rows: Sequence[BatchRow] | None = None
    ) -> None:
        await self._step(super().add_tasks(tasks, batch, rows))

    @override
    async def change_task(self, task: Task, revision: int) -> None:
        await self._step(super().change_task(task, revision))

    @override
    async def save(self, generation: Generation, picture: Picture | None) -> None:
        await self._step(super().save(generation, picture))
