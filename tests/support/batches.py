"""Rows, tasks and cards of a batch, and what is in its archive."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from linkepix.model.prospect import Prospect
from linkepix.model.task import BILLED, DONE, Attempt, Task
from linkepix.services.batches.take_away import Choice, zip_pieces
from linkepix.services.library import Library
from linkepix.tables.people import Row
from linkepix.tables.reading import read_table
from tests.support.cards import card

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from linkepix.model.generation import Message
    from linkepix.model.task import State
    from linkepix.services.batches.take_away import Entry
    from tests.support.memory import MemoryStore

NOW = datetime(2026, 11, 26, 14, 5)  # noqa: DTZ001 - ZIP has local time
PLAIN = Choice(NOW)


def task(state: State = DONE, cost: float | None = None, error: str = "", number: int = 1) -> Task:
    attempt = Attempt(1, "", is_paid=True, ended="x", billed=BILLED if cost is not None else "no", cost_usd=cost)
    return Task(f"t{number}", "", "picture", "openai", "", "", state, attempts=(attempt,), error=error)


def row(number: int, name: str, **fields: str) -> Row:
    return Row(number, Prospect(name=name, **fields), {"email": f"p{number}@example.com"}, (("Budget", "=1+1"),))


async def made(store: MemoryStore, number: int, name: str, message: Message | None = None) -> str:
    generation, picture = card(number, name)
    if message:
        generation = replace(generation, messages=(message,))
    await store.save(generation, picture)
    return generation.id


async def stream(entries: Iterable[Entry]) -> AsyncIterator[Entry]:
    for entry in entries:
        yield entry


def packed(store: MemoryStore, entries: Iterable[Entry], choice: Choice = PLAIN) -> bytes:
    """Write to a sink that can't go back."""

    async def run() -> bytes:
        return b"".join([piece async for piece in zip_pieces(stream(entries), Library(store), choice)])

    return asyncio.run(run())


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(data: bytes) -> list[dict[str, str]]:
    table = read_table(data, has_header=True)
    return [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
