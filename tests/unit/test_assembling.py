"""Pieces of a file are put together outside Python."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import StorageError
from linkepix.services.batches.assembling import assemble
from tests.support.memory import FakePixels

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def numbered_pieces(count: int, *, breaks: bool = False) -> AsyncIterator[bytes]:
    for number in range(count):
        yield bytes([number]) * 1_000
    if breaks:
        raise StorageError


@pytest.mark.parametrize("count", [0, 1, 3, 4, 11])
def test_pieces_become_one_file_that_leaves_no_others(count: int) -> None:
    pixels = FakePixels()
    made = asyncio.run(assemble(numbered_pieces(count), pixels, "application/zip", most_held=3_000))
    assert asyncio.run(pixels.read(made.key)) == b"".join(bytes([number]) * 1_000 for number in range(count))
    assert list(pixels.data) == [made.key]
    assert made.size == 1_000 * count


def test_pieces_that_break_off_leave_nothing() -> None:
    pixels = FakePixels()
    with pytest.raises(StorageError):
        asyncio.run(assemble(numbered_pieces(10, breaks=True), pixels, "application/zip", most_held=3_000))
    assert not pixels.data
