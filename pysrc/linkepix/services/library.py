"""Saved generations: search, pages, versions, deletion that can be undone, messages that were edited."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from linkepix.errors import NotInLibraryError
from linkepix.model.generation import Generation
from linkepix.model.search import A_PICTURE, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.generation import Message, Part, Picture, Version
    from linkepix.ports import LibraryStore
    from linkepix.services.generation.execute import Result

    type _Deleted = tuple[Generation, dict[int, Picture]]

PAGE_SIZE = 24

MOST_TODAY = 12
"""Cards of today that Create shows."""

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
        self._deleted: dict[str, _Deleted] = {}

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
        """Count cards and pictures."""
        return await self._store.count()

    async def count_pictures(self) -> int:
        """Count pictures that were saved from the studio."""
        return (await self._store.page((A_PICTURE,), 0, 0)).found

    async def find(self, generation_id: str) -> Generation | None:
        """Wait for an edit that is being saved: a page that is opened right after it shows it."""
        async with self._writing:
            return await self._store.get(generation_id)

    async def get(self, generation_id: str) -> Generation:
        """Raises NotInLibraryError."""
        return _existing(generation_id, await self.find(generation_id))

    async def today(self, midnight: datetime) -> tuple[Generation, ...]:
        """Return the last cards that were begun since `midnight`, newest first, MOST_TODAY at most."""
        cards: list[Generation] = []
        for offset in count(0, MOST_TODAY):
            newest = await self._store.page((), offset, MOST_TODAY)
            since = [record for record in newest.items if _is_since(record.created, midnight)]
            cards += [record for record in since if not record.is_picture]
            if len(since) < MOST_TODAY or len(cards) >= MOST_TODAY:
                break
        return tuple(cards[:MOST_TODAY])

    async def picture(self, version: Version) -> Picture | None:
        return await self._store.picture(version.id, version.picture_version)

    async def thumbnail(self, version: Version) -> Picture | None:
        """Return the small copy of a picture; the picture itself where there is none."""
        return await self._store.picture(version.id, version.thumbnail_version) or await self.picture(version)

    async def save_picture(self, record: Generation, picture: Picture, thumbnail: Picture | None) -> None:
        """Save a picture as a record of its own (`Generation.file_name`). Raises StorageFullError, too."""
        async with self._writing:
            await self._store.restore(record, _with_thumbnail(record, picture, thumbnail))

    async def add_picture(self, generation_id: str, picture: Picture, thumbnail: Picture | None, at: str) -> Generation:
        """Save a picture that was edited as a new version, with the rest of the one that is shown.

        Raises NotInLibraryError, and StorageFullError.
        """
        async with self._writing:
            record = _existing(generation_id, await self._store.get(generation_id))
            record = record.with_edited_picture(picture.mime, at)
            await self._store.restore(record, _with_thumbnail(record, picture, thumbnail))
        return record

    async def show_version(self, generation_id: str, steps: int) -> Generation:
        """Show the version that is `steps` later, or earlier if negative; the nearest one that there is.

        Raises NotInLibraryError.
        """
        return await self._change(generation_id, lambda card: card.showing(card.shown + steps))

    async def edit_message(self, generation_id: str, variant: int, edited: Message) -> Generation:
        """Change a message of the version that is shown. Raises NotInLibraryError.

        `variant` counts from 0; one that is not there changes nothing.
        """
        return await self._change(
            generation_id, lambda card: replace(card, messages=_with(card.messages, variant, edited))
        )

    async def add_part(self, card: Generation, made: Result, base: Generation | None = None) -> Generation:
        """Save a part into the card's record as it is now, or into a new record.

        `card` shows the version that the part is for. Where parts of the card `base` are made again, the first that
        is saved begins that version, with the rest of the one that `base` shows and what was typed into it since; the
        other one is saved without `base`. Raises StorageError, and then nothing was changed.
        """
        async with self._writing:
            kept = await self._store.get(card.id)
            room = _with_room(kept, card, made.part, base) if kept else Generation(card.id, card.created, card.request)
            kept = made.added_to(room)
            await self._store.save(kept, made.picture)
        return kept

    async def delete(self, generation_id: str) -> Generation:
        """Delete a card with all its versions and return it. Raises NotInLibraryError."""
        async with self._writing:
            generation = _existing(generation_id, await self._store.get(generation_id))
            deleted = generation, await self._pictures(generation)
            await self._store.delete(generation_id)
        self._deleted[generation_id] = deleted
        # The page that offers Undo may be gone by then, and Python lives on.
        asyncio.get_running_loop().call_later(self._undo_seconds, self._expire, generation_id, deleted)
        return generation

    async def undo(self, generation_id: str) -> None:
        """Raises NotInLibraryError for what was not deleted lately."""
        if generation_id not in self._deleted:
            raise NotInLibraryError(generation_id)
        await self._store.restore(*self._deleted[generation_id])
        self._deleted.pop(generation_id, None)

    def forget_deleted(self) -> None:
        self._deleted.clear()

    def _expire(self, generation_id: str, deleted: _Deleted) -> None:
        """Forget this deletion, and not a later one of the same card."""
        if self._deleted.get(generation_id) is deleted:
            del self._deleted[generation_id]

    async def _change(self, generation_id: str, change: Callable[[Generation], Generation]) -> Generation:
        """Save what `change` makes of a card's record, unless it is the same. Raises NotInLibraryError."""
        async with self._writing:
            generation = _existing(generation_id, await self._store.get(generation_id))
            changed = change(generation)
            if changed != generation:
                await self._store.save(changed, None)
        return changed

    async def _pictures(self, generation: Generation) -> dict[int, Picture]:
        found = {number: await self._store.picture(generation.id, number) for number in generation.pictures}
        return {number: picture for number, picture in found.items() if picture}


def _with_thumbnail(record: Generation, picture: Picture, thumbnail: Picture | None) -> dict[int, Picture]:
    pictures = {record.picture_version: picture}
    return pictures | ({record.thumbnail_version: thumbnail} if thumbnail else {})


def _existing(generation_id: str, generation: Generation | None) -> Generation:
    if generation is None:
        raise NotInLibraryError(generation_id)
    return generation


def _with_room(kept: Generation, card: Generation, part: Part, base: Generation | None) -> Generation:
    """Return the record with room for a part of `card`: see `Library.add_part`."""
    kept = kept.showing(base.shown if base else card.shown)
    if base and (base.shown != card.shown or kept.has(part)):
        kept = kept.with_new_version(card.remade)
    return kept.with_room_for(part, card.request)


def _with(messages: tuple[Message, ...], variant: int, edited: Message) -> tuple[Message, ...]:
    return tuple(
        replace(edited, notes_used=message.notes_used) if number == variant else message
        for number, message in enumerate(messages)
    )


def _is_since(created: str, moment: datetime) -> bool:
    """Compare a date of a record; one that can't be read, or has no time zone, is not since any moment."""
    try:
        return datetime.fromisoformat(created) >= moment
    except (ValueError, TypeError):
        return False
