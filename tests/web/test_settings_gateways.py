"""Gateways for Midjourney on Settings: what is kept, what is refused with a sentence, and where they show on Create."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.fakes.midjourney import TOKEN, FakeGateway
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

LINKR, PROXY = "settings/gateways/linkrapi", "settings/gateways/midjourney-proxy"
LOCAL = {"address": "http://localhost:8080", "token": TOKEN}
DISCORD = "MTE4NzY1NDMyMTA5ODc2NTQzMg.GxYz1A.q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5"


@pytest.fixture
def made_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkepix.providers.midjourney.client.PAUSES", (0.0, 0.0))
    monkeypatch.setattr("linkepix.providers.midjourney.client.LONGEST_PAUSE", 0.001)


def test_a_gateway_is_kept_and_its_token_is_shown_by_its_end(visitor: Visitor) -> None:
    html = visitor.post(LINKR, {"token": TOKEN})
    assert "Saved on this device" in html
    visitor.post(PROXY, LOCAL)
    assert dict(visitor.app.settings) == {
        "key.linkrapi": TOKEN,
        "key.midjourney-proxy": TOKEN,
        "key.midjourney-proxy.address": "http://localhost:8080",
    }
    assert 'hx-trigger="load"' in visitor.get("settings")
    html = visitor.get("settings/gateways")
    assert html.count(f"<strong>{TOKEN[-4:]}</strong>") == 2
    assert 'value="http://localhost:8080"' in html
    assert TOKEN not in html


def test_the_form_is_there_once_it_is_asked_for(visitor: Visitor) -> None:
    html = visitor.get("settings")
    assert ">Set up a gateway</button>" in html
    assert 'hx-trigger="load"' not in html
    assert 'hx-get="/app/-/settings/gateways"' in html
    html = visitor.get("settings/gateways")
    assert "LinkrAPI token" in html
    assert "midjourney-proxy address" in html


def test_a_gateway_of_one_s_own_may_ask_for_no_token(visitor: Visitor) -> None:
    assert "Saved on this device" in visitor.post(PROXY, {"address": "http://127.0.0.1:8086/mj", "token": ""})
    assert dict(visitor.app.settings) == {"key.midjourney-proxy.address": "http://127.0.0.1:8086"}
    assert "Paste a token first." in visitor.post(LINKR, {"token": " "})


def test_a_short_token_is_not_shown_at_all(visitor: Visitor) -> None:
    assert "admin" not in visitor.post(PROXY, LOCAL | {"token": "admin"})


def test_an_empty_token_keeps_the_one_that_is_saved(visitor: Visitor) -> None:
    visitor.post(PROXY, LOCAL)
    visitor.post(PROXY, {"address": "http://localhost:9090", "token": ""})
    assert visitor.app.settings["key.midjourney-proxy"] == TOKEN
    assert visitor.app.settings["key.midjourney-proxy.address"] == "http://localhost:9090"


@pytest.mark.parametrize("token", [DISCORD, "mfa.VkO_2G4Qv3T--NO--lWetW_tjND--TOKEN--QFTm6YGtzq9PH"])
@pytest.mark.parametrize("act", ["", "/test"])
def test_a_token_of_discord_is_refused_and_not_kept(visit: Callable[..., Visitor], token: str, act: str) -> None:
    fake = FakeGateway()
    visitor = visit(fake.answer)
    for path in (LINKR, PROXY):
        html = visitor.post(f"{path}{act}", LOCAL | {"token": token})
        assert "looks like a token of Discord" in html
        assert token not in html
    assert not visitor.app.settings
    assert not fake.asked
    assert not visitor.store.ledger


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://mj.example.com/mj", "mj.example.com"),
        ("https://mj.example.com:8443", "mj.example.com:8443"),
        ("https://localhost:8080", "localhost:8080"),
        ("https://api.openai.com", "api.openai.com"),
    ],
)
def test_an_address_that_the_manifest_does_not_list_is_named_and_not_kept(
    visitor: Visitor, address: str, host: str
) -> None:
    html = visitor.post(PROXY, LOCAL | {"address": address})
    assert f"does not list <code>{host}</code>" in html
    assert f'value="{address}"' in html
    assert not visitor.app.settings


def test_plain_http_to_another_machine_is_refused(visitor: Visitor) -> None:
    assert "begins with https://" in visitor.post(PROXY, LOCAL | {"address": "http://192.168.1.7:8080"})
    assert "such as http://localhost:8080" in visitor.post(PROXY, LOCAL | {"address": "localhost"})
    assert not visitor.app.settings


def test_testing_a_gateway_saves_it_and_says_that_it_answers(visit: Callable[..., Visitor]) -> None:
    visitor = visit(FakeGateway().answer)
    assert "Saved, and LinkrAPI answers." in visitor.post(f"{LINKR}/test", {"token": TOKEN})
    assert "Saved, and midjourney-proxy answers." in visitor.post(f"{PROXY}/test", LOCAL)
    assert sorted((line.host, line.purpose) for line in visitor.store.ledger.values()) == [
        ("linkrapi.com", "check"),
        ("localhost", "check"),
    ]


def test_a_gateway_that_no_page_can_reach_is_named_with_the_reason(visitor: Visitor) -> None:
    html = visitor.post(f"{PROXY}/test", LOCAL)
    assert "Saved, but not proved." in html
    assert "No answer came from <code>localhost:8080</code>" in html
    assert "does not allow pages of this site to call it (CORS)" in html


def test_a_token_that_is_not_taken_is_said_to_be_saved_all_the_same(visit: Callable[..., Visitor]) -> None:
    html = visit(FakeGateway(token="another").answer).post(f"{LINKR}/test", {"token": TOKEN})
    assert "LinkrAPI did not accept the key" in html
    assert 'href="/app/settings/#key-linkrapi"' in html


def test_a_gateway_that_is_forgotten_is_gone(visitor: Visitor) -> None:
    visitor.post(PROXY, LOCAL)
    visitor.post("settings/keys/openai", {"key": "sk-canary-7f3a9b21"})
    assert "2 keys" in visitor.get("settings/erase")
    assert "revoke it there" in visitor.post(f"{PROXY}/forget")
    assert set(visitor.app.settings) == {"key.openai"}


def test_midjourney_is_offered_for_pictures_once_a_gateway_is_set_up(visitor: Visitor) -> None:
    assert "Midjourney" not in visitor.post("create/makers", PROSPECT)
    visitor.post(PROXY, LOCAL)
    html = visitor.post("create/makers", PROSPECT | {"picture_by": "midjourney-proxy"})
    assert html.count("Midjourney, by midjourney-proxy") == 1
    assert "Midjourney, by LinkrAPI" not in html
    assert "Its terms forbid automation" in html


def test_a_gateway_makes_no_message(visitor: Visitor) -> None:
    visitor.post(LINKR, {"token": TOKEN})
    html = visitor.post("create/makers", PROSPECT | {"message_by": "linkrapi"})
    assert "Picture and message are made on this device" in html


def test_what_leaves_is_shown_with_the_gateway_s_host_and_the_exact_text(visitor: Visitor) -> None:
    visitor.post(PROXY, {"address": "http://127.0.0.1:8086", "token": ""})
    html = visitor.post("create/makers", PROSPECT | {"picture_by": "midjourney-proxy", "picture_size": "3:2"})
    assert "To <code>127.0.0.1:8086</code>" in html
    assert "--ar 3:2</pre>" in html
    assert "What it costs is not known" in html


def test_a_gateway_that_the_site_no_longer_lists_is_said_before_anything_is_sent(visitor: Visitor) -> None:
    visitor.app.settings["key.midjourney-proxy.address"] = "https://mj.example.com"
    html = visitor.post("create/makers", PROSPECT | {"picture_by": "midjourney-proxy"})
    assert "does not list <code>mj.example.com</code>" in html


@pytest.mark.usefixtures("made_without_waiting")
def test_a_card_by_a_gateway_sends_what_was_shown_and_has_its_buttons(visit: Callable[..., Visitor]) -> None:
    fake = FakeGateway()
    visitor = visit(fake.answer)
    visitor.post(LINKR, {"token": TOKEN})
    form = PROSPECT | {"picture_by": "linkrapi"}
    html = visitor.post("create/generate", form)
    assert "drawn by LinkrAPI" in html
    assert 'value="0.37"' in html
    assert "Drawing the picture: 37%" in html
    for name in ("Upscale 1", "Upscale 4", "Vary 2", "Reroll"):
        assert f">{name}</button>" in html
    (prompt,) = [ask.body["prompt"] for ask in fake.submitted]
    assert f"<pre>{prompt}</pre>" in visitor.post("create/makers", form).replace("&#39;", "'")
    assert "Ada" not in prompt
    assert "Example" not in prompt


@pytest.mark.usefixtures("made_without_waiting")
def test_a_button_makes_a_version_of_the_same_card(visit: Callable[..., Visitor]) -> None:
    fake = FakeGateway(polls=0)
    visitor = visit(fake.answer)
    visitor.post(LINKR, {"token": TOKEN})
    visitor.post("create/generate", PROSPECT | {"picture_by": "linkrapi"})
    (card,) = visitor.store.generations.values()
    html = visitor.post("create/generate", {"generation": card.id, "again": "upscale2", "name": "Somebody Else"})
    assert "This is version 2." in html
    assert ">Upscale 1</button>" not in html
    (card,) = visitor.store.generations.values()
    assert (len(card.versions), card.request.prospect.name) == (2, "Ada Example")
    assert [ask.body for ask in fake.submitted][1:] == [
        {"task_id": "10099", "action": "MJ::JOB::upsample::2::8a1c"},
    ]


def test_a_button_of_a_card_that_is_gone_makes_nothing(visit: Callable[..., Visitor]) -> None:
    fake = FakeGateway()
    visitor = visit(fake.answer)
    visitor.post(LINKR, {"token": TOKEN})
    assert "no longer in your library" in visitor.post("create/generate", {"generation": "gone", "again": "reroll"})
    assert not fake.asked


@pytest.mark.usefixtures("made_without_waiting")
def test_a_picture_that_can_not_be_read_is_shown_by_its_address_here_and_under_tasks(
    visit: Callable[..., Visitor],
) -> None:
    fake = FakeGateway(file_host="files.example.net")
    visitor = visit(fake.answer)
    visitor.post(LINKR, {"token": TOKEN})
    html = visitor.post("create/generate", PROSPECT | {"picture_by": "linkrapi"})
    address = '<code class="address">https://files.example.net/attachments/1/2/grid.png?'
    assert "<code>files.example.net</code>, where LinkrAPI left it, does not let this page read it" in html
    assert address in html
    assert "may be billed" not in html
    assert 'value="picture" aria-label="Try again' not in html, "it would be paid for once more"
    assert 'href="/app/tasks/">Ask for the same one under Tasks' in html
    assert address in visitor.get("tasks")


@pytest.mark.usefixtures("made_without_waiting")
def test_what_was_refused_can_be_tried_again_on_the_spot(visit: Callable[..., Visitor]) -> None:
    fake = FakeGateway(submitting=lambda _: (400, {"detail": "Prompt violates content policy"}))
    visitor = visit(fake.answer)
    visitor.post(LINKR, {"token": TOKEN})
    html = visitor.post("create/generate", PROSPECT | {"picture_by": "linkrapi"})
    assert "LinkrAPI refused by its own rules" in html
    assert 'value="picture" aria-label="Try again' in html


@pytest.mark.usefixtures("made_without_waiting")
def test_a_button_in_the_library_makes_a_version_in_the_background(visit: Callable[..., Visitor]) -> None:
    fake = FakeGateway(polls=0)
    visitor = visit(fake.answer)
    visitor.post(LINKR, {"token": TOKEN})
    visitor.post("create/generate", PROSPECT | {"picture_by": "linkrapi"})
    (card,) = visitor.store.generations.values()
    html = visitor.get(f"library/{card.id}")
    assert ">Upscale 2</button>" in html

    async def press() -> str:
        said = await visitor.asked("POST", "library/step", {"generation": card.id, "step": "upscale2"})
        await asyncio.gather(*(run.ended() for run in visitor.app.runs.running))
        return said

    assert "It becomes a new version of this card" in asyncio.run(press())
    (card,) = visitor.store.generations.values()
    assert len(card.versions) == 2
    assert "Midjourney" not in visitor.get(f"library/{card.id}")
