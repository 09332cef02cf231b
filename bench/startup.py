"""Start-up of our site and its peers, in the same browser, in turns: a slow moment of the machine hits all of them."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.edge import Edge, Line, serve_edge
from bench.peer_sites import make_jupyterlite_site, make_pyscript_site
from bench.results import Timing, Weight
from bench.sites import SITE, make_stock_site
from bench.slowness import slowed
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserContext, BrowserType, Page

READY_MS = 240_000
SETTLE_MS = 2_500
"""After a visit: time for the browser to write its caches."""

REST_SECONDS = 60

LINE_BITS = 10_000_000
LINE_SECONDS = 0.04
ARGUMENTS = ["--no-sandbox"]

RESPONSE_SWAPPED = """addEventListener("htmx:after:swap", () => {
  document.documentElement.dataset.ready ??= performance.now();
});"""
"""The first fragment that Python rendered is in the page."""

SNAPSHOT_KEPT = "async () => JSON.parse(await host.startUp()).snapshot_bytes > 0"


def appears(condition: str) -> str:
    """A script that notes when a JavaScript condition holds for the first time."""
    return f"""new MutationObserver((_, watching) => {{
      if (!({condition})) return;
      document.documentElement.dataset.ready = performance.now();
      watching.disconnect();
    }}).observe(document, {{ subtree: true, childList: true, characterData: true }});"""


@dataclass(frozen=True, slots=True)
class Site:
    """`mark` notes on the root element as `data-ready` at how many milliseconds the site was ready.

    `rested` asks the site's worker whether all is stored that a later visit is to find. A site that `takes_long` is not
    timed in every round.
    """

    name: str
    folder: Path
    path: str
    mark: str
    rested: str = "() => true"
    takes_long: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    site: Site
    address: str
    edge: str
    """Address of the same site behind an edge that compresses and a slow line."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a journey. The second is not timed: a browser is still filling its caches then."""

    kind: str
    condition: str

    @property
    def timed(self) -> bool:
        return self.kind != "second"


PLAIN, SLOW_PROCESSOR, SLOW_LINE = "plain", "slow processor", "slow line"

JOURNEYS = (
    (Visit("first", PLAIN), Visit("second", PLAIN), Visit("repeat", PLAIN), Visit("repeat", SLOW_PROCESSOR)),
    (Visit("first", SLOW_LINE), Visit("second", SLOW_LINE), Visit("repeat", SLOW_LINE)),
    (Visit("first", SLOW_PROCESSOR),),
)
"""Each begins with a new profile. A third visit is like all that follow."""

LONG_VISITS_EVERY = 2
"""Rounds. A slow processor, a slow line and JupyterLite took six sevenths of a round."""


def make_sites(folder: Path) -> list[Site]:
    hello = appears("document.querySelector('#hello')?.textContent")
    cell = "[...document.querySelectorAll('.jp-OutputArea-output')].some((output) => output.textContent.includes('42'))"
    repl = "/repl/?kernel=python&code=print(6*7)"
    return [
        Site("Linkepix", SITE, "/app/", RESPONSE_SWAPPED, SNAPSHOT_KEPT),
        Site("stock Pyodide", make_stock_site(folder), "/app/", RESPONSE_SWAPPED),
        Site("PyScript", make_pyscript_site(folder), "/", hello),
        Site("JupyterLite", make_jupyterlite_site(folder), repl, appears(cell), takes_long=True),
    ]


@contextlib.contextmanager
def serve_sites(sites: Sequence[Site]) -> Iterator[list[Served]]:
    with contextlib.ExitStack() as stack:
        served = []
        for site in sites:
            address = stack.enter_context(serve(site.folder))
            edge = Edge(address, Line(LINE_BITS, LINE_SECONDS))
            served.append(Served(site, address, stack.enter_context(serve_edge(edge))))
        yield served


def time_startup(chromium: BrowserType, sites: Sequence[Served], rounds: int) -> list[Timing]:
    times: dict[tuple[str, str, str], list[float]] = {}
    for number in range(rounds):
        print(f"start-up, round {number + 1} of {rounds}", file=sys.stderr)
        for journey in JOURNEYS:
            for served in sites:
                for visit, seconds in travel(chromium, served, visits_of(journey, served.site, number)):
                    if visit.timed:
                        times.setdefault((served.site.name, visit.kind, visit.condition), []).append(seconds)
    return [Timing(*which, tuple(seconds)) for which, seconds in times.items()]


def visits_of(journey: Sequence[Visit], site: Site, number: int) -> list[Visit]:
    """Return the visits of a journey that are made in this round, counted from 0."""
    if number % LONG_VISITS_EVERY == 0:
        return list(journey)
    return [visit for visit in journey if not site.takes_long and visit.condition == PLAIN]


def travel(chromium: BrowserType, served: Served, journey: Sequence[Visit]) -> Iterator[tuple[Visit, float]]:
    """Make the visits of a journey with a profile of their own, and yield the seconds that each took."""
    if not journey:
        return
    with new_profile(chromium) as (profile, context):
        context.add_init_script(served.site.mark)
        page = context.new_page()
        for visit in journey:
            address = served.edge if visit.condition == SLOW_LINE else served.address
            slow = visit.condition == SLOW_PROCESSOR
            with slowed(profile) if slow else contextlib.nullcontext():
                yield visit, seconds_until_ready(page, address + served.site.path)
            if visit != journey[-1]:
                rest(page, served.site)


@contextlib.contextmanager
def new_profile(chromium: BrowserType) -> Iterator[tuple[str, BrowserContext]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = chromium.launch_persistent_context(profile, executable_path=find_chromium(), args=ARGUMENTS)
        yield profile, context
        context.close()


def seconds_until_ready(page: Page, address: str) -> float:
    """Since the navigation began."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=READY_MS)
    return float(page.locator("html").get_attribute("data-ready") or 0) / 1000


def rest(page: Page, site: Site) -> None:
    """A visitor is somewhere else for a while."""
    page.wait_for_timeout(SETTLE_MS)
    until = time.monotonic() + REST_SECONDS
    while time.monotonic() < until and not all(worker.evaluate(site.rested) for worker in page.workers[:1]):
        page.wait_for_timeout(SETTLE_MS)


def weigh_first_visit(chromium: BrowserType, served: Served) -> Weight:
    """What the edge sends until the site is ready and has come to rest, on a line as fast as the machine."""
    edge = Edge(served.address, Line())
    with serve_edge(edge) as address, new_profile(chromium) as (_, context):
        context.add_init_script(served.site.mark)
        page = context.new_page()
        seconds_until_ready(page, address + served.site.path)
        page.wait_for_timeout(SETTLE_MS)
    return Weight(served.site.name, dict(edge.sent))
