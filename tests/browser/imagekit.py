"""What a visitor does at ImageKit, by the names that a visitor sees or hears; ImageKit is the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.links import follow
from tests.browser.studio import choose_pictures
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY
from tests.support.pictures import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

WORK_MS = 30_000


def save_account(page: Page) -> None:
    """On Settings: the fake's account, saved and tested."""
    page.get_by_label("ImageKit private key").fill(PRIVATE_KEY)
    page.get_by_label("ImageKit public key").fill(PUBLIC_KEY)
    page.get_by_label("ImageKit URL endpoint").fill(ENDPOINT)
    page.locator("#test-imagekit").click()
    expect(page.get_by_text("ImageKit accepts the private key")).to_be_visible()


def studio_with_account(open_app: Callable[[str], Page]) -> Page:
    page = open_app("/app/settings/")
    save_account(page)
    follow(page, "Studio")
    expect(page.get_by_role("heading", level=1, name="Studio")).to_be_visible()
    expect(page.get_by_role("button", name="See what is sent")).to_be_visible()
    return page


def group(page: Page) -> Locator:
    return page.get_by_role("group", name="At ImageKit, with your account")


def sheet(page: Page) -> Locator:
    return page.get_by_role("group", name="What is sent")


def see_what_is_sent(page: Page) -> Locator:
    page.get_by_role("button", name="See what is sent").click()
    expect(sheet(page)).to_be_visible()
    return sheet(page)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send to ImageKit").click()


def result_arrived(page: Page) -> None:
    expect(group(page).get_by_text("The result is a new picture in the list")).to_be_visible(timeout=WORK_MS)


def edit_at_imagekit(page: Page, name: str = "lake.jpg", data: bytes = b"") -> None:
    """On Studio: open a picture, and have its background removed there."""
    choose_pictures(page, {name: data or encoded(photo(300, 200), "JPEG")})
    see_what_is_sent(page)
    send(page)
    result_arrived(page)


def copies(page: Page) -> Locator:
    """On Activity: the list of what may still be there."""
    return page.get_by_role("region", name="Still at ImageKit").get_by_role("listitem")
