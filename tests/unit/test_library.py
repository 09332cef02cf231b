"""Deletion, its undo, and edits, on the library itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import NotInLibraryError, StorageFullError
from linkepix.model.generation import Generation, Message
from linkepix.model.request import Request
from linkepix.services.library import Library
from tests.support.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from linkepix.ports import Matches

CARD = Generation("a", "2026-11-20T09:00:00+00:00", Request(), messages=(Message("Hello."),))


def with_card(act: Callable[[Library], Awaitable[None]], undo_seconds: float = 15) -> MemoryStore:
    """Act on a library that holds CARD; return its store."""
    store = MemoryStore()

    async def run() -> None:
        library = Library(store, undo_seconds)
        await library.add_part(CARD, lambda card: card, None, "")
        await act(library)

    asyncio.run(run())
    return store


async def delete_and_undo(library: Library) -> None:
    await library.delete("a")
    for _ in range(3):
        await asyncio.sleep(0)  # lets what is due run
    await library.undo("a")


def test_a_deleted_card_is_forgotten_though_no_page_asks_for_it() -> None:
    """The page that offers Undo may have been left."""
    with pytest.raises(NotInLibraryError):
        with_card(delete_and_undo, undo_seconds=0)


def test_until_then_it_can_be_brought_back() -> None:
    """The control."""
    assert with_card(delete_and_undo).generations == {"a": CARD}


def test_the_time_for_undo_begins_with_the_last_deletion() -> None:
    async def twice(library: Library) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await library.delete("a")
        await library.undo("a")
        loop.time = lambda: began + 10  # type: ignore[method-assign]  # the clock is put forward
        await library.delete("a")
        loop.time = lambda: began + 20  # type: ignore[method-assign]
        for _ in range(3):
            await asyncio.sleep(0)
        await library.undo("a")

    assert with_card(twice).generations == {"a": CARD}


def test_a_card_that_could_not_be_brought_back_can_be_tried_again() -> None:
    async def full(library: Library) -> None:
        store = library._store  # noqa: SLF001 - to fill it
        assert isinstance(store, MemoryStore)
        await library.delete("a")
        store.refusal = StorageFullError("full")
        with pytest.raises(StorageFullError):
            await library.undo("a")
        store.refusal = None
        await library.undo("a")

    assert with_card(full).generations == {"a": CARD}


@pytest.mark.parametrize(("body", "saved"), [("Hello.", False), ("Hello!", True)])
def test_a_message_is_saved_only_if_it_was_changed(body: str, *, saved: bool) -> None:
    async def edit(library: Library) -> None:
        store = library._store  # noqa: SLF001 - to see what it is asked
        assert isinstance(store, MemoryStore)
        store.refusal = StorageFullError("full")
        try:
            await library.edit_message("a", 0, Message(body))
        except StorageFullError:
            assert saved
        else:
            assert not saved

    with_card(edit)


def test_no_page_number_asks_a_store_for_more_than_it_can_count() -> None:
    """IndexedDB refuses a limit of 2**32."""

    class Recorder(MemoryStore):
        @override
        async def page(self, words: Sequence[str], offset: int, limit: int) -> Matches:
            asked.append(offset + limit)
            return await MemoryStore.page(self, words, offset, limit)

    asked: list[int] = []
    page = asyncio.run(Library(Recorder()).page("", 10**300))
    assert (page.number, page.items) == (1, ())
    assert 0 < max(asked) < 2**32
