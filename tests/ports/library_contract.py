"""What every platform's library does: a part of `tests.ports.contract`, with the cards that its checks save."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import StorageFullError
from linkepix.model.company import Company
from linkepix.model.cues import Cues
from linkepix.model.generation import Generation, Message, Picture, Usage
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.search import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.composition import Platform
    from linkepix.ports import LibraryStore

    type Open = Callable[[], Platform]

LARGE = 10_000_000
"""Bytes of a large picture."""

OLDER, NEWER, NEWEST = "2026-11-20T09:00:00+00:00", "2026-11-20T09:00:01+00:00", "2026-11-21T08:00:00+00:00"

UNICODE = "Zoë 日本 🂡 مرحبا “q” \\ \t'%_*"


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
VERSIONS = FULL_CARD.made_again(("picture",), Request(style="comic"), NEWER).made_again(("message",), Request(), NEWEST)
"""Three versions, of which the last is shown: the first picture, a second one, and the second with another message."""

PNG = Picture("image/png", bytes(range(256)))
SVG = Picture("image/svg+xml", "<svg>é</svg>".encode())


async def ids(library: LibraryStore, query: str = "", offset: int = 0, limit: int = 100) -> list[str]:
    return [item.id for item in (await library.page(words_of(query), offset, limit)).items]


async def check_a_record_and_its_picture_come_back_as_they_were(open_platform: Open) -> None:
    await open_platform().library.save(FULL_CARD, PNG)
    library = open_platform().library
    same(await library.get("full"), FULL_CARD)
    same(await library.picture("full"), PNG)
    same((await library.page((), 0, 24)).items, (FULL_CARD,))


async def check_a_small_copy_lies_next_to_its_picture_and_goes_with_it(open_platform: Open) -> None:
    library = open_platform().library
    record = Generation("photo", OLDER, Request(), picture_mime="image/png", file_name=f"{UNICODE}.png")
    await library.restore(record, {1: PNG, -1: SVG, 2: SVG, -2: PNG})
    same(await library.get("photo"), record)
    same([await library.picture("photo", number) for number in (1, -1, 2, -2)], [PNG, SVG, SVG, PNG])
    same(await ids(library, "linkepix:picture"), ["photo"])
    await library.delete("photo")
    same([await library.picture("photo", number) for number in (1, -1, 2, -2)], [None] * 4)


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


async def check_a_record_with_versions_comes_back_with_all_of_them(open_platform: Open) -> None:
    await open_platform().library.save(VERSIONS, None)
    library = open_platform().library
    same(await library.get("full"), VERSIONS)
    await library.save(VERSIONS.showing(0), None)
    same(await library.get("full"), VERSIONS.showing(0))
    same(VERSIONS.showing(0).showing(2), VERSIONS)


async def check_each_version_has_a_picture_of_its_own(open_platform: Open) -> None:
    library = open_platform().library
    await library.save(FULL_CARD, PNG)
    await library.save(replace(VERSIONS, picture_version=2), SVG)
    library = open_platform().library
    same([await library.picture("full", version) for version in (1, 2, 3)], [PNG, SVG, None])
    same(await library.picture("full"), PNG)
    same(await library.count(), 1)


async def check_what_is_deleted_takes_the_pictures_of_all_versions_along(open_platform: Open) -> None:
    """And no other card's, however alike their ids are."""
    library = open_platform().library
    alike = ("", "a", "a/2", "a2", "ab", "a,2")
    for card_id in alike:
        await library.restore(card(card_id), {1: PNG, 2: SVG, 30: PNG})
    await library.delete("a")
    library = open_platform().library
    same([await library.picture("a", version) for version in (1, 2, 30)], [None] * 3)
    for card_id in set(alike) - {"a"}:
        same([await library.picture(card_id, version) for version in (1, 2, 30)], [PNG, SVG, PNG])


async def check_a_card_is_restored_with_the_pictures_of_all_versions(open_platform: Open) -> None:
    library = open_platform().library
    await library.restore(VERSIONS, {1: PNG, 2: SVG})
    same(await library.get("full"), VERSIONS)
    same([await library.picture("full", version) for version in (1, 2)], [PNG, SVG])
    same(await ids(library, "2026-11-20"), ["full"])


async def check_a_search_finds_what_the_version_that_is_shown_says(open_platform: Open) -> None:
    library = open_platform().library
    again = card("a", body="Lighthouse.").made_again(("message",), Request(prospect=Prospect("Ada Example")), NEWER)
    again = replace(again, messages=(Message("Windmill."),))
    await library.save(again, None)
    same((await ids(library, "windmill"), await ids(library, "lighthouse")), (["a"], []))
    await library.save(again.showing(0), None)
    same((await ids(library, "windmill"), await ids(library, "lighthouse")), ([], ["a"]))


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


async def check_full_a_card_of_which_one_picture_does_not_fit_is_not_restored(open_platform: Open) -> None:
    library = open_platform().library
    try:
        await library.restore(VERSIONS, {1: SVG, 2: Picture("image/png", b"\x89" * LARGE)})
    except StorageFullError:
        pass
    else:
        raise AssertionError("it was saved")
    found = await library.get("full"), await library.picture("full"), await library.picture("full", 2)
    same((*found, await ids(library)), (None, None, None, []))
