"""Create as somebody works with it: paste, read, generate, copy, next; what fits on a screen; where the focus is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import (
    PASTE,
    choose_makers,
    choose_picture_maker,
    finished,
    forget_last_run,
    generate,
    have_key,
    make_card,
    message,
    open_settings,
    paste_prospect,
    picture,
    region,
)
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page

type Open = Callable[..., Page]

CLIPBOARD_HTML = """async () => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType("text/html")).text();
}"""

OTHER = "Grace Sample\nChief Surgeon at Elm Street Hospital\nBoston, MA"


def paste(page: Page, text: str) -> None:
    """Paste with the keyboard, into whatever has the focus."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def focused(page: Page) -> str:
    """The id of what has the focus; the tag where it has none."""
    name: str = page.evaluate("document.activeElement.id || document.activeElement.tagName")
    return name


def figure(alt: str) -> str:
    """What an alt text says of the person: all up to the clothes."""
    return alt.partition(" clothes")[0]


def settings(page: Page) -> Locator:
    return page.locator("#create details.settings, #create .settings > details")


@pytest.mark.parametrize(("width", "where"), [(1280, "about"), (360, "BODY")])
def test_the_paste_has_the_focus_at_load_on_a_wide_screen(page: Page, width: int, where: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/app/")
    ready(page)
    assert focused(page) == where


def test_the_skip_link_leads_to_the_paste(open_app: Open) -> None:
    page = open_app()
    page.get_by_role("link", name="Skip to content").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "about"


def test_a_paste_is_read_at_once_and_the_fields_say_what_is_guessed(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("About the prospect").focus()
    paste(page, PASTE)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    expect(page.get_by_label("Company", exact=True)).to_have_value("Nordwind GmbH")
    assert focused(page) == "about"


def test_the_next_prospect_takes_three_chords(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.get_by_role("heading", name="Result").click()
    paste(page, OTHER)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Grace Sample")
    expect(page.get_by_label("Company", exact=True)).to_have_value("Elm Street Hospital")
    assert focused(page) == "make"
    forget_last_run(page)
    page.keyboard.press("Control+Enter")
    finished(page)
    expect(message(page)).to_have_value(re.compile("Grace"))


def test_a_field_that_the_browser_fills_in_breaks_nothing(open_app: Open) -> None:
    """It then fires a keydown that is about no key. What a script throws fails any test."""
    page = open_app()
    page.get_by_label("Your name").evaluate("(field) => field.dispatchEvent(new Event('keydown', { bubbles: true }))")
    paste_prospect(page)


def test_a_paste_into_another_field_stays_there(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Notes").focus()
    paste(page, "Likes ferries.")
    expect(page.get_by_label("Notes")).to_have_value("Likes ferries.")
    expect(page.get_by_label("About the prospect")).to_have_value("")


def test_an_example_fills_the_fields(open_app: Open) -> None:
    page = open_app()
    page.get_by_role("button", name="Try an example").click()
    for label in ("Name", "Role", "Company", "Location", "Notes"):
        expect(page.get_by_label(label, exact=True)).not_to_have_value("")
    assert focused(page) == "make"


def test_settings_are_open_at_first_and_closed_once_a_card_is_made(open_app: Open) -> None:
    page = open_app()
    assert settings(page).evaluate_all("(all) => all.map((one) => one.open)") == [True] * 4
    page.get_by_label("Company name").fill("Fjordpilot")
    page.get_by_label("Tone").select_option("direct")
    make_card(page)
    assert settings(page).evaluate_all("(all) => all.map((one) => one.open)") == [False] * 4
    expect(page.locator("#company-settings summary")).to_contain_text("Fjordpilot · Direct · English")
    page.reload()
    ready(page)
    expect(page.locator("#company-settings summary")).to_contain_text("Fjordpilot · Direct · English")
    assert settings(page).evaluate_all("(all) => all.map((one) => one.open)") == [False] * 4


def test_generate_says_that_it_starts_when_python_is_ready(first_visit: BrowserContext) -> None:
    page = first_visit.new_page()
    page.route("**/runtime/**", lambda route: None if "pyodide" in route.request.url else route.continue_())
    page.goto("/app/")
    page.get_by_label("Name", exact=True).fill("Ada Example")
    button = page.locator("#make")
    expect(button).to_have_accessible_name("Generate")
    button.click()
    expect(button).to_have_accessible_name("Starts when ready")


def test_both_sides_and_the_main_actions_fit_a_laptop(open_app: Open) -> None:
    page = open_app()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_label("Name", exact=True)).not_to_have_value("")
    page.keyboard.press("Control+Enter")
    finished(page)
    shown = [picture(page), message(page), page.get_by_label("Notes"), page.get_by_role("button", name="Generate")]
    shown += [page.get_by_role("button", name=name) for name in ("Copy message", "Copy picture", "New picture")]
    for one in shown:
        box = one.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 768, one


def test_generate_again_is_another_version_of_the_same_card(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    generate(page)
    finished(page)
    expect(page.get_by_text("Version 2 of 2")).to_be_visible()
    expect(page.locator(".today-card")).to_have_count(1)


def test_another_name_is_another_prospect_and_the_focus_goes_on(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    name = page.get_by_label("Name", exact=True)
    name.fill("Grace Sample")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Role")).to_have_value("")
    expect(page.get_by_text("The message goes here.")).to_be_visible()
    expect(name).to_have_value("Grace Sample")
    expect(page.get_by_label("Call them")).to_be_focused()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Role")).not_to_have_value("")
    assert focused(page) != "BODY"


def test_variants_are_tabs_for_the_keyboard(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Variants").select_option("2")
    make_card(page)
    first = message(page).input_value()
    page.get_by_role("tab", name="Variant 1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Variant 2")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name="Variant 2")).to_be_focused()
    expect(message(page)).not_to_have_value(first)
    assert violations(page) == []


def test_a_finished_page_is_not_tall(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    for width, tallest in ((1280, 1_400), (360, 2_600)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollHeight") <= tallest, width
    page.get_by_role("button", name="Turn the card").click()
    expect(message(page)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollHeight") <= tallest, "its back"


def test_the_focus_stays_on_a_button_that_makes_a_part_again(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    for name, version in (("New message", 2), ("Shorter", 3)):
        forget_last_run(page)
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        finished(page)
        expect(button).to_be_focused()
        expect(page.get_by_text(f"Version {version} of {version}")).to_be_visible()


def test_the_same_person_is_drawn_elsewhere_from_a_menu_by_the_keyboard(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    before = picture(page).get_attribute("alt") or ""
    forget_last_run(page)
    button = page.get_by_role("button", name="New picture")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Same person, another scene")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    finished(page)
    expect(button).to_be_focused()
    after = picture(page).get_attribute("alt") or ""
    assert figure(after) == figure(before)
    assert after != before


def test_the_note_and_what_follows_are_two_tabs(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    tabs = region(page, "Result").get_by_role("tab")
    expect(tabs).to_have_text(["1 Note", "2 After they accept"])
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.last).to_be_focused()
    follow_up = region(page, "Result").get_by_role("textbox", name="2 After they accept")
    expect(follow_up).to_be_visible()
    expect(message(page)).to_be_hidden()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_role("button", name="Copy message")).to_have_attribute("data-outcome", "done")
    assert page.evaluate("navigator.clipboard.readText()") == follow_up.input_value()


def test_both_are_copied_as_rich_text(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy both").click()
    expect(page.get_by_role("button", name="Copy both")).to_have_attribute("data-outcome", "done")
    html = page.evaluate(CLIPBOARD_HTML)
    assert 'src="data:image/png;base64,' in html
    assert "Hi Ada" in html or "Hello Ada" in html


def test_a_failure_stands_where_the_part_would_be(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Picture by").select_option("openai")
    expect(page.get_by_label("Model", exact=True)).to_be_visible()
    paste_prospect(page)
    page.get_by_role("button", name="Generate").click()
    front = page.locator(".card-front")
    expect(front.get_by_text("The picture was not made.")).to_be_visible()
    expect(front).to_contain_text("OpenAI needs a key")
    expect(front.get_by_role("button", name="Try again: the picture")).to_be_visible()
    finished(page)
    assert violations(page) == []


def test_nothing_covers_the_focus_at_400_percent(open_app: Open) -> None:
    """A window of 1280 by 1024 pixels is one of 320 by 256 then."""
    page = open_app()
    page.set_viewport_size({"width": 320, "height": 256})
    for label in ("Name", "Notes", "Company name"):
        field = page.get_by_label(label, exact=True)
        field.focus()
        assert field.evaluate(
            """(field) => {
              const { left, top, bottom } = field.getBoundingClientRect();
              return [top + 4, bottom - 4].every((y) => document.elementFromPoint(left + 4, y) === field);
            }"""
        ), label


def test_axe_finds_no_violation_with_a_provider_chosen(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Picture by").select_option("openai")
    expect(page.get_by_role("link", name="What allows it: OpenAI to draw the picture")).to_be_visible()
    assert violations(page) == []


def test_axe_finds_no_violation_while_a_card_is_made(open_app: Open, page: Page) -> None:
    have_key(page, "openai", "sk-test-hang")
    open_app()
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    page.get_by_role("button", name="Generate").click()
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []


def test_axe_finds_no_violation_in_a_card_with_versions_its_files_and_the_shortcuts(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    forget_last_run(page)
    page.get_by_role("button", name="New message").click()
    finished(page)
    message(page).fill("We met in Oslo. Shall we talk?")
    expect(page.get_by_role("heading", name="Not in your fields")).to_be_visible()
    page.get_by_text("Other files").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert violations(page) == []


def test_dates_are_those_of_the_clock_on_the_wall(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    today = page.evaluate("new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'short', year: 'numeric'})")
    expect(region(page, "Result").get_by_text(today.replace("Sept", "Sep"))).to_be_visible()


def test_the_card_stays_in_view_next_to_a_long_form(open_app: Open) -> None:
    """From its top where it fits, and from its foot where it is taller than the window."""
    page = open_app()
    make_card(page)
    for name in ("Your company", "Look", "Message", "Makers"):
        open_settings(page, name)
    heading, strip = page.get_by_role("heading", name="Result"), page.get_by_role("group", name="Today")
    for height, edge in ((1_000, heading), (600, strip)):
        page.set_viewport_size({"width": 1366, "height": height})
        for part in (0.5, 1):
            page.evaluate("(part) => scrollTo(0, (document.body.scrollHeight - innerHeight) * part)", part)
            expect(edge).to_be_in_viewport(ratio=1)
            assert page.evaluate("scrollY") > 600, "the form is long"


def test_a_long_word_in_a_failure_stays_on_its_side_of_the_card(open_app: Open, page: Page) -> None:
    have_key(page, "openai", "sk-test-429-quota")
    open_app()
    choose_makers(page, "openai")
    paste_prospect(page)
    page.get_by_role("button", name="Generate").click()
    finished(page)
    for side in (page.locator(".card-front"), page.locator(".card-back")):
        expect(side.get_by_text("errors")).to_contain_text("https://platform.openai.com/docs/guides/error-codes")
    for width in (1366, 768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for side in (page.locator(".card-front"), page.locator(".card-back")):
            assert side.evaluate("(side) => side.scrollWidth <= side.clientWidth"), (width, side)
