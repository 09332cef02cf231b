"""Following a link between pages of the application: Python lives on, and all else is as after a full load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, ready
from tests.browser.steps import (
    ALL_STORES,
    choose_picture_maker,
    finished,
    generate,
    is_drawn,
    message,
    paste_prospect,
    picture,
    region,
    save_key,
)
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Dialog, Page, Route, Worker

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

type Open = Callable[..., Page]

WALK = {"Library": "/app/library/", "Settings": "/app/settings/", "Activity": "/app/activity/", "Create": "/app/"}
"""Pages by name, in an order in which each links to the next."""

LOW = {"width": 1000, "height": 260}
"""Even a library of one card has to be scrolled in a window of this size."""

BROKEN = ("Failed to load resource", "net::ERR")
NOT_THERE = 404

FACTS = """() => [document.title, ...Array.from(document.querySelectorAll(
  'meta[name="description"], meta[name="robots"], link[rel="canonical"]'), (fact) => fact.outerHTML).sort()]"""
"""What the head says of the page."""

COUNT_REQUESTS = """() => {
  globalThis.asked = [];
  document.addEventListener("htmx:before:request", ({ detail }) => asked.push(detail.ctx.request.action));
}"""


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def follow_at_once(page: Page, *names: str) -> None:
    """In one task of the page, and without the mouse, which would scroll and take its time."""
    page.evaluate(
        """(names) => {
          const links = [...document.querySelectorAll("a")];
          for (const name of names) links.find((link) => link.textContent === name).click();
        }""",
        list(names),
    )


def is_open(page: Page, name: str) -> None:
    """The page of this name is there, and everything says so."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page).to_have_title(f"{name} \N{EN DASH} Linkepix")
    expect(page.locator("[aria-current]")).to_have_text([name] if name != "Activity" else [])
    assert urlsplit(page.url).path == WALK[name]


def shows(page: Page, name: str) -> None:
    """It is open, and Python has filled it."""
    is_open(page, name)
    ready(page)
    expect(page.get_by_text("when Python is ready")).to_have_count(0)


def python_of(page: Page) -> Worker:
    return next(worker for worker in page.workers if worker.evaluate("() => self.name") != "snapshot")


def mark(page: Page) -> None:
    page.evaluate("() => { globalThis.marked = true }")
    python_of(page).evaluate("() => { self.marked = true }")


def is_marked(page: Page) -> bool:
    """Whether it is the document that was marked."""
    return bool(page.evaluate("() => globalThis.marked"))


def lives_on(page: Page) -> bool:
    """Whether page and worker are those that were marked."""
    return is_marked(page) and bool(python_of(page).evaluate("() => self.marked"))


def make_card(page: Page) -> None:
    paste_prospect(page)
    generate(page)
    finished(page)


def answer_scripts(page: Page, path: str, answer: Callable[[Route], None]) -> None:
    """Answers like this where a script asks for the page; the browser itself is answered by the site."""
    page.route(f"**{path}", lambda route: route.fallback() if route.request.is_navigation_request() else answer(route))


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


@pytest.mark.parametrize("lacking", ["the script", "the Navigation API"])
def test_without_what_a_swap_needs_a_link_is_an_ordinary_link(page: Page, watch: Watch, lacking: str) -> None:
    """The control of the test above: Python is started again."""
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


def test_a_page_reached_by_a_link_is_the_page_that_is_loaded(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    for name in WALK:
        follow(page, name)
        shows(page, name)
        reached = page.locator("main").aria_snapshot(), page.evaluate(FACTS)
        page.reload()
        shows(page, name)
        expect(page.locator("main")).to_match_aria_snapshot(reached[0])
        assert page.evaluate(FACTS) == reached[1]


def test_each_page_asks_once_for_its_first_fragment(open_app: Open) -> None:
    """What the pages before it listened to has ended with them."""
    page = open_app()
    page.evaluate(COUNT_REQUESTS)
    for name in (*WALK, *WALK):
        follow(page, name)
        shows(page, name)
    firsts = ["/app/-/library", "/app/-/settings", "/app/-/activity", "/app/-/create"]
    page.wait_for_function("(count) => asked.length >= count", arg=2 * len(firsts))
    assert page.evaluate("asked") == [*firsts, *firsts]


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
    page.get_by_text("Saved in your library").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    card = page.url
    assert "/app/library/?show=" in card
    page.get_by_role("link", name="Use again").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    assert "/app/?from=" in page.url
    follow(page, "Library")
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
    while not gate:
        page.wait_for_timeout(20)
    page.evaluate("() => void history.back()")
    page.wait_for_url("**/app/", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    gate[0].continue_()
    is_open(page, "Create")


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


def other_build(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("/worker.mjs", "/other.mjs"))


def other_scripts(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("<title>", '<script src="/assets/x.js"></script><title>'))


ANSWERS: dict[str, Callable[[Route], None]] = {
    "another build": other_build,
    "a page with a script of its own": other_scripts,
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


def test_an_answer_that_is_right_is_swapped_in(open_app: Open) -> None:
    """The control of the test above."""
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
    with page.expect_event("dialog"):
        follow_at_once(page, "Library")
    with page.expect_event("dialog"):
        page.evaluate("() => void history.back()")
    shows(page, "Create")
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()
    page.evaluate("() => void history.back()")
    shows(page, "Settings")
    assert asked == ["beforeunload", "confirm", "confirm"]
    assert lives_on(page)
    (paid,) = (request for request in provider.requests if request.method == "POST")
    for _ in range(100):
        if paid.disconnected:
            break
        page.wait_for_timeout(50)
    assert paid.disconnected


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
    height = page.locator(".result").evaluate("(result) => result.offsetHeight")
    assert page.locator(".result").evaluate("(result) => result.style.getPropertyValue('--tall')") == f"{height}px"
    page.get_by_role("button", name="Turn the card").click()
    expect(card).to_have_attribute("data-side", "back")
    expect(card).to_have_class(re.compile("turning"))


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
