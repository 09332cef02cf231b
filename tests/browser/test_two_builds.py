"""Two builds of the whole site, one after the other at one address, with Python in both of their tabs.

test_deployments.py has more sequences, of a small site.
"""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from sitegen.build import build
from tests.browser.conftest import ready
from tests.browser.starts import last_start
from tests.browser.steps import comes_true, finished, generate, is_drawn, paste_prospect, picture
from tests.browser.test_snapshot import make_snapshot
from tests.conftest import ROOT
from tests.support.checkouts import copy_of_checkout, project_in
from tests.support.deployments import host

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WORDS = "Nothing: it is made here"
OTHER_WORDS = "Nothing: it is made on this device"
SETTLED = """async (builds) => {
  const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
  return !installing && !waiting && active?.state === "activated" && (await caches.keys()).length === Number(builds);
}"""
"""Is nothing on its way any more, and are so many builds on the device?"""


MISSING = """async (addresses) => {
  const answers = await Promise.all(addresses.map((address) => fetch(address)));
  return addresses.filter((_, index) => !answers[index].ok);
}"""
NOT_FOUND = 404


class Deployed(NamedTuple):
    """Two folders, and the words that only one of them has."""

    first: Path
    second: Path
    old: str
    new: str


@pytest.fixture(scope="module")
def other_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with other words in a template: a page that the build makes and a part that Python makes have them."""
    folder = copy_of_checkout(tmp_path_factory.mktemp("other"))
    shutil.copytree(ROOT / ".cache", folder / "cache", ignore=shutil.ignore_patterns("passed"))  # what is the same
    change = [path for path in (folder / "templates").rglob("*") if path.is_file() and WORDS in path.read_text()]
    assert change
    for path in change:
        path.write_text(path.read_text().replace(WORDS, OTHER_WORDS))
    build(project_in(folder, folder))
    return folder / "site"


@pytest.fixture(params=["an update", "a return to the build before"])
def deployed(request: pytest.FixtureRequest, other_build: Path) -> Deployed:
    builds = [(ROOT / "site", WORDS), (other_build, OTHER_WORDS)]
    if request.param != "an update":
        builds.reverse()
    (first, old), (second, new) = builds
    return Deployed(first, second, old, new)


def says(page: Page, words: str) -> None:
    """What Python makes in this tab has these words; what the page was delivered with is taken out before."""
    page.locator("#leaves").evaluate("(leaves) => leaves.replaceChildren()")
    page.get_by_label("Notes").fill(f"Anything, {time.monotonic_ns()}")
    expect(page.locator("#leaves").get_by_text(words)).to_be_visible()


def addresses(build: Path) -> list[str]:
    """Of all files that a page or a worker of this build may load late."""
    folders = [build / "runtime", build / "assets"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [f"/{path.relative_to(build).as_posix()}" for path in files]


def test_an_old_tab_and_a_new_deployment_of_the_whole_site_do_not_break_each_other(
    browser: Browser, deployed: Deployed
) -> None:
    own = sorted(set(addresses(deployed.first)) - set(addresses(deployed.second)))
    assert any(address.endswith("worker.mjs") for address in own)
    with host(deployed.first) as hosted:
        context = browser.new_context(base_url=hosted.address)
        context.clock.install()
        old_tab = context.new_page()
        old_tab.goto("/app/")
        ready(old_tab)
        comes_true(old_tab, SETTLED, "1")
        hosted.now = deployed.second
        old_tab.evaluate("async () => void (await navigator.serviceWorker.getRegistration()).update()")
        comes_true(old_tab, SETTLED, "2")
        make_snapshot(old_tab)
        new_tab = context.new_page()
        new_tab.goto("/app/")
        ready(new_tab)
        says(new_tab, deployed.new)
        assert not last_start(new_tab)["restored"], "the snapshot is the old build's"
        says(old_tab, deployed.old)
        paste_prospect(old_tab)
        generate(old_tab)
        finished(old_tab)
        assert is_drawn(picture(old_tab))
        assert old_tab.evaluate(MISSING, own) == []
        assert context.request.get(own[0]).status == NOT_FOUND, "the control: the host has it no more"
        old_tab.reload()
        ready(old_tab)
        says(old_tab, deployed.new)
        context.close()


def test_links_in_an_old_tab_lead_to_the_new_build_and_mix_the_two_on_no_page(
    browser: Browser, other_build: Path
) -> None:
    with host(ROOT / "site") as hosted:
        context = browser.new_context(base_url=hosted.address)
        tab = context.new_page()
        tab.goto("/app/")
        ready(tab)
        comes_true(tab, SETTLED, "1")
        hosted.now = other_build
        loaded = tab.evaluate("performance.timeOrigin")
        follow(tab, "Settings")
        assert tab.evaluate("performance.timeOrigin") == loaded, "of the build that is on the device"
        comes_true(tab, SETTLED, "2")
        follow(tab, "Create")
        ready(tab)
        assert tab.evaluate("performance.timeOrigin") != loaded
        says(tab, OTHER_WORDS)
        loaded = tab.evaluate("performance.timeOrigin")
        follow(tab, "Settings")
        assert tab.evaluate("performance.timeOrigin") == loaded
        context.close()


def follow(tab: Page, name: str) -> None:
    tab.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(name)
