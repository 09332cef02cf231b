"""Pieces of a file → one file outside Python, where a page can't be given them one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.model.parts import Span

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

    from linkepix.ports import Assembled, Pixels

MOST_HELD = 8_000_000
"""Bytes that are in Python at once, apart from the last piece."""

_ASIDE = "application/octet-stream"


async def assemble(pieces: AsyncIterable[bytes], pixels: Pixels, mime: str, most_held: int = MOST_HELD) -> Assembled:
    """Put pieces together, and return the file.

    Each few megabytes become a file of their own, which the last one refers to. Raises what the pieces raise, and then
    nothing is left behind.
    """
    keys, spans = list[str](), list[Span]()
    held, size = list[bytes](), 0
    try:
        async for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size >= most_held:
                spans.append(Span(0, size, len(keys)))
                keys.append(pixels.put(held, [], _ASIDE).key)
                held, size = [], 0
        return pixels.put([*spans, *held], keys, mime)
    finally:
        for key in keys:
            pixels.forget(key)
