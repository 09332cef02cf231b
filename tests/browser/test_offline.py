"""Without a network: all that is made on the device still works, and no answer of a provider was ever kept."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import ready
from tests.browser.device import call, forget_visitor, open_device, put_snapshot
from tests.browser.starts import last_start
from tests.browser.steps import (
    choose_makers,
    comes_true,
    finished,
    generate,
    is_drawn,
    knows_words,
    paste_prospect,
    picture,
    run_python,
    save_key,
    until,
)
from tests.browser.studio import choose_pictures, download, press, says, select
from tests.conftest import ROOT
from tests.support.pictures import IN_SUBJECT, corner_colours, corners, decoded, encoded, portrait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

ADDRESSES = """async () => {
  const kept = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
  return (await Promise.all(kept)).flat().map((request) => request.url);
}"""
LOAD_MODULES = "from linkepix.browser.late import load_late_modules; await load_late_modules(); 'loaded'"
CONTROLLED_MS = 120_000


@pytest.fixture(scope="module")
def offline_device(browser: Browser, site: str, snapshot: Path) -> Iterator[Page]:
    """A page of a browser that keeps the whole site, and a snapshot; all of these tests are at home there."""
    context = browser.new_context(base_url=site)
    device = open_device(context)
    put_snapshot(device, snapshot)
    with contextlib.closing(context.new_page()) as page:
        keep_site(page)
    yield device
    context.close()


@pytest.fixture
def visitor(offline_device: Page, snapshot: Path) -> Iterator[BrowserContext]:
    yield offline_device.context
    offline_device.context.set_offline(offline=False)
    for page in offline_device.context.pages:
        if page != offline_device:
            page.close()
    forget_visitor(offline_device, snapshot)


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    """A page that the service worker answers for: the whole site is on the device."""
    page = visitor.new_page()
    keep_site(page)
    return page


def keep_site(page: Page) -> None:
    """Opens the application and waits until the service worker has all that there is."""
    page.goto("/app/")
    ready(page)
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=CONTROLLED_MS)


def listed_files(site: str, name: str = "FILES") -> set[str]:
    """Of the service worker: FILES are stored at once, LATE when a page first asks for them."""
    script = httpx.get(f"{site}/sw.js").text
    return set(json.loads(script.partition(f"const {name} = ")[2].partition(";")[0]))


@pytest.mark.parametrize("restored", [False, True], ids=["plain", "from a snapshot"])
def test_the_application_opens_and_makes_a_card_without_a_network(
    page: Page, visitor: BrowserContext, *, restored: bool
) -> None:
    if not restored:
        call(page, "changeSnapshot", "drop")
    visitor.set_offline(offline=True)
    page.goto("/app/")
    ready(page)
    assert last_start(page)["restored"] == restored
    paste_prospect(page)
    generate(page)
    finished(page)
    assert is_drawn(picture(page))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    ready(page)
    expect(page.get_by_text("Ada Example").first).to_be_visible()
    page.goto("/app/settings/")
    ready(page)
    save_key(page, "OpenAI", "sk-test-ok")
    expect(page.get_by_text("-ok")).to_be_visible()


def test_the_studio_works_without_a_network_with_the_codecs_that_were_used(page: Page, visitor: BrowserContext) -> None:
    picture = encoded(corners(), "JPEG")
    page.goto("/app/studio/")
    ready(page)
    choose_pictures(page, {"first.jpg": picture})
    visitor.set_offline(offline=True)
    page.goto("/app/studio/")
    ready(page)
    choose_pictures(page, {"second.jpg": picture})
    assert corner_colours(decoded(download(page)[1])) == [0, 1, 2, 3]
    select(page, "Format", "avif")
    says(page, "not on this device yet")


def test_a_background_is_removed_without_a_network_once_one_was_removed(page: Page, visitor: BrowserContext) -> None:
    picture = {"me.jpg": encoded(portrait(), "JPEG", quality=95)}
    page.goto("/app/studio/")
    ready(page)
    choose_pictures(page, picture)
    visitor.set_offline(offline=True)
    press(page, "Remove background")
    says(page, "What finds the subject of a picture is not on this device yet")
    visitor.set_offline(offline=False)
    press(page, "Try again")
    visitor.set_offline(offline=True)
    page.goto("/app/studio/")
    ready(page)
    choose_pictures(page, picture)
    press(page, "Remove background")
    levels = decoded(download(page)[1]).getchannel("A")
    assert (levels.getpixel((8, 8)), levels.getpixel(IN_SUBJECT)) == (0, 255)


def test_a_provider_that_cannot_be_reached_is_said_and_the_rest_goes_on(page: Page, visitor: BrowserContext) -> None:
    page.goto("/app/settings/")
    ready(page)
    save_key(page, "OpenAI", "sk-test-ok")
    visitor.set_offline(offline=True)
    page.locator("form", has=page.get_by_label("OpenAI API key")).get_by_role("button", name="Test").click()
    expect(page.get_by_text("could not be reached").first).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(
    "path", ["/", "/privacy/", "/cookies/", "/terms/", "/security/", "/extension/", "/credits/", "/selftest/"]
)
def test_each_page_opens_without_a_network(page: Page, visitor: BrowserContext, path: str) -> None:
    title = httpx.get(page.url.removesuffix("/app/") + path).text.partition("<title>")[2].partition("</title>")[0]
    visitor.set_offline(offline=True)
    answer = page.goto(path)
    assert answer is not None
    assert answer.from_service_worker
    assert page.title() == title


def test_an_unknown_address_says_so_without_a_network(page: Page, visitor: BrowserContext) -> None:
    visitor.set_offline(offline=True)
    answer = page.goto("/no/such/page/")
    assert answer is not None
    assert answer.status == httpx.codes.NOT_FOUND
    expect(page.get_by_role("heading", name="This address leads nowhere")).to_be_visible()


def test_without_the_service_worker_nothing_would_open(browser: Browser, site: str) -> None:
    """The control: the network really is gone."""
    context = browser.new_context(base_url=site, service_workers="block")
    page = context.new_page()
    page.goto("/app/")
    ready(page)
    context.set_offline(offline=True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/app/")
    context.close()


def test_no_answer_of_a_provider_is_kept(page: Page, site: str) -> None:
    page.goto("/app/settings/")
    ready(page)
    save_key(page, "OpenAI", "sk-test-ok")
    page.goto("/app/")
    ready(page)
    paste_prospect(page)
    choose_makers(page, "openai")
    generate(page)
    finished(page)
    expected = {f"{site}{file}" for file in listed_files(site)}
    late = {f"{site}{file}" for file in listed_files(site, "LATE")}
    assert set(page.evaluate(ADDRESSES)) - late == expected
    page.evaluate("async () => (await caches.open('other')).put('https://api.openai.com/v1', new Response('{}'))")
    assert set(page.evaluate(ADDRESSES)) - late != expected, "the control: one that was kept would be seen"


def test_the_service_worker_lists_each_page_and_file_of_the_application(site: str) -> None:
    files = listed_files(site)
    assert {"/", "/404", "/app/", "/app/library/", "/app/settings/", "/selftest/", "/manifest.webmanifest"} <= files
    on_disk = {
        f"/{path.relative_to(ROOT / 'site')}"
        for folder in ("assets", "runtime")
        for path in (ROOT / "site" / folder).rglob("*")
        if path.is_file()
    }
    late = listed_files(site, "LATE")
    assert {file for file in files | late if file.startswith(("/assets/", "/runtime/"))} == on_disk
    assert not files & late


def test_what_is_loaded_late_is_there_without_a_network(page: Page, visitor: BrowserContext, site: str) -> None:
    late = {f"{site}{file}" for file in listed_files(site, "LATE") if file.startswith("/assets/")}
    assert late, "lexicon and modules; codecs wait until a picture needs them"
    page.goto("/app/")
    ready(page)
    assert run_python(page, LOAD_MODULES) == "loaded"
    until(page, lambda: late <= set(page.evaluate(ADDRESSES)), otherwise="it was not stored")
    visitor.set_offline(offline=True)
    page.goto("/app/")
    ready(page)
    until(page, lambda: knows_words(page), otherwise="the lexicon is not in use")
    assert run_python(page, LOAD_MODULES) == "loaded"


def test_after_erasing_everything_the_next_visit_keeps_the_site_again(browser: Browser, site: str) -> None:
    """In a context of its own: any other open page of the site would hold on to its service worker."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    keep_site(page)
    page.goto("/app/settings/")
    ready(page)
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("button", name="Yes, erase it all").click()
    expect(page.get_by_text("Everything is erased")).to_be_visible()
    comes_true(page, "async () => !(await navigator.serviceWorker.getRegistration()) && !(await caches.keys()).length")
    keep_site(page)
    assert page.evaluate(ADDRESSES)
    context.close()


def test_the_site_can_be_installed(page: Page, site: str) -> None:
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert not told["errors"]
    assert json.loads(told["data"])["start_url"] == "/app/"
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {problem["errorId"] for problem in problems} <= {"in-incognito"}, "as every window of these tests is"
    for icon in json.loads(told["data"])["icons"]:
        assert httpx.get(f"{site}{icon['src']}").headers["content-type"].startswith("image/")
