"""The queue between programs: what one decides, the one that works does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, override

from linkepix.model.pace import BY_VISITOR
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, Attempt
from linkepix.services.tasks.queue import Queue
from linkepix.services.tasks.topics import WAKE
from tests.support.memory import START
from tests.support.memory_queue import MemoryQueueLock
from tests.support.queue_world import HERE, SETTLING, MortalStore, Program, queued, states, world

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkepix.model.task import Task
    from tests.support.queue_world import Provider


class Tab:
    """A program with its queue. `loads` counts how often late modules were asked for."""

    def __init__(self, store: MortalStore, provider: Provider, name: str, lock: MemoryQueueLock) -> None:
        self.program = Program(store, provider, name, lock, frozenset({"one", "two"}) - {name})
        self.loads = 0
        self.queue = Queue(self.program.runs, self.program.news, self.load_late, lambda: self.program.worker)

    async def load_late(self) -> None:
        self.loads += 1


class Two:
    """Tabs that hear each other. The first one holds the lock, once it has begun."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.store, self.provider = world(tasks)
        self.provider.time.is_over = lambda: True  # no time passes by itself
        free = asyncio.Semaphore(1)
        self.one, self.two = (Tab(self.store, self.provider, name, MemoryQueueLock(free)) for name in ("one", "two"))
        for tab, other in ((self.one, self.two), (self.two, self.one)):
            tab.program.news.listeners.append(other.queue.hear)

    @property
    def working(self) -> list[str]:
        return [tab.program.tasks.owners.name for tab in (self.one, self.two) if tab.program.lock.is_held]


async def settle() -> None:
    for _ in range(5 * SETTLING):
        await asyncio.sleep(0)


def test_a_start_without_tasks_loads_and_holds_nothing() -> None:
    async def start() -> Two:
        tabs = Two([])
        await tabs.one.queue.begin_if_wanted()
        await settle()
        return tabs

    tabs = asyncio.run(start())
    assert (tabs.one.loads, tabs.working, tabs.one.program.news.said) == (0, [], [])


def test_a_start_with_tasks_goes_on_with_them() -> None:
    async def start() -> Two:
        tabs = Two([queued("a", choice=HERE)])
        await tabs.one.queue.begin_if_wanted()
        await settle()
        return tabs

    tabs = asyncio.run(start())
    assert (states(tabs.store), tabs.one.loads, tabs.working) == ([DONE], 1, ["one"])


def test_what_one_tab_pauses_the_other_does_not_begin_until_it_is_resumed() -> None:
    async def pause() -> None:
        tabs = Two([])
        await tabs.one.queue.wake()
        await settle()
        await tabs.two.queue.pause()
        await settle()
        await tabs.store.add_tasks([queued("a", choice=HERE)])
        await tabs.two.queue.wake()
        await settle()
        assert (states(tabs.store), tabs.working) == ([QUEUED], ["one"])
        status = await tabs.one.queue.status()
        assert (status.works, status.paused) == ("here", BY_VISITOR)
        assert (await tabs.two.queue.status()).works == "elsewhere"
        await tabs.two.queue.resume()
        await settle()
        assert states(tabs.store) == [DONE]

    asyncio.run(pause())


def test_a_task_that_is_tried_again_in_one_tab_is_made_by_the_other() -> None:
    failed = (Attempt(1, START.isoformat(), is_paid=False, ended=START.isoformat(), billed="no"),)

    async def retry() -> Two:
        tabs = Two([queued("a", choice=HERE, state=FAILED, attempts=failed)])
        await tabs.one.queue.wake()
        await settle()
        await tabs.two.queue.retry("a")
        await settle()
        return tabs

    tabs = asyncio.run(retry())
    assert (states(tabs.store), tabs.working) == ([DONE], ["one"])


