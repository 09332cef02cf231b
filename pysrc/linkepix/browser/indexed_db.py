"""Generations, pictures, drafts, the ledger, paces and the logo in IndexedDB, through `idb`.

Record, search text and pictures are written in one transaction, acknowledged when it is complete: 36 kills of the whole
browser in a prototype lost none of 2,120 acknowledged pictures.

A transaction ends as soon as Python awaits something, so each is made of requests that do not wait for each other.
"""

from __future__ import annotations

import json
import traceback
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from js import JSON as js_JSON  # noqa: N811 - JavaScript's own name, marked as such
from js import Blob as js_Blob
from js import IDBKeyRange as js_IDBKeyRange
from js import Promise as js_Promise
from js import console as js_console
from pyodide.ffi import create_once_callable, create_proxy, to_js

from linkepix.browser.host import js_host
from linkepix.browser.promises import (
    TIME_LIMIT_MS,
    ConnectionClosedError,
    await_promise,
    translated,
    within_limit,
)
from linkepix.browser.task_rows import INDEXES
from linkepix.model.activity import LedgerEntry
from linkepix.model.generation import Picture
from linkepix.model.logo import Logo
from linkepix.model.pace import Pace
from linkepix.model.remote import RemoteFile
from linkepix.model.search import matches, search_text
from linkepix.model.stores import (
    ACTIVITY,
    DATABASE,
    DRAFTS,
    GENERATIONS,
    LOGO,
    PACES,
    PICTURES,
    REMOTE,
    SEARCH,
    STORES,
    TASK_ROWS,
)
from linkepix.ports import Matches
from linkepix.services.records import from_json, parsed, rebuild, to_json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from pyodide.ffi import JsArray, JsProxy

    from linkepix.browser.host import Database as JsDatabase
    from linkepix.model.generation import Generation

VERSION = 6
"""Raised whenever `STORES` grows."""

WITH_IDS = (SEARCH, TASK_ROWS)
"""Stores whose values are objects with an `id`, to be read all at once."""

NEWEST = "newest"
"""The index of SEARCH by `order`: newest first, lowest id first where that is the same."""


LOGO_PNG, LOGO_REST = "picture", "about"
"""Keys in the store LOGO: a blob, and as JSON all other fields."""


