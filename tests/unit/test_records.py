"""What the library keeps comes back as it was, from this build, an older one and a newer one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.model.company import Company
from linkepix.model.cues import Cues
from linkepix.model.generation import Depiction, Generation, Message, Usage
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.startup import Start, StartUp
from linkepix.services.records import from_json, startup_from_json, to_json
from linkepix.services.settings import remembered

FULL = Generation(
    "id-1",
    "2026-11-20T09:00:00+00:00",
    Request(picture_by=MakerChoice("openai", "gpt-image-2", "1024x1024", "low"), variants=3),
    picture_mime="image/png",
    picture_usage=Usage(10, 439, 0.0132),
    messages=(Message("Hello Ada.", "Routes"), Message("Hi.")),
)


def test_a_record_comes_back_as_it_was() -> None:
    assert from_json(to_json(FULL)) == FULL


VERSIONS = FULL.made_again(("picture",), Request(style="comic"), "2026-11-21T09:00:00+00:00")


def test_a_record_with_versions_comes_back_as_it_was() -> None:
    assert from_json(to_json(VERSIONS)) == VERSIONS


def test_a_record_that_knows_no_versions_is_one_version() -> None:
    values = json.loads(to_json(FULL))
    for name in ("others", "shown", "remade", "picture_version", "message_version"):
        del values[name]
    restored = from_json(json.dumps(values))
    assert restored is not None
    assert restored == FULL
    assert (restored.number, len(restored.versions), restored.picture_key) == (1, 1, "id-1")


@pytest.mark.parametrize("shown", [-1, 7, None, "1"])
def test_a_version_that_is_not_there_is_not_shown(shown: object) -> None:
    restored = from_json(json.dumps(json.loads(to_json(VERSIONS)) | {"shown": shown}))
    assert restored
    assert restored.number in {1, 2}
    assert len(restored.versions) == 2


def test_a_style_of_another_version_that_is_not_known_takes_the_default() -> None:
    values = json.loads(to_json(VERSIONS))
    values["others"][0]["request"]["style"] = "hologram"
    restored = from_json(json.dumps(values))
    assert restored
    assert restored.others[0].request.style == Request().style


def test_a_record_of_an_older_build_takes_defaults_for_what_it_lacks() -> None:
    values = json.loads(to_json(FULL))
    del values["messages"], values["request"]["style"]
    restored = from_json(json.dumps(values))
    assert restored is not None
    assert restored.messages == ()
    assert restored.request.style == Request().style


def test_a_record_of_a_newer_build_loses_only_what_is_not_known() -> None:
    values = json.loads(to_json(FULL)) | {"hologram": True}
    assert from_json(json.dumps(values)) == FULL


@pytest.mark.parametrize("text", ["", "null", "[]", "7", '"x"', "{}", "{", '{"id": "x"}'])
def test_what_is_no_record_is_none(text: str) -> None:
    assert from_json(text) is None


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_settings_that_somebody_edited_by_hand_count_as_absent(text: str) -> None:
    assert remembered({"company": text, "preferences": text}).picture_by.provider == "ondevice"


@pytest.mark.parametrize("company", ['{"name": 5}', '{"tone": null, "offer": []}', '{"name": {}}'])
def test_a_field_of_another_kind_takes_its_default(company: str) -> None:
    assert remembered({"company": company}).company == Company()


def test_a_maker_that_is_no_maker_takes_its_default() -> None:
    assert remembered({"preferences": '{"picture_by": "openai", "style": "comic"}'}).style == "comic"


def test_a_style_or_channel_that_is_not_known_takes_the_default() -> None:
    values = json.loads(to_json(FULL))
    values["request"] |= {"style": "hologram", "channel": "pigeon"}
    restored = from_json(json.dumps(values))
    assert restored is not None
    assert (restored.request.style, restored.request.channel) == (Request().style, Request().channel)


@pytest.mark.parametrize("text", ["", "{", "undefined", "null", "[]", "7", '{"starts": 7, "heap_bytes": "many"}'])
def test_a_report_of_starts_that_cannot_be_read_says_nothing(text: str) -> None:
    assert startup_from_json(text) == StartUp()


def test_a_report_of_starts_is_read() -> None:
    """The control."""
    text = '{"engine": "Browser/1", "starts": [{"at": "2026", "restored": true}, 7], "heap_bytes": 8}'
    assert startup_from_json(text) == StartUp("Browser/1", (Start("2026", restored=True),), heap_bytes=8)


def test_names_reason_card_and_second_step_come_back() -> None:
    request = Request(Prospect("Ada", call_by="Addy", why="You asked."), Company(sender="Marta"), attach_card=True)
    card = Generation("id-2", FULL.created, request, messages=(Message("Hi.", "", "Thanks.", ("Likes trains.",)),))
    assert from_json(to_json(card)) == card


def test_a_record_from_before_there_were_names_reasons_and_second_steps_is_read() -> None:
    values = json.loads(to_json(FULL))
    for name in ("call_by", "why"):
        del values["request"]["prospect"][name]
    del values["request"]["company"]["sender"], values["request"]["attach_card"]
    for message in values["messages"]:
        del message["follow_up"], message["notes_used"]
    values["request"]["channel"] = "connection-note"
    restored = from_json(json.dumps(values))
    assert restored is not None
    assert restored.messages == FULL.messages
    assert restored.request.channel == "connection-note"


def test_what_a_picture_shows_comes_back_and_older_records_have_none() -> None:
    shows = Depiction(7, "harbour", "curly", "black", glasses="round")
    assert from_json(to_json(replace(FULL, picture_shows=shows))) == replace(FULL, picture_shows=shows)
    values = json.loads(to_json(FULL))
    del values["picture_shows"]
    restored = from_json(json.dumps(values))
    assert restored
    assert restored.picture_shows is None


def test_hair_that_an_older_build_covered_is_covered_by_a_scarf() -> None:
    values = json.loads(to_json(FULL))
    values["request"]["cues"] = {
        "hair": "covered",
        "hair_colour": "",
        "glasses": "round",
        "outfit": "",
        "setting": "cafe",
    }
    restored = from_json(json.dumps(values))
    assert restored
    assert restored.request.cues == Cues(head_covering="hijab", glasses="round", setting="cafe")
