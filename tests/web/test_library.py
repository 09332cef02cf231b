"""Library, as HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.support.memory import MemoryStore

if TYPE_CHECKING:
    from linkepix.model.generation import Picture
    from tests.web.conftest import Visitor


@pytest.fixture
def rack(visitor: Visitor) -> Visitor:
    """Three cards: Ada, Søren, Müller."""
    visitor.keep("Ada Example", "Søren Prøve", "Jürgen Müller")
    return visitor


def names_in(html: str) -> list[str]:
    return re.findall(r'class="rack-name">([^<]*)<', html)


def test_an_empty_library_says_what_to_do(visitor: Visitor) -> None:
    html = visitor.get("library")
    assert 'href="/app/"' in html
    assert not names_in(html)


def test_cards_are_listed_newest_first(rack: Visitor) -> None:
    assert names_in(rack.get("library")) == ["Jürgen Müller", "Søren Prøve", "Ada Example"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ada", ["Ada Example"]),
        ("muller", ["Jürgen Müller"]),
        ("nordwind SØREN", ["Søren Prøve"]),
        ("2026-11-20 ada", ["Ada Example"]),
        ("nobody", []),
    ],
)
def test_search_finds_by_name_company_and_date_whatever_case_and_accents(
    rack: Visitor, query: str, found: list[str]
) -> None:
    assert names_in(rack.get(f"library/search?q={query}")) == found


def test_a_library_of_sixty_comes_in_pages_of_24(visitor: Visitor) -> None:
    visitor.keep(*(f"Person {number:02}" for number in range(60)))
    first = names_in(visitor.get("library"))
    last = names_in(visitor.get("library/search?q=&page=3"))
    assert (len(first), first[0]) == (24, "Person 59")
    assert (len(last), last[-1]) == (12, "Person 00")


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "nan", "1e400", "9" * 300])
def test_a_page_number_that_does_not_exist_shows_one_that_does(rack: Visitor, number: str) -> None:
    assert len(names_in(rack.get(f"library/search?q=&page={number}"))) == 3


def test_a_card_shows_picture_message_request_and_dates(rack: Visitor) -> None:
    html = rack.get("library/id-1")
    for expected in ("blob:id-1:", "Ada Example", "Head of Logistics", "Flat vector", "2026-11-20"):
        assert expected in html


def test_the_address_of_the_page_can_name_a_card(rack: Visitor) -> None:
    assert "Søren Prøve" in rack.get("library", page="/app/library/?show=id-2")


def test_a_card_that_is_gone_is_said_to_be_gone_and_the_rack_is_shown(rack: Visitor) -> None:
    html = rack.get("library", page="/app/library/?show=id-99")
    assert "no longer in your library" in html
    assert len(names_in(html)) == 3


def test_a_deleted_card_comes_back_with_its_picture_on_undo(rack: Visitor) -> None:
    picture = rack.store.pictures["id-2"]
    html = rack.post("library/delete", {"generation": "id-2"})
    assert names_in(html) == ["Jürgen Müller", "Ada Example"]
    assert "id-2" not in rack.store.pictures
    assert len(names_in(rack.post("library/undo", {"generation": "id-2"}))) == 3
    assert rack.store.pictures["id-2"] == picture


def test_a_search_reads_no_picture_that_already_has_an_address(rack: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = MemoryStore.picture

    async def picture(store: MemoryStore, generation_id: str, version: int) -> Picture | None:
        read.append(generation_id)
        return await whole(store, generation_id, version)

    monkeypatch.setattr(MemoryStore, "picture", picture)
    rack.app.blob_urls.forget_all()
    for query in ("a", "ad", "ada"):
        assert "blob:id-1:" in rack.get(f"library/search?q={query}")
    assert sorted(read) == sorted(set(read))
    assert "id-1" in read


def test_a_deleted_picture_s_address_is_forgotten_and_made_anew_on_undo(rack: Visitor) -> None:
    before = rack.get("library")
    old = rack.app.blob_urls.known("id-2")
    assert old
    assert old in before
    rack.post("library/delete", {"generation": "id-2"})
    assert rack.app.blob_urls.known("id-2") is None
    html = rack.post("library/undo", {"generation": "id-2"})
    assert "blob:id-2:" in html
    assert old not in html


def address_of(html: str, words: str) -> str:
    """Where the button with these words leads."""
    (found,) = re.findall(rf'hx-(?:get|post)="/app/-/([^"]*)"[^>]*>\s*{words}<', html)
    return unescape(found)


def test_going_back_from_a_card_leads_to_the_search_and_page_that_it_was_found_on(visitor: Visitor) -> None:
    visitor.keep(*(f"Ada {number:02} & Co" for number in range(30)), "Søren Prøve")
    found = visitor.get("library/search?q=ada+%26&page=2")
    (card,) = re.findall(r'hx-get="/app/-/(library/id-1\?[^"]*)"', found)
    html = visitor.get(address_of(visitor.get(unescape(card)), "Back to the library"))
    assert names_in(html) == names_in(found)
    assert 'value="ada &amp;"' in html
    assert "page 2 of 2" in html


def test_deleting_and_undoing_stay_in_the_search(rack: Visitor) -> None:
    card = rack.get("library/id-2?q=pr%C3%B8ve&page=1")
    deleted = rack.post(address_of(card, "Delete"), {"generation": "id-2"})
    assert names_in(deleted) == []
    assert 'value="prøve"' in deleted
    assert names_in(rack.post(address_of(deleted, "Undo"), {"generation": "id-2"})) == ["Søren Prøve"]


def test_focus_follows_an_opened_card_and_goes_back_to_its_place_in_the_rack(rack: Visitor) -> None:
    card = rack.get("library/id-2")
    assert re.search(r'<h2 id="card-heading" tabindex="-1" autofocus>', card)
    (back,) = re.findall(r'id="([^"]*)"[^>]*>Back to the library<', card)
    assert rack.get("library").count(f'id="{back}"') == 1


def test_focus_goes_to_the_words_that_say_what_became_of_a_card(rack: Visitor) -> None:
    assert re.search(r"<p[^>]* autofocus>Deleted", rack.post("library/delete", {"generation": "id-2"}))
    assert re.search(r"<p[^>]* autofocus>The card is back", rack.post("library/undo", {"generation": "id-2"}))


def test_a_card_or_rack_that_the_page_opens_with_takes_no_focus(rack: Visitor) -> None:
    assert "autofocus" not in rack.get("library", page="/app/library/?show=id-2")
    assert "autofocus" not in rack.get("library")


@pytest.mark.parametrize("later", [("GET", "library"), ("POST", "settings/erase")])
def test_there_is_no_undo_after_the_library_was_left_or_everything_was_erased(
    rack: Visitor, later: tuple[str, str]
) -> None:
    """The same Python serves the pages that follow."""
    rack.post("library/delete", {"generation": "id-2"})
    method, path = later
    rack.get(path) if method == "GET" else rack.post(path)
    assert "no longer in your library" in rack.post("library/undo", {"generation": "id-2"})


def test_there_is_no_undo_once_its_time_is_over(rack: Visitor) -> None:
    rack.post("library/delete", {"generation": "id-2"})
    rack.post("library/forget")
    assert "no longer in your library" in rack.post("library/undo", {"generation": "id-2"})
    assert "id-2" not in rack.store.generations
