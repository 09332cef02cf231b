"""Batches and tasks in the browser: our own figures, as no site that keeps its work on the device has such lists."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

from bench.results import Table
from bench.slowness import ARGUMENTS
from tests.browser.conftest import ready
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType, Page, Worker

ROWS = 1_000
TASKS = 5_000
ROUNDS = 5

SET_UP = f"""
import json, time
from dataclasses import replace
from statistics import median
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
    draft = Draft.read("leads.csv", data, None)
    batch = await app.late_batches.batches.begin("leads.csv", draft.table.header, draft.rows(), Request())
    await app.late_batches.batches.make_rest(batch.id)

took = [await milliseconds(queue)]
counts = dict((await app.tasks.page("", (), 1)).counts)
assert counts["queued"] == 2 * ROWS, counts
await app.tasks.store.delete_tasks([task.id for task in await app.tasks.store.next_tasks("9", 10 * ROWS)])
json.dumps(median(took))
"""

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
json.dumps(median(took))
"""


def measure_tasks(chromium: BrowserType, address: str) -> Table:
    """Measure in a worker of a new profile at `address`."""
    with closing(chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)) as browser:
        page = browser.new_context(base_url=address).new_page()
        worker = _worker_of(page)
        _run(worker, SET_UP + "json.dumps(0)")
        rows = (
            (f"A table of {ROWS:,} rows, from its bytes to {2 * ROWS:,} queued tasks", f"{_run(worker, QUEUE):.0f} ms"),
            (f"First screen of {TASKS:,} tasks, in the worker", f"{_run(worker, LIST):.0f} ms"),
        )
    return Table("Batches and tasks", "Of our site alone.", ("What", "Figure"), rows)


def _worker_of(page: Page) -> Worker:
    page.goto("/selftest/")
    ready(page)
    return next(worker for worker in page.workers if "/runtime/" in worker.url)


def _run(worker: Worker, program: str) -> float:
    return float(json.loads(worker.evaluate("(program) => self.pyodide.runPythonAsync(program)", program)))
