"""An old tab and a new deployment: neither breaks the other, and no page is ever a mixture of two builds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.browser.steps import comes_true
from tests.support.deployments import host, make_deployment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.support.deployments import Host

BUILDS = ("0a", "1b")
SEQUENCES = {"up": ("0a", "1b"), "down": ("1b", "0a"), "back": ("0a", "1b", "0a"), "same": ("0a", "0a")}
"""Builds that are deployed one after the other. They differ in an id only, and so does everything that is theirs: what
can make a difference is whether the next one sorts after the one before, was there already, or is none."""

FILES_OF_A_BUILD = 6
CONTROLLED = "() => navigator.serviceWorker.controller"
UPDATED = """async (build) => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.update().catch(() => {});
  const { installing, waiting, active } = registration;
  if (installing || waiting || active?.state !== "activated") return false;
  return (await (await fetch("/app/")).text()).includes(`build ${build}<`);
}"""
"""Asks for the next service worker; is the active one of this build? It answers with its own pages only."""

NO_LOCKS = "LockManager.prototype.query = async () => ({ held: [], pending: [] });\n"
"""What a service worker begins with that sees no lock of any page."""

ONE_CACHE = "async () => (await caches.keys()).length === 1"
BUILD_OF_ALL = """async () => [...new Set([document.title, globalThis.script, ...(await globalThis.late())])]"""


@pytest.fixture(scope="module")
def deployments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("deployments")
    return {build: make_deployment(folder / build, build) for build in BUILDS}


@pytest.fixture(scope="module")
def hosted(deployments: dict[str, Path]) -> Iterator[Host]:
    with host(deployments[BUILDS[0]]) as hosted:
        yield hosted


@pytest.fixture
def visitor(browser: Browser, hosted: Host) -> Iterator[BrowserContext]:
    hosted.stale.clear()
    hosted.held.clear()
    context = browser.new_context(base_url=hosted.address)
    yield context
    context.close()


def open_tab(visitor: BrowserContext, path: str = "/app/") -> Page:
    tab = visitor.new_page()
    tab.goto(path)
    tab.wait_for_function(CONTROLLED)
    return tab


def updated(tab: Page, build: str) -> None:
    comes_true(tab, UPDATED, build)


def builds_in(tab: Page) -> list[str]:
    tab.wait_for_function("() => globalThis.script")
    return list(tab.evaluate(BUILD_OF_ALL))


@pytest.mark.parametrize("builds", SEQUENCES.values(), ids=SEQUENCES.keys())
def test_an_old_tab_and_a_new_deployment_do_not_break_each_other(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path], builds: tuple[str, ...]
) -> None:
    first, *following = builds
    hosted.now = deployments[first]
    tabs = [(open_tab(visitor), first)]
    for build in following:
        hosted.now = deployments[build]
        updated(tabs[-1][0], build)
        for tab, its_build in tabs:
            assert builds_in(tab) == [f"build {its_build}"], "it loads late what the host no longer has"
        tabs.append((open_tab(visitor), build))
        for tab, its_build in tabs:
            assert builds_in(tab) == [f"build {its_build}"], "also with a page of the new build beside it"
    for tab, _ in tabs:
        tab.goto("/")
        assert builds_in(tab) == [f"build {builds[-1]}"]


def test_without_the_service_worker_the_old_tab_would_break(
    browser: Browser, hosted: Host, deployments: dict[str, Path]
) -> None:
    """The control of them all."""
    hosted.now = deployments["0a"]
    context = browser.new_context(base_url=hosted.address, service_workers="block")
    tab = context.new_page()
    tab.goto("/app/")
    hosted.now = deployments["1b"]
    assert builds_in(tab) != ["build 0a"]
    context.close()


def test_a_service_worker_that_ignores_locks_would_break_the_old_tab(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path], tmp_path: Path
) -> None:
    """The other control: it is the lock that keeps the old build's files."""
    careless = make_deployment(tmp_path / "careless", "8d")
    script = careless / "sw.js"
    script.write_text(NO_LOCKS + script.read_text())
    hosted.now = deployments["0a"]
    old_tab = open_tab(visitor)
    hosted.now = careless
    updated(old_tab, "8d")
    open_tab(visitor)
    comes_true(old_tab, ONE_CACHE)
    assert builds_in(old_tab) != ["build 0a"]


