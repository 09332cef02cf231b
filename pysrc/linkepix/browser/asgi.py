"""A page's message in, an ASGI request through the application, messages out."""

from __future__ import annotations

import asyncio
import json
import traceback
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from js import console as js_console
from js import host as js_host
from pyodide.ffi import to_js

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import Message, Scope


async def respond(app: Starlette, request_id: int, message: dict[str, Any]) -> None:
    """The last door: whatever goes wrong behind it, the page gets an answer."""
    body = message["body"].encode()
    delivered = False

    async def receive() -> Message:
        nonlocal delivered
        if delivered:
            return await asyncio.Future()
        delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(part: Message) -> None:
        _post(request_id, part)

    try:
        await app(_scope(message), receive, send)
    except asyncio.CancelledError:
        js_host.fail(request_id, "aborted")
        raise
    except Exception as error:  # noqa: BLE001 - the last door
        js_console.error(traceback.format_exc())
        js_host.fail(request_id, type(error).__name__)


def _scope(message: dict[str, Any]) -> Scope:
    """Version 2.4 of the protocol lets Starlette stream without watching for a disconnect: abort cancels."""
    path, _, query = message["path"].partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": message["method"],
        "scheme": "https",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in message["headers"]],
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
