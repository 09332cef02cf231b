"""The card on Create in a real browser: its versions, a reload, the strip of today's, and where the focus goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import (
    finished,
    forget_last_run,
    generate,
    is_drawn,
    make_card,
    message,
    paste_prospect,
    picture,
    region,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

    type Open = Callable[..., Page]

OTHER = "Grace Sample\nCTO at Rotor Ltd\nLeeds, England"


def press(page: Page, name: str) -> Locator:
    """By the keyboard, so that the focus is there."""
    button = page.get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")
    return button


def name_field(page: Page) -> Locator:
    return page.get_by_label("Name", exact=True)


def today(page: Page) -> Locator:
    return region(page, "Result").get_by_role("group", name="Today").get_by_role("button")


def make_again(page: Page, name: str) -> None:
    forget_last_run(page)
    page.get_by_role("button", name=name).click()
    if name == "New picture":
        page.get_by_role("button", name="Another person").click()
    finished(page)


def test_versions_follow_each_other_and_the_last_one_looked_at_is_there_after_a_reload(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    expect(page.get_by_role("button", name="Previous version")).to_have_count(0)
    message(page).fill("Edited by hand.")
    make_again(page, "New message")
    make_again(page, "New picture")
    latest = picture(page).get_attribute("src")
    expect(page.get_by_text("Version 3 of 3")).to_be_visible()
    button = press(page, "Next version")
    expect(button).to_have_attribute("aria-disabled", "true")
    button = press(page, "Previous version")
    expect(page.locator("#announcement")).to_have_text("Version 2 is shown.")
    expect(button).to_be_focused()
    assert picture(page).get_attribute("src") != latest
    expect(message(page)).not_to_have_value("Edited by hand.")
    page.keyboard.press("Enter")
    expect(message(page)).to_have_value("Edited by hand.")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-disabled", "true")
    page.reload()
    ready(page)
    expect(message(page)).to_have_value("Edited by hand.")
    expect(name_field(page)).to_have_value("Ada Example")
    expect(page.get_by_text("Version 1 of 3")).to_be_visible()
    assert is_drawn(picture(page))
    message(page).fill("Edited once more.")
    expect(page.get_by_text("17 of 200 characters")).to_be_visible()
    make_again(page, "New picture")
    expect(message(page)).to_have_value("Edited once more.")
    expect(page.get_by_text("Version 4 of 4")).to_be_visible()


def test_cards_of_today_are_brought_back_from_their_strip(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.get_by_label("About the prospect").fill(OTHER)
    generate(page)
    finished(page)
    expect(today(page)).to_have_text(["Next prospect", "Grace Sample", "Ada Example"])
    assert all(
        is_drawn(image) for image in region(page, "Result").get_by_role("group", name="Today").locator("img").all()
    )
    expect(today(page).nth(1)).to_have_attribute("aria-pressed", "true")
    button = press(page, "Ada Example")
    expect(name_field(page)).to_have_value("Ada Example")
    expect(message(page)).to_have_value(re.compile("Ada"))
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    ready(page)
    expect(today(page)).to_have_text(["Next prospect", "Grace Sample", "Ada Example"])
    expect(today(page).nth(2)).to_have_attribute("aria-pressed", "true")
    expect(name_field(page)).to_have_value("Ada Example")


@pytest.mark.parametrize("name", ["Next prospect", "New prospect"])
def test_the_next_prospect_finds_an_empty_page_and_the_focus_in_the_paste(open_app: Open, name: str) -> None:
    page = open_app()
    make_card(page)
    press(page, name)
    expect(page.get_by_label("About the prospect")).to_be_focused()
    for label in ("Name", "Role", "Company", "Location", "Notes"):
        expect(region(page, "Prospect").get_by_label(label, exact=True)).to_have_value("")
    expect(picture(page)).to_have_count(0)
    expect(message(page)).to_have_count(0)
    paste_prospect(page, OTHER)
    page.reload()
    ready(page)
    expect(name_field(page)).to_have_value("Grace Sample")
    expect(message(page)).to_have_count(0)


def test_a_paste_about_another_person_makes_the_old_card_go(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.get_by_label("Notes").fill("Only true of Ada.")
    page.get_by_label("About the prospect").fill(OTHER)
    page.get_by_role("button", name="Fill in the details").click()
    expect(name_field(page)).to_have_value("Grace Sample")
    expect(page.get_by_label("Notes")).not_to_have_value("Only true of Ada.")
    expect(picture(page)).to_have_count(0)
    expect(today(page)).to_have_text(["Next prospect", "Ada Example"])


MIDNIGHT = """() => pyodide.runPython(`
from linkepix.composition import SystemClock
SystemClock().midnight().timestamp()
`)"""
PAGE_MIDNIGHT = "() => new Date().setHours(0, 0, 0, 0) / 1000"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"])
def test_python_knows_when_today_began_where_the_visitor_is(
    browser: Browser, browser_context_args: dict[str, Any], zone: str
) -> None:
    context = browser.new_context(**browser_context_args, service_workers="block", timezone_id=zone)
    page = context.new_page()
    page.goto("/selftest/")
    ready(page)
    found, here = page.workers[0].evaluate(MIDNIGHT), page.evaluate(PAGE_MIDNIGHT)
    context.close()
    assert found == here
    assert here % 86_400 != 0, "this zone is UTC"
