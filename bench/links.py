"""From the click on a link to the first fragment that Python made, with a swap and with a full load.

Two tabs of one profile take turns: one as it is, and one whose browser seems to lack the Navigation API, so that the
same link is an ordinary one there. Both are repeat visits: a full load restores the snapshot.
"""

from __future__ import annotations

import argparse
import statistics
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.results import Table
from bench.sites import SITE
from bench.startup import READY_MS, RESPONSE_SWAPPED, SNAPSHOT_KEPT, Site, new_profile, rest, seconds_until_ready
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, BrowserType, Page

ROUNDS = 15
PAGES = {"/app/library/": "Library", "/app/settings/": "Settings", "/app/": "Create"}
"""By address, the names of their links; visited in this order."""

AIM = 0.15
TITLE = "From the click on a link to the first thing that Python made"
NOTE = (
    "Medians of {rounds} clicks on each link, in two tabs that take turns, in milliseconds. Swapped: the main region is"
    " swapped, and Python lives on. Full load: the same link where the browser lacks what a swap needs; Python starts"
    " from its snapshot. The aim is a ratio of {aim} or less."
)

CLOCK = """addEventListener("click", () => {
  delete document.documentElement.dataset.arrived;
  sessionStorage.setItem("clicked", performance.timeOrigin + performance.now());
}, { capture: true });
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (!detail.ctx.request) return;
  const now = performance.timeOrigin + performance.now();
  document.documentElement.dataset.arrived ??= now - sessionStorage.getItem("clicked");
});"""
"""Notes on the root element after how many milliseconds a fragment has arrived. A swap of the main region is no answer
to a request. Storage of the tab survives a full load."""

ORDINARY = "delete globalThis.navigation;"


def measure_links(chromium: BrowserType, address: str, rounds: int) -> Table:
    times: dict[str, list[tuple[float, float]]] = {label: [] for label in PAGES.values()}
    with new_profile(chromium) as (_, context):
        context.add_init_script(RESPONSE_SWAPPED)
        prepare(context, address)
        swapped, loaded = open_tab(context, address, CLOCK), open_tab(context, address, ORDINARY + CLOCK)
        for _ in range(rounds):
            for path, label in PAGES.items():
                pair = follow(swapped, path, label, swapped=True), follow(loaded, path, label, swapped=False)
                times[label].append(pair)
        context.close()
    return as_table(times, rounds)


def prepare(context: BrowserContext, address: str) -> None:
    """Two visits, after which the service worker and the snapshot are there."""
    site = Site("Linkepix", SITE, "/app/", RESPONSE_SWAPPED, SNAPSHOT_KEPT)
    page = context.new_page()
    for _ in range(2):
        seconds_until_ready(page, address + site.path)
        rest(page, site)
    page.close()


def open_tab(context: BrowserContext, address: str, script: str) -> Page:
    page = context.new_page()
    page.add_init_script(script)
    seconds_until_ready(page, f"{address}/app/")
    return page


def follow(page: Page, path: str, label: str, *, swapped: bool) -> float:
    """Milliseconds, by the page's own clock. Raises RuntimeError where the page was not reached in the way expected."""
    page.bring_to_front()
    before = page.evaluate("performance.timeOrigin")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=label).click()
    page.wait_for_selector("html[data-arrived]", state="attached", timeout=READY_MS)
    page.wait_for_selector('#boot[data-state="ready"]', state="attached", timeout=READY_MS)
    lives_on = page.evaluate("performance.timeOrigin") == before
    if lives_on != swapped or not page.url.endswith(path):
        raise RuntimeError(f"{page.url} was {'swapped' if lives_on else 'loaded in full'}")
    return float(page.locator("html").get_attribute("data-arrived") or "nan")


def as_table(times: dict[str, list[tuple[float, float]]], rounds: int) -> Table:
    every = [pair for pairs in times.values() for pair in pairs]
    rows = tuple(as_row(label, pairs) for label, pairs in (*times.items(), ("All", every)))
    return Table(TITLE, NOTE.format(rounds=rounds, aim=AIM), ("To", "Swapped", "Full load", "Ratio"), rows)


def as_row(label: str, pairs: list[tuple[float, float]]) -> tuple[str, ...]:
    swapped, loaded = (statistics.median(column) for column in zip(*pairs, strict=True))
    return label, f"{swapped:.0f}", f"{loaded:.0f}", f"{swapped / loaded:.2f}"


def print_links(table: Table) -> None:
    print(f"\n{table.title}, milliseconds")
    for row in (table.columns, *table.rows):
        print(f"  {row[0]:10}" + "".join(f"{cell:>11}" for cell in row[1:]))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.links", description="Measures and prints; writes nothing.")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="of which medians are taken")
    rounds = options.parse_args().rounds
    with serve(SITE) as address, sync_playwright() as playwright:
        print_links(measure_links(playwright.chromium, address, rounds))


if __name__ == "__main__":
    main()
