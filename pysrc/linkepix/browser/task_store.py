"""Tasks in IndexedDB: a record in full, as JSON, and a row with what lists, searches and the queue ask for.

Rows are read all at once, as one JSON text: the jobs, which hold prompts, are not among them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from js import JSON as js_JSON  # noqa: N811 - JavaScript's own name, marked as such
from js import Promise as js_Promise
from pyodide.ffi import to_js

from linkepix.browser.host import js_host
from linkepix.browser.promises import await_promise
from linkepix.errors import TaskChangedError
from linkepix.model.search import folded, matches
from linkepix.model.stores import TASK_ROWS, TASKS
from linkepix.model.task import QUEUED, RUNNING, State, Task  # noqa: TC001 - rows are rebuilt from their annotations
from linkepix.ports import TaskPage
from linkepix.services.records import parsed, rebuild

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection, Iterable, Sequence

    from pyodide.ffi import JsArray

    from linkepix.browser.host import Database as JsDatabase
    from linkepix.browser.host import Transaction as JsTransaction
    from linkepix.browser.indexed_db import Database


@dataclass(frozen=True, slots=True)
class Row:
    """What is asked of many tasks at once; fields as in Task, `text` is the title, folded."""

    id: str
    created: str
    state: State
    text: str
    priority: int
    not_before: str
    kept_until: str
    revision: int

    @property
    def age(self) -> tuple[str, str]:
        return self.created, self.id


class BrowserOwners:
    """Owners of `linkepix.ports`: workers of this site's tabs, by locks that the browser frees when they end."""

    @property
    def name(self) -> str:
        return js_host.owner()

    async def alive(self) -> list[str]:
        names: list[str] = json.loads(await await_promise(js_host.owners()))
        return names


class BrowserTasks:
    """TaskStore of `linkepix.ports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_tasks(self, tasks: Iterable[Task]) -> None:
        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = _writing(js_database)
            for task in tasks:
                _put(js_writing, task)
            return js_writing.done

        await self._database.ask(write)

    async def task(self, task_id: str) -> Task | None:
        return _readable(await self._database.ask(lambda js_database: js_database.get(TASKS, task_id)))

    async def change_task(self, task: Task, revision: int) -> None:
        change = {"revision": revision, "row": _row_of(task), "record": _text_of(task)}
        js_found = await self._database.exchange((TASKS, TASK_ROWS), change)
        if not js_found or js_found.revision != revision:
            raise TaskChangedError(task.id, js_found.state if js_found else "")

    async def task_page(self, words: Sequence[str], states: Collection[State], offset: int, limit: int) -> TaskPage:
        rows = sorted(await self._rows(), key=lambda row: row.age, reverse=True)
        found = [row for row in rows if (not states or row.state in states) and matches(row.text, words)]
        tasks = await self._tasks(found[offset : offset + limit])
        return TaskPage(tuple(tasks), len(found), Counter(row.state for row in rows))

    async def next_tasks(self, now: str, limit: int) -> list[Task]:
        waiting = [row for row in await self._rows() if row.state == QUEUED and row.not_before <= now]
        return await self._tasks(sorted(waiting, key=lambda row: (-row.priority, row.age))[:limit])

    async def running_tasks(self) -> list[Task]:
        running = [row for row in await self._rows() if row.state == RUNNING]
        return await self._tasks(sorted(running, key=lambda row: row.age))

    async def expired_tasks(self, now: str) -> list[str]:
        return [row.id for row in await self._rows() if row.kept_until and row.kept_until <= now]

    async def delete_tasks(self, task_ids: Iterable[str]) -> None:
        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = _writing(js_database)
            for task_id in task_ids:
                for store in (TASKS, TASK_ROWS):
                    js_writing.objectStore(store).delete(task_id)
            return js_writing.done

        await self._database.ask(write)

    async def _rows(self) -> list[Row]:
        js_rows = await self._database.ask(lambda js_database: js_database.getAll(TASK_ROWS))
        rows = (rebuild(Row, row) for row in json.loads(js_JSON.stringify(js_rows)))
        return [row for row in rows if row]

    async def _tasks(self, rows: Iterable[Row]) -> list[Task]:
        def read(js_database: JsDatabase) -> Awaitable[JsArray[Any]]:
            js_store = js_database.transaction(TASKS, "readonly").store
            return js_Promise.all(to_js([js_store.get(row.id) for row in rows]))

        return [task for text in await self._database.ask(read) if (task := _readable(text))]


def _writing(js_database: JsDatabase) -> JsTransaction:
    return js_database.transaction(to_js([TASKS, TASK_ROWS]), "readwrite")


def _put(js_writing: JsTransaction, task: Task) -> None:
    js_writing.objectStore(TASKS).put(_text_of(task), task.id)
    js_writing.objectStore(TASK_ROWS).put(to_js(_row_of(task)))


def _text_of(task: Task) -> str:
    return json.dumps(asdict(task), ensure_ascii=False)


def _row_of(task: Task) -> dict[str, object]:
    row = Row(
        task.id,
        task.created,
        task.state,
        folded(task.title),
        task.priority,
        task.not_before,
        task.kept_until,
        task.revision,
    )
    return asdict(row)


def _readable(text: object) -> Task | None:
    return rebuild(Task, parsed(text))
