"""What the promise costs: the manifest in a build, and the guard in a request."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader

from bench.sites import ROOT
from linkepix.web.templating import environment
from sitegen.headers import headers_text
from sitegen.policy import page_of, policy_outputs, teach
from sitegen.practices.drift import check_drift
from sitegen.practices.reading import read_manifest
from sitegen.practices.schema import MANIFEST
from sitegen.render import bytecode_cache

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from sitegen.project import Project

REQUESTS = 40

STOPWATCH = """() => {
  self.waits = [];
  let asked = 0;
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...record) {
    if (this.name === "activity") asked = performance.now();
    return put.apply(this, record);
  };
  self.fetch = () => {
    self.waits.push(performance.now() - asked);
    return Promise.reject(new TypeError("nobody is there"));
  };
}"""
"""From the moment at which a request's line is written to the moment at which the request is sent, in the worker."""


def print_manifest(project: Project, rounds: int) -> None:
    first, *times = [milliseconds_of_manifest(project) for _ in range(rounds + 1)]
    print(
        "\nManifest in a build (read, checked, compared with the code, rendered): "
        f"{statistics.median(times):.0f} ms, the first time {first:.0f} ms"
    )


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


def print_guard(chromium: Browser, address: str) -> None:
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
    waits = worker.evaluate("() => self.waits")
    print(f"Guard: a request waits {statistics.median(waits):.2f} ms until its line in the ledger is written")
    page.close()
