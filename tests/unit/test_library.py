"""Deletion, its undo, edits and versions, on the library itself."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import NotInLibraryError, StorageFullError
from linkepix.model.generation import Generation, Message, Picture, Usage
from linkepix.model.request import Request
from linkepix.services.generation.execute import Result
from linkepix.services.library import Library
from tests.support.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from linkepix.ports import Matches

CARD = Generation("a", "2026-11-20T09:00:00+00:00", Request(), messages=(Message("Hello."),))
LATER = "2026-11-20T10:00:00+00:00"


def with_card(act: Callable[[Library], Awaitable[None]], undo_seconds: float = 15) -> MemoryStore:
    """Act on a library that holds CARD; return its store."""
    store = MemoryStore()

    async def run() -> None:
        await store.save(CARD, None)
        await act(Library(store, undo_seconds))

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


PNG, OTHER = Picture("image/png", b"1"), Picture("image/png", b"2")
REMADE = Result("picture", Usage(cost_usd=0.5), OTHER, "A prompt.")


async def with_another_picture(library: Library) -> Generation:
    """Card "a" with a first picture, and a second one in a version of its own."""
    await library.add_part(CARD, Result("picture", Usage(cost_usd=0.25), PNG))
    base = await library.get("a")
    return await library.add_part(base.made_again(("picture",), CARD.request, LATER), REMADE, base)


def test_a_part_that_is_made_again_is_a_version_and_not_a_card() -> None:
    async def again(library: Library) -> None:
        card = await with_another_picture(library)
        assert (card.number, len(card.versions), card.messages, card.remade) == (2, 2, CARD.messages, LATER)
        assert await library.picture(card) == OTHER
        assert await library.picture(card.showing(0)) == PNG

    assert set(with_card(again).generations) == {"a"}


def test_a_part_that_was_missing_is_no_version_of_its_own() -> None:
    async def fill_in(library: Library) -> None:
        card = await library.add_part(CARD.made_again(("picture",), CARD.request, LATER), REMADE, CARD)
        assert (len(card.versions), card.messages, card.picture_prompt) == (1, CARD.messages, "A prompt.")

    with_card(fill_in)


def test_an_edited_message_stays_in_its_version_when_it_is_written_again() -> None:
    async def write_again(library: Library) -> None:
        base = await library.get("a")
        await library.edit_message("a", 0, Message("Edited while it was written again."))
        again = base.made_again(("message",), CARD.request, LATER)
        card = await library.add_part(again, Result("message", None, messages=(Message("New."),)), base)
        texts = [version.messages[0].body for version in card.versions]
        assert texts == ["Edited while it was written again.", "New."]
        await library.edit_message("a", 0, Message("Edited too."))
        assert (await library.show_version("a", -1)).messages == (Message("Edited while it was written again."),)

    with_card(write_again)


def test_a_version_is_made_of_the_one_that_was_shown_though_another_is_shown_by_now() -> None:
    async def meanwhile(library: Library) -> None:
        base = await with_another_picture(library)
        await library.show_version("a", -1)
        again = base.made_again(("message",), CARD.request, LATER)
        card = await library.add_part(again, Result("message", None, messages=(Message("New."),)), base)
        assert await library.picture(card) == OTHER
        assert card.number == 3

    with_card(meanwhile)


def test_the_version_that_is_shown_is_remembered_and_there_is_none_beyond_the_last() -> None:
    async def step(library: Library) -> None:
        await with_another_picture(library)
        for steps, number in ((1, 2), (-1, 1), (-1, 1), (5, 2)):
            assert (await library.show_version("a", steps)).number == number
            assert (await library.get("a")).number == number
        with pytest.raises(NotInLibraryError):
            await library.show_version("b", 1)

    with_card(step)


def test_a_card_costs_what_was_paid_for_all_versions_once() -> None:
    async def pay(library: Library) -> None:
        base = await with_another_picture(library)
        again = base.made_again(("message",), CARD.request, LATER)
        priced = Result("message", Usage(cost_usd=0.125), messages=(Message("New."),))
        card = await library.add_part(again, priced, base)
        assert card.cost_usd == card.showing(0).cost_usd == 0.875
        assert replace(card, message_usage=Usage(1, 2, None)).cost_usd is None

    with_card(pay)


def test_undo_brings_all_versions_back_with_their_pictures() -> None:
    async def delete(library: Library) -> None:
        card = await with_another_picture(library)
        store = library._store  # noqa: SLF001 - to look into it
        assert isinstance(store, MemoryStore)
        await library.delete("a")
        assert not store.pictures
        await library.undo("a")
        assert await library.get("a") == card

    assert set(with_card(delete).pictures.values()) == {PNG, OTHER}


def test_what_was_made_again_of_a_deleted_card_is_kept_alone() -> None:
    async def too_late(library: Library) -> None:
        base = await with_another_picture(library)
        await library.delete("a")
        card = await library.add_part(base.made_again(("picture",), CARD.request, LATER), REMADE, base)
        assert (len(card.versions), card.messages) == (1, ())
        assert await library.picture(card) == OTHER

    with_card(too_late)


MIDNIGHT = datetime(2026, 11, 20, 0, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("created", "today"),
    [
        ("2026-11-19T15:00:00+00:00", True),
        ("2026-11-19T14:59:59+00:00", False),
        ("2026-11-20T00:30:00+09:00", True),
        ("2026-11-20T09:00:00", False),
        ("once", False),
    ],
)
def test_today_begins_at_midnight_where_the_visitor_is(created: str, *, today: bool) -> None:
    async def ask(library: Library) -> None:
        assert [card.id for card in await library.today(MIDNIGHT)] == (["b"] if today else [])

    store = MemoryStore({"b": replace(CARD, id="b", created=created)})
    asyncio.run(ask(Library(store)))


def test_today_is_the_last_twelve_cards_newest_first() -> None:
    cards = [replace(CARD, id=f"{n:02}", created=f"2026-11-20T09:00:{n:02}+00:00") for n in range(20)]
    found = asyncio.run(Library(MemoryStore({card.id: card for card in cards})).today(MIDNIGHT))
    assert [card.id for card in found] == [f"{n:02}" for n in range(19, 7, -1)]


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


def test_cards_of_today_are_found_behind_any_number_of_pictures() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    times = [(noon + timedelta(minutes=number)).isoformat() for number in range(60)]
    store = MemoryStore()
    photos = [Generation(f"photo-{at}", at, Request(), file_name="lake.jpg") for at in times[10:]]
    cards = [Generation(f"card-{at}", at, Request(), messages=(Message("Hello."),)) for at in times[:10:2]]
    yesterday = Generation("old", "2026-11-19T09:00:00+00:00", Request())
    store.generations |= {record.id: record for record in (*photos, *cards, yesterday)}
    found = asyncio.run(Library(store).today(noon - timedelta(hours=12)))
    assert found == tuple(reversed(cards))


def test_an_edited_picture_is_a_version_that_cost_nothing() -> None:
    """It keeps what was drawn, and makes room like any other when the picture is made again."""
    paid = replace(CARD, picture_mime="image/png", picture_prompt="A cartoon.", picture_usage=Usage(1, 2, 0.5))
    edited = paid.with_edited_picture("image/webp", LATER)
    assert (edited.number, edited.picture_key, edited.picture_mime) == (2, "a/2", "image/webp")
    assert (edited.cost_usd, edited.picture_prompt, edited.messages) == (0.5, "A cartoon.", CARD.messages)
    assert edited.pictures == {1, 2, -2}
    assert not edited.made_again(("picture",), Request(), LATER).picture_edited


def test_a_picture_stays_one_whichever_of_its_versions_is_shown() -> None:
    photo = replace(CARD, file_name="lake.jpg", messages=()).with_edited_picture("image/png", LATER)
    assert photo.showing(0).file_name == photo.file_name == "lake.jpg"
    assert photo.showing(0).is_picture