def test_a_page_that_is_opened_while_the_next_build_arrives_takes_nothing_from_it(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path]
) -> None:
    hosted.now = deployments["0a"]
    tab = open_tab(visitor)
    late = "/assets/late.1b.svg"
    hosted.now, hosted.held = deployments["1b"], {late: threading.Event()}
    tab.evaluate("async () => void (await navigator.serviceWorker.getRegistration()).update()")
    comes_true(tab, "async () => (await caches.keys()).length === 2")
    tab.goto("/")
    assert builds_in(tab) == ["build 0a"]
    hosted.held[late].set()
    comes_true(tab, UPDATED, "1b")
    kept = "async () => (await (await caches.open((await caches.keys()).at(-1))).keys()).length"
    assert tab.evaluate(kept) == FILES_OF_A_BUILD


def test_what_was_taken_from_the_device_is_fetched_again(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path]
) -> None:
    hosted.now = deployments["0a"]
    tab = open_tab(visitor)
    tab.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    tab.reload()
    comes_true(tab, "async () => (await (await caches.open((await caches.keys())[0])).keys()).length === 6")


def test_a_deployment_that_is_only_half_there_is_not_taken(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path]
) -> None:
    hosted.now = deployments["0a"]
    tab = open_tab(visitor)
    hosted.now, hosted.stale = deployments["1b"], {"/app/": deployments["0a"]}
    for _ in range(3):
        assert not tab.evaluate(UPDATED, "1b")
        tab.reload()
        assert builds_in(tab) == ["build 0a"]
    hosted.stale.clear()
    updated(tab, "1b")
    tab.reload()
    assert builds_in(tab) == ["build 1b"]


def test_what_an_old_build_kept_goes_when_its_last_tab_is_closed(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path]
) -> None:
    hosted.now = deployments["0a"]
    old_tab = open_tab(visitor)
    hosted.now = deployments["1b"]
    updated(old_tab, "1b")
    new_tab = open_tab(visitor)
    assert len(new_tab.evaluate("() => caches.keys()")) == 2
    old_tab.close()
    comes_true(new_tab, "async () => (await navigator.locks.query()).held.every(({ name }) => name !== 'site-0a')")
    new_tab.reload()
    comes_true(new_tab, ONE_CACHE)


def test_what_a_page_that_is_just_opening_has_to_load_stays_until_the_next_page_is_opened(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path]
) -> None:
    """A picture as a page runs no script of ours: it holds no lock, as a page that has not run its script yet."""
    hosted.now = deployments["0a"]
    tab = open_tab(visitor)
    tab.goto("/assets/late.0a.svg")
    hosted.now = deployments["1b"]
    updated(tab, "1b")
    assert tab.evaluate("async () => (await fetch('/runtime/0a/worker.mjs')).text()") == "build 0a"
    tab.goto("/")
    comes_true(tab, ONE_CACHE)
    assert not tab.evaluate("async () => (await fetch('/runtime/0a/worker.mjs')).ok"), (
        "the control: the host has it not"
    )


def test_the_kill_switch_takes_back_all_that_was_kept(
    visitor: BrowserContext, hosted: Host, deployments: dict[str, Path], tmp_path: Path
) -> None:
    hosted.now = deployments["0a"]
    tab = open_tab(visitor)
    hosted.now = make_deployment(tmp_path / "off", "9f", offline=False)
    tab.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    comes_true(tab, "async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistration())")
    tab.goto("about:blank")
    tab.goto("/app/")
    assert tab.title() == "build 9f"
