"""What the studio's page takes: stripping in Python, a batch from choice to end; and what other pages load of it."""

from __future__ import annotations

import base64
import re
import statistics
import time
from typing import TYPE_CHECKING

from bench.slowness import ARGUMENTS
from tests.browser.conftest import ready
from tests.browser.studio import before_change, choose_pictures, fill, finished, press
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserType, Page

    from bench.results import Row

STUDIO = "/app/studio/"
OTHERS = ("/", "/app/", "/app/library/", "/app/settings/", "/privacy/")
PARTS = re.compile(r"/pixels/|/(studio|crop)[.]\w+[.](js|css)|/modules[.]")
STRIPPED = "Metadata stripped from a JPEG of 12 megapixels, in Python in the browser"
REQUESTED = "Requests for parts of the studio by five other pages"
BATCH = 10
BATCH_MS = 600_000
ROUNDS = 3
STRIPS = 21

KEEP = """(base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  self.benchFile = new Blob([bytes], { type: "image/jpeg" });
}"""

STRIP = f"""
import json, time
from js import benchFile
from linkepix.browser.picture_files import BlobSource, blob_of
from linkepix.imaging.strip import strip
took = []
for _ in range({STRIPS}):
    started = time.perf_counter()
    made = blob_of(await strip(BlobSource(benchFile), "everything"), benchFile, mime="image/jpeg")
    took.append(time.perf_counter() - started)
assert 0 < made.size < benchFile.size
json.dumps(sorted(took)[{STRIPS // 2}] * 1000)
"""


def measure_page(chromium: BrowserType, address: str, large: Path, photo: Path) -> tuple[Row, ...]:
    """`large` has 12 megapixels, `photo` a subject."""
    browser = chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
    requested = _requests_of_others(browser.new_context(service_workers="block", base_url=address).new_page())
    page = browser.new_context(base_url=address).new_page()
    page.goto(STUDIO)
    ready(page)
    rows = (
        (STRIPPED, f"{_strip(page, large):.1f} ms"),
        (
            f"{BATCH} pictures of 12 megapixels chosen, made smaller by one recipe and encoded",
            f"{_batch(page, large):.1f} s",
        ),
        *_background(page, photo),
        (REQUESTED, f"{requested} requests"),
    )
    browser.close()
    return rows


def _requests_of_others(page: Page) -> int:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    for path in OTHERS:
        page.goto(path)
        if path.startswith("/app/"):
            ready(page)
        page.wait_for_load_state("networkidle")
    return sum(bool(PARTS.search(address)) for address in addresses)


def _strip(page: Page, large: Path) -> float:
    """Return milliseconds, the median: from a reference to a file to a Blob that refers to it."""
    choose_pictures(page, {"first.jpg": large.read_bytes()})  # brings the modules
    worker = next(worker for worker in page.workers if "/runtime/" in worker.url)  # others end on their own
    worker.evaluate(KEEP, base64.b64encode(large.read_bytes()).decode())
    milliseconds = float(worker.evaluate("(program) => self.pyodide.runPythonAsync(program)", STRIP))
    _start_over(page)
    return milliseconds


def _batch(page: Page, large: Path) -> float:
    """Return seconds from the choice of files to the last result."""
    data = large.read_bytes()
    started = time.perf_counter()
    choose_pictures(page, {f"{number}.jpg": data for number in range(BATCH)})
    fill(page, "Width", "2000")
    before_change(page)
    page.get_by_role("button", name="Apply to all").click()
    finished(page, BATCH_MS)
    seconds = time.perf_counter() - started
    _start_over(page)
    return seconds


def _background(page: Page, photo: Path) -> tuple[Row, ...]:
    """Rows, if the page has the control: with the model's way here, and without."""
    button = page.get_by_role("button", name="Remove background", exact=True)
    if not button.count():
        return ()
    took = []
    for number in range(ROUNDS + 1):
        choose_pictures(page, {f"photo-{number}.png": photo.read_bytes()})
        started = time.perf_counter()
        press(page, "Remove background")
        took.append(time.perf_counter() - started)
        _start_over(page)
    return (
        (f"Background removed from {photo.stem}, the first time, with what is loaded for it", f"{took[0]:.2f} s"),
        ("Background removed, from then on", f"{statistics.median(took[1:]):.2f} s"),
    )


def _start_over(page: Page) -> None:
    page.get_by_role("button", name="Start over").click()
    page.get_by_text("No picture is open yet").wait_for()
