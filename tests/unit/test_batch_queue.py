"""Batches and the queue of the assembled application: what one decides, the other keeps to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from linkepix.model.batch import BatchRow
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.services.settings import remember_monthly_limit
from linkepix.services.spending import OVER_LIMIT, UNPRICED
from tests.support.app_context import make_app

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from jinja2 import Environment

    from linkepix.web.context import AppContext
    from tests.support.memory import MemoryStore

    type Way = Callable[[AppContext, MemoryStore], Coroutine[None, None, None]]

ROWS = [BatchRow(number, Prospect(f"Ada Number {number}", "Clerk")) for number in (1, 2)]
TURNS = 400
"""Of the loop: more than two cards take on the device."""


def walk(templates: Environment, way: Way) -> None:
    app, store = make_app(templates)

    async def act() -> None:
        try:
            await way(app.context, store)
        finally:
            await app.context.queue.stop()

    asyncio.run(act())


def states(store: MemoryStore) -> set[str]:
    return {task.state for task in store.tasks.values()}


async def turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


def test_a_batch_is_made_by_the_queue(templates: Environment) -> None:
    async def way(app: AppContext, store: MemoryStore) -> None:
        await app.late_batches.batches.begin("", (), ROWS, Request())
        await app.queue.wake()
        await turns()
        assert states(store) == {"done"}
        assert {card.request.prospect.name for card in store.generations.values()} == {"Ada Number 1", "Ada Number 2"}

    walk(templates, way)


def test_what_stop_did_not_come_to_is_cancelled_by_the_queue(templates: Environment) -> None:
    async def way(app: AppContext, store: MemoryStore) -> None:
        late = app.late_batches
        batch = await late.batches.begin("", (), ROWS, Request())
        tasks = dict(store.tasks)
        await late.batches.stop(batch.id)
        store.tasks = tasks  # as if the tab had been closed before
        await app.queue.wake()
        await turns()
        assert states(store) == {"cancelled"}
        first = next(iter(store.tasks))
        await late.want_again(first)
        await app.queue.retry(first)
        await turns()
        assert [task.id for task in store.tasks.values() if task.state == "done"] == [first]

    walk(templates, way)


@pytest.mark.parametrize(("model", "reason"), [("gpt-image-2", OVER_LIMIT), ("my-own-model", UNPRICED)])
def test_a_limit_holds_back_what_is_paid_for_and_lets_the_rest_be_made(
    templates: Environment, model: str, reason: str
) -> None:
    async def way(app: AppContext, store: MemoryStore) -> None:
        remember_monthly_limit(app.settings, "0.001")
        await app.late_batches.batches.begin("", (), ROWS, Request(picture_by=MakerChoice("openai", model)))
        await app.queue.wake()
        await turns()
        assert {(task.part, task.state) for task in store.tasks.values()} == {
            ("picture", "queued"),
            ("message", "done"),
        }
        assert (await app.queue.status()).reasons == {reason}

    walk(templates, way)
