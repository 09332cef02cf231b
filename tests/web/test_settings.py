"""Settings, as HTML: keys, storage, erasing everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

KEY = "sk-canary-7f3a9b21"


def test_only_the_last_four_characters_are_shown_after_saving(visitor: Visitor) -> None:
    html = visitor.post("settings/keys/openai", {"key": f"  {KEY} \n"})
    assert visitor.studio.settings["key.openai"] == KEY
    assert "9b21" in html
    assert KEY not in html + visitor.get("settings")


@pytest.mark.parametrize("typed", ["", "   ", "short", "two words here", "schlüssel-äöü-123", "x" * 500])
def test_what_can_be_no_key_is_refused_beside_the_field_and_the_old_one_kept(visitor: Visitor, typed: str) -> None:
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.post("settings/keys/openai", {"key": typed})
    assert 'aria-invalid="true"' in html
    assert visitor.studio.settings["key.openai"] == KEY


def test_a_forgotten_key_is_gone(visitor: Visitor) -> None:
    visitor.post("settings/keys/gemini", {"key": "AQ.canary-1234"})
    assert "Forgotten" in visitor.post("settings/keys/gemini/forget")
    assert "key.gemini" not in visitor.studio.settings


def test_testing_a_key_lists_models_and_says_what_it_does_not_prove(visit: Callable[..., Visitor]) -> None:
    visitor = visit(lambda _: httpx.Response(200, json={"object": "list", "data": [{"id": "gpt-6-luna"}]}))
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.post("settings/keys/openai/test")
    assert "gpt-6-luna" in html
    assert "does not prove access to pictures" in html


def test_testing_without_a_key_says_so_and_sends_nothing(visitor: Visitor) -> None:
    assert "none is saved" in visitor.post("settings/keys/openai/test")


def test_storage_says_how_much_is_used_and_whether_it_is_kept(visitor: Visitor) -> None:
    html = visitor.get("settings")
    assert "3.2 MB" in html
    assert "41.0 GB available" in html
    assert "may delete it" in html


def test_erasing_counts_and_asks_before_anything_is_gone(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.post("settings/keys/openai", {"key": KEY})
    html = visitor.get("settings/erase")
    assert "1 card, 1 key" in html
    assert visitor.store.generations
    assert visitor.studio.settings["key.openai"] == KEY


def test_erasing_empties_every_store(visitor: Visitor) -> None:
    visitor.post("create/preview", PROSPECT)
    visitor.post("create/generate", PROSPECT)
    visitor.post("settings/keys/openai", {"key": KEY})
    assert "Everything is erased" in visitor.post("settings/erase")
    left = visitor.store.generations, visitor.store.pictures, visitor.store.draft, visitor.studio.settings
    assert left == ({}, {}, {}, {})
