"""The forms that an answer takes: a fragment, or a stream of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator


def fragment(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status)


def fragment_stream(fragments: AsyncIterable[str]) -> StreamingResponse:
    """Each fragment is one server-sent event, swapped in as it comes (htmx's hx-sse)."""
    return StreamingResponse(_as_events(fragments), media_type="text/event-stream")


async def _as_events(fragments: AsyncIterable[str]) -> AsyncIterator[str]:
    async for html in fragments:
        yield "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
