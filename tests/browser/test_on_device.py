"""The whole path without a key, in a real browser, by accessible names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from linkepix.model.stores import STORES
from tests.browser.conftest import ready
from tests.browser.steps import (
    ALL_STORES,
    choose_logo,
    choose_picture_maker,
    finished,
    generate,
    have_key,
    is_drawn,
    make_card,
    message,
    open_saved,
    paste_prospect,
    picture,
    region,
    save_key,
)
from tests.browser.test_batch import choose
from tests.support.logos import logo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

type Open = Callable[..., Page]


def test_a_paste_becomes_a_picture_and_a_message_and_is_in_the_library_after_a_reload(open_app: Open) -> None:
    page = open_app()
    paste_prospect(page)
    for name, value in (
        ("Role", "Head of Logistics"),
        ("Company", "Nordwind GmbH"),
        ("Location", "Hamburg, Germany"),
    ):
        expect(page.get_by_label(name, exact=True)).to_have_value(value)
    expect(region(page, "What leaves this device")).to_contain_text("Nothing: it is made here")
    generate(page)
    finished(page)
    assert is_drawn(picture(page))
    expect(message(page)).to_have_value(re.compile("Ada"))
    page.reload()
    ready(page)
    page.get_by_role("link", name="Library").click()
    ready(page)
    page.get_by_role("button", name="Ada Example").click()
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    assert is_drawn(page.get_by_role("img", name="Cartoon of a character"))
    expect(page.get_by_role("textbox", name="Message")).to_have_value(re.compile("Ada"))


def test_the_same_path_works_with_the_keyboard_alone(open_app: Open) -> None:
    page = open_app()
    expect(page.get_by_label("About the prospect")).to_be_focused()
    page.keyboard.insert_text("Ada Example, CTO at Nordwind GmbH, Hamburg")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    page.get_by_label("Role", exact=True).focus()
    page.keyboard.press("Enter")
    finished(page)
    assert is_drawn(picture(page))


def test_a_deleted_card_comes_back_on_undo_and_is_gone_without(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    page.goto("/app/library/")
    ready(page)
    for undone in (True, False):
        page.get_by_role("button", name="Ada Example").click()
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("The rack is empty")).to_be_visible()
        if undone:
            page.get_by_role("button", name="Undo").click()
            expect(page.get_by_role("button", name="Ada Example")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.get_by_text("The rack is empty")).to_be_visible()


def test_use_again_brings_the_request_back_to_create(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Comic").check()
    make_card(page)
    page.goto("/app/library/")
    ready(page)
    page.get_by_role("button", name="Ada Example").click()
    page.get_by_role("link", name="Use again").click()
    ready(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    expect(page.get_by_label("Comic")).to_be_checked()


def test_an_edited_message_is_counted_and_kept(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    message(page).fill("Dear Ada, a short note.")
    expect(page.get_by_text("23 of 200 characters")).to_be_visible()
    open_saved(page)
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Dear Ada, a short note.")


def test_the_picture_downloads_as_a_png(open_app: Open) -> None:
    page = open_app()
    make_card(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download picture").click()
    assert download.value.suggested_filename == "ada-example.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_message_and_picture_can_be_copied(open_app: Open) -> None:
    page = open_app()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    make_card(page)
    page.get_by_role("button", name="Copy message").click()
    expect(page.locator('[data-effect="copy-text"]')).to_have_attribute("data-outcome", "done")
    assert page.evaluate("navigator.clipboard.readText()") == message(page).input_value()
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator('[data-effect="copy-picture"]')).to_have_attribute("data-outcome", "done")
    kinds = page.evaluate("async () => (await navigator.clipboard.read()).flatMap((item) => item.types)")
    assert kinds == ["image/png"]


def test_erasing_everything_empties_every_store(open_app: Open, provider: FakeProvider) -> None:
    page = open_app("/app/settings/")
    save_key(page, "OpenAI", "sk-test-ok")
    page.get_by_role("button", name="Test").first.click()
    expect(page.get_by_text("OpenAI accepts the key")).to_be_visible()
    assert provider.requests
    page.goto("/app/")
    ready(page)
    page.get_by_label("Company name").fill("Kühlkette AG")
    choose_logo(page, logo())
    make_card(page)
    page.get_by_role("button", name="Theme").click()
    page.evaluate("""() => localStorage.setItem("preferences", '{"picture_by": {"provider": "openai"}}')""")
    page.goto("/app/batch/")
    ready(page)
    choose(page, b"Name,Company\nZoe Walker,Omega\n")
    page.get_by_role("button", name="Make 1", exact=True).click()
    expect(page.get_by_text("2 of 2 parts are done.")).to_be_visible(timeout=60_000)
    page.goto("/app/settings/")
    ready(page)
    before = page.evaluate(ALL_STORES)
    assert before["localStorage"].keys() == {"key.openai", "company", "preferences", "theme"}
    filled = set(STORES) - {"remote"}  # copies at ImageKit: tests/ports/contract.py
    assert all(before["databases"][f"linkepix/{store}"] for store in filled)
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_text("This removes 2 cards, 1 key,")).to_be_visible()
    assert page.evaluate(ALL_STORES) == before
    page.get_by_role("button", name="Yes, erase it all").click()
    expect(page.get_by_text("Everything is erased")).to_be_visible()
    after = page.evaluate(ALL_STORES)
    assert after["localStorage"] == {}
    assert after["caches"] == []
    assert not any(after["databases"].values())


def test_nothing_but_the_site_is_asked_for_anything(open_app: Open, watch: Watch) -> None:
    page = open_app()
    make_card(page)
    page.goto("/app/library/")
    ready(page)
    page.goto("/app/settings/")
    ready(page)
    assert watch.hosts == {"127.0.0.1"}


def test_a_request_to_another_host_would_have_been_seen(open_app: Open, watch: Watch) -> None:
    """The control of the test above: the recorder sees what a worker sends to a provider."""
    open_app()
    watch.workers[-1].evaluate("() => fetch('https://api.openai.com/v1/models').then(() => 1, () => 0)")
    assert "api.openai.com" in watch.hosts


def test_what_the_paste_says_instead_can_be_taken_over_by_a_click(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Role", exact=True).fill("COO")
    paste_prospect(page)
    expect(page.get_by_label("Role", exact=True)).to_have_value("COO")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_label("Role", exact=True)).to_have_value("Head of Logistics")


def test_a_copy_that_the_browser_refuses_is_said_in_words(open_app: Open) -> None:
    page = open_app()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no')) }")
    make_card(page)
    page.get_by_role("button", name="Copy message").click()
    expect(page.get_by_text("Select the text and copy it by hand")).to_be_visible()


def test_three_variants_are_chosen_one_by_one(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("Variants").select_option("3")
    make_card(page)
    texts = [message(page).input_value()]
    for number in ("2", "3"):
        page.get_by_role("tab", name=f"Variant {number}").click()
        expect(message(page)).not_to_have_value(texts[-1])
        texts.append(message(page).input_value())
    assert len(set(texts)) == 3


def test_pasting_and_pressing_generate_is_enough(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("About the prospect").fill("Ada Example\nHead of Logistics at Nordwind GmbH")
    generate(page)
    finished(page)
    assert is_drawn(picture(page))
    expect(message(page)).to_have_value(re.compile("Ada"))
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")


def test_a_store_that_was_cleared_under_the_page_is_opened_again(open_app: Open, site: str) -> None:
    page = open_app()
    make_card(page)
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "indexeddb"})
    generate(page)
    finished(page)
    expect(page.get_by_text("Saved in your library")).to_be_visible()


def test_a_message_edited_while_the_picture_is_drawn_stays_edited(
    open_app: Open, provider: FakeProvider, page: Page
) -> None:
    del provider
    have_key(page, "openai", "sk-test-slow")
    open_app()
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    generate(page)
    expect(message(page)).to_be_editable()
    message(page).fill("Edited by hand.")
    expect(page.get_by_text("15 of 200 characters")).to_be_visible()
    finished(page)
    expect(message(page)).to_have_value("Edited by hand.")
    open_saved(page)
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Edited by hand.")


def test_focus_stays_on_the_button_that_was_pressed(open_app: Open) -> None:
    page = open_app()
    page.get_by_label("About the prospect").fill("Ada Example, CTO at Nordwind GmbH, Hamburg")
    for name in ("Fill in the details", "Surprise me"):
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
        expect(button).to_be_focused()
    page.get_by_role("button", name="Generate").focus()
    page.keyboard.press("Enter")
    finished(page)
    expect(page.get_by_role("button", name="Generate")).to_be_focused()
