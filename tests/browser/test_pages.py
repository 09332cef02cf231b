"""Every page, as people meet it: named, in both themes, on a phone, with a keyboard, without a fault in axe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import choose_logo, finished, generate, open_saved, paste_prospect, region
from tests.conftest import ROOT
from tests.support.logos import logo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
PAGES = [
    "/",
    "/app/",
    "/app/studio/",
    "/app/library/",
    "/app/tasks/",
    "/app/settings/",
    "/app/activity/",
    "/selftest/",
    "/privacy/",
    "/cookies/",
    "/terms/",
    "/security/",
    "/extension/",
    "/credits/",
    "/nowhere",
]
BROKEN_LINK = "Failed to load resource"


def violations(page: Page) -> list[str]:
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    found = page.evaluate("axe.run()")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


def open_page(page: Page, path: str) -> None:
    """Opens a page, and waits until Python has filled it where it does."""
    page.goto(path)
    if path.startswith("/app/"):
        ready(page)


def test_axe_finds_no_violation_on_any_page(page: Page, watch: Watch) -> None:
    watch.expected.append(BROKEN_LINK)  # of /nowhere, which is not there
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for path in PAGES:
        open_page(page, path)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (path, scheme)


def test_axe_finds_no_violation_in_a_finished_card_and_its_library(open_app: Callable[..., Page]) -> None:
    page = open_app()
    paste_prospect(page)
    generate(page)
    finished(page)
    assert violations(page) == []
    open_saved(page)
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible(timeout=30_000)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_next_to_a_logo_and_next_to_a_file_that_is_none(
    open_app: Callable[..., Page], scheme: Literal["light", "dark"]
) -> None:
    page = open_app()
    page.emulate_media(color_scheme=scheme)
    choose_logo(page, logo())
    assert violations(page) == []
    choose_logo(page, b"no picture")
    assert violations(page) == []


def test_axe_would_have_found_one(page: Page) -> None:
    page.goto("/privacy/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert violations(page)


def test_no_page_scrolls_sideways(page: Page, watch: Watch) -> None:
    watch.expected.append(BROKEN_LINK)  # of /nowhere, which is not there
    for path in PAGES:
        open_page(page, path)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize("path", PAGES[:-1])
def test_every_page_has_the_landmarks_and_links_of_the_contract(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("link", name="Skip to content")).to_have_count(1)
    navigation = page.get_by_role("banner").get_by_role("navigation", name="Main")
    for name in ("Create", "Studio", "Library", "Settings", "Privacy"):
        expect(navigation.get_by_role("link", name=name)).to_be_visible()
    for name in ("Privacy", "Terms", "Security", "Extension", "Source"):
        expect(page.get_by_role("contentinfo").get_by_role("link", name=name)).to_be_visible()


def test_create_has_every_region_and_field_of_the_contract(open_app: Callable[..., Page]) -> None:
    page = open_app()
    expected = {
        "Prospect": ["About the prospect", "Name", "Role", "Company", "Location", "Notes"],
        "Your company": ["Company name", "What you offer", "Tone", "Language", "Brand colour", "Logo"],
        "Look": ["Hair", "Hair colour", "Glasses", "Outfit", "Setting"],
        "Message": ["Channel", "Variants"],
        "Makers": ["Picture by", "Message by", "Size"],
        "What leaves this device": [],
        "Result": [],
    }
    for name, labels in expected.items():
        expect(region(page, name)).to_be_visible()
        for label in labels:
            expect(region(page, name).get_by_label(label, exact=True)).to_be_visible()
    expect(page.get_by_role("radiogroup", name="Style")).to_be_visible()


def test_the_theme_cycles_and_is_remembered(page: Page) -> None:
    page.goto("/privacy/")
    seen = []
    for _ in range(3):
        page.get_by_role("button", name="Theme").click()
        seen.append(page.evaluate("[document.documentElement.dataset.theme, localStorage.getItem('theme')]"))
        page.reload()
    assert seen == [["light", "light"], ["dark", "dark"], ["system", None]]


SWIPE = """(card, distance) => {
  const touch = (clientX) => new Touch({ identifier: 1, target: card, clientX });
  card.dispatchEvent(new TouchEvent("touchstart", { bubbles: true, touches: [touch(200)] }));
  card.dispatchEvent(new TouchEvent("touchend", { bubbles: true, changedTouches: [touch(200 + distance)] }));
}"""


def test_a_card_turns_by_its_button_or_a_swipe_and_both_sides_can_be_heard(open_app: Callable[..., Page]) -> None:
    page = open_app()
    paste_prospect(page)
    generate(page)
    finished(page)
    open_saved(page)
    turn = page.get_by_role("button", name="Turn the card")
    expect(turn).to_be_visible(timeout=30_000)
    for pressed in ("true", "false"):
        turn.click()
        expect(turn).to_have_attribute("aria-pressed", pressed)
        assert page.get_by_role("textbox", name="Message").count() == 1
        assert page.get_by_role("img", name="Cartoon of a character").count() == 1
    for distance, pressed in ((-100, "true"), (30, "true"), (100, "false")):
        page.locator("[data-card]").evaluate(SWIPE, distance)
        expect(turn).to_have_attribute("aria-pressed", pressed)


def test_on_a_phone_the_card_on_create_turns_and_on_a_wide_screen_it_lies_open(open_app: Callable[..., Page]) -> None:
    page = open_app()
    turn = page.get_by_role("button", name="Turn the card")
    expect(turn).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 780})
    paste_prospect(page)
    generate(page)
    finished(page)
    turn.click()
    expect(turn).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Copy message").click()
    expect(page.locator('[data-effect="copy-text"]')).not_to_have_attribute("data-outcome", "")


def test_a_long_name_makes_no_page_wider_than_a_phone(open_app: Callable[..., Page]) -> None:
    page = open_app()
    page.set_viewport_size({"width": 360, "height": 780})
    page.get_by_label("Name", exact=True).fill("Wolfeschlegelsteinhausenbergerdorff" * 4)
    page.get_by_label("Role", exact=True).fill("Verantwortungsträgerin" * 8)
    generate(page)
    finished(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    open_saved(page)
    expect(page.get_by_role("heading", name="Wolfeschlegel")).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Back to the library").click()
    expect(page.get_by_role("button", name="Wolfeschlegel")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
