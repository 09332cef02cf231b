"""Settings, as HTML: the visitor's account at ImageKit."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.model.remote import RemoteFile
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

ACCOUNT = {"private": PRIVATE_KEY, "public": PUBLIC_KEY, "endpoint": ENDPOINT}
NAMES = ("key.imagekit", "key.imagekit.public", "key.imagekit.endpoint")


def answer(units: int = 42) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(200, json={"extensionUnitsCount": units})


def test_an_account_is_saved_and_of_the_private_key_only_the_end_is_shown(visitor: Visitor) -> None:
    html = visitor.post("settings/account", {name: f" {value}\n" for name, value in ACCOUNT.items()})
    assert [visitor.app.settings[name] for name in NAMES] == list(ACCOUNT.values())
    page = html + visitor.get("settings")
    assert "Saved on this device." in html
    assert PRIVATE_KEY not in page
    assert PRIVATE_KEY[-4:] in page
    assert ENDPOINT in visitor.get("settings")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("private", "", "Paste the private key, too."),
        ("private", PUBLIC_KEY, "a private key of ImageKit"),
        ("public", "", "Paste the public key, too."),
        ("public", "public_?", "a public key of ImageKit"),
        ("endpoint", "", "Paste the URL endpoint, too."),
        ("endpoint", "https://pictures.example.com/x", "a domain of your own"),
    ],
)
def test_what_can_be_no_account_is_refused_beside_its_field_and_nothing_is_saved(
    visitor: Visitor, field: str, typed: str, words: str
) -> None:
    html = visitor.post("settings/account", ACCOUNT | {field: typed})
    assert words in html
    assert re.search(rf'<input [^>]*id="account-{field}"[^>]* aria-invalid="true"', html)
    assert html.count('aria-invalid="true"') == 1
    assert visitor.app.settings == {}


def test_what_was_typed_beside_a_mistake_is_still_there(visitor: Visitor) -> None:
    html = visitor.post("settings/account", ACCOUNT | {"public": "public_?"})
    assert f'value="{ENDPOINT}"' in html
    assert 'value="public_?"' in html
    assert PRIVATE_KEY not in html


def test_an_empty_private_key_keeps_the_one_that_is_saved(visitor: Visitor) -> None:
    visitor.post("settings/account", ACCOUNT)
    visitor.post("settings/account", ACCOUNT | {"private": "", "endpoint": "https://ik.imagekit.io/other"})
    assert visitor.app.settings["key.imagekit"] == PRIVATE_KEY
    assert visitor.app.settings["key.imagekit.endpoint"] == "https://ik.imagekit.io/other"


def test_a_forgotten_account_is_gone(visitor: Visitor) -> None:
    visitor.post("settings/account", ACCOUNT)
    visitor.post("settings/keys/openai", {"key": "sk-canary-7f3a9b21"})
    html = visitor.post("settings/account/forget")
    assert "revoke them there" in html
    assert set(visitor.app.settings) == {"key.openai"}
    assert ENDPOINT not in html


def test_testing_an_account_saves_it_and_tells_what_it_has_used(visit: Callable[..., Visitor]) -> None:
    visitor = visit(answer(1))
    html = visitor.post("settings/account/test", ACCOUNT)
    assert "has used 1 unit this month" in html
    assert visitor.app.settings["key.imagekit"] == PRIVATE_KEY
    (line,) = visitor.store.ledger.values()
    assert (line.host, line.purpose, line.bytes_out) == ("api.imagekit.io", "usage", 0)


@pytest.mark.parametrize(
    ("status", "message", "words"),
    [
        (403, "Your account cannot be authenticated.", "did not accept the key"),
        (429, "Slow down.", "too many requests"),
        (500, "", "a problem of its own"),
    ],
)
def test_an_account_that_fails_its_test_is_said_to_be_saved_all_the_same(
    visit: Callable[..., Visitor], status: int, message: str, words: str
) -> None:
    visitor = visit(lambda _: httpx.Response(status, json={"message": message}))
    html = visitor.post("settings/account/test", ACCOUNT)
    assert "Saved, but not proved." in html
    assert f"ImageKit {words}" in html or words in html
    assert visitor.app.settings["key.imagekit"] == PRIVATE_KEY


def test_imagekit_that_lets_no_page_ask_is_said_to_be_out_of_reach(visitor: Visitor) -> None:
    """The visitor's browser says no more than that a request failed."""
    assert "refuses calls from web pages" in visitor.post("settings/account/test", ACCOUNT)


def test_fields_are_replaced_once_they_are_saved_and_not_before(visitor: Visitor) -> None:
    place = '<hx-partial hx-target="#key-imagekit"{}>'.format
    assert place(' hx-swap="innerMorph"') in visitor.post("settings/account", ACCOUNT | {"public": ""})
    assert place("") in visitor.post("settings/account", ACCOUNT)


def test_an_account_is_one_key_to_those_who_erase(visitor: Visitor) -> None:
    visitor.post("settings/account", ACCOUNT)
    assert "0 cards, 1 key," in visitor.get("settings/erase")


def test_erasing_says_that_copies_at_imagekit_would_be_forgotten(visitor: Visitor) -> None:
    assert "ImageKit" not in visitor.get("settings/erase")
    asyncio.run(visitor.store.put_remote(RemoteFile("ab", "ab.jpg", ENDPOINT, "2026-11-26", "2026-11-26")))
    assert "1 copy that may still be at ImageKit" in visitor.get("settings/erase")
    visitor.post("settings/erase")
    assert visitor.store.remote_files == {}


def test_imagekit_is_offered_as_a_maker_of_nothing(visitor: Visitor) -> None:
    visitor.post("settings/account", ACCOUNT)
    html = visitor.post("create/makers", {"picture_by": "imagekit", "message_by": "imagekit"})
    assert "imagekit" not in html.lower()
