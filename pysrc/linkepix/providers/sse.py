"""One reader for server-sent events, whoever sends them: OpenAI ends lines with LF, Gemini with CR LF.

The grammar is the HTML Standard's, section 9.2.6; event names, ids and retry times are left out, because both
providers name the kind of an event inside its JSON.

Ours rather than httpx-sse 0.4.3, which was tried: it decodes with replacement characters, so that broken
UTF-8 passes for text, and it lets a line grow until the memory is full. Both must be errors here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable

EVENT_LIMIT = 64 * 1024 * 1024
"""Bytes. A picture of 4K in base64 is about 20 MB; more than this is no answer of a provider."""


class UnreadableStreamError(ValueError):
    """An event is larger than the limit, or is not UTF-8."""


async def events(chunks: AsyncIterable[bytes], limit: int = EVENT_LIMIT) -> AsyncGenerator[str]:
    """The data of each event, its `data:` lines joined by LF. An event that the end cuts off is dropped.

    Raises UnreadableStreamError, and whatever `chunks` raises.
    """
    data: list[bytes] = []
    size = 0
    async for line in _lines(chunks, limit):
        if line:
            value = _data(line)
            if value is not None:
                data.append(value)
                size += len(value)
                _check(size, limit)
        elif data:
            yield _text(b"\n".join(data))
            data, size = [], 0


async def _lines(chunks: AsyncIterable[bytes], limit: int) -> AsyncGenerator[bytes]:
    """Lines without their ends, wherever the chunks were cut.

    A line's pieces are joined once, at its end, so that a picture of megabytes costs linear time.
    """
    pieces: list[bytes] = []
    size = 0
    after_cr = False
    async for chunk in chunks:
        if not chunk:
            continue
        # A CR ends its line at once; an LF that comes in the next chunk belongs to it.
        rest = chunk[1:] if after_cr and chunk.startswith(b"\n") else chunk
        after_cr = chunk.endswith(b"\r")
        for piece in rest.splitlines(keepends=True):
            pieces.append(piece)
            size += len(piece)
            _check(size, limit)
            if piece.endswith((b"\r", b"\n")):
                yield b"".join(pieces).rstrip(b"\r\n")
                pieces, size = [], 0


def _data(line: bytes) -> bytes | None:
    """The value of a `data` field; None for a comment and for any other field."""
    name, _, value = line.partition(b":")
    return value.removeprefix(b" ") if name == b"data" else None


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableStreamError(f"an event of more than {limit} bytes")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UnreadableStreamError("an event that is not UTF-8") from error
