"""A card as a postcard: its words, and what the page is given to paint."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from linkepix.drawing.postcard.turn import FRAMES
from tests.fakes.answers import png
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def asked(visitor: Visitor, **values: str) -> str:
    return visitor.post("postcard", {"generation": "id-1", "side": "both", "scale": "1"} | values)


def texts(html: str) -> list[str]:
    return [shape["text"] for sheet in sheets(html) for shape in sheet["shapes"] if shape["shape"] == "text"]


def sheets(html: str) -> list[dict[str, Any]]:
    found = re.search(r'data-postcard="([^"]*)"', html)
    assert found
    drawn: list[dict[str, Any]] = json.loads(unescape(found[1]))
    return drawn


def test_the_front_greets_by_name_and_names_both_companies_and_the_back_has_the_address(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    words = texts(asked(visitor))
    assert words[:2] == ["Hello, Ada", "Kühlkette AG for Nordwind GmbH"]
    assert words[-4:] == ["Hamburg", "Nordwind GmbH", "Head of Logistics", "Ada Example"]


def test_without_a_name_and_companies_the_front_says_hello(visitor: Visitor) -> None:
    visitor.post("create/generate", {"role": "Baker"})
    assert texts(asked(visitor, side="front")) == ["Hello"]


@pytest.mark.parametrize(
    ("language", "greeting", "band"),
    [
        ("Deutsch", "Hallo, Ada", "Kühlkette AG für Nordwind GmbH"),
        ("Français", "Bonjour Ada", "Kühlkette AG pour Nordwind GmbH"),
        ("日本語", "こんにちは、Ada", "Kühlkette AG · Nordwind GmbH"),
    ],
)
def test_the_front_speaks_the_language_of_the_message(
    visitor: Visitor, language: str, greeting: str, band: str
) -> None:
    visitor.post("create/generate", PROSPECT | {"language": language})
    assert texts(asked(visitor, side="front")) == [greeting, band]


def test_what_was_typed_last_is_on_the_back(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    words = texts(asked(visitor, side="back", shown="0", message='Typed <b>just</b> "now" & here.'))
    assert 'Typed <b>just</b> "now" & here.' in words
    assert visitor.store.generations["id-1"].messages[0].body.startswith("Typed")


@pytest.mark.parametrize(
    ("side", "scale", "name", "count"),
    [
        ("both", "1", "ada-example-postcard.png", 1),
        ("front", "2", "ada-example-postcard-front@2x.png", 1),
        ("back", "99", "ada-example-postcard-back@2x.png", 1),
        ("print", "2", "ada-example-postcard@2x.png", 2),
        ("nonsense", "nonsense", "ada-example-postcard.png", 2),
    ],
)
def test_a_file_is_named_by_the_prospect_the_side_and_the_size(
    visitor: Visitor, side: str, scale: str, name: str, count: int
) -> None:
    visitor.post("create/generate", PROSPECT)
    html = asked(visitor, side=side, scale=scale)
    assert f'data-name="{name}"' in html
    assert len(sheets(html)) == count


def test_painted_frames_come_back_as_an_animation(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    assert len(sheets(asked(visitor, side="turn"))) == 2
    frame = base64.b64encode(png((200, 30, 30))).decode()
    values = {f"frame{number}": frame for number in range(FRAMES)} | {"name": "ada-example-postcard-turning.png"}
    html = visitor.post("postcard/turn", values)
    assert 'download="ada-example-postcard-turning.png" data-file' in html


@pytest.mark.parametrize("frame", ["", "no base64!", "aGVsbG8="])
def test_frames_that_are_no_pictures_get_a_sentence(visitor: Visitor, frame: str) -> None:
    html = visitor.post("postcard/turn", {f"frame{number}": frame for number in range(FRAMES)})
    assert 'role="alert"' in html
    assert "data-file" not in html


def test_a_card_that_is_gone_gets_its_sentence(visitor: Visitor) -> None:
    assert "data-postcard" not in visitor.post("postcard", {"generation": "gone"})