class Database:
    """LibraryStore, DraftStore, LedgerStore, LogoStore, PaceStore and RemoteFileStore of `linkepix.ports`.

    Opened when first used, again if it was closed.
    """

    def __init__(self) -> None:
        self._js_database: JsDatabase | None = None

    async def save(self, generation: Generation, picture: Picture | None) -> None:
        await self.restore(generation, {generation.picture_version: picture} if picture else {})

    async def restore(self, generation: Generation, pictures: Mapping[int, Picture]) -> None:
        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = js_database.transaction(to_js([GENERATIONS, PICTURES, SEARCH]), "readwrite")
            js_writing.objectStore(GENERATIONS).put(to_json(generation), generation.id)
            js_writing.objectStore(SEARCH).put(_search_row(generation.id, generation))
            for version, picture in pictures.items():
                js_blob = js_Blob.new(to_js([picture.data]), type=picture.mime)
                js_writing.objectStore(PICTURES).put(js_blob, _picture_key(generation.id, version))
            return js_writing.done

        await self.ask(write)

    async def get(self, generation_id: str) -> Generation | None:
        return _readable(await self.ask(lambda js_database: js_database.get(GENERATIONS, generation_id)))

    async def page(self, words: Sequence[str], offset: int, limit: int) -> Matches:
        if words:
            rows = await self._search_rows()
            found = [row["id"] for row in rows if matches(row["text"], words)]
            return Matches(await self._records(found[offset : offset + limit]), len(found), len(rows))
        total, js_ids = await self.ask(partial(_count_and_newest, limit=offset + limit))
        return Matches(await self._records(js_ids.slice(offset)), total, total)

    async def picture(self, generation_id: str, version: int = 1) -> Picture | None:
        js_key = _picture_key(generation_id, version)
        js_blob = await self.ask(lambda js_database: js_database.get(PICTURES, js_key))
        if not js_blob:
            return None
        js_buffer = await await_promise(js_blob.arrayBuffer())
        return Picture(js_blob.type, js_buffer.to_bytes())

    async def delete(self, generation_id: str) -> None:
        def write(js_database: JsDatabase) -> Awaitable[object]:
            stores = [GENERATIONS, PICTURES, SEARCH]
            js_writing = js_database.transaction(to_js(stores), "readwrite")
            for store in stores:
                js_writing.objectStore(store).delete(generation_id)
            js_writing.objectStore(PICTURES).delete(_later_pictures(generation_id))
            return js_writing.done

        await self.ask(write)

    async def count(self) -> int:
        count: int = await self.ask(lambda js_database: js_database.count(SEARCH))
        return count

    async def load_draft(self, name: str) -> dict[str, str]:
        draft = parsed(await self.ask(lambda js_database: js_database.get(DRAFTS, name)))
        return draft if isinstance(draft, dict) else {}

    async def save_draft(self, name: str, draft: dict[str, str]) -> None:
        await self._put(DRAFTS, json.dumps(draft), name)

    async def put_entry(self, entry: LedgerEntry) -> None:
        await self._put(ACTIVITY, json.dumps(asdict(entry)), entry.id)

    async def entries(self) -> list[LedgerEntry]:
        js_texts = await self.ask(lambda js_database: js_database.getAll(ACTIVITY))
        found = [entry for text in js_texts if (entry := rebuild(LedgerEntry, parsed(text)))]
        return sorted(found, key=lambda entry: entry.sent, reverse=True)

    async def delete_entries(self, ids: Iterable[str]) -> None:
        await self.delete_from((ACTIVITY,), ids)

    async def put_remote(self, file: RemoteFile) -> None:
        await self._put(REMOTE, json.dumps(asdict(file)), file.id)

    async def remotes(self) -> list[RemoteFile]:
        js_texts = await self.ask(lambda js_database: js_database.getAll(REMOTE))
        found = [file for text in js_texts if (file := rebuild(RemoteFile, parsed(text)))]
        return sorted(found, key=lambda file: file.created, reverse=True)

    async def delete_remote(self, file_id: str) -> None:
        await self.delete_from((REMOTE,), (file_id,))

    async def put_pace(self, pace: Pace) -> None:
        await self._put(PACES, json.dumps(asdict(pace)), pace.id)

    async def paces(self) -> list[Pace]:
        js_texts = await self.ask(lambda js_database: js_database.getAll(PACES))
        return [pace for text in js_texts if (pace := rebuild(Pace, parsed(text)))]

    async def load_logo(self) -> Logo | None:
        js_blob, text = await self.ask(
            lambda js_database: js_Promise.all(
                to_js([js_database.get(LOGO, LOGO_PNG), js_database.get(LOGO, LOGO_REST)])
            )
        )
        rest = parsed(text)
        if not js_blob or not isinstance(rest, dict):
            return None
        js_buffer = await await_promise(js_blob.arrayBuffer())
        return rebuild(Logo, rest | {"png": js_buffer.to_bytes()})

    async def save_logo(self, logo: Logo) -> None:
        rest = {"width": logo.width, "height": logo.height, "colours": logo.colours}

        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = js_database.transaction(LOGO, "readwrite")
            js_writing.store.put(js_Blob.new(to_js([logo.png]), type="image/png"), LOGO_PNG)
            js_writing.store.put(json.dumps(rest), LOGO_REST)
            return js_writing.done

        await self.ask(write)

    async def delete_logo(self) -> None:
        await self.ask(lambda js_database: js_database.transaction(LOGO, "readwrite").store.clear())

    async def clear(self) -> None:
        """Empty every store. The database itself stays: another tab may have it open."""

        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = js_database.transaction(to_js(list(STORES)), "readwrite")
            for store in STORES:
                js_writing.objectStore(store).clear()
            return js_writing.done

        await self.ask(write)

    async def _search_rows(self) -> list[dict[str, str]]:
        """Return all search texts, newest first. They cross as one JSON text, which is faster than one by one."""
        js_rows = await self.ask(lambda js_database: js_database.getAllFromIndex(SEARCH, NEWEST))
        rows: list[dict[str, str]] = json.loads(js_JSON.stringify(js_rows))
        return rows

    async def _records(self, ids: Iterable[str]) -> tuple[Generation, ...]:
        def read(js_database: JsDatabase) -> Awaitable[JsArray[Any]]:
            js_store = js_database.transaction(GENERATIONS, "readonly").store
            return js_Promise.all(to_js([js_store.get(one) for one in ids]))

        texts = await self.ask(read)
        return tuple(generation for text in texts if (generation := _readable(text)))

    async def _put(self, store: str, value: str, key: str) -> None:
        await self._attempt(lambda js_database: js_host.put(TIME_LIMIT_MS, js_database, store, value, key))

    async def delete_from(self, stores: Sequence[str], keys: Iterable[str]) -> None:
        """Delete each key from each store, in one transaction. Raises StorageError."""

        def write(js_database: JsDatabase) -> Awaitable[object]:
            js_writing = js_database.transaction(to_js(list(stores)), "readwrite")
            for key in keys:
                for store in stores:
                    js_writing.objectStore(store).delete(key)
            return js_writing.done

        await self.ask(write)

    async def exchange(self, stores: Sequence[str], changes: Sequence[Mapping[str, object]]) -> Any:  # noqa: ANN401 - rows
        """Make each Exchange (static/js/protocol.d.ts). Return the rows that were there. Raises StorageError."""
        js_stores, js_changes = to_js(list(stores)), to_js(changes)
        return await self._attempt(
            lambda js_database: js_host.exchange(TIME_LIMIT_MS, js_database, js_stores, js_changes)
        )

    async def ask[T](self, act: Callable[[JsDatabase], Awaitable[T]]) -> T:
        """Await what `act` promises, with a time limit. Raises StorageError."""
        return await self._attempt(lambda js_database: within_limit(act(js_database)))

    async def _attempt[T](self, act: Callable[[JsDatabase], Awaitable[T]]) -> T:
        """Once more with a new connection where the old one was closed: nothing was written by then."""
        try:
            with translated():
                return await act(await self._open() if self._js_database is None else self._js_database)
        except ConnectionClosedError:
            self._js_database = None
            with translated():
                return await act(await self._open())

    async def _open(self) -> JsDatabase:
        js_callbacks = to_js({"upgrade": create_once_callable(_upgrade)})
        self._js_database = await within_limit(js_host.openDB(DATABASE, VERSION, js_callbacks))
        return self._js_database


