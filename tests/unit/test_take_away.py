"""What a batch has made goes into one archive, piece by piece."""

from __future__ import annotations

import asyncio
import os
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING, override

import pytest

from linkepix.drawing.postcard.card import Postcard
from linkepix.errors import InputError, StorageError
from linkepix.model.generation import Message, Picture
from linkepix.model.task import BILLED, DONE, FAILED, MAYBE_BILLED, QUEUED, UNKNOWN, Attempt
from linkepix.services.batches.postcards import SvgPostcards
from linkepix.services.batches.take_away import MOST_BYTES, Entry, status_of, table_pieces, zip_pieces
from linkepix.services.library import Library
from linkepix.tables.senders import sender_of
from tests.fakes.answers import png
from tests.support.batches import PLAIN, lines_of, made, opened, packed, row, stream, task
from tests.support.cards import card
from tests.support.memory import MemoryStore
from tests.support.unzip import unzip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from linkepix.model.generation import Generation
    from linkepix.model.task import State
    from linkepix.tables.people import Row


def test_the_archive_has_every_part_and_a_table_that_names_it() -> None:
    store = MemoryStore()
    message = Message("Dear Anna,\na note.", "A subject", "And then")
    first = asyncio.run(made(store, 1, "Anna Rossi", message))
    entries = [
        Entry(row(2, "Anna Rossi", company="Nord", role="CEO"), first, (task(cost=0.04), task(cost=0.0011))),
        Entry(row(3, "Bob Stone"), "", (task(FAILED, error="refused"),)),
        Entry(replace(row(4, "Anna Rossi"), problem="repeated", repeats=2)),
    ]
    files = opened(packed(store, entries, replace(PLAIN, others=("Budget",))))
    generation, picture = card(1, "Anna Rossi")
    assert files.keys() == {"pictures/0002 Anna Rossi.svg", "messages/0002 Anna Rossi.txt", "table.csv"}
    assert files["pictures/0002 Anna Rossi.svg"] == picture.data
    assert files["messages/0002 Anna Rossi.txt"].decode() == (
        "Subject: A subject\n\nDear Anna,\na note.\n===\nAnd then"
    )
    one, two, three = lines_of(files["table.csv"])
    assert one == {
        "row": "2",
        "status": "done",
        "cost_usd": "0.0411",
        "name": "Anna Rossi",
        "role": "CEO",
        "company": "Nord",
        "location": "",
        "email": "p2@example.com",
        "linkedin": "",
        "picture": "pictures/0002 Anna Rossi.svg",
        "postcard": "",
        "message_file": "messages/0002 Anna Rossi.txt",
        "subject": "A subject",
        "message": "Dear Anna,\na note.",
        "follow_up": "And then",
        "error": "",
        "Budget": "'=1+1",
    }
    assert (two["row"], two["status"], two["error"], two["picture"]) == ("3", "failed", "refused", "")
    assert (three["row"], three["status"], three["cost_usd"]) == ("4", "repeated", "")
    assert generation.id == first


def test_unzip_reads_names_in_any_script(tmp_path: Path) -> None:
    store = MemoryStore()
    names = ["山田 太郎", "Мария/Ивановна", "عمر\u202eخيام", "CON", 'a<b>:"c|?*', "..", "ś" * 200, "👩‍🎨"]
    entries = [Entry(row(number, name), asyncio.run(made(store, number, name))) for number, name in enumerate(names, 2)]
    path = tmp_path / "batch.zip"
    path.write_bytes(packed(store, entries, replace(PLAIN, pattern="{name}")))
    assert b"No errors detected" in unzip("-t", str(path))
    found = [name.partition("/")[2] for name in opened(path.read_bytes()) if name.startswith("pictures/")]
    assert found[:4] == ["山田 太郎.svg", "Мария-Ивановна.svg", "عمرخيام.svg", "_CON.svg"]
    assert found[5] == "card.svg"
    assert all(len(name.encode()) <= MOST_BYTES for name in found)
    assert not any(set(name) & set('<>:"/\\|?*\u202e') for name in found)


