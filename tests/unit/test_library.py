"""The library's memory of a deleted card."""

from __future__ import annotations

import asyncio

import pytest

from linkepix.errors import NotInLibraryError
from linkepix.model.generation import Generation
from linkepix.model.request import Request
from linkepix.services.library import Library
from tests.support.memory import MemoryStore

CARD = Generation("a", "2026-11-20T09:00:00+00:00", Request())


async def delete_and_undo(library: Library) -> None:
    await library.add_part(CARD, "message", None, "")
    await library.delete("a")
    for _ in range(3):
        await asyncio.sleep(0)  # lets what is due run
    await library.undo("a")


def test_a_deleted_card_is_forgotten_though_no_page_asks_for_it() -> None:
    """The page that offers Undo may have been left."""
    with pytest.raises(NotInLibraryError):
        asyncio.run(delete_and_undo(Library(MemoryStore(), undo_seconds=0)))


def test_until_then_it_can_be_brought_back() -> None:
    """The control."""
    store = MemoryStore()
    asyncio.run(delete_and_undo(Library(store)))
    assert store.generations == {"a": CARD}
