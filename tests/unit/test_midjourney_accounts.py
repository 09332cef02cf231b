"""What is typed of a gateway, and how far it says that it is."""

from __future__ import annotations

import pytest

from linkepix.errors import InputError
from linkepix.providers.midjourney.account import address_from, token_from
from linkepix.providers.midjourney.protocol import share_of


@pytest.mark.parametrize(
    ("progress", "share"),
    [("37%", 0.37), ("0%", 0.0), (37, 0.37), ("100", 1.0), ("", None), ("done", None), (None, None), ("900%", 1.0)],
)
def test_progress_is_read_in_any_form(progress: object, share: float | None) -> None:
    assert share_of(progress) == share


DISCORD = [
    "MTE4NzY1NDMyMTA5ODc2NTQzMg.GxYz1A.q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5",
    "mfa.VkO_2G4Qv3T--NO--lWetW_tjND--TOKEN--QFTm6YGtzq9PH",
    'Authorization: "MTE4NzY1NDMyMTA5ODc2NTQzMg.GxYz1A.q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1"',
]


@pytest.mark.parametrize("typed", DISCORD)
def test_a_token_of_discord_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        token_from(typed)
    assert caught.value.problem == "discord"


@pytest.mark.parametrize(
    "typed", ["lkr_abc123", "admin", "sk-0f.1e.2d", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.s5a", ""]
)
def test_a_token_of_a_gateway_is_taken_as_it_is(typed: str) -> None:
    assert token_from(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://localhost:8080", "http://localhost:8080"),
        (" http://127.0.0.1:8080/ ", "http://127.0.0.1:8080"),
        ("http://localhost:8080/mj", "http://localhost:8080"),
        ("https://MJ.example.com:443/mj-fast/mj/", "https://mj.example.com/mj-fast"),
    ],
)
def test_an_address_is_taken_as_calls_continue_it(typed: str, address: str) -> None:
    assert address_from(typed) == address


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "malformed"),
        ("localhost:8080", "malformed"),
        ("ftp://localhost", "malformed"),
        ("http://user:pw@localhost:8080", "malformed"),
        ("https://mj.example.com/?key=1", "malformed"),
        ("http://localhost:99999", "malformed"),
        ("http://[::1", "malformed"),
        ("http://mj.example.com", "insecure"),
        ("http://localhost.example.com", "insecure"),
    ],
)
def test_what_is_no_address_of_a_gateway_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        address_from(typed)
    assert (caught.value.field, caught.value.problem) == ("address", problem)
