"""The manifest against what a browser does: one walk through the whole application, two recorders, every keeper.

Each comparison has a control that takes a declaration away and sees the walk fail it.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, override
from urllib.parse import urlsplit

import msgspec
import pytest

from tests.browser.walk import STATIC, Walk, places_for_files
from tests.conftest import ROOT
from tests.support.net_log import address_of, addresses_in
from tests.support.practices import our_manifest
from tests.support.traces import EVERY_KEEPER, Traces, undeclared, unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

    from sitegen.practices.schema import Manifest
    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider


@contextlib.contextmanager
def recorded(playwright: Playwright, options: dict[str, Any], log: Path) -> Iterator[Browser]:
    """A browser that writes a net log; it is whole once the browser is closed."""
    arguments = [*options["args"], f"--log-net-log={log}"]
    browser = playwright.chromium.launch(**(options | {"args": arguments}))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def traces(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    site: str,
    provider: FakeProvider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Traces:
    """Every page, every maker, every act that keeps or sends something."""
    log = tmp_path_factory.mktemp("net") / "log.json"
    asked: set[str] = set()
    with recorded(playwright, browser_type_launch_args, log) as browser:
        context = browser.new_context(base_url=site)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.on("request", lambda request: asked.add(address_of(request.url)))
        walk = Walk(context.new_page(), provider)
        walk.take()
        cookies = frozenset(cookie["name"] for cookie in context.cookies())
    own = frozenset({address_of(site), f"127.0.0.1:{provider.port}"})
    reached = frozenset(addresses_in(log))
    return Traces(
        own, frozenset(asked - {""}), reached, frozenset(walk.kept), cookies, frozenset(walk.places_for_files)
    )


def without_recipient(manifest: Manifest, recipient_id: str) -> Manifest:
    return msgspec.structs.replace(
        manifest, recipient=tuple(item for item in manifest.recipient if item.id != recipient_id)
    )


def without_data(manifest: Manifest, data_id: str) -> Manifest:
    return msgspec.structs.replace(manifest, data=tuple(item for item in manifest.data if item.id != data_id))


def of_kind(found: set[str], kind: str) -> set[str]:
    return {line for line in found if line.startswith(kind)}


def test_no_host_was_asked_that_is_not_declared(traces: Traces) -> None:
    assert not of_kind(undeclared(our_manifest(), traces), "host")


@pytest.mark.parametrize("recipient", ["openai", "gemini", "imagekit", "linkrapi", "discord-files"])
def test_a_host_would_have_been_found_undeclared_without_its_recipient(traces: Traces, recipient: str) -> None:
    """The control, for both recorders."""
    reduced = without_recipient(our_manifest(), recipient)
    for asked, reached in ((traces.asked, frozenset()), (frozenset(), traces.reached)):
        seen = replace(traces, asked=frozenset(asked), reached=frozenset(reached))
        assert of_kind(undeclared(reduced, seen), "host")


def test_everything_that_is_stored_is_declared(traces: Traces) -> None:
    assert traces.kept
    assert not undeclared(our_manifest(), traces)


TOGETHER = {"cards": ("cards", "saved-pictures")}
"""Data that is in the same stores."""


@pytest.mark.parametrize(
    "data",
    [
        "key-openai",
        "key-gemini",
        "key-imagekit",
        "key-linkrapi",
        "key-midjourney-proxy",
        "preferences",
        "logo",
        "cards",
        "draft",
        "activity",
        "tasks",
        "still-at-imagekit",
        "program",
    ],
)
def test_what_is_stored_would_have_been_found_without_its_declaration(traces: Traces, data: str) -> None:
    manifest = our_manifest()
    for one in TOGETHER.get(data, (data,)):
        manifest = without_data(manifest, one)
    assert undeclared(manifest, traces)


def test_everything_that_is_declared_is_used(traces: Traces) -> None:
    assert not unused(our_manifest(), traces)


def test_a_declaration_that_nothing_uses_would_have_been_found(traces: Traces) -> None:
    """The control: a walk that never met the second provider, and a store that stayed empty."""
    unmet = replace(
        traces,
        asked=traces.asked - {"generativelanguage.googleapis.com"},
        kept=(traces.kept - {"IndexedDB: linkepix/activity"}) | {"IndexedDB: linkepix/activity (empty)"},
    )
    assert unused(our_manifest(), unmet) == {"host: generativelanguage.googleapis.com", "IndexedDB: linkepix/activity"}


def test_no_cookie_was_set(traces: Traces) -> None:
    assert not our_manifest().cookie
    assert not traces.cookies


def test_a_cookie_would_have_been_seen(context: BrowserContext, page: Page) -> None:
    page.goto("/terms/")
    page.evaluate("document.cookie = 'canary=1'")
    assert [cookie["name"] for cookie in context.cookies()] == ["canary"]
    context.clear_cookies()


PLACES_FOR_FILES = {"Logo", "Choose pictures", "Choose a folder"}
"""By their labels. What each may reach is for tests of its own: for the logo,
tests/browser/test_logo_leaves_nowhere.py, for the studio: test_studio_files.py and test_pixels.py."""


def test_no_other_field_takes_a_file(traces: Traces) -> None:
    assert traces.places_for_files == PLACES_FOR_FILES


MAKE_FIELD = """([tag, name, value]) => {
  const field = document.createElement(tag);
  field.setAttribute(name, value);
  document.querySelector("main").append(field);
}"""


@pytest.mark.parametrize("field", [("input", "type", "file"), ("p", "contenteditable", ""), ("input", "capture", "")])
def test_another_place_for_a_file_would_have_been_seen(page: Page, field: tuple[str, str, str]) -> None:
    page.goto("/terms/")
    assert not places_for_files(page)
    page.evaluate(MAKE_FIELD, field)
    assert places_for_files(page) - PLACES_FOR_FILES


MAKE_STORE = """new Promise((done) => {
  const opening = indexedDB.open("canary");
  opening.onupgradeneeded = () => opening.result.createObjectStore("boxes");
  opening.onsuccess = () => { opening.result.close(); done(); };
})"""


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("session: canary", "sessionStorage.setItem('canary', 1)"),
        ("cache: canary", "caches.open('canary')"),
        ("IndexedDB: canary/boxes", MAKE_STORE),
        ("file: canary", "navigator.storage.getDirectory().then((d) => d.getFileHandle('canary', { create: true }))"),
    ],
)  # fmt: skip
def test_whatever_is_kept_anywhere_would_have_been_seen(first_visit: BrowserContext, line: str, act: str) -> None:
    """A control for each keeper that a browser has."""
    page = first_visit.new_page()
    page.goto("/terms/")
    assert page.evaluate(EVERY_KEEPER) == []
    page.evaluate(f"() => {act}")
    assert [found.removesuffix(" (empty)") for found in page.evaluate(EVERY_KEEPER)] == [line]


STUN_HOSTS = ("stun.undeclared.example", "stun.l.google.com")
"""The second is of the browser's maker, and is everybody's to use."""

STUN = """async () => {
  const urls = ["stun:stun.undeclared.example:3478", "stun:stun.l.google.com:19302"];
  const peers = new RTCPeerConnection({ iceServers: [{ urls }] });
  peers.createDataChannel("x");
  const gathered = new Promise((done) => {
    peers.onicegatheringstatechange = () => peers.iceGatheringState === "complete" && done();
  });
  await peers.setLocalDescription(await peers.createOffer());
  await Promise.race([gathered, new Promise((done) => setTimeout(done, 20_000))]);
}"""


class Quiet(SimpleHTTPRequestHandler):
    """A page without our headers."""

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text("<!doctype html><title>elsewhere</title>")
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("place", ["elsewhere", "site"])
def test_the_net_log_sees_what_request_events_do_not_and_our_headers_stop_it(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    place: str,
) -> None:
    """WebRTC to a host that nobody declared: seen on a page without our headers, absent on ours."""
    address = request.getfixturevalue(place)
    asked: set[str] = set()
    with recorded(playwright, browser_type_launch_args, tmp_path / "log.json") as browser:
        page = browser.new_page()
        page.on("request", lambda request: asked.add(address_of(request.url)))
        page.goto(f"{address}/")
        with contextlib.suppress(Exception):
            page.evaluate(STUN)
    seen = addresses_in(tmp_path / "log.json")
    for host in STUN_HOSTS:
        assert (host in seen) == (place == "elsewhere"), host
        assert host not in asked


LINKS = """() => [...document.querySelectorAll("a[href]")].map((a) => a.href).filter((h) => h.startsWith("https:"))"""


def test_every_link_to_the_outside_can_be_followed_and_no_other_can(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], site: str, provider: FakeProvider
) -> None:
    """Every outside host leads to a server on this machine. The control is a link that no page of ours holds."""
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{provider.port},EXCLUDE 127.0.0.1"
    arguments = [rules if "host-resolver" in one else one for one in browser_type_launch_args["args"]]
    browser = playwright.chromium.launch(**(browser_type_launch_args | {"args": arguments}))
    page = browser.new_page(base_url=site)
    links: dict[str | None, tuple[str, str]] = {}
    for path in (*STATIC, "/app/", "/app/settings/"):
        page.goto(path)
        links |= {urlsplit(href).hostname: (path, href) for href in page.evaluate(LINKS)}
    assert len(links) >= 5
    for host, (path, href) in links.items():  # one of each host, as our headers name hosts
        assert click_away(page, path, href) == host, href
    assert click_away(page, "/terms/", "https://unlisted.example/") != "unlisted.example"
    browser.close()


def click_away(page: Page, path: str, href: str) -> str | None:
    """The host at which a click ends."""
    page.goto(path)
    page.evaluate(
        "(href) => { const a = Object.assign(document.createElement('a'), { href, id: 'way-out', textContent: 'x' });"
        " document.querySelector('main').prepend(a); }",
        href,
    )
    with page.expect_event("framenavigated"):  # to a page of the browser's own where the policy refuses it
        page.locator("#way-out").click()
    return urlsplit(page.url).hostname


def test_the_page_s_source_names_the_tests_that_ran() -> None:
    """That each has passed in the same run is checked afterwards, by `python -m tests.promises`."""
    named = {test for clause in our_manifest().statement for test in clause.held_by}
    assert all((ROOT / test.partition("::")[0]).is_file() for test in named)


def test_the_worker_may_reach_a_program_on_this_machine_and_the_page_may_not(
    open_app: Callable[[], Page], watch: Watch, elsewhere: str
) -> None:
    """By the policy of each; what the guard refuses is another matter (tests/unit/test_guard.py)."""
    watch.expected.append(elsewhere)
    page = open_app()
    fetch = "(url) => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'refused')"
    assert watch.workers[-1].evaluate(fetch, f"{elsewhere}/") == "reached"
    assert page.evaluate(fetch, f"{elsewhere}/") == "refused"
