"""The record of one task while it is made.

The order of a request that costs money: its attempt is on record, it is sent, its result is stored, its end is on
record, and then it is shown. So what a crash leaves behind says what may have been billed.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from linkepix.errors import (
    CutOffError,
    PictureElsewhereError,
    ProviderDownError,
    ProviderError,
    RefusedError,
    StorageError,
    TaskChangedError,
    TimedOutError,
    UnreachableError,
    WorkFailedError,
    WorkForgottenError,
)
from linkepix.model.task import BILLED, FAILED, MAYBE_BILLED, NOT_BILLED, REFUSED, UNKNOWN
from linkepix.services.tasks.transitions import (
    advance,
    cancel,
    end,
    finish,
    postpone,
    refer,
    set_aside,
    start,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.errors import LinkepixError
    from linkepix.model.task import Billed, Task
    from linkepix.ports import Clock
    from linkepix.task_ports import Owners, TaskStore


class Journal:
    """`task` is the record as it was last stored; `is_stored` says whether it was.

    What is made on the device for the page needs no record: where none can be stored, it is made without.
    """

    def __init__(self, store: TaskStore, clock: Clock, task: Task, *, is_paid: bool, is_stored: bool = False) -> None:
        self.task = task
        self.has_begun = False
        self._store = store
        self._clock = clock
        self._is_paid = is_paid
        self._is_stored = is_stored

    @property
    def is_on_record(self) -> bool:
        return self.has_begun and self._is_stored

    async def begin(self, owners: Owners) -> None:
        """Put an attempt on record, and the task itself if it is new.

        Raises TaskChangedError where another program was faster, and StorageError for a paid one, which must not be
        sent, and for one that waits on record, which would be made for ever.
        """
        try:
            started = start(self.task, self._now(), await owners.join(), is_paid=self._is_paid)
            await (self._write(started) if self._is_stored else self._add(started))
        except StorageError:
            if self._is_paid or self._is_stored:
                raise
        self.has_begun = True

    async def _add(self, task: Task) -> None:
        await self._store.add_tasks([task])
        self.task, self._is_stored = task, True

    async def refer(self, reference: str) -> None:
        """Record the provider's own id of the work. Where that fails, a crash leaves the task `unknown`."""
        with suppress(StorageError, TaskChangedError):
            number = len(self.task.attempts)
            await self._rewrite(lambda task: refer(task, reference), lambda task: len(task.attempts) == number)

    async def advance(self, share: float) -> None:
        """Record how far the work is."""
        with suppress(StorageError, TaskChangedError):
            await self._rewrite(lambda task: advance(task, share), self._is_ours)

    async def made(self, cost_usd: float | None, unsaved: StorageError | None) -> None:
        """Record that the result is stored, or that it came and there was no room for it."""
        if unsaved and self.task.reference:
            await self._end(lambda task: set_aside(task, self._now(), unsaved.code))
        elif unsaved:
            await self._end(lambda task: end(task, self._now(), FAILED, unsaved.code, BILLED))
        else:
            await self._end(lambda task: finish(task, self._now(), cost_usd), is_result=True)

    async def postponed(self, until: str) -> None:
        """Record that it waits once more, until then: the provider took nothing."""
        await self._end(lambda task: postpone(task, self._now(), until))

    async def withdrawn(self) -> None:
        """Record that it is cancelled instead of put back: the provider took nothing."""
        await self._end(lambda task: cancel(postpone(task, self._now(), ""), self._now()))

    async def is_erased(self) -> bool:
        """Whether it was on record and is no more: what came of it must not be stored either."""
        if not self.is_on_record:
            return False
        with suppress(StorageError):
            return await self._store.task(self.task.id) is None
        return False

    async def failed(self, error: LinkepixError) -> None:
        """Record what ended it; or that its end can be asked for again, where the provider's reference is known.

        One that has not begun stays as it was.
        """
        if not self.has_begun:
            return
        if self.task.reference and not isinstance(error, OVER):
            address = error.address if isinstance(error, PictureElsewhereError) else ""
            await self._end(lambda task: set_aside(task, self._now(), error.code, address))
            return
        await self._end(lambda task: end(task, self._now(), state_by(error), error.code, billed_by(error)))

    async def crashed(self) -> None:
        """Record that a fault of ours ended it: without a reference, nobody knows what had been sent by then."""
        if not self.has_begun:
            return
        if self.task.reference:
            await self._end(lambda task: set_aside(task, self._now(), "unknown"))
            return
        await self._end(lambda task: end(task, self._now(), UNKNOWN, "unknown", MAYBE_BILLED))

    async def cancelled(self) -> None:
        await self._end(lambda task: cancel(task, self._now()))

    async def _end(self, change: Callable[[Task], Task], *, is_result: bool = False) -> None:
        """Where this can't be recorded, the task stays as it is, and the next start decides what became of it."""
        with suppress(StorageError, TaskChangedError):
            await self._rewrite(change, lambda task: is_result or self._is_ours(task))

    async def _rewrite(self, change: Callable[[Task], Task], may_be: Callable[[Task], bool]) -> None:
        """Change the record, also as another program has changed it meanwhile, if it `may_be` changed then.

        One may have changed how long it is kept, or taken this program for dead, as after a long sleep.
        """
        try:
            await self._write(change(self.task))
        except TaskChangedError:
            current = await self._store.task(self.task.id)
            if current is None or not may_be(current):
                raise
            self.task = current
            await self._write(change(current))

    def _is_ours(self, task: Task) -> bool:
        return task.owner in {"", self.task.owner}

    async def _write(self, changed: Task) -> None:
        await self._store.change_task(changed, self.task.revision)
        self.task = changed

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="milliseconds")


LOST = (CutOffError, TimedOutError, UnreachableError, ProviderDownError)
"""Errors that don't say what the provider has made of a request."""


OVER = (RefusedError, WorkFailedError, WorkForgottenError)
"""Errors after which there is nothing left to ask for."""


def state_by(error: LinkepixError) -> Literal["refused", "failed", "unknown"]:
    if isinstance(error, LOST) and error.may_be_billed:
        return UNKNOWN
    return REFUSED if isinstance(error, RefusedError) else FAILED


def billed_by(error: LinkepixError) -> Billed:
    """Return what an error says of its request's cost; one that is no provider's comes before anything is sent."""
    may_be = isinstance(error, ProviderError) and error.may_be_billed
    return MAYBE_BILLED if may_be else NOT_BILLED
