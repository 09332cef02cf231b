"""What every platform's ports do, as checks that any implementation can be held to.

Plain Python without pytest: the same source runs under CPython (tests/ports/) and in a browser's worker
(tests/browser/test_ports.py). Each check opens the platform itself, as often as it needs connections; all that it opens
have the same data. Checks that begin with `full_` expect storage that has no room left.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import StorageFullError
from linkepix.model.activity import LedgerEntry
from linkepix.model.company import Company
from linkepix.model.cues import Cues
from linkepix.model.generation import Generation, Message, Picture, Usage
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.search import words_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.composition import Platform
    from linkepix.ports import LibraryStore

    type Open = Callable[[], Platform]
    type Check = Callable[[Open], Awaitable[None]]

LARGE = 10_000_000
"""Bytes of a large picture."""

FULL = "full_"
"""Before the names of checks that need storage without room."""

OLDER, NEWER, NEWEST = "2026-11-20T09:00:00+00:00", "2026-11-20T09:00:01+00:00", "2026-11-21T08:00:00+00:00"
FAR = "2999-01-0{}T00:00:00.000+00:00"
"""When a ledger entry was sent: no platform removes it for its age while a check runs."""

UNICODE = "Zoë 日本 🂡 مرحبا “q” \\ \t'%_*"


def checks() -> dict[str, Check]:
    return {
        name.removeprefix("check_"): check for name, check in sorted(globals().items()) if name.startswith("check_")
    }


async def run(name: str, open_platform: Open) -> None:
    """Raises AssertionError where the platform doesn't do what a port says."""
    await checks()[name](open_platform)


async def empty(open_platform: Open) -> None:
    """Remove everything. Each check starts from here."""
    platform = open_platform()
    platform.settings.clear()
    platform.blob_urls.forget_all()
    await platform.device.erase()


def same(actual: object, expected: object) -> None:
    """Say what differed: outside pytest, an assert says nothing."""
    assert actual == expected, f"{actual!r} is not {expected!r}"[:2_000]


def card(card_id: str, created: str = OLDER, name: str = "Ada Example", body: str = "Hello.") -> Generation:
    return Generation(card_id, created, Request(prospect=Prospect(name=name)), messages=(Message(body),))


FULL_CARD = Generation(
    "full",
    OLDER,
    Request(
        prospect=Prospect(UNICODE, "Head of Logistics", "Nordwind GmbH", "Hamburg", "Two\nlines."),
        company=Company("Kühlkette AG", UNICODE, "direct", "日本語", "#00ff7f"),
        cues=Cues("long", "grey", "round", "formal", "stage"),
        style="comic",
        channel="email",
        variants=2,
        picture_by=MakerChoice("openai", "gpt-image-2", "1024x1024", "low"),
    ),
    picture_mime="image/png",
    picture_prompt=UNICODE,
    picture_usage=Usage(10, 439, 0.0132),
    messages=(Message(UNICODE, "Routes"), Message("")),
    message_usage=Usage(1, 2, None),
)
PNG = Picture("image/png", bytes(range(256)))
SVG = Picture("image/svg+xml", "<svg>é</svg>".encode())


async def ids(library: LibraryStore, query: str = "", offset: int = 0, limit: int = 100) -> list[str]:
    return [item.id for item in (await library.page(words_of(query), offset, limit)).items]


# Library


async def check_a_record_and_its_picture_come_back_as_they_were(open_platform: Open) -> None:
    await open_platform().library.save(FULL_CARD, PNG)
    library = open_platform().library
    same(await library.get("full"), FULL_CARD)
    same(await library.picture("full"), PNG)
    same((await library.page((), 0, 24)).items, (FULL_CARD,))


async def check_an_unknown_id_has_no_record_and_no_picture(open_platform: Open) -> None:
    library = open_platform().library
    same(await library.get("nothing"), None)
    same(await library.picture("nothing"), None)


