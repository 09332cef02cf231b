"""The first page fetches Python while a visitor reads; not where the browser says that this would cost or hinder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAID = "Object.defineProperty(Navigator.prototype, 'connection', { get: () => (%s) })"
IDLE_MS = 4_000
POINTED_MS = 1_000


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
    browser: Browser, site: str, connection: str, *, warm: bool
) -> None:
    context = browser.new_context(base_url=site, service_workers="block")
    context.add_init_script(SAID % connection)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = context.new_page()
    page.goto("/")
    page.wait_for_timeout(IDLE_MS)
    context.close()
    assert ({"bundle.zip", "pyodide.asm.wasm", "worker.mjs"} <= set(asked)) == warm
    assert ("bundle.zip" in asked) == warm


@pytest.mark.parametrize(
    ("query", "pointing", "delivered"), [("", True, "navigational-prefetch"), ("", False, ""), ("?show=1", True, "")]
)
def test_a_page_is_already_there_when_a_link_without_a_query_is_clicked_that_was_pointed_at(
    browser: Browser, site: str, query: str, delivered: str, *, pointing: bool
) -> None:
    context = browser.new_context(base_url=site, service_workers="block")
    page = context.new_page()
    page.goto("/")
    page.evaluate("(query) => document.querySelectorAll('nav a').forEach((link) => (link.search = query))", query)
    page.wait_for_timeout(IDLE_MS)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Privacy")
    if pointing:
        link.hover()
        page.wait_for_timeout(POINTED_MS)
        link.click()
    else:
        link.press("Enter")
    page.wait_for_url(f"{site}/privacy/{query}")
    found = page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType")
    context.close()
    assert found == delivered


def test_a_page_that_would_be_swapped_in_is_not_fetched_while_its_link_is_pointed_at(
    browser: Browser, site: str
) -> None:
    """What the browser fetches ahead serves navigations only. The control is a link out of the application."""
    context = browser.new_context(base_url=site, service_workers="block")
    page = context.new_page()
    page.goto("/app/")
    ready(page)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    for name in ("Library", "Privacy"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).hover()
        page.wait_for_timeout(POINTED_MS)
    context.close()
    assert [path for path in asked if not path.startswith("/assets/")] == ["/privacy/"]
