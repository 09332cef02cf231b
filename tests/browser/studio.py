"""What a visitor does in the studio, by the names that a visitor sees or hears."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.steps import until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import FilePayload, Locator, Page, Worker

    from tests.browser.conftest import Watch

    type Open = Callable[[str], Page]
    """Opens a page of the application, once Python is ready."""

STUDIO = "/app/studio/"
WORK_MS = 60_000

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "heic": "image/heic"}


def files(pictures: Mapping[str, bytes]) -> list[FilePayload]:
    return [
        {"name": name, "mimeType": TYPES.get(name.rpartition(".")[2], ""), "buffer": data}
        for name, data in pictures.items()
    ]


def choose_pictures(page: Page, pictures: Mapping[str, bytes]) -> None:
    page.get_by_label("Choose pictures").set_input_files(files(pictures))
    finished(page)


def finished(page: Page, within_ms: int = WORK_MS) -> None:
    """All that was asked for has been done: nothing is waited for, and something is said."""
    question = """() => !document.querySelector("#work [hx-post]")
      && /Done|Stopped|did not work/.test(document.querySelector("#studio-status").textContent)"""
    page.wait_for_function(question, polling=50, timeout=within_ms)


def before_change(page: Page) -> None:
    """Empty the status: the next answer fills it."""
    page.locator("#studio-status").evaluate("(status) => { status.textContent = '' }")


def press(page: Page, name: str) -> None:
    before_change(page)
    page.get_by_role("button", name=name, exact=True).click()
    finished(page)


def fill(page: Page, label: str, value: str) -> None:
    before_change(page)
    field = page.get_by_label(label, exact=True)
    field.fill(value)
    field.blur()
    finished(page)


def check(page: Page, label: str) -> None:
    before_change(page)
    page.get_by_label(label).check()
    finished(page)


def select(page: Page, label: str, value: str) -> None:
    before_change(page)
    page.get_by_role("combobox", name=label, exact=True).select_option(value)
    finished(page)


def download(page: Page, name: str = "Download") -> tuple[str, bytes]:
    """Return the file's name and its bytes."""
    with page.expect_download() as downloading:
        page.get_by_role("button", name=name, exact=True).click()
    return downloading.value.suggested_filename, Path(downloading.value.path()).read_bytes()


def start_over(page: Page) -> None:
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_text("No picture is open yet")).to_be_visible()


def asked_for(watch: Watch, part: str) -> set[str]:
    """Names of files that were asked for at addresses with this part."""
    return {request.url.rpartition("/")[2] for request in watch.requests if part in request.url}


def result_picture(page: Page) -> Locator:
    return page.get_by_role("img", name="Result:")


def pixel_workers(page: Page) -> list[Worker]:
    return [worker for worker in page.workers if "/pixels/" in worker.url]


def pixel_worker(page: Page) -> Worker:
    until(page, lambda: pixel_workers(page), otherwise="no pixel worker was started")
    (worker,) = pixel_workers(page)
    return worker


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible(timeout=WORK_MS)
