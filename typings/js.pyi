# The global scope of JavaScript, as far as Python imports from it. `js` exists inside Pyodide only.

from collections.abc import Awaitable
from typing import Any, Protocol

from pyodide.ffi import JsArray, JsIterable, JsProxy

from linkepix.browser.host import Blob as BlobType
from linkepix.browser.host import Host

host: Host

class _BlobClass(Protocol):
    def new(self, parts: JsProxy, /, *, type: str) -> BlobType: ...

class _URLClass(Protocol):
    def createObjectURL(self, blob: BlobType, /) -> str: ...
    def revokeObjectURL(self, address: str, /) -> None: ...

class AbortSignal(Protocol): ...

class AbortController(Protocol):
    signal: AbortSignal

    @classmethod
    def new(cls) -> AbortController: ...
    def abort(self) -> None: ...

class Chunk(Protocol):
    done: bool
    value: _Bytes

class _Bytes(Protocol):
    def to_bytes(self) -> bytes: ...

class Reader(Protocol):
    def read(self) -> Awaitable[Chunk]: ...

class Stream(Protocol):
    def getReader(self) -> Reader: ...

class Response(Protocol):
    status: int
    headers: JsIterable[JsArray[str]]
    body: Stream | None

class _Console(Protocol):
    def error(self, text: str, /) -> None: ...

class _PromiseClass(Protocol):
    def all(self, promises: JsProxy, /) -> Awaitable[JsArray[Any]]: ...

class _JSONObject(Protocol):
    def stringify(self, value: object, /) -> str: ...
    def parse(self, text: str, /) -> JsArray[Any]: ...

class _IDBKeyRangeClass(Protocol):
    def bound(self, lower: JsProxy, upper: JsProxy, lower_open: bool = ..., /) -> JsProxy: ...
    def lowerBound(self, lower: JsProxy, /) -> JsProxy: ...

Blob: _BlobClass
IDBKeyRange: _IDBKeyRangeClass
JSON: _JSONObject
Promise: _PromiseClass
URL: _URLClass
console: _Console

def fetch(address: str, options: JsProxy, /) -> Awaitable[Response]: ...
