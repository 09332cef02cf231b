"""A walk through the whole application: every page, every maker, everything that a visitor can press."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.gateways import choose_midjourney, save_gateways
from tests.browser.imagekit import copies, edit_at_imagekit, save_account
from tests.browser.steps import (
    choose_logo,
    choose_makers,
    finished,
    forget_last_run,
    generate,
    is_drawn,
    message,
    open_settings,
    paste_prospect,
    picture,
    save_key,
)
from tests.support.logos import logo
from tests.support.traces import EVERY_KEEPER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.fakes.provider import FakeProvider

STATIC = ("/", "/privacy/", "/cookies/", "/terms/", "/security/", "/extension/")
CARDS = 1
"""Made on the way: what other makers make of the same prospect, and what is made again, are versions of it."""

BATCH_MS = 60_000
MOST_LOOKS = 120
"""Half seconds."""

KEYS = {"openai": ("OpenAI", "sk-test-ok"), "gemini": ("Google Gemini", "AQ.test-ok")}


class Walk:
    """`kept` is all that was found in the browser's storage, after each part of the way; take it once."""

    def __init__(self, page: Page, provider: FakeProvider) -> None:
        self.kept: set[str] = set()
        self.places_for_files: set[str] = set()
        self._page = page
        self._provider = provider

    def take(self) -> None:
        read, make = (self._read, self._settle, self._edit, self._wait), (self._make, self._browse, self._batch)
        parts = *read, *make, self._check, self._leave
        for part in parts:
            part()
            self.kept |= set(self._page.evaluate(EVERY_KEEPER))

    def _visit(self, path: str) -> None:
        self._page.goto(path)
        if path.startswith(("/app/", "/selftest/")):
            ready(self._page)
        self.places_for_files |= places_for_files(self._page)

    def _press(self, name: str) -> None:
        self._page.get_by_role("button", name=name, exact=True).first.click()

    def _read(self) -> None:
        for path in STATIC:
            self._visit(path)
        self._press("Theme")
        self._visit("/no-such-page/")
        expect(self._page.get_by_role("heading", level=1)).to_be_visible()

    def _settle(self) -> None:
        """Both keys, tested; gateways; what the browser says about keeping them."""
        self._visit("/app/settings/")
        for name, key in KEYS.values():
            save_key(self._page, name, key)
            form = self._page.locator("form", has=self._page.get_by_label(f"{name} API key"))
            form.get_by_role("button", name="Show").click()
            form.get_by_role("button", name="Test").click()
            expect(self._page.get_by_text(f"{name} accepts the key")).to_be_visible()
        save_gateways(self._page)
        self._press("Ask the browser to keep it")
        expect(self._page.get_by_text(re.compile("The browser (did not promise|has promised)"))).to_be_visible()

    def _edit(self) -> None:
        """An account at ImageKit, tested; a picture edited there from the studio, whose copy can't be deleted.

        The result is kept.
        """
        save_account(self._page)
        self._provider.imagekit.answers["delete"] = (500, "Not today.")
        self._visit("/app/studio/")
        edit_at_imagekit(self._page)
        self._press("Save in library")
        expect(self._page.get_by_text("Saved in your library")).to_be_visible()
        self._visit("/app/activity/")
        expect(copies(self._page)).to_have_count(1)

    def _wait(self) -> None:
        """What the program keeps of itself, once nobody is in a hurry."""
        self._visit("/selftest/")
        for _ in range(MOST_LOOKS):
            if {"IndexedDB: linkepix-startup/snapshots", "cache: site-*"} <= set(self._page.evaluate(EVERY_KEEPER)):
                return
            self._page.wait_for_timeout(500)

    def _make(self) -> None:
        """A logo; a card by each maker; each part once more; an edit, two copies, two downloads."""
        self._visit("/app/")
        choose_logo(self._page, logo())
        paste_prospect(self._page)
        open_settings(self._page, "Look")
        self._press("Surprise me")
        for provider in ("", *KEYS):
            if provider:
                choose_makers(self._page, provider)
            generate(self._page)
            finished(self._page)
            self.places_for_files |= places_for_files(self._page)
        self._draw_elsewhere()
        for again in ("New picture", "New message"):
            forget_last_run(self._page)
            self._press(again)
            finished(self._page)
        assert is_drawn(picture(self._page))
        message(self._page).fill("Dear Ada, a short note.")
        expect(self._page.get_by_text("23 of 200 characters")).to_be_visible()
        for name in ("Copy message", "Copy picture"):
            self._press(name)
            expect(self._page.get_by_role("button", name=name)).to_have_attribute("data-outcome", "done")
        self._download("Download picture", "button")
        self._download("Download postcard", "button")

    def _draw_elsewhere(self) -> None:
        """Midjourney's picture, which Discord lets a page read under one of its names, and one that LinkrAPI keeps."""
        self._provider.midjourney.polls = 0
        choose_midjourney(self._page)
        generate(self._page)
        finished(self._page)
        self._provider.midjourney.file_host = "cdn.linkrapi.com"
        forget_last_run(self._page)
        self._press("Upscale 1")
        finished(self._page)

    def _browse(self) -> None:
        """The studio, empty. The library: search, a card from both sides, deleted and brought back, used again."""
        self._visit("/app/studio/")
        self._visit("/app/library/")
        self._page.get_by_role("searchbox").fill("Nordwind")
        card = self._page.get_by_role("button", name="Ada Example").first
        expect(card).to_be_visible()
        expect(self._page.get_by_role("button", name=re.compile("Ada Example"))).to_have_count(CARDS)
        card.click()
        expect(self._page.get_by_role("heading", name="Ada Example")).to_be_visible()
        self.places_for_files |= places_for_files(self._page)
        self._press("Turn the card")
        self._download("Download", "button")
        self._press("Delete")
        self._press("Undo")
        expect(self._page.get_by_role("button", name="Undo")).to_have_count(0)
        expect(self._page.get_by_role("button", name=re.compile("Ada Example"))).to_have_count(CARDS)
        card.click()
        expect(self._page.get_by_role("heading", name="Ada Example")).to_be_visible()
        self._page.get_by_role("link", name="Use again").click()
        ready(self._page)
        expect(self._page.get_by_label("Name", exact=True)).to_have_value("Ada Example")

    def _batch(self) -> None:
        """A table of one person, whose card is made; its archive."""
        self._visit("/app/batch/")
        self._page.get_by_label("Table", exact=True).set_input_files(
            {"name": "leads.csv", "mimeType": "text/csv", "buffer": b"Name,Company\nZoe Walker,Omega\n"}
        )
        self._press("Make 1")
        expect(self._page.get_by_text("2 of 2 parts are done.")).to_be_visible(timeout=BATCH_MS)
        self._download("Download ZIP", "button")

    def _check(self) -> None:
        """Activity: filtered, exported. What is kept is looked at before it is cleared."""
        self._visit("/app/activity/")
        expect(self._page.get_by_role("table", name="Requests that left this device")).to_be_visible()
        self._page.get_by_label("Filter").fill("gemini")
        expect(self._page.get_by_role("row").filter(has_text="OpenAI")).to_have_count(0)
        expect(self._page.get_by_role("row").nth(1)).to_contain_text("Google Gemini")
        for name in ("Export as CSV", "Export as JSON"):
            self._download(name, "link")

    def _leave(self) -> None:
        """Cleared, forgotten, erased."""
        self._press("Clear")
        self._press("Yes, clear it")
        expect(self._page.get_by_text("The list is cleared")).to_be_visible()
        self._visit("/app/settings/")
        for name, _ in KEYS.values():
            form = self._page.locator("form", has=self._page.get_by_label(f"{name} API key"))
            form.get_by_role("button", name="Forget").click()
            expect(form).to_contain_text("No key is saved")
        self._press("Erase everything")
        self._press("Yes, erase it all")
        expect(self._page.get_by_text("Everything is erased")).to_be_visible()

    def _download(self, name: str, role: str) -> None:
        with self._page.expect_download():
            target = self._page.get_by_role("link" if role == "link" else "button", name=name, exact=True)
            target.first.click()


def places_for_files(page: Page) -> set[str]:
    """By their labels, the fields that take a file, and whatever else is dropped or photographed."""
    found: list[str] = page.locator('input[type="file"], [contenteditable], [capture]').evaluate_all(
        "(fields) => fields.map((field) => field.labels?.[0]?.textContent.trim() ?? field.outerHTML)"
    )
    return set(found)
