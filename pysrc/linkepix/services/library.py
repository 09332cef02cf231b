"""Saved generations: search, pages, deletion that can be undone, messages that were edited."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError

if TYPE_CHECKING:
    from linkepix.model.generation import Generation, Message, Picture
    from linkepix.ports import LibraryStore

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """One page of what was found, newest first. `number` counts from 1, `total` generations in all."""

    items: tuple[Generation, ...]
    number: int
    pages: int
    found: int
    total: int


class Library:
    """The rack of cards. A deleted card stays in memory until it is forgotten, so that Undo can bring it back."""

    def __init__(self, store: LibraryStore) -> None:
        self.store = store
        self._deleted: dict[str, tuple[Generation, Picture | None]] = {}

    async def page(self, query: str, number: int) -> LibraryPage:
        everything = await self.store.all()
        words = _folded(query).split()
        found = [item for item in everything if all(word in _searchable(item) for word in words)]
        pages = max(1, -(-len(found) // PAGE_SIZE))
        number = min(max(1, number), pages)
        start = (number - 1) * PAGE_SIZE
        return LibraryPage(tuple(found[start : start + PAGE_SIZE]), number, pages, len(found), len(everything))

    async def get(self, generation_id: str) -> Generation:
        """Raises NotInLibraryError."""
        generation = await self.store.get(generation_id)
        if generation is None:
            raise NotInLibraryError(generation_id)
        return generation

    async def delete(self, generation_id: str) -> None:
        generation = await self.get(generation_id)
        self._deleted[generation_id] = generation, await self.store.picture(generation_id)
        await self.store.delete(generation_id)

    async def undo(self, generation_id: str) -> None:
        """Raises NotInLibraryError for what was not deleted on this page."""
        if generation_id not in self._deleted:
            raise NotInLibraryError(generation_id)
        await self.store.save(*self._deleted.pop(generation_id))

    def forget_deleted(self) -> None:
        self._deleted.clear()

    async def edit_message(self, generation_id: str, variant: int, edited: Message) -> Generation:
        """`variant` counts from 0; one that is not there changes nothing. Raises NotInLibraryError."""
        generation = await self.get(generation_id)
        messages = tuple(edited if number == variant else message for number, message in enumerate(generation.messages))
        generation = replace(generation, messages=messages)
        await self.store.save(generation, None)
        return generation


def _searchable(item: Generation) -> str:
    """Name, company, date and text, and the role beside them."""
    prospect = item.request.prospect
    texts = [message.subject + " " + message.body for message in item.messages]
    return _folded(" ".join([prospect.name, prospect.company, prospect.role, item.created[:10], *texts]))


def _folded(text: str) -> str:
    """Case and accents do not matter to a search."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
