"""`make bench`: prints medians and ratios of one run; the sites take turns, so that a slow moment hits both."""

from __future__ import annotations

import contextlib
import platform
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from playwright.sync_api import sync_playwright

from bench.promise import print_guard, print_guard_alone, print_manifest
from bench.sites import SITE, first_visit_files, make_stock_site, python_of
from build import project_here
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page

ROUNDS = 7
KEYSTROKES = 40
EDGE_QUALITY = 5
"""Brotli as Cloudflare compresses on the fly: level 4 or 5 by what is publicly said of it."""

COMPRESSED = frozenset({".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".zip"})
"""Types that the edge compresses; the bundle is served as one of them (sitegen/headers.py)."""

READY = 120_000
ARGUMENTS = ["--no-sandbox"]

SETTLE_MS = 2_500
"""After a visit: time for the browser to write its caches."""

FIRST_RESPONSE = """addEventListener("htmx:after:swap", () => {
  document.documentElement.dataset.firstSwap ??= performance.now();
});"""

CLOCK = """() => {
  self.took = [];
  let asked = 0;
  addEventListener("message", () => { asked = performance.now(); }, { capture: true });
  const end = self.host.end;
  self.host.end = (id) => { self.took.push(performance.now() - asked); end(id); };
}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        stock = make_stock_site(Path(folder))
        sites = {"ours": stack.enter_context(serve(SITE)), "stock": stack.enter_context(serve(stock))}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        print_machine(browser)
        print_keystroke(browser, sites["ours"])
        print_guard(browser, sites["ours"])
        browser.close()
        print_startup(playwright.chromium, sites)
    print_weight()
    print_guard_alone()
    print_manifest(project_here(SITE, SITE.parent / ".cache"), ROUNDS)


def print_machine(chromium: Browser) -> None:
    now = datetime.now(UTC).date()
    print(f"{now}, {platform.machine()}, Chromium {chromium.version}, {python_of(SITE)}, medians of {ROUNDS}")


def print_startup(chromium: BrowserType, sites: dict[str, str]) -> None:
    """Navigation to the first fragment that Python rendered and htmx swapped in."""
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for name, address in sites.items():
            first, again = visit(chromium, address)
            times.setdefault((name, "first"), []).append(first)
            times.setdefault((name, "repeat"), []).append(again)
    print("\nNavigation to first response rendered by Python, seconds")
    for kind in ("first", "repeat"):
        ours, stock = (statistics.median(times[name, kind]) / 1000 for name in ("ours", "stock"))
        print(f"  {kind + ' visit':13} ours {ours:5.2f}   stock Pyodide {stock:5.2f}   ratio {ours / stock:.2f}")


def visit(chromium: BrowserType, address: str) -> tuple[float, float]:
    """A first visit and a third, with a profile of its own: on the second, Chromium fills its code cache."""
    with tempfile.TemporaryDirectory() as profile:
        context = chromium.launch_persistent_context(profile, executable_path=find_chromium(), args=ARGUMENTS)
        context.add_init_script(FIRST_RESPONSE)
        page = context.new_page()
        times = []
        for _ in range(3):
            times.append(first_response(page, address))
            page.wait_for_timeout(SETTLE_MS)
        context.close()
    return times[0], times[2]


def first_response(page: Page, address: str) -> float:
    """Milliseconds since the navigation began."""
    page.goto(f"{address}/app/")
    page.wait_for_selector("html[data-first-swap]", state="attached", timeout=READY)
    return float(page.locator("html").get_attribute("data-first-swap") or 0)


def print_keystroke(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.add_init_script(FIRST_RESPONSE)
    first_response(page, address)
    page.get_by_label("Message by").select_option("openai")
    page.get_by_label("Message model").wait_for()
    field = page.get_by_label("Role", exact=True)
    field.press_sequentially("warm-up", delay=60)
    worker = page.workers[0]
    worker.evaluate(CLOCK)
    field.press_sequentially("x" * KEYSTROKES, delay=80)
    took = worker.evaluate("() => self.took")
    heap = worker.evaluate("() => self.host.heapBytes()") / 2**20
    print(f"\nKeystroke to refreshed “What leaves this device”, in the worker: {statistics.median(took):.1f} ms")
    print(f"Python heap after start-up and {KEYSTROKES} keystrokes: {heap:.1f} MiB")


def print_weight() -> None:
    files = first_visit_files(SITE)
    sizes = {path.name: wire_bytes(path) for path in files}
    print(
        f"\nFirst visit of /app/: {sum(sizes.values()) / 1e6:.2f} MB as the edge compresses it (brotli {EDGE_QUALITY})"
    )
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:5]:
        print(f"  {size / 1e6:5.2f} MB  {name}")


def wire_bytes(path: Path) -> int:
    data = path.read_bytes()
    return len(brotli.compress(data, quality=EDGE_QUALITY)) if path.suffix in COMPRESSED else len(data)


if __name__ == "__main__":
    main()
