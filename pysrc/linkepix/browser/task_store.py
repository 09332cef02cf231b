"""Tasks in IndexedDB: a record in full, as JSON, and a row with what lists, searches and the queue ask for.

Rows are found by indexes, and cross as one JSON text: the jobs, which hold prompts, are not among them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from js import JSON as js_JSON  # noqa: N811 - JavaScript's own name, marked as such
from js import IDBKeyRange as js_IDBKeyRange
from js import Promise as js_Promise
from pyodide.ffi import to_js

from linkepix.browser.batch_store import put_batch
from linkepix.browser.host import js_host
from linkepix.browser.promises import AlreadyThereError, await_promise
from linkepix.browser.task_rows import AGE, BY_STATE, END, EXPIRY, OF_BATCH, STATE_OF_BATCH, TURN, row_of
from linkepix.errors import TaskChangedError
from linkepix.model.search import matches
from linkepix.model.stores import BATCH_ROWS, BATCHES, TASK_ROWS, TASKS
from linkepix.model.task import QUEUED, RUNNING, STATES, Task
from linkepix.services.records import parsed, rebuild, shallow
from linkepix.task_ports import TaskPage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection, Iterable, Sequence

    from pyodide.ffi import JsArray, JsProxy

    from linkepix.browser.host import Database as JsDatabase
    from linkepix.browser.host import Index as JsIndex
    from linkepix.browser.indexed_db import Database
    from linkepix.browser.task_rows import Row
    from linkepix.model.batch import Batch, BatchRow
    from linkepix.model.task import State

CHUNK = 200
"""Rows that are read at once where it is not known how many are needed."""


class BrowserOwners:
    """Owners of `linkepix.task_ports`: workers of this site's tabs, by locks that the browser frees when they end."""

    @property
    def name(self) -> str:
        return js_host.owner()

    async def join(self) -> str:
        return await await_promise(js_host.join())

    async def alive(self) -> list[str]:
        names: list[str] = json.loads(await await_promise(js_host.owners()))
        return names


