"""The field "Logo": its requests, what they answer, and the postcard."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.errors import StorageFullError
from linkepix.web.app import create_app
from tests.support.logos import MAGENTA, chunk, logo, sample
from tests.web.conftest import PROSPECT
from tests.web.test_postcard import sheets

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

SOLID = sample([MAGENTA] * 4)


def choose(visitor: Visitor, png: bytes | None, **values: str) -> str:
    """As static/js/logo.js does."""

    async def ask() -> str:
        transport = httpx.ASGITransport(create_app(visitor.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            files = {"logo": ("logo.png", png or b"", "image/png")}
            answer = await client.post("/app/-/create/logo", data={"sample": SOLID} | values, files=files)
        answer.raise_for_status()
        return answer.text

    return asyncio.run(ask())


def test_a_logo_is_kept_and_shown_and_shown_again(visitor: Visitor) -> None:
    html = choose(visitor, logo(30, 20))
    assert 'alt="Your logo"' in html
    assert "Remove logo" in html
    assert "Your logo is saved." in html
    kept = visitor.store.logo
    assert kept
    assert (kept.png, kept.width, kept.height, kept.colours) == (logo(30, 20), 30, 20, ())
    again = visitor.get("create/logo")
    assert 'alt="Your logo"' in again
    assert "saved" not in again


def test_the_form_asks_for_the_logo_when_it_is_there_and_does_not_hold_it(visitor: Visitor) -> None:
    choose(visitor, logo())
    html = visitor.post("create")
    assert 'hx-get="/app/-/create/logo" hx-trigger="load"' in html
    assert "blob:" not in html
    assert 'type="file"' in html
    assert "blob:" not in visitor.post("create/read", PROSPECT | {"about": "Ada Example"})


def test_another_logo_takes_the_place_of_the_first_and_has_another_address(visitor: Visitor) -> None:
    first, second = choose(visitor, logo(30, 20)), choose(visitor, logo(20, 30))
    assert visitor.store.logo
    assert visitor.store.logo.png == logo(20, 30)
    assert len({html.partition('src="')[2].partition('"')[0] for html in (first, second)}) == 2


@pytest.mark.parametrize(
    ("png", "values", "words"),
    [
        (None, {}, "That file is empty."),
        (None, {"problem": "empty"}, "That file is empty."),
        (None, {"problem": "large"}, "at most. Choose a smaller one."),
        (None, {"problem": "unreadable"}, "could not be read as a picture"),
        (None, {"problem": '"><b>'}, "could not be read as a picture"),
        (b"<svg/>", {}, "could not be read as a picture"),
        (logo(401, 2), {}, "at most. Choose a smaller one."),
        (b"\x89PNG" + bytes(2**20), {}, "at most. Choose a smaller one."),
        (logo(), {"sample": "nonsense"}, "could not be read as a picture"),
    ],
)
def test_what_is_no_logo_gets_one_sentence_next_to_the_field_and_the_old_one_stays(
    visitor: Visitor, png: bytes | None, values: dict[str, str], words: str
) -> None:
    html = choose(visitor, png, **values)
    assert html.count('class="problem"') == 1
    assert words in html
    assert 'aria-describedby="logo-problem logo-help" aria-invalid="true"' in html
    assert visitor.store.logo is None
    assert "as it was" not in html
    choose(visitor, logo())
    html = choose(visitor, png, **values)
    assert words in html
    assert "Your logo is as it was." in html
    assert 'alt="Your logo"' in html
    assert visitor.store.logo
    assert visitor.store.logo.png == logo()


def test_no_room_is_said_and_the_old_logo_stays(visitor: Visitor) -> None:
    choose(visitor, logo())
    visitor.store.refusal = StorageFullError("full")
    assert "no room left" in choose(visitor, logo(10, 10))
    assert visitor.store.logo
    assert visitor.store.logo.width == 40


def test_two_files_are_refused_in_a_sentence(visitor: Visitor) -> None:
    async def ask() -> str:
        transport = httpx.ASGITransport(create_app(visitor.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            files = [("logo", ("a.png", logo())), ("logo", ("b.png", logo()))]
            return (await client.post("/app/-/create/logo", files=files)).text

    assert "This form holds more than can be read at once" in asyncio.run(ask())
    assert visitor.store.logo is None


def test_a_removed_logo_is_gone_and_the_focus_is_on_its_field(visitor: Visitor) -> None:
    choose(visitor, logo())
    html = visitor.post("create/logo/remove")
    assert visitor.store.logo is None
    assert "<img" not in html
    assert "autofocus" in html
    assert "Your logo is removed." in html
    assert "<img" not in visitor.post("create/logo/remove")


def test_the_logo_is_on_the_front_of_every_card_and_the_page_is_told_where_it_is(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    without = visitor.post("postcard", {"generation": "id-1", "side": "both", "scale": "1"})
    assert 'data-logo=""' in without
    choose(visitor, logo(30, 20))
    asked = visitor.post("postcard", {"generation": "id-1", "side": "both", "scale": "1"})
    (mark,) = [shape for shape in sheets(asked)[0]["shapes"] if shape["shape"] == "mark"]
    assert (mark["width"], mark["height"]) == (30, 20)
    assert 'data-logo="blob:logo/' in asked
    for side, fronts in (("turn", 1), ("print", 1), ("front", 1), ("back", 0)):
        html = visitor.post("postcard", {"generation": "id-1", "side": side, "scale": "1"})
        assert sum(shape["shape"] == "mark" for sheet in sheets(html) for shape in sheet["shapes"]) == fronts
    visitor.post("create/logo/remove")
    assert visitor.post("postcard", {"generation": "id-1", "side": "both", "scale": "1"}) == without


def test_a_company_without_a_name_has_a_band_for_its_logo_alone(visitor: Visitor) -> None:
    visitor.post("create/generate", {"role": "Baker"})
    choose(visitor, logo(more=chunk(b"tEXt", b"a\0b")))
    (front,) = sheets(visitor.post("postcard", {"generation": "id-1", "side": "front", "scale": "1"}))
    assert [shape["shape"] for shape in front["shapes"]].count("mark") == 1
    assert [shape["text"] for shape in front["shapes"] if shape["shape"] == "text"] == ["Hello"]


def test_erasing_everything_takes_the_logo_along(visitor: Visitor) -> None:
    choose(visitor, logo())
    assert "your company with its logo" in visitor.get("settings/erase")
    visitor.post("settings/erase")
    assert visitor.store.logo is None
    assert "<img" not in visitor.get("create/logo")
