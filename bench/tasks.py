"""Batches and tasks in the browser: our own figures, as no site that keeps its work on the device has such lists."""

from __future__ import annotations

import json
import statistics
import time
from contextlib import closing
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.results import Table
from bench.sites import SITE
from bench.slowness import ARGUMENTS
from bench.studio import print_table
from tests.browser.conftest import ready
from tests.browser.test_batch import approve, choose
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page, Worker

ROWS = 1_000
TASKS = 5_000
ROUNDS = 5
CARDS = 200
CARDS_MS = 180_000

SET_UP = f"""
import json, time
from dataclasses import replace
from linkepix.browser.pixels import BrowserPixels
from linkepix.browser.platform import browser_platform, settings_mirror
from linkepix.composition import build_app
from linkepix.model.batch import BatchRow
from linkepix.model.prospect import Prospect
from linkepix.model.request import Request
from linkepix.model.task import Task

ROWS, TASKS, ROUNDS = {ROWS}, {TASKS}, {ROUNDS}
app = build_app(browser_platform(settings_mirror(), BrowserPixels())).context
await app.load_late()

async def milliseconds(act):
    started = time.perf_counter()
    await act()
    return (time.perf_counter() - started) * 1000
"""

QUEUE = """
from linkepix.services.batches.draft import Draft
lines = ["Name;Role;Company;City;Notes;Email"]
note = "Met at a fair, likes chess and boats."
lines += [f"Person Number {n};Head of Things;Company {n % 97};Bergen;{note};p{n}@example.org" for n in range(ROWS)]
data = "\\r\\n".join(lines).encode()

async def queue():
    draft = Draft.read("leads.csv", data)
    batch = await app.late_batches.batches.begin("leads.csv", draft.columns, draft.batch_rows(), Request())
    await app.late_batches.batches.make_rest(batch.id)

took = [await milliseconds(queue)]
counts = dict((await app.tasks.page("", (), 1)).counts)
assert counts["queued"] == 2 * ROWS, counts
await app.tasks.store.delete_tasks([task.id for task in await app.tasks.store.next_tasks("9", 10 * ROWS)])
json.dumps(sorted(took)[len(took) // 2])
"""

WAITING = """
rows = [BatchRow(n, Prospect(f"Person Number {n}")) for n in range(20)]
await app.late_batches.batches.begin("", (), rows, Request())
json.dumps(0)
"""

FIRST_BEGUN = """async () => {
  const database = await new Promise((resolve) => {
    const opening = indexedDB.open("linkepix");
    opening.onsuccess = () => resolve(opening.result);
  });
  for (;;) {
    const rows = await new Promise((resolve) => {
      const reading = database.transaction("task-rows").objectStore("task-rows").getAll();
      reading.onsuccess = () => resolve(reading.result);
    });
    if (rows.some(({ state }) => state !== "queued")) return performance.now() - window.readyAt;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}"""

NOTE_READY = "addEventListener('app:ready', () => { window.readyAt = performance.now(); }, true)"

WATCH_FRAMES = """() => {
  window.longestGap = 0;
  let last = performance.now();
  const next = (now) => {
    window.longestGap = Math.max(window.longestGap, now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""

LIST = """
await app.tasks.store.add_tasks(
    Task(app.new_id(), f"2026-11-{1 + n % 25:02}T09:00:00.000+00:00", "picture", "openai", f"card-{n}", "{}",
         ("queued", "done", "failed")[n % 3], f"Person Number {n}", kept_until="2027-02-01T00:00:00.000+00:00")
    for n in range(TASKS)
)
from linkepix.web.views import tasks as views

async def first():
    await views.hydrate(None, app)

took = [await milliseconds(first) for _ in range(ROUNDS)]
json.dumps(sorted(took)[len(took) // 2])
"""


def measure_tasks(chromium: BrowserType, address: str) -> Table:
    """Measure in new profiles at `address`."""
    with closing(chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)) as browser:
        queued, listed = _in_worker(browser, address)
        resumed, (seconds, longest) = _resumed(browser, address), _cards(browser, address)
        rows = (
            (f"A table of {ROWS:,} rows, from its bytes to {2 * ROWS:,} queued tasks", f"{queued:.0f} ms", "1,000 ms"),
            (f"First screen of {TASKS:,} tasks, in the worker", f"{listed:.0f} ms", "100 ms"),
            (
                "From ready to the first task that goes on, after a restart",
                f"{resumed:.0f} ms",
                "300 ms",
            ),
            (f"{CARDS} cards made on the device, from the click to the last", f"{seconds:.1f} s", "60 s"),
            ("Longest time between two frames of the page meanwhile", f"{longest:.0f} ms", ""),
        )
    return Table("Batches and tasks", "Of our site alone.", ("What", "Figure", "At most"), rows)


def _in_worker(browser: Browser, address: str) -> tuple[float, float]:
    """Return the milliseconds of queuing a table, and of the first screen of many tasks."""
    page = browser.new_context(base_url=address).new_page()
    worker = _worker_of(page)
    _run(worker, SET_UP + "json.dumps(0)")
    return _run(worker, QUEUE), _run(worker, LIST)


def _resumed(browser: Browser, address: str) -> float:
    """Return the median of milliseconds from ready to the first task that is no longer queued."""
    took = []
    for _ in range(ROUNDS):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.add_init_script(NOTE_READY)
        worker = _worker_of(page)
        _run(worker, SET_UP + WAITING)
        page.reload()
        ready(page)
        took.append(float(page.evaluate(FIRST_BEGUN)))
        context.close()
    return statistics.median(took)


def _cards(browser: Browser, address: str) -> tuple[float, float]:
    """Return seconds for the rest of a batch made on the device, and the longest gap of frames in milliseconds."""
    page = browser.new_context(base_url=address).new_page()
    page.goto("/app/batch/")
    ready(page)
    people = [f"Person Number {number};Head of Things;Company {number % 97}" for number in range(CARDS + 3)]
    choose(page, "\n".join(["Name;Role;Company", *people]).encode())
    page.get_by_role("button", name="Make 3", exact=True).click()
    approve(page, tuple(f"Person Number {number}" for number in range(3)))
    page.evaluate(WATCH_FRAMES)
    started = time.perf_counter()
    page.get_by_role("button", name=f"Make {CARDS} more").click()
    page.get_by_text(f"{2 * CARDS + 6} of {2 * CARDS + 6} parts are done.").wait_for(timeout=CARDS_MS)
    return time.perf_counter() - started, float(page.evaluate("longestGap"))


def _worker_of(page: Page) -> Worker:
    page.goto("/selftest/")
    ready(page)
    return next(worker for worker in page.workers if "/runtime/" in worker.url)


def _run(worker: Worker, program: str) -> float:
    return float(json.loads(worker.evaluate("(program) => self.pyodide.runPythonAsync(program)", program)))


def main() -> None:
    with sync_playwright() as playwright, serve(SITE) as address:
        print_table(measure_tasks(playwright.chromium, address))


if __name__ == "__main__":
    main()
