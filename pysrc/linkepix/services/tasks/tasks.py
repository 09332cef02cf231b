"""The list of tasks: new ones, what became of those whose program is gone, and those whose time is over."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from linkepix.errors import TaskChangedError
from linkepix.model.search import words_of
from linkepix.model.task import CANCELLED, QUEUED, Task
from linkepix.services.months import this_month
from linkepix.services.settings import remember_spent, task_days
from linkepix.services.tasks.jobs import to_json
from linkepix.services.tasks.journal import Journal
from linkepix.services.tasks.transitions import cancel, finish, leave, recover, retry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from linkepix.errors import LinkepixError
    from linkepix.model.generation import Generation
    from linkepix.model.task import State
    from linkepix.ports import Clock, LibraryStore, SettingsStore
    from linkepix.services.generation.plan import Job
    from linkepix.task_ports import Owners, TaskStore

PAGE_SIZE = 50

LONGEST_MONTH = 31
"""Days. What is kept for longer was not paid for in this month."""


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of what was found, newest first. `number` counts from 1; `counts` has all that are stored, by state."""

    items: tuple[Task, ...]
    number: int
    pages: int
    found: int
    counts: dict[State, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tasks:
    """All methods raise StorageError. `most_days` is how long a task may be kept; `settings` may say fewer."""

    store: TaskStore
    library: LibraryStore
    owners: Owners
    clock: Clock
    new_id: Callable[[], str]
    most_days: int
    settings: SettingsStore = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How long a task is kept."""
        return min(task_days(self.settings) or self.most_days, self.most_days)

    def new(self, card: Generation, job: Job) -> Task:
        """Return a task that is not stored yet."""
        now = self.clock.now()
        prospect = card.request.prospect
        return Task(
            self.new_id(),
            now.isoformat(timespec="milliseconds"),
            job.part,
            job.choice.provider,
            card.id,
            to_json(card.request, job),
            QUEUED,
            prospect.name or prospect.company,
            kept_until=(now + timedelta(days=self.days)).isoformat(timespec="milliseconds"),
        )

    def journal(self, job: Job, *, stored: Task | None = None, card: Generation) -> Journal:
        """Return the record of a task that is `stored`, or of a new one."""
        is_paid = not job.choice.is_on_device
        return Journal(
            self.store, self.clock, stored or self.new(card, job), is_paid=is_paid, is_stored=stored is not None
        )

    async def page(self, query: str, states: Collection[State], number: int) -> TaskList:
        """Return a page that exists: the nearest one to `number`, which counts from 1."""
        words, number = words_of(query), max(1, number)
        found = await self.store.task_page(words, states, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        pages = max(1, -(-found.found // PAGE_SIZE))
        if number > pages:
            number = pages
            found = await self.store.task_page(words, states, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        return TaskList(found.items, number, pages, found.found, dict(found.counts))

    async def recover(self) -> None:
        """Decide what became of tasks whose program is gone."""
        running = await self.store.running_tasks()
        # Only now: one that begins meanwhile joins the living before its task is on record.
        alive = await self.owners.alive() if running else ()
        for task in running:
            if task.owner not in alive:
                with suppress(TaskChangedError):  # by another program, at the same time
                    await self.store.change_task(await self._recovered(task), task.revision)

    async def purge(self) -> None:
        """Delete tasks whose time is over. What they have cost this month is remembered."""
        if expired := await self.store.expired_tasks(self._now()):
            if self.days <= LONGEST_MONTH:
                await self._remember_spent(expired)
            await self.store.delete_tasks(expired)

    async def _remember_spent(self, expired: Iterable[str]) -> None:
        month = this_month(self.clock)
        tasks = [await self.store.task(task_id) for task_id in expired]
        costs = [task.cost_usd or 0.0 for task in tasks if task and task.finished >= month.begin]
        if any(costs):
            remember_spent(self.settings, month.name, sum(costs))

    async def get(self, task_id: str) -> Task:
        """Raises TaskChangedError for one that is gone."""
        if task := await self.store.task(task_id):
            return task
        raise TaskChangedError(task_id)

    async def retry(self, task_id: str) -> Task:
        """Put a task that has ended, or of which nothing is known, into the queue. Raises TaskChangedError."""
        return await self._change(task_id, retry)

    async def leave(self, task_id: str) -> None:
        """Give up a task of which nothing is known. Raises TaskChangedError."""
        await self._change(task_id, lambda task: leave(task, self._now()))

    async def give_up(self, task: Task, error: LinkepixError) -> None:
        """Note of a task that waits that it can't even begin."""
        journal = Journal(self.store, self.clock, task, is_paid=False, is_stored=True)
        with suppress(TaskChangedError):
            await journal.begin(self.owners)
            await journal.failed(error)

    async def cancel(self, task_id: str) -> None:
        """Cancel a task that waits, or that another program makes: it stops once it knows. Raises TaskChangedError."""
        await self._change(task_id, lambda task: cancel(task, self._now()))

    async def is_cancelled(self, task_id: str) -> bool:
        """Whether it was cancelled, or erased."""
        task = await self.store.task(task_id)
        return task is None or task.state == CANCELLED

    async def _change(self, task_id: str, change: Callable[[Task], Task]) -> Task:
        task = await self.get(task_id)
        changed = change(task)
        await self.store.change_task(changed, task.revision)
        return changed

    async def _recovered(self, task: Task) -> Task:
        """One whose result is in the library is done: its program ended between storing it and saying so."""
        card, now = await self.library.get(task.card), self._now()
        stored = next((version for version in card.versions if task.id in version.tasks), None) if card else None
        return finish(task, now, stored.cost_of((task.part,))) if stored else recover(task, now)

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")
