"""How long each step of a message is, as Create counts it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def counted(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<span class="count"[^>]*>([^<]*)</span>', html)]


def test_the_counter_counts_an_emoji_as_two_as_linkedin_does(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"channel": "connection-note"})
    edited = visitor.post("create/message", {"generation": "id-1", "shown": "0", "message": "\U0001f600" * 150})
    assert counted(edited) == ["300 of 200 characters: too long for this channel"]
    assert counted(visitor.post("create/variant", {"generation": "id-1"})) == counted(edited)


def test_each_of_two_steps_is_counted_against_its_own_limit(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"channel": "note-then-message"})
    typed = {"generation": "id-1", "shown": "0", "message": "\U0001f600" * 150, "follow_up": "\U0001f600" * 4_001}
    edited = visitor.post("create/message", typed)
    over = "too long for this channel"
    assert counted(edited) == [f"300 of 200 characters: {over}", f"8,002 of 8,000 characters: {over}"]
    assert 'hx-target="#counter-2"' in edited
    shown = visitor.post("create/variant", {"generation": "id-1"})
    assert counted(shown) == counted(edited)
    assert re.search(r'<textarea id="follow_up"[^>]* aria-describedby="counter-2"', shown)
    assert '<p id="counter-2"' in shown


def test_a_channel_of_one_step_has_one_counter(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"channel": "email"})
    assert "counter-2" not in visitor.post("create/variant", {"generation": "id-1"})
    assert "counter-2" not in visitor.post("create/message", {"generation": "id-1", "shown": "0", "message": "Hi."})
