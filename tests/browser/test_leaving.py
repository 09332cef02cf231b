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
    make_card,
    message,
    paste_prospect,
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


def test_leaving_during_a_run_is_asked_about(open_app: Open, provider: FakeProvider) -> None:
    page = open_app("/app/settings/")
    save_key(page, "OpenAI", "sk-test-hang")
    follow(page, "Create")
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    generate(page)
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()
    mark(page)
    asked: list[str] = []
    answers = iter(["stay", "stay", "leave"])

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if next(answers) == "stay" else dialog.accept()

    page.on("dialog", answer)
    for number, act in enumerate(("document.querySelector(\"a[href='/app/library/']\").click()", "history.back()"), 1):
        page.evaluate(f"() => void {act}")
        until(page, lambda: len(asked) >= number, otherwise="no question was asked")  # noqa: B023 - it is called at once
        shows(page, "Create")
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()
    page.evaluate("() => void history.back()")
    shows(page, "Settings")
    assert asked == ["beforeunload", "confirm", "confirm"]
    assert lives_on(page)
    (paid,) = (request for request in provider.requests if request.method == "POST")
    until(page, lambda: paid.disconnected, otherwise="the request goes on", limit_ms=5_000)


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
