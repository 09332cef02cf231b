"""What a device holds from earlier visits: the snapshot of Python's memory, and the record of starts.

A snapshot takes ten seconds to make. Tests make one in a session and copy it into each browser context that is to be
a returning visitor's. The database is copied as it is, so that its layout is the application's own affair.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.steps import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

LIBRARY = Path(__file__).with_name("device.js").read_text("utf-8")
PLACE = "/~device/"
"""An empty page of the site's origin that starts nothing, and that only these tests can open."""

PAGE = '<!doctype html><link rel="icon" href="data:,"><input type="file">'

SNAPSHOT_MS = 4_000
"""At least so long a page is idle before it has a snapshot made (bridge.js)."""

MAKING_MS = 90_000


def call(page: Page, function: str, argument: object = None) -> Any:  # noqa: ANN401 - any JSON value
    """The result of a function of device.js, called in `page`."""
    return page.evaluate(f"async (argument) => {{ {LIBRARY}\nreturn {function}(argument); }}", argument)


def open_device(context: BrowserContext) -> Page:
    """Opens PLACE, in which the functions below work. Its request is answered here."""
    page = context.new_page()
    page.route(f"**{PLACE}", lambda route: route.fulfill(content_type="text/html", body=PAGE))
    page.goto(PLACE)
    return page


def export_snapshot(device: Page, file: Path) -> Path:
    """Writes the snapshot that is kept for this origin into a file for `put_snapshot`."""
    with device.expect_download() as download:
        call(device, "exportStartup")
    whole = file.with_suffix(".part")
    download.value.save_as(whole)
    whole.rename(file)
    return file


def put_snapshot(device: Page, snapshot: Path) -> None:
    """Keeps it for this origin, in place of any other. The browser reads the file: no byte goes through Python."""
    device.locator("input").set_input_files(snapshot)
    call(device, "importSnapshot")


def forget_visitor(device: Page, snapshot: Path) -> None:
    """Leaves a device with the snapshot, and the site if it was kept; no other page may be open."""
    if not call(device, "forgetVisitor"):
        put_snapshot(device, snapshot)


@contextlib.contextmanager
def device_of(context: BrowserContext) -> Iterator[Page]:
    device = open_device(context)
    yield device
    device.close()


def has_snapshot(page: Page) -> bool:
    return bool(call(page, "hasDatabase", "linkepix-startup")) and bool(call(page, "snapshotKeys"))


def wait_for_snapshot(page: Page) -> None:
    """Waits until one is kept for this origin."""
    until(page, lambda: has_snapshot(page), otherwise="no snapshot was made", limit_ms=MAKING_MS, pause_ms=200)
