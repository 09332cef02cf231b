"""What a page that is left by a swap leaves behind: nothing typed is lost, nothing erased comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.links import follow, lives_on, mark, shows
from tests.browser.steps import (
    ALL_STORES,
    choose_picture_maker,
    generate,
    is_drawn,
    make_card,
    message,
    paste_prospect,
    picture,
    region,
    save_key,
    until,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

    from tests.fakes.provider import FakeProvider

type Open = Callable[..., Page]


@pytest.mark.parametrize("leave", ["document.querySelector('a[href=\"/app/library/\"]').click()", "history.back()"])
def test_what_was_typed_at_the_last_moment_is_there_again(open_app: Open, leave: str) -> None:
    page = open_app("/app/library/")
    follow(page, "Create")
    shows(page, "Create")
    page.get_by_label("Name", exact=True).focus()
    page.evaluate(f"() => {{ document.execCommand('insertText', false, 'Ada Example'); {leave}; }}")
    shows(page, "Library")
    follow(page, "Create")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")


def test_a_message_edited_at_the_last_moment_is_kept(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    message(page).focus()
    link = "document.querySelector('a[href^=\"/app/library/?show\"]')"
    page.evaluate(f"() => {{ document.execCommand('insertText', false, 'PS: '); {link}.click(); }}")
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message")).to_have_value(re.compile("PS: "))


def test_an_answer_for_the_page_that_was_left_is_ignored(open_app: Open, provider: FakeProvider) -> None:
    page = open_app("/app/settings/")
    save_key(page, "OpenAI", "sk-test-slow")
    page.locator("#key-openai").get_by_role("button", name="Test").click()
    follow(page, "Library")
    shows(page, "Library")
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    follow(page, "Settings")
    shows(page, "Settings")
    expect(page.get_by_text("It ends in slow")).to_be_visible()
    assert [request.disconnected for request in provider.requests if request.method == "GET"] == [False]


def begin(page: Page, key: str) -> None:
    """Have OpenAI draw a picture, on Create; the page's Python lives on from Settings."""
    save_key(page, "OpenAI", key)
    follow(page, "Create")
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    generate(page)
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()


def test_a_run_goes_on_behind_another_page_and_can_be_stopped_there(open_app: Open, provider: FakeProvider) -> None:
    page = open_app("/app/settings/")
    begin(page, "sk-test-hang")
    mark(page)
    follow(page, "Library")
    shows(page, "Library")
    page.evaluate("() => void history.back()")
    shows(page, "Create")
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()
    (paid,) = (request for request in provider.requests if request.method == "POST")
    assert not paid.disconnected
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Generate")).to_be_visible()
    until(page, lambda: paid.disconnected, otherwise="the request goes on", limit_ms=5_000)
    assert lives_on(page)


def test_what_came_while_another_page_was_open_is_on_create_and_in_the_library(
    open_app: Open, provider: FakeProvider
) -> None:
    page = open_app("/app/settings/")
    begin(page, "sk-test-slow")
    follow(page, "Tasks")
    expect(page.get_by_role("link", name="Show Ada Example, picture")).to_be_visible(timeout=30_000)
    follow(page, "Create")
    expect(picture(page)).to_be_visible()
    assert is_drawn(picture(page))
    follow(page, "Library")
    expect(page.get_by_role("button", name="Ada Example")).to_be_visible()
    assert sum(request.method == "POST" for request in provider.requests) == 1


def test_leaving_the_site_is_asked_about_while_something_paid_is_out(open_app: Open, provider: FakeProvider) -> None:
    page = open_app("/app/settings/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    begin(page, "sk-test-hang")
    follow(page, "Library")
    shows(page, "Library")
    assert asked == [], "the control: a link within the application asks nothing"
    until(page, lambda: any(request.method == "POST" for request in provider.requests), otherwise="nothing was sent")
    page.evaluate("() => void (location.href = '/')")
    until(page, lambda: asked == ["beforeunload"], otherwise="no question was asked")
    shows(page, "Library")


def test_a_key_saved_on_settings_is_known_on_create(open_app: Open) -> None:
    page = open_app()
    mark(page)
    expect(page.get_by_label("Picture by")).to_contain_text("OpenAI (needs a key)")
    follow(page, "Settings")
    save_key(page, "OpenAI", "sk-test-ok")
    follow(page, "Create")
    expect(page.get_by_label("Picture by")).not_to_contain_text("OpenAI (needs a key)")
    assert lives_on(page)


def test_after_erasing_everything_the_other_pages_are_empty(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    mark(page)
    follow(page, "Settings")
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("button", name="Yes, erase it all").click()
    expect(page.get_by_text("Everything is erased")).to_be_visible()
    follow(page, "Create")
    shows(page, "Create")
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    expect(page.get_by_label("About the prospect")).to_have_value("")
    follow(page, "Library")
    expect(page.get_by_text("The rack is empty")).to_be_visible()
    assert lives_on(page)
    stores = page.evaluate(ALL_STORES)
    assert stores["localStorage"] == {}
    assert not any(stores["databases"].values())