def test_rows_of_the_same_name_have_files_of_their_own() -> None:
    store = MemoryStore()
    names = ["José", "Jose\u0301", "JOSÉ", "jose"]
    entries = [Entry(row(number, name), asyncio.run(made(store, number, name))) for number, name in enumerate(names, 2)]
    files = opened(packed(store, entries, replace(PLAIN, pattern="{name}")))
    assert [name for name in files if name.startswith("messages/")] == [
        "messages/José.txt",
        "messages/José-2.txt",
        "messages/JOSÉ-3.txt",
        "messages/jose.txt",
    ]


def test_five_thousand_rows_of_one_name_take_no_long_time() -> None:
    entries = [Entry(row(number, "The Same")) for number in range(2, 5_002)]
    data = packed(MemoryStore(), entries, replace(PLAIN, pattern="{name}"))
    assert len(lines_of(opened(data)["table.csv"])) == 5_000


@pytest.mark.parametrize(("pattern", "problem"), [("", "empty"), ("{x}", "unknown-field"), ("{name", "brace")])
def test_a_pattern_that_means_nothing_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        packed(MemoryStore(), [], replace(PLAIN, pattern=pattern))
    assert caught.value.problem == problem


def test_a_pattern_may_use_every_field() -> None:
    store = MemoryStore()
    entry = Entry(row(7, "Anna", company="Nord", role="CEO", location="Oslo"), asyncio.run(made(store, 1, "Anna")))
    pattern = "{date} {row}_{company}-{role}-{location}-{name}"
    assert "pictures/2026-11-26 0007_Nord-CEO-Oslo-Anna.svg" in opened(
        packed(store, [entry], replace(PLAIN, pattern=pattern))
    )


def test_a_card_that_is_gone_is_said_and_the_rest_is_packed() -> None:
    store = MemoryStore()
    second = asyncio.run(made(store, 2, "Bob"))
    third = asyncio.run(made(store, 3, "Eve"))
    asyncio.run(store.delete("id-9"))
    store.pictures.pop(next(key for key in store.pictures if key == third))
    entries = [
        Entry(row(2, "Anna"), "id-9", (task(),)),
        Entry(row(3, "Bob"), second, (task(),)),
        Entry(row(4, "Eve"), third, (task(),)),
    ]
    files = opened(packed(store, entries))
    one, two, three = lines_of(files["table.csv"])
    assert (one["error"], two["error"], three["error"]) == ("not-in-library", "", "not-in-library")
    assert two["picture"] in files
    assert three["picture"] == ""
    assert three["message_file"] in files


class Unreadable(MemoryStore):
    """A store of which one record can't be read."""

    @override
    async def get(self, generation_id: str) -> Generation | None:
        if generation_id == "id-2":
            raise StorageError
        return await super().get(generation_id)


def test_a_record_that_cannot_be_read_stops_no_other() -> None:
    store = Unreadable()
    entries = [
        Entry(row(number, name), asyncio.run(made(store, number, name)), (task(),))
        for number, name in enumerate(["Anna", "Bob", "Eve"], 1)
    ]
    lines = lines_of(opened(packed(store, entries))["table.csv"])
    assert [line["error"] for line in lines] == ["", "not-in-library", ""]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), ""),
        ((DONE, DONE), "done"),
        ((DONE, FAILED), "failed"),
        ((UNKNOWN, FAILED), "unknown"),
        ((DONE, QUEUED), "queued"),
    ],
)
def test_the_state_of_a_row_is_that_of_its_most_urgent_task(states: tuple[State, ...], expected: str) -> None:
    assert status_of([task(state) for state in states]) == expected


def test_a_cost_that_is_not_known_is_left_open() -> None:
    unknown = replace(task(), attempts=(Attempt(1, "", is_paid=True, ended="x", billed=BILLED),))
    lines = lines_of(
        opened(
            packed(
                MemoryStore(), [Entry(row(2, "A"), "", (task(cost=0.1), unknown)), Entry(row(3, "B"), "", (task(),))]
            )
        )["table.csv"]
    )
    assert [line["cost_usd"] for line in lines] == ["", "0"]


def test_what_may_have_been_billed_is_said() -> None:
    attempts = (Attempt(1, "", is_paid=True, ended="x", billed=MAYBE_BILLED), *task(cost=0.04).attempts)
    entry = Entry(row(2, "A"), "", (replace(task(FAILED, error="timed-out"), attempts=attempts),))
    (line,) = lines_of(opened(packed(MemoryStore(), [entry]))["table.csv"])
    assert (line["cost_usd"], line["error"]) == ("0.04", "timed-out may-be-billed")


