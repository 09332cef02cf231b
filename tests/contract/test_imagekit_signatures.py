"""What is signed on this device is what ImageKit's official SDK signs, for many inputs."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagekitio import ImageKit
from imagekitio.lib import helper

from linkepix.errors import InputError
from linkepix.providers.imagekit.signing import (
    ADDRESS_SECONDS,
    UPLOAD_SECONDS,
    Credentials,
    every_address,
    read_credentials,
    signed_address,
    upload_signature,
)
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = st.from_regex(r"private_[A-Za-z0-9+/]{8,40}={0,2}", fullmatch=True)
TOKENS = st.one_of(st.uuids().map(str), st.text(min_size=1, max_size=40))
TIMES = st.integers(1_700_000_000, 4_000_000_000)
SEGMENTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/?#"), min_size=1, max_size=20)
PATHS = st.lists(SEGMENTS.filter(lambda part: part.strip(".")), min_size=1, max_size=4).map("/".join)
CHAINS = st.lists(
    st.sampled_from(["e-bgremove,f-png", "e-upscale", "w-300,h-200,fo-face", "e-changebg-prompte-c25vdw%3D%3D"]),
    max_size=3,
)
ACCOUNTS = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True).map("https://ik.imagekit.io/{}".format)


@contextmanager
def clock_at(now: int) -> Iterator[None]:
    """The SDK's clock alone stands still."""
    with mock.patch.object(helper, "time", SimpleNamespace(time=lambda: now)):
        yield


@given(KEYS, TOKENS, TIMES)
def test_an_upload_is_signed_as_the_sdk_does(key: str, token: str, expire: int) -> None:
    theirs = ImageKit(private_key=key).helper.get_authentication_parameters(token=token, expire=expire)
    assert theirs == {"token": token, "expire": expire, "signature": upload_signature(key, token, expire)}


@given(KEYS, ACCOUNTS, PATHS, CHAINS, TIMES)
def test_an_address_is_signed_as_the_sdk_does(key: str, endpoint: str, path: str, chain: list[str], now: int) -> None:
    account = Credentials(key, PUBLIC_KEY, endpoint)
    with clock_at(now):
        theirs = ImageKit(private_key=key).helper.build_url(
            src=path,
            url_endpoint=endpoint,
            transformation=[{"raw": step} for step in chain],
            signed=True,
            expires_in=ADDRESS_SECONDS,
        )
    assert signed_address(account, path, ":".join(chain), now + ADDRESS_SECONDS) == theirs


@given(KEYS, KEYS, TIMES)
def test_another_key_another_time_or_another_path_is_another_signature(key: str, other: str, now: int) -> None:
    """The control: what is compared above depends on what it is made of."""
    account = Credentials(key, PUBLIC_KEY, ENDPOINT)
    address = signed_address(account, "/linkepix/a.jpg", "e-upscale", now)
    assert (
        signed_address(Credentials(other, PUBLIC_KEY, ENDPOINT), "/linkepix/a.jpg", "e-upscale", now) == address
    ) == (key == other)
    assert signed_address(account, "/linkepix/a.jpg", "e-upscale", now + 1) != address
    changed = signed_address(account, "/linkepix/b.jpg", "e-upscale", now)
    assert changed.rpartition("ik-s=")[2] != address.rpartition("ik-s=")[2]


def test_a_signature_lasts_less_than_an_hour_and_an_address_five_minutes() -> None:
    assert 600 <= UPLOAD_SECONDS < 3_600
    assert ADDRESS_SECONDS == 300


def test_the_private_key_is_in_no_address_and_not_in_what_is_printed_of_an_account() -> None:
    account = Credentials(PRIVATE_KEY, PUBLIC_KEY, ENDPOINT)
    for text in (signed_address(account, "/a.jpg", "e-upscale", 1), every_address(ENDPOINT, "/a.jpg"), repr(account)):
        assert "Canary" not in text
    assert "Canary" in account.private_key


def test_what_an_account_shows_is_taken_as_it_is_pasted() -> None:
    account = read_credentials(f" {PRIVATE_KEY}\n", f"{PUBLIC_KEY} ", f"{ENDPOINT}/ ")
    assert (account.private_key, account.public_key, account.endpoint) == (PRIVATE_KEY, PUBLIC_KEY, ENDPOINT)


@pytest.mark.parametrize(
    ("keys", "field", "problem"),
    [
        (("", PUBLIC_KEY, ENDPOINT), "private", "empty"),
        ((PUBLIC_KEY, PUBLIC_KEY, ENDPOINT), "private", "malformed"),
        (("private_ab", PUBLIC_KEY, ENDPOINT), "private", "malformed"),
        (("private_with a space in", PUBLIC_KEY, ENDPOINT), "private", "malformed"),
        ((PRIVATE_KEY, " ", ENDPOINT), "public", "empty"),
        ((PRIVATE_KEY, PRIVATE_KEY, ENDPOINT), "public", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, ""), "endpoint", "empty"),
        ((PRIVATE_KEY, PUBLIC_KEY, "http://ik.imagekit.io/demo"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://ik.imagekit.io"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://ik.imagekit.io/demo/folder"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://ik.imagekit.io/demo?x=1"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://ik.imagekit.io.evil.example/demo"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://ikximagekit.io/demo"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://pictures.example.com"), "endpoint", "malformed"),
        ((PRIVATE_KEY, PUBLIC_KEY, "https://user@ik.imagekit.io/demo"), "endpoint", "malformed"),
    ],
)
def test_what_can_be_no_account_is_refused_with_its_field(keys: tuple[str, str, str], field: str, problem: str) -> None:
    with pytest.raises(InputError) as raised:
        read_credentials(*keys)
    assert (raised.value.field, raised.value.problem) == (field, problem)
