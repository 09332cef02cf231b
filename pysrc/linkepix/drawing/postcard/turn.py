"""A postcard that turns over: frames that the page paints → an animated PNG (https://www.w3.org/TR/png-3/)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from linkepix.drawing.png import HEAD_BYTES, SIGNATURE, chunk, chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SQUEEZES = (1, 0.97, 0.87, 0.71, 0.5, 0.26)
"""How wide a side is drawn while it turns away: cosines of 0° to 75°. Both sides in turn make all frames there are."""

FRAMES = 2 * len(SQUEEZES)
_STEP_MS = 40
_FRONT_MS, _BACK_MS = 2_000, 5_000
"""How long each side is shown: the back is read."""


def turning(frames: Sequence[bytes]) -> bytes:
    """Put FRAMES PNGs, each side from wide to narrow, in the order of a card that turns over and back, for ever.

    Raises ValueError for frames that are no PNGs, not of the same size and kind, or not so many.
    """
    pictures = [_head_and_data(frame) for frame in frames]
    heads = {head for head, _ in pictures}
    if len(frames) != FRAMES or len(heads) != 1:
        raise ValueError(f"not {FRAMES} frames of one size and kind")
    return b"".join(_file(heads.pop(), [(pictures[number][1], delay) for number, delay in _order()]))


def _order() -> Iterator[tuple[int, int]]:
    """Frames by number, with the milliseconds that each is shown: over, and the same way back."""
    front, back = range(len(SQUEEZES)), range(len(SQUEEZES), FRAMES)
    yield front[0], _FRONT_MS
    for number in (*front[1:], *back[:0:-1]):
        yield number, _STEP_MS
    yield back[0], _BACK_MS
    for number in (*back[1:], *front[:0:-1]):
        yield number, _STEP_MS


def _file(head: bytes, shown: Sequence[tuple[bytes, int]]) -> Iterator[bytes]:
    yield SIGNATURE
    yield chunk(b"IHDR", head)
    yield chunk(b"acTL", struct.pack(">II", len(shown), 0))
    # Control chunks and data chunks are numbered in one sequence. The first frame is what other programs show.
    yield chunk(b"fcTL", _control(0, head, shown[0][1]))
    yield chunk(b"IDAT", shown[0][0])
    for number, (data, delay) in enumerate(shown[1:]):
        yield chunk(b"fcTL", _control(2 * number + 1, head, delay))
        yield chunk(b"fdAT", struct.pack(">I", 2 * number + 2) + data)
    yield chunk(b"IEND", b"")


def _control(number: int, head: bytes, delay: int) -> bytes:
    """A whole frame that takes the place of the one before."""
    size = head[:8]
    return struct.pack(">I", number) + size + struct.pack(">IIHHBB", 0, 0, delay, 1000, 0, 0)


def _head_and_data(png: bytes) -> tuple[bytes, bytes]:
    """What is in IHDR, and in all IDAT together."""
    if not png.startswith(SIGNATURE):
        raise ValueError("a frame is no PNG")
    found = list(chunks(png))
    head = next((data for kind, data in found if kind == b"IHDR"), b"")
    data = b"".join(data for kind, data in found if kind == b"IDAT")
    if len(head) != HEAD_BYTES or not data:
        raise ValueError("a frame is no whole PNG")
    return head, data
