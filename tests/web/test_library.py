"""Library, as HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


@pytest.fixture
def rack(visitor: Visitor) -> Visitor:
    """Three cards: Ada, Søren, Müller."""
    for name in ("Ada Example", "Søren Prøve", "Jürgen Müller"):
        visitor.post("create/generate", PROSPECT | {"name": name})
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
    for number in range(60):
        visitor.post("create/generate", PROSPECT | {"name": f"Person {number:02}"})
    first = names_in(visitor.get("library"))
    last = names_in(visitor.get("library/search?q=&page=3"))
    assert (len(first), first[0]) == (24, "Person 59")
    assert (len(last), last[-1]) == (12, "Person 00")


@pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
def test_a_page_number_that_does_not_exist_shows_one_that_does(rack: Visitor, page: str) -> None:
    assert len(names_in(rack.get(f"library/search?q=&page={page}"))) == 3


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


def test_there_is_no_undo_once_its_time_is_over(rack: Visitor) -> None:
    rack.post("library/delete", {"generation": "id-2"})
    rack.post("library/forget")
    assert "no longer in your library" in rack.post("library/undo", {"generation": "id-2"})
    assert "id-2" not in rack.store.generations
