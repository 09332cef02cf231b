"""What stands between a site and a visitor: an edge that compresses, and a line.

`wrangler pages dev` sends everything as it is. Cloudflare's edge compresses what it knows to be compressible
(https://developers.cloudflare.com/speed/optimization/content/compression/), so this does the same. The line is made
here and not by CDP's `Network.emulateNetworkConditions`, because that belongs to a page and its own workers, and a
service worker is neither. It is shared by all of a visit's answers. Each answer waits once for the latency; opening a
connection costs nothing, and HTTP/1.1 allows six of them: the real edge differs in both.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import brotli
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

QUALITY = 5
"""Brotli as Cloudflare compresses on the fly: level 4 or 5 by what is publicly said of it."""

COMPRESSED = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/wasm",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
"""Those of the edge's list that a site here has."""

BETWEEN_HOPS = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})
CHUNK = 8192
START_SECONDS = 20


@dataclass(slots=True)
class Line:
    """One visitor's line; without a rate, as fast as the machine."""

    bits_per_second: float | None = None
    latency: float = 0
    free: float = 0

    async def carry(self, size: int) -> None:
        if self.bits_per_second:
            now = asyncio.get_running_loop().time()
            self.free = max(now, self.free) + size * 8 / self.bits_per_second
            await asyncio.sleep(self.free - now)


@dataclass(slots=True)
class Edge:
    origin: str
    line: Line
    sent: dict[str, int] = field(default_factory=dict)
    """Bytes of bodies that were sent, by path."""

    client: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)
    compressed: dict[bytes, bytes] = field(default_factory=dict)

    async def answer(self, request: Request) -> StreamingResponse:
        """Of the request's headers the origin only needs those that make it answer "not modified"."""
        wanted = {name: value for name, value in request.headers.items() if name.startswith("if-")}
        wanted["accept-encoding"] = "identity"
        path = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        answer = await self.client.request(request.method, f"{self.origin}{path}", headers=wanted)
        headers = {name: value for name, value in answer.headers.items() if name not in BETWEEN_HOPS}
        body = answer.content
        if answer.headers.get("content-type", "").partition(";")[0] in COMPRESSED and body:
            body = await asyncio.to_thread(self.compress, body)
            headers["content-encoding"] = "br"
        self.sent[request.url.path] = self.sent.get(request.url.path, 0) + len(body)
        await asyncio.sleep(self.line.latency)
        return StreamingResponse(self.carried(body), answer.status_code, headers)

    def compress(self, body: bytes) -> bytes:
        if body not in self.compressed:
            self.compressed[body] = brotli.compress(body, quality=QUALITY)
        return self.compressed[body]

    async def carried(self, body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), CHUNK):
            chunk = body[start : start + CHUNK]
            await self.line.carry(len(chunk))
            yield chunk


@contextlib.contextmanager
def serve_edge(edge: Edge) -> Iterator[str]:
    """The address of the edge, until the block is left."""
    application = Starlette(routes=[Route("/{path:path}", edge.answer, methods=["GET"])])
    server = uvicorn.Server(
        uvicorn.Config(application, port=0, log_level="error", server_header=False, timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}"
    finally:
        server.should_exit = True
        thread.join()


def port_of(server: uvicorn.Server) -> int:
    until = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError(f"the edge did not start in {START_SECONDS} s")
        time.sleep(0.02)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
