"""Following a link between pages of the application: Python lives on, and all else is as after a full load."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, ready
from tests.browser.links import WALK, follow, follow_at_once, lives_on, mark, shows
from tests.browser.steps import is_drawn, make_card, message, open_saved, picture
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Watch

type Open = Callable[..., Page]

LOW = {"width": 1000, "height": 260}
"""Even a library of one card has to be scrolled in a window of this size."""

FACTS = """() => [document.title, ...Array.from(document.querySelectorAll(
  'meta[name="description"], meta[name="robots"], link[rel="canonical"]'), (fact) => fact.outerHTML).sort()]"""
"""What the head says of the page."""

COUNT_REQUESTS = """() => {
  globalThis.asked = [];
  document.addEventListener("htmx:before:request", ({ detail }) => asked.push(detail.ctx.request.action));
}"""


def test_python_lives_on_from_page_to_page(open_app: Open, watch: Watch) -> None:
    page = open_app()
    mark(page)
    loaded = len(watch.requests)
    for name in (*WALK, *WALK):
        follow(page, name)
        shows(page, name)
    assert lives_on(page)
    paths = [urlsplit(request.url).path for request in watch.requests[loaded:]]
    assert [path for path in paths if path.startswith("/app/")] == [*WALK.values(), *WALK.values()]


def has_its_card(page: Page, name: str) -> None:
    """On Create the last card comes after the form."""
    if name == "Create":
        expect(picture(page)).to_be_visible()
        expect(page.get_by_role("group", name="Today").get_by_role("button", name="Ada Example")).to_be_visible()


def test_a_page_reached_by_a_link_is_the_page_that_is_loaded(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    for name in WALK:
        follow(page, name)
        shows(page, name)
        has_its_card(page, name)
        reached = page.locator("main").aria_snapshot(), page.evaluate(FACTS)
        page.reload()
        shows(page, name)
        has_its_card(page, name)
        expect(page.locator("main")).to_match_aria_snapshot(reached[0])
        assert page.evaluate(FACTS) == reached[1]


def test_each_page_asks_once_for_its_first_fragment(open_app: Open) -> None:
    """What the pages before it listened to has ended with them. What follows for the logo and ImageKit is apart."""
    page = open_app()
    page.evaluate(COUNT_REQUESTS)
    for name in (*WALK, *WALK):
        follow(page, name)
        shows(page, name)
    firsts = ["/app/-/library", "/app/-/settings", "/app/-/activity", "/app/-/studio", "/app/-/create"]
    asked = "asked.map((address) => address.split('?')[0]).filter((address) => !/(logo|imagekit)$/.test(address))"
    page.wait_for_function(f"(count) => {asked}.length >= count", arg=2 * len(firsts))
    assert page.evaluate(asked) == [*firsts, *firsts]


def test_back_and_forward_lead_through_the_pages(open_app: Open) -> None:
    page = open_app()
    mark(page)
    for name in ("Library", "Settings"):
        follow(page, name)
        shows(page, name)
    for turn, name in (("back", "Library"), ("back", "Create"), ("forward", "Library"), ("forward", "Settings")):
        page.go_back() if turn == "back" else page.go_forward()
        shows(page, name)
    assert lives_on(page)


def test_back_is_where_the_visitor_was_and_a_link_leads_to_the_top(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.set_viewport_size(LOW)  # type: ignore[arg-type]  # a constant is a plain dict
    follow_at_once(page, "Library")
    shows(page, "Library")
    expect(page.get_by_role("button", name="Ada Example")).to_be_visible()
    lowest = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    page.evaluate("(y) => scrollTo(0, y)", lowest)
    follow_at_once(page, "Settings")
    shows(page, "Settings")
    assert page.evaluate("scrollY") == 0
    page.evaluate("() => scrollTo(0, 321)")
    page.go_back()
    shows(page, "Library")
    page.wait_for_function("(y) => Math.abs(scrollY - y) < 2", arg=lowest)
    page.go_forward()
    shows(page, "Settings")
    page.wait_for_function("() => scrollY === 321")


def test_a_link_may_name_a_card_and_back_leads_from_it_and_to_it(open_app: Open) -> None:
    page = open_app()
    mark(page)
    make_card(page)
    open_saved(page)
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    card = page.url
    assert "/app/library/?show=" in card
    page.get_by_role("link", name="Use again").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    assert "/app/?from=" in page.url
    follow(page, "Library")
    shows(page, "Library")
    expect(page.get_by_role("button", name="Ada Example")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    page.go_back()
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    assert page.url == card
    assert lives_on(page)


def test_a_link_may_name_a_place_on_the_page(open_app: Open) -> None:
    page = open_app()
    page.set_viewport_size(LOW)  # type: ignore[arg-type]  # a constant is a plain dict
    page.get_by_label("Message by").select_option("gemini")
    page.get_by_role("link", name="Add it in Settings").click()
    place = page.locator("#key-gemini")
    expect(place).to_be_focused()
    expect(place).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
    page.keyboard.press("Tab")
    expect(place.get_by_role("link", name="Make one at Google Gemini")).to_be_focused()


def test_focus_moves_to_the_new_page_s_heading_and_the_keyboard_goes_on_from_there(open_app: Open) -> None:
    page = open_app()
    page.get_by_role("link", name="Library").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Library")).to_be_focused()
    shows(page, "Library")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Create the first one")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Create")).to_be_focused()
    skip = page.get_by_role("link", name="Skip to content")
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("About the prospect")).to_be_focused()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Library")).to_be_focused()


def test_axe_finds_no_violation_after_a_swap(open_app: Open) -> None:
    page = open_app()
    for name in WALK:
        follow(page, name)
        shows(page, name)
        assert violations(page) == [], name


def test_of_two_links_in_a_row_the_last_one_wins(open_app: Open) -> None:
    page = open_app()
    mark(page)
    follow_at_once(page, "Library", "Settings")
    shows(page, "Settings")
    follow_at_once(page, "Create", "Library", "Create", "Library")
    shows(page, "Library")
    page.go_back()
    shows(page, "Settings")
    page.go_back()
    shows(page, "Create")
    assert lives_on(page)


def test_create_works_after_it_was_reached_by_a_link(open_app: Open) -> None:
    """What effects.js does for a card, it does for one that came later."""
    page = open_app("/app/library/")
    page.set_viewport_size({"width": 360, "height": 780})
    follow(page, "Create")
    shows(page, "Create")
    page.get_by_label("Brand colour").fill("#123456")
    make_card(page)
    assert is_drawn(picture(page))
    card = page.locator("#result .card")
    assert card.evaluate("(card) => card.style.getPropertyValue('--brand')") == "#123456"
    page.get_by_role("button", name="Turn the card").click()
    expect(card).to_have_attribute("data-side", "back")
    expect(picture(page)).not_to_be_in_viewport()
    expect(message(page)).to_be_in_viewport()


def test_a_notice_about_the_whole_site_stays_and_others_go_with_their_page(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }")
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'))")
    page.goto("/app/")
    ready(page)
    make_card(page)
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_text("Select the text and copy it by hand")).to_be_visible()
    expect(page.get_by_text("refuses to keep settings")).to_be_visible()
    follow(page, "Library")
    shows(page, "Library")
    expect(page.get_by_text("refuses to keep settings")).to_be_visible()
    expect(page.get_by_text("Select the text and copy it by hand")).to_be_hidden()


def test_links_work_without_a_network(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/app/")
    ready(page)
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=READY_MS)
    mark(page)
    context.set_offline(offline=True)
    for name in WALK:
        follow(page, name)
        shows(page, name)
    assert lives_on(page)
    context.close()
