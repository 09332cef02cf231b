"""Steps from page to page of the application, and what tells a swap from a full load."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import ready

if TYPE_CHECKING:
    from playwright.sync_api import Page, Worker

WALK = {
    "Library": "/app/library/",
    "Settings": "/app/settings/",
    "Activity": "/app/activity/",
    "Studio": "/app/studio/",
    "Create": "/app/",
}
"""Pages by name, in an order in which each links to the next."""


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
