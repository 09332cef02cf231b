"""Another person on Create: what makes way, what stays, and what can be brought back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from linkepix.model.prospect import Prospect
from linkepix.web.forms import mark_of
from tests.web.conftest import PROSPECT
from tests.web.fragments import reload, shown_picture, value_of

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

OTHER = "Grace Sample\nCTO at Rotor Ltd\nLeeds, England"


def test_the_next_prospect_has_neither_the_fields_nor_the_card_of_the_last(made: Visitor) -> None:
    html = made.post("create/new", PROSPECT | {"generation": "id-1"})
    assert 'name="name" value=""' in html
    assert "The message goes here." in html
    assert re.search(r'<textarea id="about"[^>]* autofocus', html)
    assert 'value="id-1"' not in html
    assert not shown_picture(reload(made))
    assert "id-1" in made.store.generations


@pytest.mark.parametrize("path", ["create/read", "create/generate"])
def test_a_paste_about_another_person_is_a_new_prospect(made: Visitor, path: str) -> None:
    html = made.post(path, PROSPECT | {"about": OTHER, "generation": "id-1", "again": "picture"})
    assert 'name="name" value="Grace Sample"' in html
    assert "Spoke about cold chains" not in html
    assert 'name="company_name"' not in html or "Kühlkette" in html
    if path == "create/read":
        assert "The message goes here." in html
    else:
        assert made.newest.request.prospect.name == "Grace Sample"
        assert len(made.store.generations["id-1"].versions) == 2


@pytest.mark.parametrize("paste", ["Ada Example\nCTO at Rotor Ltd", "CTO at Rotor Ltd\nLeeds, England"])
def test_a_paste_about_the_same_person_leaves_card_and_typed_fields(made: Visitor, paste: str) -> None:
    html = made.post("create/read", PROSPECT | {"about": paste, "generation": "id-1"})
    assert "Spoke about cold chains" in html
    assert ("<q>CTO</q>" in html) == paste.startswith("Ada")
    assert "The message goes here." not in html


def test_a_part_for_another_name_is_another_card(made: Visitor) -> None:
    made.post("create/generate", PROSPECT | {"name": "Bruno Castell", "generation": "id-1", "again": "picture"})
    assert made.newest.request.prospect.name == "Bruno Castell"
    assert made.newest.messages
    assert len(made.store.generations["id-1"].versions) == 2


def test_nothing_of_the_last_person_stays_under_a_name_that_was_typed_over(made: Visitor) -> None:
    later = {"call_by": "Addie", "why": "Your boilers are famous.", "role": "CTO", "about": "Ada Example, an engineer"}
    typed = PROSPECT | later | {"name": "Grace Sample", "generation": "id-1", "about_read": mark_of(later["about"])}
    html = made.post("create/name", typed)
    fields = ("name", "call_by", "role", "company", "why")
    assert [value_of(html, name) for name in fields] == ["Grace Sample", "", "", "", ""]
    assert ">Spoke about cold chains" not in html
    assert "Ada Example, an engineer" not in html
    assert "The message goes here." in html
    assert "for <q>Ada Example</q> is cleared" in html


def test_generate_clears_it_too_where_the_field_has_not_been_left(made: Visitor) -> None:
    made.post("create/generate", PROSPECT | {"name": "Grace Sample", "call_by": "Addie", "generation": "id-1"})
    assert made.newest.request.prospect == Prospect("Grace Sample")


def test_what_was_cleared_under_a_corrected_name_can_be_brought_back(made: Visitor) -> None:
    typed = PROSPECT | {"name": "Grace Sample", "why": "Your boilers are famous.", "generation": "id-1"}
    made.post("create/name", typed)
    html = made.post("create/name", {"name": "Grace Sample", "role": "CTO", "keep": "yes"})
    assert [value_of(html, name) for name in ("name", "role")] == ["Grace Sample", "CTO"]
    assert value_of(html, "why") == "Your boilers are famous."
    assert ">Spoke about cold chains" in html


def test_what_was_cleared_is_neither_on_the_page_nor_there_after_everything_was_erased(made: Visitor) -> None:
    typed = PROSPECT | {"name": "Grace Sample", "why": "Your boilers are famous.", "generation": "id-1"}
    assert "Your boilers" not in made.post("create/name", typed)
    keep = {"name": "Grace Sample", "keep": "yes"}
    assert value_of(made.post("create/name", keep), "why") == "Your boilers are famous."
    made.post("settings/erase")
    assert value_of(made.post("create/name", keep), "why") == ""


@pytest.mark.parametrize("name", ["Ada Example", "Ada Maria Example", "Ada"])
def test_a_name_of_the_same_person_clears_nothing(made: Visitor, name: str) -> None:
    assert made.post("create/name", PROSPECT | {"name": name, "generation": "id-1"}) == ""


def test_what_is_pasted_as_the_next_prospect_is_one_though_it_has_no_name(made: Visitor) -> None:
    next_one = {"about": "CTO at Rotor Ltd\nLeeds, England", "next": "yes", "generation": "id-1"}
    html = made.post("create/read", PROSPECT | next_one)
    assert value_of(html, "name") == ""
    assert "Spoke about cold chains" not in html
    assert "The message goes here." in html


@pytest.mark.parametrize("path", ["create/generate", "create/new", "create/read"])
def test_what_was_typed_last_stays_with_the_card_that_makes_way(made: Visitor, path: str) -> None:
    typed = {
        "generation": "id-1",
        "shown": "0",
        "message": "Typed just now.",
        "about": "Grace Sample, CTO at Rotor Ltd",
    }
    made.post(path, PROSPECT | typed)
    assert made.store.generations["id-1"].messages[0].body == "Typed just now."
