"""The first page fetches Python while a visitor reads; not where the browser says that this would cost or hinder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import ready
from tests.browser.steps import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

SAID = "Object.defineProperty(Navigator.prototype, 'connection', { get: () => (%s) })"
PYTHON = {"bundle.zip", "pyodide.asm.wasm", "worker.mjs"}
AFTERWARDS = "() => new Promise((done) => requestIdleCallback(() => done(fetch('/manifest.webmanifest?afterwards'))))"
"""Asks for something once the page has been idle; idle callbacks come in the order in which they were asked for."""


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, service_workers="block")
    yield context
    context.close()


@pytest.mark.parametrize(
    ("connection", "warm"),
    [
        ("{ saveData: false, effectiveType: '4g' }", True),
        ("undefined", True),
        ("{ saveData: true, effectiveType: '4g' }", False),
        ("{ saveData: false, effectiveType: '3g' }", False),
        ("{ saveData: false, effectiveType: '4g', type: 'wifi' }", True),
        ("{ saveData: false, effectiveType: '4g', type: 'cellular' }", False),
    ],
)
def test_the_first_page_fetches_python_unless_the_line_is_metered_or_slow(
    visitor: BrowserContext, connection: str, *, warm: bool
) -> None:
    visitor.add_init_script(SAID % connection)
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = visitor.new_page()
    page.goto("/")
    page.evaluate(AFTERWARDS)
    until(page, lambda: "manifest.webmanifest?afterwards" in asked, otherwise="the page is never idle")
    before = asked[: asked.index("manifest.webmanifest?afterwards")]
    assert ("bundle.zip" in before) == warm, "the first of Python's files is asked for when the page is idle, or never"
    if warm:
        until(page, lambda: set(asked) >= PYTHON, otherwise="a part of Python was not asked for")


@pytest.mark.parametrize(
    ("query", "pointing", "delivered"), [("", True, "navigational-prefetch"), ("", False, ""), ("?show=1", True, "")]
)
def test_a_page_is_already_there_when_a_link_without_a_query_is_clicked_that_was_pointed_at(
    visitor: BrowserContext, query: str, delivered: str, *, pointing: bool
) -> None:
    page = visitor.new_page()
    page.goto("/")
    page.evaluate("(query) => document.querySelectorAll('nav a').forEach((link) => (link.search = query))", query)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Privacy")
    if pointing:
        point_at(page, link)
    link.press("Enter")
    page.wait_for_url(f"**/privacy/{query}")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == delivered


def point_at(page: Page, link: Locator) -> None:
    """Presses the mouse on a link and lets go elsewhere, then on another link, whose page has then been fetched."""
    fetched: list[str] = []

    def note(told: dict[str, Any]) -> None:
        if told["status"] == "Ready":
            fetched.append(urlsplit(told["prefetchUrl"]).path)

    session = page.context.new_cdp_session(page)
    session.on("Preload.prefetchStatusUpdated", note)
    session.send("Preload.enable")
    for target in (link, page.get_by_role("contentinfo").get_by_role("link", name="Terms")):
        target.hover()
        page.mouse.down()
        page.mouse.move(1, 1)
        page.mouse.up()
    until(page, lambda: "/terms/" in fetched, otherwise="the other link's page was not fetched")


def test_a_page_that_would_be_swapped_in_is_not_fetched_while_its_link_is_pointed_at(visitor: BrowserContext) -> None:
    """What the browser fetches ahead serves navigations only. The control is a link out of the application."""
    page = visitor.new_page()
    page.goto("/app/")
    ready(page)
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(urlsplit(request.url).path))
    point_at(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Library"))
    assert "/terms/" in asked
    assert "/app/library/" not in asked
