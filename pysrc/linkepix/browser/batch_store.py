"""Batches in IndexedDB, as JSON, and the rows of each one's table as one JSON text."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pyodide.ffi import to_js

from linkepix.model.batch import Batch, BatchRow
from linkepix.model.stores import BATCH_ROWS, BATCHES
from linkepix.services.records import parsed, rebuild, shallow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from linkepix.browser.host import Database as JsDatabase
    from linkepix.browser.host import Transaction as JsTransaction
    from linkepix.browser.indexed_db import Database


class BrowserBatches:
    """BatchStore of `linkepix.task_ports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save_batch(self, batch: Batch, rows: Sequence[BatchRow] | None = None) -> None:
        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = js_database.transaction(to_js([BATCHES, BATCH_ROWS]), "readwrite")
            put_batch(js_writing, batch, rows)
            return js_writing.done

        await self._database.ask(write)

    async def batch(self, batch_id: str) -> Batch | None:
        return rebuild(Batch, parsed(await self._database.ask(lambda js_database: js_database.get(BATCHES, batch_id))))

    async def batches(self) -> list[Batch]:
        js_texts = await self._database.ask(lambda js_database: js_database.getAll(BATCHES))
        found = [batch for text in js_texts if (batch := rebuild(Batch, parsed(text)))]
        return sorted(found, key=lambda batch: (batch.created, batch.id), reverse=True)

    async def batch_rows(self, batch_id: str) -> tuple[BatchRow, ...]:
        told = parsed(await self._database.ask(lambda js_database: js_database.get(BATCH_ROWS, batch_id)))
        rows = (rebuild(BatchRow, row) for row in told) if isinstance(told, list) else ()
        return tuple(row for row in rows if row)

    async def delete_batches(self, batch_ids: Iterable[str]) -> None:
        await self._database.delete_from((BATCHES, BATCH_ROWS), batch_ids)


def put_batch(js_writing: JsTransaction, batch: Batch, rows: Sequence[BatchRow] | None) -> None:
    """Put it, and its rows if there are any given, into a transaction of both stores."""
    js_writing.objectStore(BATCHES).put(json.dumps(asdict(batch)), batch.id)
    if rows is not None:
        js_writing.objectStore(BATCH_ROWS).put(json.dumps([_told(row) for row in rows]), batch.id)


def _told(row: BatchRow) -> dict[str, object]:
    return shallow(row) | {"prospect": shallow(row.prospect)}