def _count_and_newest(js_database: JsDatabase, *, limit: int) -> Awaitable[JsArray[Any]]:
    """Promise the number of records, and the ids of the newest ones."""
    js_store = js_database.transaction(SEARCH, "readonly").store
    return js_Promise.all(to_js([js_store.count(), js_store.index(NEWEST).getAllKeys(None, limit)]))


def _upgrade(js_database: JsDatabase, _old: int, _new: int, _js_wrapped: object, js_event: Any) -> None:  # noqa: ANN401 - an Event
    """Create the stores that are missing. All of it is one transaction: if it's interrupted, nothing has changed."""
    is_old = not js_database.objectStoreNames.contains(SEARCH)
    for store in STORES:
        if not js_database.objectStoreNames.contains(store):
            js_store: Any = js_database.createObjectStore(store, to_js({"keyPath": "id"} if store in WITH_IDS else {}))
            for name, fields in INDEXES.items() if store == TASK_ROWS else ():
                js_store.createIndex(name, to_js(fields))
    if is_old:
        js_upgrading = js_event.target.transaction
        js_upgrading.objectStore(SEARCH).createIndex(NEWEST, "order")
        _add_search_rows(js_upgrading)


def _add_search_rows(js_upgrading: Any) -> None:  # noqa: ANN401 - an IDBTransaction
    """Add a row for each record: version 2 had none.

    In a callback of the browser's own, as the transaction would not wait for a coroutine.
    """
    js_search = js_upgrading.objectStore(SEARCH)

    def next_record(js_event: Any) -> None:  # noqa: ANN401 - an Event
        js_cursor = js_event.target.result
        try:
            if js_cursor and (generation := _readable(js_cursor.value)):
                js_search.put(_search_row(js_cursor.primaryKey, generation))
        except Exception:  # noqa: BLE001 - nothing is lost: the database stays as it was, and opening it fails
            js_console.error(traceback.format_exc())
            js_upgrading.abort()
            return
        if js_cursor:
            js_cursor.continue_()

    js_upgrading.objectStore(GENERATIONS).openCursor().onsuccess = create_proxy(next_record)


def _search_row(generation_id: str, generation: Generation) -> Any:  # noqa: ANN401 - a JavaScript object
    return to_js({"id": generation_id, "order": _order(generation.created), "text": search_text(generation)})


def _picture_key(generation_id: str, version: int) -> Any:  # noqa: ANN401 - a string or a JavaScript array
    """The id for a card's first version, as it was before there were others, or an array of id and version."""
    return generation_id if version == 1 else to_js([generation_id, version])


def _later_pictures(generation_id: str) -> JsProxy:
    """All arrays that begin with the id and have a number next: an array comes after any number."""
    return js_IDBKeyRange.bound(to_js([generation_id]), to_js([generation_id, []]))


def _order(created: str) -> float:
    """A number that is lower the newer; a date that can't be read is older than all others."""
    try:
        return -datetime.fromisoformat(created).timestamp()
    except ValueError:
        return 0.0


def _readable(text: object) -> Generation | None:
    return from_json(text) if isinstance(text, str) else None
