"""Saved generations: search, pages, deletion that can be undone, messages that were edited."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError
from linkepix.model.search import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.generation import Generation, Message, Picture
    from linkepix.ports import LibraryStore

PAGE_SIZE = 24

MAX_PAGES = 100_000
"""More than any library has; IndexedDB takes a position below 2**32."""

UNDO_SECONDS = 15.0
"""How long a deleted card stays in memory: a little longer than a page offers Undo."""


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """One page of what was found, newest first. `number` counts from 1, `total` generations in all."""

    items: tuple[Generation, ...]
    number: int
    pages: int
    found: int
    total: int


class Library:
    """The rack of cards. A deleted card stays in memory for `undo_seconds`, so that Undo can bring it back.

    All methods raise StorageError.
    """

    def __init__(self, store: LibraryStore, undo_seconds: float = UNDO_SECONDS) -> None:
        self._store = store
        self._undo_seconds = undo_seconds
        # Reading a record and writing it back is one act: an edit and a part that was just made may meet.
        self._writing = asyncio.Lock()
        self._deleted: dict[str, tuple[Generation, Picture | None]] = {}

    async def page(self, query: str, number: int) -> LibraryPage:
        """Return a page that exists: the nearest one to `number`, which counts from 1."""
        words = words_of(query)
        number = min(max(1, number), MAX_PAGES)
        matches = await self._store.page(words, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        pages = max(1, -(-matches.found // PAGE_SIZE))
        if number > pages:
            number = pages
            matches = await self._store.page(words, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        return LibraryPage(matches.items, number, pages, matches.found, matches.total)

    async def count(self) -> int:
        return await self._store.count()

    async def find(self, generation_id: str) -> Generation | None:
        """Wait for an edit that is being saved: a page that is opened right after it shows it."""
        async with self._writing:
            return await self._store.get(generation_id)

    async def get(self, generation_id: str) -> Generation:
        """Raises NotInLibraryError."""
        return _existing(generation_id, await self.find(generation_id))

    async def picture(self, generation_id: str) -> Picture | None:
        return await self._store.picture(generation_id)

    async def delete(self, generation_id: str) -> Generation:
        """Delete a card and return it. Raises NotInLibraryError."""
        async with self._writing:
            generation = _existing(generation_id, await self._store.get(generation_id))
            deleted = generation, await self.picture(generation_id)
            await self._store.delete(generation_id)
        self._deleted[generation_id] = deleted
        # The page that offers Undo may be gone by then, and Python lives on.
        asyncio.get_running_loop().call_later(self._undo_seconds, self._expire, generation_id, deleted)
        return generation

    async def undo(self, generation_id: str) -> None:
        """Raises NotInLibraryError for what was not deleted lately."""
        if generation_id not in self._deleted:
            raise NotInLibraryError(generation_id)
        await self._store.save(*self._deleted[generation_id])
        self._deleted.pop(generation_id, None)

    def forget_deleted(self) -> None:
        self._deleted.clear()

    def _expire(self, generation_id: str, deleted: tuple[Generation, Picture | None]) -> None:
        """Forget this deletion, and not a later one of the same card."""
        if self._deleted.get(generation_id) is deleted:
            del self._deleted[generation_id]

    async def edit_message(self, generation_id: str, variant: int, edited: Message) -> Generation:
        """`variant` counts from 0; one that is not there changes nothing. Raises NotInLibraryError."""
        async with self._writing:
            generation = _existing(generation_id, await self._store.get(generation_id))
            messages = _with(generation.messages, variant, edited)
            if messages == generation.messages:
                return generation
            generation = replace(generation, messages=messages)
            await self._store.save(generation, None)
        return generation

    async def add_part(
        self, card: Generation, add: Callable[[Generation], Generation], picture: Picture | None, base_id: str
    ) -> Generation:
        """Save `add` of the card's record, or of a new one with the rest of the card `base_id` as it is now.

        Raises StorageError, and then nothing was changed.
        """
        async with self._writing:
            kept = await self._store.get(card.id)
            if kept is None:
                kept, base_picture = await self._base_of(card, base_id)
                picture = picture or base_picture
            kept = add(kept)
            await self._store.save(kept, picture)
        return kept

    async def _base_of(self, made: Generation, base_id: str) -> tuple[Generation, Picture | None]:
        base = await self._store.get(base_id) if base_id else None
        if base is None:
            return made, None
        fresh = replace(base, id=made.id, created=made.created, request=made.request)
        return fresh, await self.picture(base_id)


def _existing(generation_id: str, generation: Generation | None) -> Generation:
    if generation is None:
        raise NotInLibraryError(generation_id)
    return generation


def _with(messages: tuple[Message, ...], variant: int, edited: Message) -> tuple[Message, ...]:
    return tuple(edited if number == variant else message for number, message in enumerate(messages))
