"""Tasks in a real browser: what a closed page leaves behind, and what another tab sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import (
    choose_picture_maker,
    finished,
    generate,
    have_key,
    is_drawn,
    paste_prospect,
    until,
)
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.fakes.provider import FakeProvider

    type Open = Callable[..., Page]

TASKS = "/app/tasks/"
LONG_MS = 30_000


def billed(provider: FakeProvider) -> int:
    return sum(request.method == "POST" for request in provider.requests)


def begin(page: Page, provider: FakeProvider, key: str) -> None:
    """Ask OpenAI for a picture, and return once it has been asked."""
    have_key(page, "openai", key)
    page.goto("/app/")
    ready(page)
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    generate(page)
    until(page, lambda: billed(provider) == 1, otherwise="nothing was sent")


def open_tasks(page: Page) -> Page:
    """In another tab of the same browser."""
    other = page.context.new_page()
    other.goto(TASKS)
    ready(other)
    return other


def test_what_a_closed_page_has_sent_is_not_sure_and_sent_again_only_if_asked(
    page: Page, provider: FakeProvider
) -> None:
    begin(page, provider, "sk-test-hang")
    tasks = open_tasks(page)
    expect(tasks.get_by_text("1 running, 0 waiting")).to_be_visible()
    expect(tasks.get_by_text("Another tab does the work.")).to_be_visible()
    expect(tasks.get_by_role("button", name="Cancel Ada Example, picture")).to_be_visible()
    assert violations(tasks) == []
    page.close()
    provider.forget()
    tasks.reload()
    ready(tasks)
    unsure = tasks.get_by_role("button", name="Not sure: Ada Example, picture")
    expect(unsure).to_be_visible(timeout=LONG_MS)
    assert billed(provider) == 0
    tasks.evaluate("() => localStorage.setItem('key.openai', 'sk-test-ok')")
    tasks.reload()
    ready(tasks)
    unsure.click()
    question = tasks.get_by_role("alertdialog", name="Ada Example")
    expect(question).to_contain_text("It may have been billed.")
    assert violations(tasks) == []
    question.get_by_role("button", name="Send again").click()
    tasks.get_by_role("link", name="Show Ada Example, picture").click(timeout=LONG_MS)
    assert is_drawn(tasks.get_by_role("img", name="Cartoon of a character"))
    assert billed(provider) == 1


def test_a_task_is_tried_again_and_cancelled(page: Page, provider: FakeProvider) -> None:
    begin(page, provider, "sk-test-401")
    finished(page)
    tasks = open_tasks(page)
    expect(tasks.get_by_text("It does not accept the key.")).to_be_visible()
    tasks.evaluate("() => localStorage.setItem('key.openai', 'sk-test-hang')")
    tasks.reload()
    ready(tasks)
    tasks.get_by_role("button", name="Try again Ada Example, picture").click()
    until(tasks, lambda: billed(provider) == 2, otherwise="nothing was sent")
    tasks.get_by_role("button", name="Cancel Ada Example, picture").click()
    expect(tasks.get_by_role("button", name="Try again Ada Example, picture")).to_be_visible(timeout=LONG_MS)
    expect(tasks.get_by_text("It may have been billed.")).to_be_visible()
    until(tasks, lambda: provider.requests[-1].disconnected, otherwise="the request goes on")


def test_tasks_of_a_card_made_here_are_found_and_free(open_app: Open) -> None:
    page = open_app()
    paste_prospect(page)
    generate(page)
    finished(page)
    page.get_by_role("link", name="Tasks", exact=True).click()
    expect(page.get_by_role("row", name="Ada Example")).to_have_count(2)
    expect(page.get_by_role("cell", name="Free")).to_have_count(2)
    page.get_by_label("Failed").check()
    expect(page.get_by_text("No task matches.")).to_be_visible()
    page.get_by_label("All", exact=True).check()
    page.get_by_label("Search tasks").fill("ADA")
    expect(page.get_by_role("row", name="Ada Example")).to_have_count(2)
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_what_another_tab_is_making_is_cancelled_from_here(page: Page, provider: FakeProvider) -> None:
    begin(page, provider, "sk-test-hang")
    tasks = open_tasks(page)
    tasks.get_by_role("button", name="Cancel Ada Example, picture").click()
    expect(tasks.get_by_role("button", name="Try again Ada Example, picture")).to_be_visible()
    until(tasks, lambda: provider.requests[-1].disconnected, otherwise="the request goes on")
    expect(page.get_by_role("button", name="Generate")).to_be_visible()
