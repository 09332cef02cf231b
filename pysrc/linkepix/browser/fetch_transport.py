"""httpx over the browser's fetch.

Hardened as research found necessary: no redirects (one would carry a custom key header to another host), no
cookies, no referrer, no cache. Closing the response, or cancelling the task, aborts the request.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, override

import httpx
from js import AbortController as js_AbortController
from js import fetch as js_fetch
from pyodide.ffi import JsException, to_js

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from js import AbortController, AbortSignal, Response
    from pyodide.ffi import JsProxy

FORBIDDEN = frozenset({"host", "user-agent", "accept-encoding", "connection", "content-length"})
"""Headers that httpx adds and a browser either sets itself or would preflight for nothing."""


class FetchTransport(httpx.AsyncBaseTransport):
    """Raises httpx.ConnectError, ReadError and ReadTimeout.

    ConnectError is a fetch that was refused (offline, CORS, policy: a browser does not tell which), ReadError a body
    that broke off; the time-out is the request's own.
    """

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        timeouts = request.extensions.get("timeout", {})
        js_abort = js_AbortController.new()
        js_options = await _options(request, js_abort.signal)
        try:
            async with asyncio.timeout(timeouts.get("read")):
                js_response = await js_fetch(str(request.url), js_options)
        except TimeoutError as error:
            js_abort.abort()
            raise httpx.ReadTimeout("no answer in time", request=request) from error
        except JsException as error:
            raise httpx.ConnectError(str(error), request=request) from error
        except asyncio.CancelledError:
            js_abort.abort()
            raise
        headers = [(str(js_pair[0]), str(js_pair[1])) for js_pair in js_response.headers]
        stream = _Body(js_response, js_abort, timeouts.get("read"), request)
        return httpx.Response(js_response.status, headers=_decoded(headers), stream=stream)


class _Body(httpx.AsyncByteStream):
    def __init__(
        self,
        js_response: Response,
        js_abort: AbortController,
        timeout: float | None,
        request: httpx.Request,
    ) -> None:
        self._js_response = js_response
        self._js_abort = js_abort
        self._timeout = timeout
        self._request = request

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        if not self._js_response.body:
            return
        js_reader = self._js_response.body.getReader()
        while True:
            try:
                async with asyncio.timeout(self._timeout):
                    js_piece = await js_reader.read()
            except TimeoutError as error:
                raise httpx.ReadTimeout("the answer stopped", request=self._request) from error
            except JsException as error:
                raise httpx.ReadError(str(error), request=self._request) from error
            if js_piece.done:
                return
            yield js_piece.value.to_bytes()

    @override
    async def aclose(self) -> None:
        self._js_abort.abort()


async def _options(request: httpx.Request, js_signal: AbortSignal) -> JsProxy:
    body = await request.aread()
    options = {
        "method": request.method,
        "headers": {name: value for name, value in request.headers.items() if name not in FORBIDDEN},
        "body": to_js(body) if body else None,
        "signal": js_signal,
        "redirect": "error",
        "credentials": "omit",
        "referrerPolicy": "no-referrer",
        "cache": "no-store",
        "mode": "cors",
    }
    js_options: JsProxy = to_js({name: value for name, value in options.items() if value is not None})
    return js_options


def _decoded(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The browser has undone the encoding already; httpx must not try again."""
    return [(name, value) for name, value in headers if name != "content-encoding"]
