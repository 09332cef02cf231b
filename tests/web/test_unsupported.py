"""Create lists the sentences that no field supports, and an edit checks them again."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import httpx

from tests.fakes.answers import openai_text
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

HEADING = "Not in your fields"


def edited(visitor: Visitor, text: str) -> str:
    return visitor.post("create/message", {"generation": "id-1", "shown": "0", "message": text})


def listed(html: str) -> list[str]:
    return [unescape(re.sub("<.*?>", "", item)).strip() for item in re.findall(r"<p id=.*?</p>", html, re.DOTALL)]


def test_an_edit_lists_what_is_not_in_the_fields_and_marks_the_words(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    html = edited(
        visitor, "Hi Ada,\n\nwe met in Oslo. Your talk about cold chains is why I write. You have 40 lorries."
    )
    assert HEADING in html
    assert listed(html) == ["we met in Oslo.", "You have 40 lorries."]
    assert "<mark>Oslo</mark>" in html
    assert "<mark>40</mark>" in html


def test_a_supported_text_lists_nothing(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    html = edited(visitor, "Hi Ada, your talk about cold chains at Nordwind is why I write from Kühlkette AG.")
    assert HEADING not in html
    assert "of 200 characters" in html


def test_removing_says_what_to_cut_and_where_as_javascript_counts(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    text = "Hi Ada 🚚, we met. Shall we talk?"
    html = edited(visitor, text)
    start, value = re.findall(r'data-start="(\d+)" data-value="([^"]*)"', html)[0]
    units = text.encode("utf-16-le")
    assert units[2 * int(start) :].decode("utf-16-le").startswith(value)
    assert text.replace(value, "") == "Shall we talk?"


def test_what_follows_a_note_is_checked_too(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    step = {"generation": "id-1", "shown": "0", "message": "Hi Ada, shall we talk?", "follow_up": "We met in Oslo."}
    html = visitor.post("create/message", step)
    assert listed(html) == ["We met in Oslo."]
    assert 'data-from="#follow_up"' in html


def test_markup_in_a_message_is_listed_as_text(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    html = edited(visitor, 'We met "<img src=x>" in <b>Oslo</b>.')
    assert "<img" not in html
    assert "<b>" not in html


def test_a_provider_s_text_is_checked_as_it_comes(visit: Callable[..., Visitor]) -> None:
    stream = b"".join(openai_text("Hi Ada, congratulations on joining Hapag-Lloyd.", "gpt-6-luna"))
    visitor = visit(lambda _: httpx.Response(200, content=stream, headers={"content-type": "text/event-stream"}))
    visitor.post("settings/keys/openai", {"key": "sk-canary-7f3a9b21"})
    html = visitor.post("create/generate", PROSPECT | {"message_by": "openai"})
    assert HEADING in html
    assert "<mark>Hapag-Lloyd</mark>" in html