async def check_any_text_can_be_an_id(open_platform: Open) -> None:
    library = open_platform().library
    for card_id in (UNICODE, "a", "A", "a ", "ä", "a\u0308", "0", "x" * 300):
        await library.save(card(card_id), PNG if card_id == UNICODE else None)
    same(await library.count(), 8)
    same(await library.get(UNICODE), card(UNICODE))
    same(await library.picture(UNICODE), PNG)
    await library.delete("ä")
    same(await library.get("a\u0308"), card("a\u0308"))
    same(await library.count(), 7)


async def check_saving_again_replaces_the_record_and_keeps_the_picture(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("a"), PNG)
    await library.save(card("a", body="Edited."), None)
    same(await library.get("a"), card("a", body="Edited."))
    same(await library.picture("a"), PNG)
    same(await library.count(), 1)
    await library.save(card("a"), SVG)
    same(await library.picture("a"), SVG)


async def check_a_page_is_newest_first_and_of_one_second_by_id(open_platform: Open) -> None:
    library = open_platform().library
    for card_id, created in (("b", OLDER), ("z", OLDER), ("a", NEWER), ("m", OLDER), ("c", NEWEST)):
        await library.save(card(card_id, created), None)
    same(await ids(library), ["c", "a", "b", "m", "z"])


async def check_a_record_with_another_date_moves(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("a", OLDER), None)
    await library.save(card("b", NEWER), None)
    await library.save(card("a", NEWEST), None)
    same(await ids(library), ["a", "b"])


async def check_pages_follow_each_other_and_each_counts_all(open_platform: Open) -> None:
    library = open_platform().library
    for number in range(7):
        await library.save(card(f"{number}", f"2026-11-2{number}T00:00:00+00:00"), None)
    same([await ids(library, "", offset, 3) for offset in (0, 3, 6)], [["6", "5", "4"], ["3", "2", "1"], ["0"]])
    for offset in (0, 6, 7, 50):
        page = await library.page((), offset, 3)
        same((page.found, page.total), (7, 7))
    same((await library.page((), 7, 3)).items, ())


async def check_an_empty_library_has_an_empty_page(open_platform: Open) -> None:
    for query in ("", "ada"):
        page = await open_platform().library.page(words_of(query), 0, 24)
        same((page.items, page.found, page.total), ((), 0, 0))


async def check_a_search_finds_records_that_hold_every_word(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("ada", OLDER), None)
    await library.save(card("soren", NEWER, "Søren Prøve", "Über Kühlketten."), None)
    await library.save(card("muller", NEWEST, "Jürgen Müller", "Hello.\nHello again, 100%_sure."), None)
    same(await ids(library, "HELLO"), ["muller", "ada"])
    same(await ids(library, "uber kuhlketten"), ["soren"])
    same(await ids(library, "ketten søren"), ["soren"])
    same(await ids(library, "2026-11-21"), ["muller"])
    same(await ids(library, "ada soren"), [])
    for literal in ("100%_s", "%"):
        same(await ids(library, literal), ["muller"])
    for pattern in ("a_a", "a%e", "h*o", "' or 1=1"):
        same(await ids(library, pattern), [])


async def check_a_search_has_pages_too(open_platform: Open) -> None:
    library = open_platform().library
    for number in range(9):
        name = "Ada Example" if number % 2 else "Grace Sample"
        await library.save(card(f"{number}", f"2026-11-2{number}T00:00:00+00:00", name), None)
    page = await library.page(("ada",), 2, 3)
    same(([item.id for item in page.items], page.found, page.total), (["3", "1"], 4, 9))


async def check_a_search_follows_an_edit(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("a", body="Lighthouse."), None)
    await library.save(card("a", body="Windmill."), None)
    same(await ids(library, "lighthouse"), [])
    same(await ids(library, "windmill"), ["a"])


async def check_what_is_deleted_is_gone_from_everywhere(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("a"), PNG)
    await library.save(card("b"), SVG)
    await library.delete("a")
    library = open_platform().library
    same((await library.get("a"), await library.picture("a")), (None, None))
    same((await ids(library), await ids(library, "ada"), await library.count()), (["b"], ["b"], 1))
    same(await library.picture("b"), SVG)


