"""What the promise costs: the manifest in a build, and the guard in a request."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
from jinja2 import FileSystemLoader

from bench.sites import ROOT
from linkepix.providers.guard import PURPOSE, GuardedTransport
from linkepix.services.activity import Activity
from linkepix.web.templating import environment
from sitegen.headers import headers_text
from sitegen.policy import page_of, policy_outputs, teach
from sitegen.practices.drift import check_drift
from sitegen.practices.reading import read_manifest
from sitegen.practices.schema import MANIFEST
from sitegen.practices.worker import worker_practices
from sitegen.render import bytecode_cache

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser

    from bench.results import Row
    from linkepix.model.activity import LedgerEntry
    from sitegen.project import Project

REQUESTS = 40
ROUNDS = 2_000
ASKED = "https://api.openai.com/v1/models"

STOPWATCH = """() => {
  self.waits = [];
  let times = {};
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...record) {
    const request = put.apply(this, record);
    if (this.name === "activity") {
      const line = (times = { asked: performance.now() });
      this.transaction.addEventListener("complete", () => (line.complete = performance.now()));
    }
    return request;
  };
  self.fetch = () => {
    self.waits.push([times.complete - times.asked, performance.now() - times.complete]);
    return Promise.reject(new TypeError("nobody is there"));
  };
}"""
"""Two spans for each request, in the worker: until the browser says that its line is written, and from there until the
request is sent."""


def measure_manifest(project: Project, rounds: int) -> tuple[Row, Row]:
    first, *times = [milliseconds_of_manifest(project) for _ in range(rounds + 1)]
    what = "Manifest in a build (read, checked, compared with the code, rendered)"
    return (what, f"{statistics.median(times):.0f} ms"), (f"{what}, the first time in a process", f"{first:.0f} ms")


def milliseconds_of_manifest(project: Project) -> float:
    started = time.perf_counter()
    manifest = read_manifest(ROOT / MANIFEST, MANIFEST)
    check_drift(manifest, project)
    templates = teach(environment(FileSystemLoader(project.templates)))
    templates.bytecode_cache = bytecode_cache(project)
    for output in policy_outputs(templates, manifest, ""):
        output.make()
    page_of(templates, manifest, "")
    headers_text(manifest, [])
    return (time.perf_counter() - started) * 1000


def measure_guard(chromium: Browser, address: str) -> tuple[Row, Row]:
    page = chromium.new_page()
    page.goto(f"{address}/app/settings/")
    page.wait_for_selector('#boot[data-state="ready"]', state="attached")
    page.get_by_label("OpenAI API key").fill("sk-nobody-is-there")
    worker = page.workers[0]
    worker.evaluate(STOPWATCH)
    for count in range(REQUESTS):
        page.locator("#test-openai").click()
        while len(worker.evaluate("() => self.waits")) <= count:
            page.wait_for_timeout(20)
    written, sent = (statistics.median(spans) for spans in zip(*worker.evaluate("() => self.waits"), strict=True))
    page.close()
    return (
        ("A request to a provider waits until IndexedDB has its line", f"{written:.2f} ms"),
        ("From there until it is sent", f"{sent:.2f} ms"),
    )


def measure_guard_alone() -> Row:
    """What one request takes more than without the guard, body and all, with a ledger that takes no time."""
    recipients = worker_practices(read_manifest(ROOT / MANIFEST, MANIFEST)).recipients
    activity = Activity(Forgetful(), Standing(), lambda: "line", 1)
    plain = httpx.MockTransport(lambda _: httpx.Response(200, text="an answer"))
    guarded = GuardedTransport(plain, recipients, activity)
    took = asyncio.run(microseconds(guarded)) - asyncio.run(microseconds(plain))
    return "Guard alone, a request, under CPython and with a ledger that takes no time", f"{took / 1000:.2f} ms"


async def microseconds(transport: httpx.AsyncBaseTransport) -> float:
    took = []
    async with httpx.AsyncClient(transport=transport) as client:
        for _ in range(ROUNDS):
            started = time.perf_counter()
            await client.post(ASKED, content=b"a body", extensions={PURPOSE: "models"})
            took.append((time.perf_counter() - started) * 1e6)
    return statistics.median(took)


class Forgetful:
    """LedgerStore of `linkepix.ports` that keeps nothing and takes no time."""

    async def put_entry(self, entry: LedgerEntry) -> None: ...

    async def entries(self) -> list[LedgerEntry]:
        return []

    async def delete_entries(self, ids: Iterable[str]) -> None: ...


class Standing:
    """A clock that does not go."""

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def midnight(self) -> datetime:
        return self.now()
