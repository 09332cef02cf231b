"""The lexicon comes after Python is ready, once, and nothing depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import knows_words, paste_prospect, until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.conftest import Watch

LEXICON = "/assets/lexicon."
ANOTHER = "Bea Sample\nHead of Sales at Südwind AG\nBremen, Germany"


def test_it_is_fetched_once_for_all_pastes(page: Page, watch: Watch) -> None:
    page.goto("/app/")
    ready(page)
    paste_prospect(page)
    until(page, lambda: knows_words(page), otherwise="the lexicon is not in use")
    page.get_by_label("About the prospect").fill(ANOTHER)
    page.get_by_role("button", name="Fill in the details").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Bea Sample")
    assert sum(LEXICON in request.url for request in watch.requests) == 1


def test_a_paste_is_read_when_it_cannot_be_fetched(page: Page, watch: Watch) -> None:
    watch.expected.append("Failed to load resource")
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    page.route(f"**{LEXICON}*", refuse)
    page.goto("/app/")
    ready(page)
    until(page, lambda: refused, otherwise="the lexicon was not asked for")
    paste_prospect(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    until(page, lambda: len(refused) > 1, otherwise="the paste did not ask for it again")
    assert not knows_words(page)


def test_a_damaged_one_is_not_used(page: Page, watch: Watch) -> None:
    watch.expected.append("Failed to find a valid digest")
    damaged: list[str] = []

    def damage(route: Route) -> None:
        damaged.append(route.request.url)
        route.fulfill(body=b"LKX1" + bytes(4))

    page.route(f"**{LEXICON}*", damage)
    page.goto("/app/")
    ready(page)
    until(page, lambda: damaged, otherwise="the lexicon was not asked for")
    paste_prospect(page)
    assert not knows_words(page)
