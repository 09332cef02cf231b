"""Saved generations: search, pages, deletion that can be undone, messages that were edited."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError

if TYPE_CHECKING:
    from linkepix.model.generation import Generation, Message, Picture
    from linkepix.ports import LibraryStore
    from linkepix.services.disclosure import Part

PAGE_SIZE = 24

PART_FIELDS: dict[Part, tuple[str, ...]] = {
    "picture": ("picture_mime", "picture_prompt", "picture_usage"),
    "message": ("messages", "message_usage"),
}
"""Fields of a Generation that belong to one part."""


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
        # Reading a record and writing it back is one act: an edit and a part that was just made may meet.
        self._writing = asyncio.Lock()
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
        async with self._writing:
            generation = await self.get(generation_id)
            generation = replace(generation, messages=_with(generation.messages, variant, edited))
            await self.store.save(generation, None)
        return generation

    async def add_part(self, made: Generation, part: Part, picture: Picture | None, base_id: str) -> Generation:
        """Saves `part` of `made`: into its record, or a new one with the rest of the card `base_id` as it is now.

        Raises StorageError, and then nothing was changed.
        """
        async with self._writing:
            kept = await self.store.get(made.id)
            if kept is None:
                kept, base_picture = await self._base_of(made, base_id)
                picture = picture or base_picture
            kept = replace(kept, **{name: getattr(made, name) for name in PART_FIELDS[part]})
            await self.store.save(kept, picture)
        return kept

    async def _base_of(self, made: Generation, base_id: str) -> tuple[Generation, Picture | None]:
        base = await self.store.get(base_id) if base_id else None
        if base is None:
            return made, None
        fresh = replace(base, id=made.id, created=made.created, request=made.request)
        return fresh, await self.store.picture(base_id)


def _with(messages: tuple[Message, ...], variant: int, edited: Message) -> tuple[Message, ...]:
    return tuple(edited if number == variant else message for number, message in enumerate(messages))


def _searchable(item: Generation) -> str:
    """Name, company, date and text, and the role beside them."""
    prospect = item.request.prospect
    texts = [message.subject + " " + message.body for message in item.messages]
    return _folded(" ".join([prospect.name, prospect.company, prospect.role, item.created[:10], *texts]))


def _folded(text: str) -> str:
    """Case and accents do not matter to a search."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
