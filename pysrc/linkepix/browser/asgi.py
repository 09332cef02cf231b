"""A page's message in, an ASGI request through the application, messages out."""

from __future__ import annotations

import asyncio
import json
import traceback
from typing import TYPE_CHECKING
from urllib.parse import unquote

import starlette.datastructures
from js import console as js_console
from pyodide.ffi import JsBuffer, JsException, to_js

from linkepix.browser.host import js_host
from linkepix.errors import FormError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.types import Message, Scope

    from linkepix.browser.host import Blob

CHUNK_BYTES = 2**20
READ_SECONDS = 30.0
"""For a chunk of a file, which may be on a slow disk."""


async def respond(app: Starlette, request_id: int, head: str, js_body: JsBuffer | Blob) -> None:
    """Answer a request by messages that carry its id. Whatever goes wrong, the page gets an answer."""

    async def send(part: Message) -> None:
        _post(request_id, part)

    try:
        await app(_scope(**json.loads(head)), _Body(js_body).receive, send)
    except asyncio.CancelledError:
        js_host.fail(request_id, "aborted")
        raise
    except Exception as error:  # noqa: BLE001 - the top-level handler
        js_console.error(traceback.format_exc())
        js_host.fail(request_id, type(error).__name__)


class _Body:
    """The body of a request: bytes, or a Blob that is read in chunks when the application asks for them."""

    def __init__(self, js_body: JsBuffer | Blob) -> None:
        self._js_body = js_body
        self._start = 0
        self._is_complete = False

    async def receive(self) -> Message:
        """Raises FormError for a file that cannot be read."""
        if self._is_complete:
            return await asyncio.Future()  # nothing else will come; an abort cancels the task
        if isinstance(self._js_body, JsBuffer):
            self._is_complete = True
            body = self._js_body.to_bytes()
        else:
            body = await self._chunk(self._js_body)
        return {"type": "http.request", "body": body, "more_body": not self._is_complete}

    async def _chunk(self, js_blob: Blob) -> bytes:
        start, self._start = self._start, self._start + CHUNK_BYTES
        self._is_complete = self._start >= js_blob.size
        try:
            async with asyncio.timeout(READ_SECONDS):
                js_buffer = await js_blob.slice(start, self._start).arrayBuffer()
        except (JsException, TimeoutError) as error:
            raise FormError(str(error) or "the file could not be read in time") from error
        return js_buffer.to_bytes()


def _scope(method: str, path: str, headers: list[tuple[str, str]]) -> Scope:
    """Version 2.4 of the protocol lets Starlette stream without watching for a disconnect: abort cancels."""
    path, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "server": ("worker", None),
        "client": None,
    }


def _post(request_id: int, part: Message) -> None:
    if part["type"] == "http.response.start":
        headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in part["headers"]]
        js_host.head(request_id, part["status"], json.dumps(headers))
        return
    if part.get("body"):
        js_host.chunk(request_id, to_js(part["body"]))
    if not part.get("more_body"):
        js_host.end(request_id)


async def _run_inline[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return function(*args, **kwargs)


# Starlette writes large files of a form in a thread. Pyodide has none, and its files are in memory.
starlette.datastructures.run_in_threadpool = _run_inline  # type: ignore[attr-defined,assignment]  # imported there