class BrowserTasks:
    """TaskStore of `linkepix.task_ports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_tasks(
        self, tasks: Iterable[Task], batch: Batch | None = None, rows: Sequence[BatchRow] | None = None
    ) -> None:
        new = list(tasks)

        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = js_database.transaction(to_js([TASKS, TASK_ROWS, BATCHES, BATCH_ROWS]), "readwrite")
            if batch:
                put_batch(js_writing, batch, rows)
            js_records, js_rows = js_writing.objectStore(TASKS), js_writing.objectStore(TASK_ROWS)
            # Rows cross as one text: of a table there are thousands.
            for task, js_row in zip(new, js_JSON.parse(json.dumps([row_of(task) for task in new])), strict=True):
                js_records.add(_text_of(task), task.id)
                js_rows.add(js_row)
            return js_writing.done

        try:
            await self._database.ask(write)
        except AlreadyThereError as error:
            raise TaskChangedError(batch.id if batch else "") from error

    async def task(self, task_id: str) -> Task | None:
        return _readable(await self._database.ask(lambda js_database: js_database.get(TASKS, task_id)))

    async def change_task(self, task: Task, revision: int) -> None:
        (js_found,) = await self._exchange([(task, revision)])
        if not js_found or js_found.revision != revision:
            raise TaskChangedError(task.id, js_found.state if js_found else "")

    async def change_tasks(self, changes: Iterable[tuple[Task, int]]) -> list[str]:
        wanted = list(changes)
        found = zip(wanted, await self._exchange(wanted), strict=True)
        return [task.id for (task, revision), js_row in found if not js_row or js_row.revision != revision]

    async def task_page(self, words: Sequence[str], states: Collection[State], offset: int, limit: int) -> TaskPage:
        counts = dict(zip(STATES, await self._count(BY_STATE, [[state] for state in STATES]), strict=True))
        if words:
            rows = [row for row in await self._rows(AGE) if not states or row["state"] in states]
            found = [row for row in rows if matches(row["text"], words)]
            number = len(found)
        else:
            number = sum(counts[state] for state in states or STATES)
            found = await self._newest(states, offset + limit)
        tasks = await self._tasks(found[offset : offset + limit])
        return TaskPage(tuple(tasks), number, {state: count for state, count in counts.items() if count})

    async def next_tasks(self, now: str, limit: int) -> list[Task]:
        """Rows of tasks that wait are passed over, some at a time."""
        due: list[Row] = []
        after: list[object] = [QUEUED]
        while len(due) < limit:
            js_range = js_IDBKeyRange.bound(to_js(after), to_js([QUEUED, [[]]]), True)  # noqa: FBT003 - JavaScript's
            rows = await self._rows(TURN, js_range, CHUNK)
            due += [row for row in rows if row["not_before"] <= now]
            if len(rows) < CHUNK:
                break
            after = [QUEUED, rows[-1]["turn"]]
        return await self._tasks(due[:limit])

    async def running_tasks(self) -> list[Task]:
        running = await self._rows(BY_STATE, _beginning_with([RUNNING]))
        return await self._tasks(sorted(running, key=lambda row: row["turn"][1:]))

    async def expired_tasks(self, now: str) -> list[str]:
        js_range = js_IDBKeyRange.bound(to_js([" "]), to_js([now]))
        return [row["id"] for row in await self._rows(EXPIRY, js_range) if row["state"] not in {QUEUED, RUNNING}]

    async def delete_tasks(self, task_ids: Iterable[str]) -> None:
        await self._database.delete_from((TASKS, TASK_ROWS), task_ids)

    async def batch_counts(self, batch_id: str) -> dict[State, int]:
        counts = await self._count(STATE_OF_BATCH, [[batch_id, state] for state in STATES])
        return {state: count for state, count in zip(STATES, counts, strict=True) if count}

    async def batch_tasks(self, batch_id: str, first: int, last: int) -> list[Task]:
        js_range = js_IDBKeyRange.bound(to_js([batch_id, first]), to_js([batch_id, last]))
        rows = await self._rows(OF_BATCH, js_range)
        return await self._tasks(sorted(rows, key=lambda row: (row["row"], row["id"])))

    async def spent_since(self, time: str) -> float:
        js_range = js_IDBKeyRange.lowerBound(to_js([time]))
        return sum(row["cost"] for row in await self._rows(END, js_range))

    async def _newest(self, states: Collection[State], limit: int) -> list[Row]:
        if not states:
            return await self._rows(AGE, None, limit)
        each = [await self._rows(BY_STATE, _beginning_with([state]), limit) for state in states]
        return sorted((row for rows in each for row in rows), key=lambda row: row["age"])

    async def _rows(self, index: str, js_range: JsProxy | None = None, limit: int | None = None) -> list[Row]:
        js_rows = await self._database.ask(lambda js_database: _indexed(js_database, index).getAll(js_range, limit))
        rows: list[Row] = json.loads(js_JSON.stringify(js_rows))
        return rows

    async def _count(self, index: str, keys: Sequence[list[str]]) -> list[int]:
        def read(js_database: JsDatabase) -> Awaitable[JsArray[Any]]:
            js_index = _indexed(js_database, index)
            return js_Promise.all(to_js([js_index.count(_beginning_with(key)) for key in keys]))

        return [int(count) for count in await self._database.ask(read)]

    async def _tasks(self, rows: Iterable[Row]) -> list[Task]:
        def read(js_database: JsDatabase) -> Awaitable[JsArray[Any]]:
            js_store = js_database.transaction(TASKS, "readonly").store
            return js_Promise.all(to_js([js_store.get(row["id"]) for row in rows]))

        return [task for text in await self._database.ask(read) if (task := _readable(text))]

    async def _exchange(self, changes: Sequence[tuple[Task, int]]) -> list[Any]:
        """Return the rows that were there."""
        told = [{"revision": revision, "row": row_of(task), "record": _text_of(task)} for task, revision in changes]
        return list(await self._database.exchange((TASKS, TASK_ROWS), told))


def _indexed(js_database: JsDatabase, index: str) -> JsIndex:
    return js_database.transaction(TASK_ROWS, "readonly").store.index(index)


def _beginning_with(key: list[str]) -> JsProxy:
    """Keys that begin so: an array comes after all that is no array, and so after each key's last field."""
    return js_IDBKeyRange.bound(to_js(key), to_js([*key, [[]]]))


def _text_of(task: Task) -> str:
    return json.dumps(shallow(task) | {"attempts": [shallow(one) for one in task.attempts]}, ensure_ascii=False)


def _readable(text: object) -> Task | None:
    return rebuild(Task, parsed(text))
