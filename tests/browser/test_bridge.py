"""The bridge itself: nothing typed is lost, an abort reaches the provider, settings follow other tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.steps import open_saved, paste_prospect, region, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.fakes.provider import FakeProvider

type Open = Callable[..., Page]

TYPED = "The quick brown fox jumps over the lazy dog. " * 3


def test_fast_typing_loses_no_character_and_what_leaves_follows(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Message by").select_option("openai")
    field = page.get_by_label("Role", exact=True)
    field.press_sequentially(TYPED, delay=5)
    expect(field).to_have_value(TYPED)
    expect(field).to_be_focused()
    expect(region(page, "What leaves this device").locator("pre").last).to_contain_text(TYPED.strip())


def test_aborting_a_request_of_the_page_aborts_the_provider_s(open_app: Open, provider: FakeProvider) -> None:
    page = open_app("/app/settings/")
    page.get_by_label("OpenAI API key").fill("sk-test-hang")
    form = page.locator("form", has=page.get_by_label("OpenAI API key"))
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("It ends in")
    form.get_by_role("button", name="Test").click()

    def asked() -> list[bool]:
        """Whether each was aborted."""
        return [request.disconnected for request in provider.requests if request.method == "GET"]

    until(page, asked, otherwise="the provider was not asked", limit_ms=5_000)
    form.get_by_role("button", name="Test").evaluate("(button) => htmx.trigger(button, 'htmx:abort')")
    until(page, lambda: any(asked()), otherwise="the request goes on", limit_ms=5_000)
    assert asked() == [True]


def test_a_key_saved_in_another_tab_is_known_at_once(open_app: Open) -> None:
    page = open_app()
    expect(page.get_by_label("Picture by")).to_contain_text("OpenAI (needs a key)")
    tab = page.context.new_page()
    tab.goto("/terms/")
    tab.evaluate("localStorage.setItem('key.openai', 'sk-test-ok-1234')")
    page.get_by_label("Picture by").select_option("gemini")
    expect(page.get_by_label("Picture by")).not_to_contain_text("OpenAI (needs a key)")


def test_hostile_text_is_shown_as_text_everywhere(open_app: Open) -> None:
    page = open_app()
    hostile = '"><img src=x onerror=document.title="hacked"><script>document.title="hacked"</script>'
    page.get_by_label("Name", exact=True).fill(hostile)
    page.get_by_label("Notes").fill(hostile)
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_text("Saved in your library")).to_be_visible(timeout=20_000)
    open_saved(page)
    expect(page.get_by_role("heading", name=hostile)).to_be_visible()
    assert "hacked" not in page.title()


def test_a_browser_that_refuses_local_storage_is_told_of(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }")
    page.goto("/app/")
    expect(page.locator("#boot")).to_have_attribute("data-state", "ready", timeout=60_000)
    paste_prospect(page)
    page.get_by_label("Company name").fill("Kühlkette AG")
    expect(page.get_by_text("refuses to keep settings")).to_be_visible()
