"""Settings, as HTML: keys, storage, erasing everything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.model.prospect import Prospect
from linkepix.model.request import Request
from linkepix.ports import StorageEstimate
from linkepix.services.tasks.topics import STOP, WAKE
from tests.support.memory import NamedFileUrls
from tests.support.memory_queue import MemoryNews
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

KEY = "sk-canary-7f3a9b21"


def test_only_the_last_four_characters_are_shown_after_saving(visitor: Visitor) -> None:
    html = visitor.post("settings/keys/openai", {"key": f"  {KEY} \n"})
    assert visitor.app.settings["key.openai"] == KEY
    assert "9b21" in html
    assert KEY not in html + visitor.get("settings")


@pytest.mark.parametrize("typed", ["", "   ", "short", "two words here", "schlüssel-äöü-123", "x" * 500])
def test_what_can_be_no_key_is_refused_beside_the_field_and_the_old_one_kept(visitor: Visitor, typed: str) -> None:
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.post("settings/keys/openai", {"key": typed})
    assert 'aria-invalid="true"' in html
    assert visitor.app.settings["key.openai"] == KEY


def test_a_forgotten_key_is_gone(visitor: Visitor) -> None:
    visitor.post("settings/keys/gemini", {"key": "AQ.canary-1234"})
    assert "Forgotten" in visitor.post("settings/keys/gemini/forget")
    assert "key.gemini" not in visitor.app.settings


def test_testing_a_key_lists_models_and_says_what_it_does_not_prove(visit: Callable[..., Visitor]) -> None:
    visitor = visit(lambda _: httpx.Response(200, json={"object": "list", "data": [{"id": "gpt-6-luna"}]}))
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.post("settings/keys/openai/test")
    assert "gpt-6-luna" in html
    assert "does not prove access to pictures" in html


def test_testing_without_a_key_asks_for_one_on_the_spot_and_sends_nothing(visitor: Visitor) -> None:
    html = visitor.post("settings/keys/openai/test", {"key": " "})
    assert "Paste a key first." in html
    assert "Add one in Settings" not in html


def test_testing_a_typed_key_saves_it_first_and_says_both(visit: Callable[..., Visitor]) -> None:
    tested: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tested.append(request.headers["authorization"])
        return httpx.Response(200, json={"object": "list", "data": [{"id": "gpt-6-luna"}]})

    visitor = visit(answer)
    visitor.post("settings/keys/openai", {"key": "sk-the-old-one"})
    html = visitor.post("settings/keys/openai/test", {"key": KEY})
    assert tested == [f"Bearer {KEY}"]
    assert visitor.app.settings["key.openai"] == KEY
    assert "Saved, and OpenAI accepts the key" in html


def test_a_typed_key_that_fails_its_test_is_said_to_be_saved_all_the_same(visit: Callable[..., Visitor]) -> None:
    visitor = visit(lambda _: httpx.Response(401, json={"error": {"code": "invalid_api_key", "message": "No."}}))
    html = visitor.post("settings/keys/openai/test", {"key": KEY})
    assert "Saved, but" in html
    assert "did not accept the key" in html
    assert "Saved, but" not in visitor.post("settings/keys/openai/test", {"key": ""})


def test_testing_what_can_be_no_key_is_refused_beside_the_field_and_sends_nothing(visitor: Visitor) -> None:
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.post("settings/keys/openai/test", {"key": "two words here"})
    assert "one word of at least 8" in html
    assert visitor.app.settings["key.openai"] == KEY


@pytest.mark.parametrize(
    ("act", "typed", "swap"),
    [
        ("", KEY, ""),
        ("/test", KEY, ""),
        ("", "two words", ' hx-swap="innerMorph"'),
        ("/test", "two words", ' hx-swap="innerMorph"'),
        ("/test", "", ' hx-swap="innerMorph"'),
    ],
)
def test_the_field_is_emptied_once_its_key_is_saved_and_not_before(
    visitor: Visitor, act: str, typed: str, swap: str
) -> None:
    """A morph keeps what is typed, because the field has no value attribute; any other swap replaces the field."""
    form = visitor.post(f"settings/keys/openai{act}", {"key": typed})
    assert f'<hx-partial hx-target="#key-openai"{swap}>' in form
    assert " value=" not in form


def test_forgetting_keeps_what_is_typed_and_hands_focus_to_the_field(visitor: Visitor) -> None:
    visitor.post("settings/keys/openai", {"key": KEY})
    assert 'hx-swap="innerMorph"' in visitor.post("settings/keys/openai/forget", {"key": "sk-half-typed"})
    assert re.search(r'<input [^>]*id="key-field-openai"[^>]* autofocus>', visitor.post("settings/keys/openai/forget"))


def test_focus_finds_each_button_of_settings_again_by_an_id_that_is_its_own(visitor: Visitor) -> None:
    html = visitor.get("settings")
    ids = re.findall(r'<button type="[a-z]*" id="([^"]*)"', html)
    assert len(ids) == html.count("<button") == len(set(ids))


def test_keeping_it_gives_focus_back_to_the_button_that_asked_and_leaves_the_keys_alone(visitor: Visitor) -> None:
    (asked,) = re.findall(r'id="([^"]*)"[^>]*>Erase everything<', visitor.get("settings"))
    (kept,) = re.findall(r"(<button.*)>Keep it<", visitor.get("settings/erase"))
    assert f'id="{asked}"' in kept
    assert 'hx-target="#erase"' in kept


def test_storage_says_how_much_is_used_and_whether_it_is_kept(visitor: Visitor) -> None:
    html = visitor.get("settings")
    assert "3.2 MB" in html
    assert "41.0 GB available" in html
    assert "may delete it" in html
    assert "did not promise" not in html


def test_a_browser_that_was_asked_and_did_not_promise_is_said_not_to_have(visitor: Visitor) -> None:
    (address,) = re.findall(r'hx-get="/app/-/(settings/storage[^"]*)"', visitor.get("settings"))
    assert "The browser did not promise." in visitor.get(address)
    assert "did not promise" not in visitor.get("settings/storage")


def test_a_browser_that_promised_is_said_to_have(visitor: Visitor) -> None:
    promised = StorageEstimate(used=1, available=1, persisted=True)
    html = visitor.app.render("partials/settings/storage.html", storage=promised, asked=True)
    assert "has promised to keep it" in html
    assert "did not" not in html


def test_a_browser_that_does_not_say_how_full_it_is_is_said_not_to(visitor: Visitor) -> None:
    unknown = StorageEstimate(used=None, available=None, persisted=False)
    html = visitor.app.render("partials/settings/storage.html", storage=unknown, asked=False)
    assert "does not say how full it is" in html
    assert "available" not in html


def test_erasing_counts_and_asks_before_anything_is_gone(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.get("settings/erase")
    assert "1 card, 1 key" in html
    assert visitor.store.generations
    assert visitor.app.settings["key.openai"] == KEY


def test_erasing_empties_every_store(visitor: Visitor) -> None:
    visitor.post("create/preview", PROSPECT)
    visitor.post("create/generate", PROSPECT)
    visitor.post("settings/keys/openai", {"key": KEY})
    assert re.search(r"<p[^>]* autofocus>Everything is erased", visitor.post("settings/erase"))
    left = visitor.store.generations, visitor.store.pictures, visitor.store.drafts, visitor.app.settings
    assert left == ({}, {}, {}, {})


def test_other_tabs_stop_before_anything_is_erased_and_look_again_afterwards(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    news, cards = visitor.app.queue._news, visitor.store.generations  # noqa: SLF001 - what others hear
    heard: list[tuple[str, bool]] = []
    assert isinstance(news, MemoryNews)
    news.listeners.append(lambda topic: heard.append((topic, bool(cards))))
    visitor.post("settings/erase")
    assert heard == [(STOP, True), (WAKE, False)]


def test_erasing_empties_the_memory_too(visitor: Visitor) -> None:
    """Python lives on after it."""
    app = visitor.app
    app.file_urls.url("activity.csv", "text/csv", b"a line")
    request = Request(Prospect("Ada Example"))
    planned = app.planner.plan(request)
    assert app.planner.plan(request) is planned, "the control: a plan is remembered"
    visitor.post("settings/erase")
    assert app.planner.plan(request) is not planned
    assert isinstance(app.file_urls, NamedFileUrls)
    assert not app.file_urls.made
