"""What every platform's ports do, as checks that any implementation can be held to.

Plain Python without pytest: the same source runs under CPython (tests/ports/) and in a browser's worker
(tests/browser/test_ports.py). The checks of the library and of tasks are in library_contract.py and task_contract.py.
Each check opens the platform itself, as often as it needs connections; all that it opens have the same data. Checks
that begin with `full_` expect storage that has no room left.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import StorageFullError
from linkepix.model.activity import LedgerEntry
from linkepix.model.logo import Logo
from linkepix.model.remote import RemoteFile
from tests.ports import library_contract, task_contract
from tests.ports.library_contract import LARGE, PNG, UNICODE, card, ids, same

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.composition import Platform

    type Open = Callable[[], Platform]
    type Check = Callable[[Open], Awaitable[None]]

FULL = "full_"
"""Before the names of checks that need storage without room."""

FAR = "2999-01-0{}T00:00:00.000+00:00"
"""When a ledger entry was sent: no platform removes it for its age while a check runs."""


def checks() -> dict[str, Check]:
    found = vars(library_contract) | vars(task_contract) | globals()
    return {name.removeprefix("check_"): check for name, check in sorted(found.items()) if name.startswith("check_")}


async def run(name: str, open_platform: Open) -> None:
    """Raises AssertionError where the platform doesn't do what a port says."""
    await checks()[name](open_platform)


async def empty(open_platform: Open) -> None:
    """Remove everything. Each check starts from here."""
    platform = open_platform()
    platform.settings.clear()
    platform.blob_urls.forget_all()
    await platform.device.erase()


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


# The logo

LOGO = Logo(bytes(range(256)), 40, 30, ("#123c69", "#fafafa"))


async def check_there_is_one_logo_and_it_comes_back_as_it_was(open_platform: Open) -> None:
    same(await open_platform().logos.load_logo(), None)
    await open_platform().logos.save_logo(replace(LOGO, png=b"first"))
    await open_platform().logos.save_logo(LOGO)
    same(await open_platform().logos.load_logo(), LOGO)
    await open_platform().logos.save_logo(replace(LOGO, colours=()))
    same(await open_platform().logos.load_logo(), replace(LOGO, colours=()))


async def check_a_logo_that_was_deleted_is_gone(open_platform: Open) -> None:
    logos = open_platform().logos
    await logos.save_logo(LOGO)
    await logos.delete_logo()
    same(await open_platform().logos.load_logo(), None)
    await logos.delete_logo()


async def check_full_a_logo_that_does_not_fit_is_refused(open_platform: Open) -> None:
    logos = open_platform().logos
    with suppress(StorageFullError):
        await logos.save_logo(replace(LOGO, png=bytes(library_contract.LARGE)))
        raise AssertionError("a logo for which there is no room was taken")
    same(await logos.load_logo(), None)


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


# Copies at a provider


def copy(file_id: str, day: int = 1) -> RemoteFile:
    account = "https://ik.imagekit.io/demo"
    return RemoteFile(file_id, f"{file_id}.jpg", account, FAR.format(day), FAR.format(9), problem="unreachable")


async def check_copies_are_newest_first_and_of_one_moment_by_id(open_platform: Open) -> None:
    files = open_platform().remote_files
    for one in (copy("b", 1), copy("z", 1), copy("a", 3), copy("m", 2)):
        await files.put_remote(one)
    same(await open_platform().remote_files.remotes(), [copy("a", 3), copy("m", 2), copy("b", 1), copy("z", 1)])


async def check_a_copy_is_replaced_under_its_id(open_platform: Open) -> None:
    files = open_platform().remote_files
    await files.put_remote(copy("a"))
    arrived = replace(copy("a"), state="there", file_id="6f", path=f"/linkepix/{UNICODE}")
    await files.put_remote(arrived)
    same(await open_platform().remote_files.remotes(), [arrived])


async def check_one_copy_is_deleted_and_the_others_stay(open_platform: Open) -> None:
    files = open_platform().remote_files
    for file_id in "ab":
        await files.put_remote(copy(file_id))
    await files.delete_remote("a")
    await files.delete_remote("nothing")
    same(await open_platform().remote_files.remotes(), [copy("b")])


async def check_full_a_copy_that_cannot_be_recorded_says_so(open_platform: Open) -> None:
    files = open_platform().remote_files
    try:
        await files.put_remote(replace(copy("a"), path="x" * LARGE))
    except StorageFullError:
        same(await files.remotes(), [])
        return
    raise AssertionError("a record was taken that does not fit")


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
    await platform.remote_files.put_remote(copy("a"))
    await platform.tasks.add_tasks([task_contract.task("a")])
    await platform.logos.save_logo(LOGO)
    await open_platform().device.erase()
    same(await platform.logos.load_logo(), None)
    same((await platform.library.get("a"), await platform.library.picture("a")), (None, None))
    same((await ids(platform.library), await ids(platform.library, "ada"), await platform.library.count()), ([], [], 0))
    same((await platform.drafts.load_draft("create"), await platform.ledger.entries()), ({}, []))
    same(await platform.remote_files.remotes(), [])
    same((await platform.tasks.task_page((), (), 0, 9)).items, ())
    await platform.library.save(card("a"), None)
    same(await platform.library.count(), 1)


async def check_the_device_says_how_full_it_is(open_platform: Open) -> None:
    estimate = await open_platform().device.estimate()
    assert estimate.used is None or estimate.used >= 0
    assert estimate.available is None or estimate.available > 0


async def check_the_log_of_starts_can_be_read(open_platform: Open) -> None:
    assert isinstance((await open_platform().startup.read()).starts, tuple)