async def check_deleting_what_is_not_there_is_no_error(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("a"), None)
    await library.delete("nothing")
    await library.delete("a")
    await library.delete("a")
    same(await library.count(), 0)


async def check_what_was_deleted_can_be_saved_again(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(card("a"), PNG)
    await library.delete("a")
    await library.save(card("a"), PNG)
    same((await ids(library, "ada"), await library.picture("a")), (["a"], PNG))


async def check_a_large_picture_comes_back_whole(open_platform: Open) -> None:
    large = Picture("image/png", bytes(range(250)) * (LARGE // 250))
    await open_platform().library.save(card("a"), large)
    found = await open_platform().library.picture("a")
    assert found == large, f"{found and (found.mime, len(found.data))} is not what was saved"


async def check_two_saves_at_once_are_both_there(open_platform: Open) -> None:
    one, other = open_platform().library, open_platform().library
    await asyncio.gather(*(store.save(card(f"{n}"), PNG) for n, store in enumerate([one, other] * 10)))
    same(await one.count(), 20)
    same(len(await ids(other, "ada")), 20)


async def check_two_saves_of_one_record_leave_one_of_them_whole(open_platform: Open) -> None:
    one, other = open_platform().library, open_platform().library
    await asyncio.gather(one.save(card("a", body="One."), PNG), other.save(card("a", body="Other."), SVG))
    pairs = {"one": ("One.", PNG), "other": ("Other.", SVG)}
    (word,) = [word for word in pairs if await ids(one, word)]
    found = await one.get("a")
    assert found
    same((found.messages[0].body, await one.picture("a")), pairs[word])


async def check_saving_and_deleting_at_once_leaves_all_or_nothing(open_platform: Open) -> None:
    one, other = open_platform().library, open_platform().library
    await one.save(card("a"), PNG)
    await asyncio.gather(one.save(card("a", body="Again."), PNG), other.delete("a"))
    there = await one.get("a") is not None
    same((await one.picture("a") is not None, len(await ids(one)), await one.count()), (there, there, there))


async def check_full_a_card_that_does_not_fit_changes_nothing(open_platform: Open) -> None:
    library = open_platform().library
    try:
        await library.save(card("big"), Picture("image/png", b"\x89" * LARGE))
    except StorageFullError:
        pass
    else:
        raise AssertionError("it was saved")
    same((await library.get("big"), await library.picture("big"), await ids(library, "ada")), (None, None, []))


# Drafts


async def check_a_draft_comes_back_under_its_own_name(open_platform: Open) -> None:
    drafts = open_platform().drafts
    await drafts.save_draft("create", {"name": UNICODE, "about": "Two\nlines.", "": ""})
    await drafts.save_draft("batch", {"table": "a;b"})
    drafts = open_platform().drafts
    same(await drafts.load_draft("create"), {"name": UNICODE, "about": "Two\nlines.", "": ""})
    same(await drafts.load_draft("batch"), {"table": "a;b"})
    same(await drafts.load_draft("nothing"), {})


async def check_a_draft_is_replaced_whole(open_platform: Open) -> None:
    drafts = open_platform().drafts
    await drafts.save_draft("create", {"name": "Ada", "role": "CTO"})
    typed = {"name": "Grace"}
    await drafts.save_draft("create", typed)
    typed["name"] = "changed afterwards"
    same(await drafts.load_draft("create"), {"name": "Grace"})


# Ledger


def entry(entry_id: str, day: int = 1, status: str = "open") -> LedgerEntry:
    return LedgerEntry(entry_id, FAR.format(day), "openai", "api.openai.com", "picture", "/privacy/#a", 10, 20, status)


async def check_entries_are_newest_first_and_of_one_moment_by_id(open_platform: Open) -> None:
    ledger = open_platform().ledger
    for one in (entry("b", 1), entry("z", 1), entry("a", 3), entry("m", 2)):
        await ledger.put_entry(one)
    same(await open_platform().ledger.entries(), [entry("a", 3), entry("m", 2), entry("b", 1), entry("z", 1)])


async def check_an_entry_is_completed_in_its_place(open_platform: Open) -> None:
    ledger = open_platform().ledger
    await ledger.put_entry(entry("a"))
    await ledger.put_entry(replace(entry("a"), status="200", bytes_in=1_000_000))
    same(await ledger.entries(), [replace(entry("a"), status="200", bytes_in=1_000_000)])


async def check_entries_at_once_are_all_there(open_platform: Open) -> None:
    one, other = open_platform().ledger, open_platform().ledger
    await asyncio.gather(*(store.put_entry(entry(f"{n}")) for n, store in enumerate([one, other] * 10)))
    same(len(await one.entries()), 20)


async def check_some_entries_are_deleted_and_the_others_stay(open_platform: Open) -> None:
    ledger = open_platform().ledger
    for entry_id in "abc":
        await ledger.put_entry(entry(entry_id))
    await ledger.delete_entries(["a", "c", "nothing"])
    await ledger.delete_entries([])
    same(await ledger.entries(), [entry("b")])


# Settings


async def check_settings_are_a_mapping(open_platform: Open) -> None:
    """Under the names that the manifest declares: a browser's refuse others."""
    settings = open_platform().settings
    settings["company"] = UNICODE
    settings["preferences"] = ""
    same(dict(settings), {"company": UNICODE, "preferences": ""})
    same((settings.get("company"), settings.get("key.openai"), len(settings)), (UNICODE, None, 2))
    settings["company"] = "changed"
    same(settings.pop("company", None), "changed")
    same(settings.pop("company", None), None)
    with suppress(KeyError):
        del settings["company"]
        raise AssertionError("what is not there was deleted")
    settings.clear()
    same(dict(settings), {})


# URLs


async def check_a_picture_has_one_url_until_it_is_forgotten(open_platform: Open) -> None:
    urls = open_platform().blob_urls
    same(urls.known("a"), None)
    first, other = urls.url("a", PNG), urls.url("b", PNG)
    same((urls.url("a", PNG), urls.known("a"), first == other), (first, first, False))
    urls.forget("a")
    urls.forget("nothing")
    same((urls.known("a"), urls.known("b")), (None, other))
    assert urls.url("a", PNG) != first, "a URL that was forgotten came back"
    urls.forget_all()
    same((urls.known("a"), urls.known("b")), (None, None))


async def check_a_file_has_a_new_url_each_time(open_platform: Open) -> None:
    urls = open_platform().file_urls
    made = {urls.url("a.csv", "text/csv", data) for data in (b"1", b"1", b"")} | {urls.url("b.csv", "text/csv", b"1")}
    urls.forget_all()
    same(len(made | {urls.url("a.csv", "text/csv", b"1")}), 5)


# The device


async def check_erasing_empties_every_store(open_platform: Open) -> None:
    platform = open_platform()
    await platform.library.save(card("a"), PNG)
    await platform.drafts.save_draft("create", {"name": "Ada"})
    await platform.ledger.put_entry(entry("a"))
    await open_platform().device.erase()
    same((await platform.library.get("a"), await platform.library.picture("a")), (None, None))
    same((await ids(platform.library), await ids(platform.library, "ada"), await platform.library.count()), ([], [], 0))
    same((await platform.drafts.load_draft("create"), await platform.ledger.entries()), ({}, []))
    await platform.library.save(card("a"), None)
    same(await platform.library.count(), 1)


async def check_the_device_says_how_full_it_is(open_platform: Open) -> None:
    estimate = await open_platform().device.estimate()
    assert estimate.used is None or estimate.used >= 0
    assert estimate.available is None or estimate.available > 0


async def check_the_log_of_starts_can_be_read(open_platform: Open) -> None:
    assert isinstance((await open_platform().startup.read()).starts, tuple)
