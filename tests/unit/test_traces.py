"""What the walk is compared by: each difference is found, and nothing of Chromium's hides a page's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from sitegen.practices.schema import Cookie
from tests.support.net_log import BROWSERS_OWN, address_of, addresses_in
from tests.support.practices import our_manifest
from tests.support.traces import Traces, undeclared, unused

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = frozenset(
    {
        "api.openai.com",
        "generativelanguage.googleapis.com",
        "upload.imagekit.io",
        "ik.imagekit.io",
        "api.imagekit.io",
        "linkrapi.com",
        "cdn.linkrapi.com",
        "cdn.discordapp.com",
        "media.discordapp.net",
    }
)
NAMES = frozenset(
    f"{place.where}: {name}" for data in our_manifest().data for place in data.place for name in place.names
)
TRACES = Traces(
    frozenset({"127.0.0.1:8788"}), HOSTS | {"127.0.0.1:8788"}, HOSTS | {"127.0.0.1:8788"}, NAMES, frozenset()
)
SEEN = Cookie(
    id="seen", name="seen", purpose="to see", essential=False, lifetime="a day", promise_only="Nobody can check it."
)
WITH_COOKIE = msgspec.structs.replace(our_manifest(), cookie=(SEEN,))


def test_a_walk_that_does_what_is_declared_differs_in_nothing() -> None:
    """The control."""
    assert not undeclared(our_manifest(), TRACES)
    assert not unused(our_manifest(), TRACES)


def test_a_cookie_that_is_set_must_be_declared() -> None:
    with_cookie = replace(TRACES, cookies=frozenset({"seen"}))
    assert undeclared(our_manifest(), with_cookie) == {"cookie: seen"}
    assert not undeclared(WITH_COOKIE, with_cookie)


def test_a_cookie_that_is_declared_must_be_set() -> None:
    assert unused(WITH_COOKIE, TRACES) == {"cookie: seen"}
    assert not unused(WITH_COOKIE, replace(TRACES, cookies=frozenset({"seen"})))


@pytest.mark.parametrize(
    "address",
    [
        "collect.example.net",
        "www.google.com",
        "fonts.gstatic.com",
        "127.0.0.1:11434",
        "localhost:11434",
        "::1:9",
        "intranet",
    ],
)
def test_an_address_that_nothing_is_declared_to_be_sent_to_is_told(address: str) -> None:
    """Also any other port of the site's own machine, where on the walk there is no gateway."""
    assert undeclared(our_manifest(), replace(TRACES, reached=TRACES.reached | {address})) == {f"host: {address}"}


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://api.example.com/v1?x=1", "api.example.com"),
        ("api.example.com.", "api.example.com"),
        ("stun.l.google.com:19302", "stun.l.google.com"),
        ("intranet", "intranet"),
        ("http://127.0.0.1:8788/app/", "127.0.0.1:8788"),
        ("http://127.0.0.1/", "127.0.0.1:80"),
        ("wss://localhost/", "localhost:443"),
        ("http://[::1]:9/x", "::1:9"),
        ("http://[2001:db8::1]:9/x", "2001:db8::1"),
        ("127.0.0.1", ""),
        ("blob:https://example.com/1", ""),
        ("data:text/plain,x", ""),
        ("about:blank", ""),
        ("null", ""),
        ("[::1]:9", "::1:9"),
        ("", ""),
    ],
)
def test_an_address_is_a_host_and_on_this_machine_its_port_too(value: str, address: str) -> None:
    assert address_of(value) == address


def test_only_hosts_of_the_browser_s_own_by_their_whole_name_are_left_out_of_the_log(tmp_path: Path) -> None:
    others = {"www.google.com", "stun.l.google.com", "fonts.gstatic.com", "evil.accounts.google.com", "localhost:9"}
    params = [{"url": f"https://{host}/"} for host in BROWSERS_OWN] + [{"host": host} for host in others]
    events = [
        *({"params": one} for one in params),
        {"params": {"url": "chrome://version/", "other": "unread.example"}},
        {},
    ]
    (tmp_path / "log.json").write_text(json.dumps({"events": events}))
    assert addresses_in(tmp_path / "log.json") == others
