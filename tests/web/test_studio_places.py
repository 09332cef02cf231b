"""Where the studio does what can be done in either place: a preference, and nothing that sends by itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.model.places import IN_EITHER_PLACE, Places
from linkepix.model.recipe import Size
from linkepix.providers.imagekit.operations import OPERATIONS
from linkepix.services.settings import places, remember_place
from linkepix.web.studio_form import ACTS_HERE, EITHER_PLACE
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY
from tests.support.pictures import encoded, photo
from tests.web.conftest import PROSPECT
from tests.web.test_studio import opened, pixels, worked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

ACCOUNT = {"private": PRIVATE_KEY, "public": PUBLIC_KEY, "endpoint": ENDPOINT}


def chosen(html: str, operation: str) -> list[str]:
    """Which of an operation's radios are checked."""
    return re.findall(rf'name="{operation}" id="[^"]*" value="([^"]*)" checked', html)


@pytest.fixture
def sent() -> list[httpx.Request]:
    return []


@pytest.fixture
def visitor(visit: Callable[..., Visitor], sent: list[httpx.Request]) -> Visitor:
    """One photo is open; what is sent anywhere is noted."""

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(500)

    visitor = visit(answer)
    pixels(visitor).data["lake"] = encoded(photo(300, 200), "JPEG")
    opened(visitor, lake=Size(300, 200))
    return visitor


def test_what_can_be_done_here_is_done_here_unless_another_place_was_chosen(visitor: Visitor) -> None:
    html = worked(visitor, visitor.post("studio/do/upscale"))
    assert "600 × 400 pixels" in html
    assert chosen(html, "upscale") == ["here"]
    undone = worked(visitor, visitor.post("studio/do/undo"))
    assert 'alt="Result: lake.jpg, 300 × 200 pixels"' in undone


def test_what_is_too_large_to_be_made_twice_as_large_says_so(visitor: Visitor) -> None:
    opened(visitor, wide=Size(9_000, 500))
    visitor.post("studio/show", {"picture": "wide"})
    assert "A whole number of pixels from 1 to 16,383" in visitor.post("studio/do/upscale")


@pytest.mark.parametrize("has_account", [True, False])
def test_another_place_is_offered_and_sends_nothing_by_itself(
    visitor: Visitor,
    sent: list[httpx.Request],
    has_account: bool,  # noqa: FBT001 - a table
) -> None:
    if has_account:
        visitor.post("settings/account", ACCOUNT)
    html = visitor.post("studio/where", {"upscale": "imagekit"})
    assert chosen(html, "upscale") == ["imagekit"]
    assert re.search(r'id="upscale".*?</button><p class="here sent">', html)
    assert ("This needs the two keys" in html) != has_account
    begun = visitor.post("studio/do/upscale")
    assert ("Send to ImageKit" in begun) == has_account
    assert ("e-upscale" in begun) == has_account
    assert ("ImageKit needs a key, and none is saved." in begun) != has_account
    assert not sent
    assert 'alt="Result: lake.jpg, 300 × 200 pixels"' in visitor.get("studio"), "it is as it was"


def test_what_needs_an_account_says_so_and_where_its_keys_are_typed(visitor: Visitor) -> None:
    html = visitor.get("studio/imagekit")
    assert 'href="/app/settings/#key-imagekit"' in html
    assert all(f"<li>{words}" in html for words in ("Retouch", "Drop shadow", "New background by words"))
    visitor.post("settings/account", ACCOUNT)
    assert "These need" not in visitor.get("studio/imagekit")


def test_the_choice_stays_when_create_remembers_its_own(visitor: Visitor) -> None:
    visitor.post("studio/where", {"upscale": "imagekit"})
    visitor.post("create/preview", PROSPECT | {"style": "comic"})
    assert chosen(visitor.get("studio"), "upscale") == ["imagekit"]
    visitor.post("studio/where", {"upscale": "here"})
    kept = json.loads(visitor.app.settings["preferences"])
    assert (kept["style"], kept["places"]["upscale"]) == ("comic", "here")


def test_erasing_everything_forgets_it(visitor: Visitor) -> None:
    visitor.post("studio/where", {"upscale": "imagekit"})
    visitor.post("settings/erase")
    assert "preferences" not in visitor.app.settings
    assert chosen(visitor.get("studio"), "upscale") == ["here"]


@pytest.mark.parametrize(
    "text", ["", "no JSON", '{"places": 7}', '{"places": {"upscale": 7}}', '{"places": {"crop": ""}}']
)
def test_what_cannot_be_read_is_done_here(text: str) -> None:
    assert {places({"preferences": text}).of(operation) for operation in IN_EITHER_PLACE} == {"here"}


def test_an_operation_that_is_unknown_is_not_remembered() -> None:
    store: dict[str, str] = {}
    remember_place(store, "teleport", "imagekit")
    assert store == {}
    remember_place(store, "crop", "the moon")
    assert places(store).of("crop") == "here"


def test_each_operation_that_can_be_done_in_either_place_can_be_preferred_in_each() -> None:
    assert {operation.id for operation in OPERATIONS if operation.here} == set(IN_EITHER_PLACE)
    assert set(EITHER_PLACE.values()) <= set(IN_EITHER_PLACE)
    assert len(EITHER_PLACE) == len(ACTS_HERE)
    assert Places(crop="imagekit").of("crop") == "imagekit"