def test_the_table_alone_names_the_files_as_the_archive_does() -> None:
    store = MemoryStore()
    entries = [
        Entry(row(number, "José"), asyncio.run(made(store, number, "José")), (task(),)) for number in range(2, 6)
    ]

    async def run() -> bytes:
        return b"".join([piece async for piece in table_pieces(stream(entries), Library(store), PLAIN)])

    assert asyncio.run(run()) == opened(packed(store, entries))["table.csv"]


@pytest.mark.parametrize(
    ("person", "first", "last"),
    [
        (row(2, "Anna Maria Rossi"), "Anna Maria", "Rossi"),
        (replace(row(2, "x y"), extras={"first_name": "Zoë", "last_name": "van Dyk"}), "Zoë", "van Dyk"),
        (row(2, "Nguyễn Văn An"), "An", ""),
        (row(2, "Dr Patel"), "", ""),
    ],
)
def test_a_sender_gets_given_and_family_name(person: Row, first: str, last: str) -> None:
    choice = replace(PLAIN, sender=sender_of("instantly"))
    (line,) = lines_of(opened(packed(MemoryStore(), [Entry(person)], choice))["table.csv"])
    assert (line["first_name"], line["last_name"]) == (first, last)


def postcards(compose: Callable[[Generation], Postcard] | None = None) -> SvgPostcards:
    return SvgPostcards(compose or (lambda _: Postcard("Hello, Anna", "A note.", ("Anna Rossi",), brand="#b5371b")))


def test_a_postcard_is_in_the_archive_as_svg() -> None:
    store = MemoryStore()
    entry = Entry(row(2, "Anna"), asyncio.run(made(store, 1, "Anna")), (task(),))
    files = opened(packed(store, [entry], replace(PLAIN, postcards=postcards())))
    (line,) = lines_of(files["table.csv"])
    svg = files[line["postcard"]].decode()
    assert line["postcard"] == "postcards/0002 Anna.svg"
    assert 'width="1200" height="1254"' in svg
    assert "Hello, Anna</text>" in svg
    assert "data:image/svg+xml;base64," in svg


class Large(MemoryStore):
    """A store whose pictures are made as they are read: a megabyte each."""

    @override
    async def picture(self, generation_id: str, version: int = 1) -> Picture | None:
        del generation_id, version
        return Picture("image/png", png((4, 3, 0)) + os.urandom(1_000_000))


async def peak_of(store: MemoryStore, entries: list[Entry], *, keeps: bool) -> int:
    kept: list[bytes] = []
    pieces = zip_pieces(stream(entries), Library(store), replace(PLAIN, postcards=postcards()))
    tracemalloc.start()
    try:
        async for piece in pieces:
            kept[len(kept) if keeps else 0 :] = [piece]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_no_more_than_a_few_pictures_are_in_memory_at_once() -> None:
    """One picture, and its postcard, which is a third larger and made in a few copies."""
    store = Large()
    entries = [Entry(row(number, "Anna"), asyncio.run(made(store, number, "Anna"))) for number in range(2, 42)]
    assert asyncio.run(peak_of(store, entries, keeps=False)) < 12_000_000
    assert asyncio.run(peak_of(store, entries, keeps=True)) > 80_000_000  # the control


def test_a_canary_row_goes_through_and_does_no_harm() -> None:
    odd = "=1+1<script>\u202e" + "é" * 50_000
    store = MemoryStore()
    entry = Entry(row(2, odd, company=odd), asyncio.run(made(store, 1, "Anna", Message(odd, odd, odd))), (task(),))
    files = opened(packed(store, [entry], replace(PLAIN, pattern="{company} {name}", others=("<b>",))))
    (line,) = lines_of(files["table.csv"])
    assert (line["name"], line["message"], line["subject"]) == (f"'{odd}",) * 3
    assert line["<b>"] == "'=1+1"
    assert all(len(path.partition("/")[2].encode()) <= MOST_BYTES for path in files)
    assert "=1+1-script-" in line["picture"]
