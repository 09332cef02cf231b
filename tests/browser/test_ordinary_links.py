"""What is no swap: links that the browser follows itself, and addresses that are loaded in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.links import follow, is_marked, is_open, lives_on, mark, python_of, shows
from tests.browser.steps import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.conftest import Watch

type Open = Callable[..., Page]

BROKEN = ("Failed to load resource", "net::ERR")
NOT_THERE = 404
FOUND = 302
LOG_IN = "<title>Hotel</title><main><h1>Log in to the network</h1></main>"


def answer_scripts(page: Page, path: str, answer: Callable[[Route], None]) -> None:
    """Answers like this where a script asks for the page; the browser itself is answered by the site."""
    page.route(f"**{path}", lambda route: route.fallback() if route.request.is_navigation_request() else answer(route))


@pytest.mark.parametrize("lacking", ["the script", "the Navigation API"])
def test_without_what_a_swap_needs_a_link_is_an_ordinary_link(page: Page, watch: Watch, lacking: str) -> None:
    """The control of test_navigation.py, where Python lives on: here it is started again."""
    watch.expected += BROKEN
    if lacking == "the script":
        page.route("**/navigate.*.js", lambda route: route.abort())
    else:
        page.add_init_script("delete globalThis.navigation")
    page.goto("/app/")
    ready(page)
    mark(page)
    started = python_of(page)
    follow(page, "Library")
    shows(page, "Library")
    assert not is_marked(page)
    assert python_of(page) != started


def test_before_python_is_ready_a_link_is_an_ordinary_link(page: Page) -> None:
    gate: list[Route] = []
    page.route("**/bundle.zip", lambda route: gate.append(route))  # noqa: PLW0108 - it sets an attribute on it
    page.goto("/app/")
    page.evaluate("() => { globalThis.marked = true }")
    follow(page, "Library")
    is_open(page, "Library")
    assert not is_marked(page)


def test_after_python_has_died_a_link_and_back_start_it_again(open_app: Open, watch: Watch) -> None:
    watch.expected.append("ended by the test")
    page = open_app()
    for leave in (lambda: follow(page, "Library"), page.go_back):
        follow(page, "Settings")
        shows(page, "Settings")
        mark(page)
        python_of(page).evaluate("() => { setTimeout(() => { throw new Error('ended by the test') }) }")
        expect(page.get_by_text("Python could not start")).to_be_visible()
        leave()
        shows(page, "Library")
        assert not is_marked(page)


WORKER = "/worker.mjs"
TITLE = "<title>"
BOOT = 'id="boot"'
MAIN = "<main"


def replacing(words: str, others: str) -> Callable[[Route], None]:
    """Answers with the page, but for these words."""

    def answer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(words, others))

    return answer


ANSWERS: dict[str, Callable[[Route], None]] = {
    "another build": replacing(WORKER, "/other.mjs"),
    "a page with a script of its own": replacing(TITLE, f'<script src="/assets/x.js"></script>{TITLE}'),
    "a page without a main region": replacing(MAIN, "<div"),
    "a page that does not show how Python starts": replacing(BOOT, 'id="other"'),
    "a page of somebody else": lambda route: route.fulfill(body=LOG_IN, content_type="text/html"),
    "a redirect": lambda route: route.fulfill(status=FOUND, headers={"Location": "/app/settings/"}),
    "not found": lambda route: route.fulfill(status=NOT_THERE, body="<title>?</title>", content_type="text/html"),
    "no page": lambda route: route.fulfill(body="{}", content_type="application/json"),
    "no network": lambda route: route.abort(),
    "no answer in time": lambda _: None,
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_is_no_page_of_this_build_is_loaded_in_full(page: Page, watch: Watch, answer: str) -> None:
    watch.expected += BROKEN
    # A hundredth of the time that a page is waited for.
    page.add_init_script(
        """const { set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "timeout");
        Object.defineProperty(XMLHttpRequest.prototype, "timeout", { set(ms) { set.call(this, ms / 100); } });"""
        if answer == "no answer in time"
        else ""
    )
    page.goto("/app/")
    ready(page)
    mark(page)
    answer_scripts(page, "/app/library/", ANSWERS[answer])
    follow(page, "Library")
    is_open(page, "Library")
    assert not is_marked(page)
    page.go_back()
    is_open(page, "Create")


@pytest.mark.parametrize("words", [WORKER, TITLE, BOOT, MAIN])
def test_the_words_that_are_replaced_above_are_in_the_page(site: str, words: str) -> None:
    assert words in httpx.get(f"{site}/app/library/", timeout=30).raise_for_status().text


def test_an_answer_that_is_right_is_swapped_in(open_app: Open) -> None:
    """The control of what is loaded in full."""
    page = open_app()
    mark(page)
    answer_scripts(page, "/app/library/", lambda route: route.continue_())
    follow(page, "Library")
    shows(page, "Library")
    assert lives_on(page)


def test_a_click_with_control_opens_a_tab(open_app: Open) -> None:
    page = open_app()
    mark(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Library").click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Library")
    shows(page, "Create")
    assert lives_on(page)


def test_a_page_outside_the_application_is_an_ordinary_link_in_both_directions(open_app: Open) -> None:
    page = open_app()
    for there, back in (("Self-test", "Create"), ("Privacy", "Create")):
        mark(page)
        follow(page, there)
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Create")
        assert not is_marked(page)
        page.evaluate("() => { globalThis.marked = true }")
        follow(page, back)
        shows(page, "Create")
        assert not is_marked(page)


def test_a_reload_after_a_swap_loads_that_page_and_back_still_leads_to_the_one_before(open_app: Open) -> None:
    page = open_app()
    mark(page)
    follow(page, "Library")
    shows(page, "Library")
    page.reload()
    is_open(page, "Library")
    assert not is_marked(page)
    page.go_back()
    is_open(page, "Create")


def test_back_before_the_scripts_of_a_reloaded_page_are_there_leads_back(open_app: Open) -> None:
    """The browser takes the entry for one of the reloaded page's, and changes the address only."""
    page = open_app()
    follow(page, "Library")
    shows(page, "Library")
    gate: list[Route] = []
    page.route("**/navigate.*.js", lambda route: route.continue_() if gate else gate.append(route))
    page.reload(wait_until="commit")
    until(page, lambda: gate, otherwise="the script was not asked for")
    page.evaluate("() => void history.back()")
    page.wait_for_url("**/app/", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    gate[0].continue_()
    is_open(page, "Create")
