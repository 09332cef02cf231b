"""What a visitor does to have pictures made by Midjourney; LinkrAPI is the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.steps import open_settings
from tests.fakes.midjourney import TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Page

OWN = "http://localhost:8080"


def save_gateways(page: Page) -> None:
    """On Settings: LinkrAPI, saved and tested, and one on this machine, saved."""
    page.get_by_role("button", name="Set up a gateway").click()
    page.get_by_label("LinkrAPI token").fill(TOKEN)
    page.locator("#test-linkrapi").click()
    expect(page.get_by_text("Saved, and LinkrAPI answers.")).to_be_visible()
    page.get_by_label("midjourney-proxy address").fill(OWN)
    page.get_by_label("midjourney-proxy token").fill(TOKEN)
    page.locator("#save-midjourney-proxy").click()
    expect(page.get_by_text("Saved on this device. Midjourney is now among")).to_be_visible()


def choose_midjourney(page: Page) -> None:
    """On Create, for the picture."""
    open_settings(page, "Makers")
    page.get_by_label("Picture by").select_option("linkrapi")
    expect(page.get_by_text("Its terms forbid automation")).to_be_visible()
