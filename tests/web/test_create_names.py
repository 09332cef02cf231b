"""Create, as HTML: names, the reason, and the channel of two steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

PASTE = "Ada Example\nHead of Logistics at Nordwind GmbH\nHamburg, Germany"


def value_of(html: str, name: str) -> str:
    """What the named input holds."""
    found = re.search(rf'<input id="{name}" name="{name}" value="([^"]*)"', html)
    assert found, f"no input called {name}"
    return found[1]


def labelled(html: str, label: str) -> str:
    """The id of the field with this label; its accessible name is a contract."""
    found = re.search(rf'<label[^>]* for="([^"]+)">{label}</label>', html)
    assert found, f"no field called {label}"
    return found[1]


NAMED = PROSPECT | {"call_by": "Addy", "why": "You asked about quays.", "sender": "Marta", "attach_card": "yes"}


def test_names_and_the_reason_have_fields_and_are_kept_in_the_draft(visitor: Visitor) -> None:
    visitor.post("create/preview", NAMED)
    html = visitor.post("create")
    assert value_of(html, labelled(html, "Call them")) == "Addy"
    assert value_of(html, labelled(html, "Why you write")) == "You asked about quays."
    assert value_of(html, labelled(html, "Your name")) == "Marta"
    assert re.search(r'name="attach_card"[^>]* checked', html)


def test_the_visitor_s_name_is_remembered_for_the_next_prospect(visitor: Visitor) -> None:
    visitor.post("create/preview", NAMED)
    visitor.post("create/new", NAMED)
    html = visitor.post("create")
    assert value_of(html, "sender") == "Marta"
    assert value_of(html, "call_by") == value_of(html, "why") == ""


def test_a_paste_about_somebody_else_drops_what_was_typed_for_the_last_one(visitor: Visitor) -> None:
    told = NAMED | {"name": "Bea Berg", "guess.name": "Bea Berg", "about": PASTE}
    html = visitor.post("create/read", told)
    assert value_of(html, "name") == "Ada Example"
    assert value_of(html, "call_by") == value_of(html, "why") == ""


def test_a_paste_about_the_same_person_keeps_it(visitor: Visitor) -> None:
    html = visitor.post("create/read", NAMED | {"about": PASTE})
    assert value_of(html, "call_by") == "Addy"
    assert value_of(html, "why") == "You asked about quays."


def test_a_card_brings_names_and_the_reason_back_when_it_is_used_again(visitor: Visitor) -> None:
    visitor.post("create/generate", NAMED)
    html = visitor.post("create", page="/app/?from=id-1")
    assert value_of(html, "call_by") == "Addy"
    assert "ou asked about quays." in visitor.store.generations["id-1"].messages[0].body


def test_two_steps_are_shown_edited_and_kept_as_one(visitor: Visitor) -> None:
    shown = visitor.post("create/generate", PROSPECT | {"channel": "note-then-message"})
    assert labelled(shown, "Message") == "message"
    assert "1 Note" in shown
    second = labelled(shown, "2 After they accept")
    message = visitor.store.generations["id-1"].messages[0]
    assert message.follow_up
    assert message.notes_used == ("Spoke about cold chains.",)
    edited = {"generation": "id-1", "shown": "0", "message": "A note.", second: "Thank you."}
    visitor.post("create/message", edited)
    kept = visitor.store.generations["id-1"].messages[0]
    assert (kept.body, kept.follow_up, kept.notes_used) == ("A note.", "Thank you.", message.notes_used)


def test_the_first_channel_is_the_one_of_two_steps(visitor: Visitor) -> None:
    html = visitor.post("create")
    first = re.search(r'<select id="channel".*?<option value="([^"]+)"( selected)?>([^(]+)', html, re.DOTALL)
    assert first
    assert (first[1], first[3].strip()) == ("note-then-message", "Connection note, then direct message")
    assert first[2]


def test_another_language_says_before_writing_that_it_will_be_english(visitor: Visitor) -> None:
    sentence = "The message will be in English: this device does not write"
    assert f"{sentence} Italiano." in visitor.post("create/preview", PROSPECT | {"language": "Italiano"})
    assert sentence not in visitor.post("create/preview", PROSPECT | {"language": "Português (Portugal)"})
    by_openai = {"language": "Italiano", "message_by": "openai", "message_by_was": "openai"}
    assert sentence not in visitor.post("create/preview", PROSPECT | by_openai)


def test_the_lines_of_the_notes_that_were_used_stand_under_the_message(visitor: Visitor) -> None:
    assert "From your notes: <q>Spoke about cold chains.</q>" in visitor.post("create/generate", PROSPECT)
    assert "From your notes" not in visitor.post("create/generate", PROSPECT | {"notes": "Two kids."})