def test_what_one_tab_makes_is_cancelled_by_the_other_and_its_place_is_free() -> None:
    async def cancel() -> Two:
        tabs = Two([queued(name) for name in ("a", "b", "c")])
        tabs.provider.turns = 10_000_000
        await tabs.one.queue.wake()
        await settle()
        assert states(tabs.store) == ["running", "running", QUEUED]
        await tabs.two.queue.cancel("a")
        await settle()
        assert tabs.provider.under_way == 1
        tabs.provider.time.is_over = lambda: False  # a token comes back after some seconds
        await tabs.one.queue.wake()
        await settle()
        assert states(tabs.store) == [CANCELLED, "running", "running"]
        await tabs.one.queue.stop()
        return tabs

    assert asyncio.run(cancel()).provider.billed == {}


def test_an_erasure_ends_all_that_is_made_everywhere() -> None:
    async def erase() -> Two:
        tabs = Two([queued("a"), queued("b")])
        tabs.provider.turns = 10_000_000
        await tabs.one.queue.wake()
        await settle()
        await tabs.two.queue.stop()
        tabs.store.tasks.clear()
        tabs.two.queue.tell_erased()
        await settle()
        return tabs

    tabs = asyncio.run(erase())
    assert (tabs.provider.under_way, tabs.store.generations) == (0, {})


def test_an_erasure_stops_other_tabs_before_anything_is_erased_and_they_work_on_afterwards() -> None:
    async def erase() -> None:
        tabs = Two([queued("a"), queued("b")])
        tabs.provider.turns = 10_000_000
        await tabs.one.queue.wake()
        await settle()
        assert tabs.provider.under_way == 2
        tabs.two.queue.tell_erasing()
        await settle()
        assert tabs.provider.under_way == 0
        tabs.store.tasks.clear()
        tabs.store.pace.clear()
        tabs.two.queue.tell_erased()
        await settle()
        assert (tabs.store.generations, tabs.store.pace) == ({}, {})
        await tabs.store.add_tasks([queued("c", choice=HERE)])
        tabs.provider.turns = 1
        await tabs.two.queue.wake()
        await settle()
        assert states(tabs.store) == [DONE]

    asyncio.run(erase())


def test_work_that_has_ended_by_a_fault_is_reported_and_begins_again_at_the_next_wake() -> None:
    said: list[str] = []

    class Odd(MemoryQueueLock):
        @override
        async def hold(self) -> None:
            if not said:
                raise ValueError("odd")
            await super().hold()

    async def wake() -> list[str]:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(str(context["exception"])))
        store, provider = world([queued("a", choice=HERE)])
        provider.time.is_over = lambda: True
        tab = Tab(store, provider, "one", Odd())
        await tab.queue.wake()
        await settle()
        assert (states(store), said) == ([QUEUED], ["odd"])
        await tab.queue.wake()
        await settle()
        return states(store)

    assert asyncio.run(wake()) == [DONE]


def test_a_look_that_fails_by_a_fault_is_reported_and_is_not_the_last() -> None:
    said: list[str] = []

    class Odd(MortalStore):
        @override
        async def next_tasks(self, now: str, limit: int) -> list[Task]:
            if not said:
                raise ValueError("odd")
            return await super().next_tasks(now, limit)

    async def work() -> list[str]:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(str(context["exception"])))
        _, provider = world([])
        store = Odd()
        await store.add_tasks([queued("a", choice=HERE)])
        await Program(store, provider).work()
        return states(store)

    assert (asyncio.run(work()), said) == ([DONE], ["odd"])


def test_a_tab_that_hears_of_work_stands_by_to_take_it_over() -> None:
    async def take_over() -> Two:
        tabs = Two([])
        await tabs.one.queue.wake()
        await settle()
        assert (tabs.two.loads, tabs.working) == (1, ["one"])
        await tabs.one.queue.stop()
        tabs.one.program.lock.end()
        await tabs.store.add_tasks([queued("a", choice=HERE)])
        await settle()
        return tabs

    tabs = asyncio.run(take_over())
    assert (states(tabs.store), tabs.working) == ([DONE], ["two"])
    assert WAKE in tabs.one.program.news.said
