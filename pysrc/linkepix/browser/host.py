"""What worker.mjs offers to Python, and the browser's objects that it hands out, as Protocols.

The only module that imports `host` from JavaScript. `Host`, `Request` and their fields are those of
static/js/protocol.d.ts. JavaScript's undefined and null arrive as None and `jsnull`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from js import host as js_host

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from pyodide.ffi import JsArray, JsBuffer, JsProxy

__all__ = ["Blob", "CacheStorage", "Database", "Host", "ObjectStore", "Request", "Transaction", "js_host"]


class Host(Protocol):
    """`globalThis.host`. A snapshot refers to it, and to its plain fields, by name (docs/adr/0010)."""

    caches: CacheStorage
    storage: StorageManager | None

    def openDB(self, name: str, version: int, callbacks: JsProxy, /) -> Awaitable[Database]: ...
    def plainErrors[T](self, promise: Awaitable[T], /) -> Awaitable[T]: ...
    def startUp(self) -> Awaitable[str]: ...
    def forgetStartUp(self) -> Awaitable[object]: ...
    def head(self, request_id: int, status: int, headers: JsProxy, /) -> None: ...
    def chunk(self, request_id: int, data: JsProxy, /) -> None: ...
    def end(self, request_id: int, /) -> None: ...
    def fail(self, request_id: int, error: str, /) -> None: ...
    def patch(self, values: JsProxy, /) -> None: ...
    def clear(self) -> None: ...


class Request(Protocol):
    """`RequestMessage`: what the page sends."""

    id: int
    method: str
    path: str
    headers: JsArray[JsArray[str]]
    body: JsBuffer | Blob


class Blob(Protocol):
    """https://developer.mozilla.org/docs/Web/API/Blob; a File is one too."""

    size: int
    type: str

    def slice(self, start: int, end: int, /) -> Blob: ...
    def arrayBuffer(self) -> Awaitable[JsBuffer]: ...


class CacheStorage(Protocol):
    def keys(self) -> Awaitable[JsArray[str]]: ...
    def delete(self, name: str, /) -> Awaitable[bool]: ...


class StorageEstimate(Protocol):
    usage: float
    quota: float


class StorageManager(Protocol):
    def estimate(self) -> Awaitable[StorageEstimate]: ...
    def persisted(self) -> Awaitable[bool]: ...


class Database(Protocol):
    """IDBPDatabase of `idb`. What was stored comes back as it is: a string, a number, a Blob."""

    objectStoreNames: Names

    def transaction(self, stores: JsProxy | str, mode: str, /) -> Transaction: ...
    def get(self, store: str, key: str, /) -> Awaitable[Any]: ...
    def getAll(self, store: str, /) -> Awaitable[JsArray[Any]]: ...
    def getAllFromIndex(self, store: str, index: str, /) -> Awaitable[JsArray[Any]]: ...
    def put(self, store: str, value: object, key: str, /) -> Awaitable[object]: ...
    def count(self, store: str, /) -> Awaitable[int]: ...
    def createObjectStore(self, name: str, options: JsProxy, /) -> ObjectStore: ...


class Names(Protocol):
    def contains(self, name: str, /) -> bool: ...


class Transaction(Protocol):
    store: ObjectStore
    done: Awaitable[object]

    def objectStore(self, name: str, /) -> ObjectStore: ...


class ObjectStore(Protocol):
    def get(self, key: str, /) -> Awaitable[Any]: ...
    def count(self) -> Awaitable[int]: ...
    def index(self, name: str, /) -> Index: ...
    def put(self, value: object, key: str = ..., /) -> Awaitable[object]: ...
    def delete(self, key: str, /) -> Awaitable[object]: ...
    def clear(self) -> Awaitable[object]: ...


class Index(Protocol):
    def getAllKeys(self, query: None, count: int, /) -> Awaitable[JsArray[str]]: ...
