"""Sentences that no field supports, in a real browser: listed while typing, taken out by a click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.steps import make_card, message, region

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

type Open = Callable[..., Page]


def test_a_sentence_that_no_field_supports_is_listed_and_removed(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    message(page).fill("Hi Ada 🚚,\n\nwe met in Oslo. Cold chains stay cold at Nordwind.")
    listed = region(page, "Result").get_by_role("list", name="Not in your fields").get_by_role("listitem")
    expect(listed).to_have_count(1)
    expect(listed.first).to_contain_text("we met in Oslo.")
    expect(listed.first.locator("mark")).to_have_text(["we met", "Oslo"])
    listed.first.get_by_role("button", name="Remove").click()
    expect(message(page)).to_have_value("Hi Ada 🚚,\n\nCold chains stay cold at Nordwind.")
    expect(message(page)).to_be_focused()
    expect(listed).to_have_count(0)
    expect(page.get_by_text(re.compile(r"^\d+ of 200 characters"))).to_be_visible()
