"""`make bench`: measures, prints, and writes docs/performance.md and its plot."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.build_speed import ROUNDS as PAGES
from bench.build_speed import as_table, measure_build_speed, print_build_speed
from bench.create import measure_create
from bench.grounding import measure_grounding, print_grounding
from bench.heap import measure_heap
from bench.keystroke import measure_keystroke
from bench.lighthouse import audit, print_scores
from bench.links import measure_links, print_links
from bench.peer_sites import peer_versions
from bench.promise import measure_guard, measure_guard_alone, measure_manifest
from bench.report import comparisons, write_report
from bench.results import Machine, Report, Table
from bench.sites import ROOT, SITE, python_of
from bench.slowness import slowdown
from bench.startup import ARGUMENTS, make_sites, serve_sites, time_startup, weigh_first_visit
from bench.studio import measure_studio, print_table
from bench.tasks import measure_tasks
from build import project_here
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import BrowserType

    from bench.results import Row, Timing, Weight

ROUNDS = 5
"""Of start-up, in which what takes long is timed in every other one (`startup.LONG_VISITS_EVERY`)."""

HEAVIEST = 5
INSIDE = "Of our site alone: medians, after a plain start."


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench", description="Measures, and writes docs/performance.md.")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="of start-up and of links")
    options.add_argument("--pages", type=int, nargs="*", default=list(PAGES), help="sizes of the sites that are built")
    chosen = options.parse_args()
    rounds = chosen.rounds
    scores = audit(runs=1)
    print_scores(scores)
    speed = measure_build_speed({pages: PAGES.get(pages, rounds) for pages in chosen.pages})
    print_build_speed(speed)
    grounding = measure_grounding()
    print_grounding(grounding)
    promise = (measure_guard_alone(), *measure_manifest(project_here(SITE, ROOT / ".cache"), rounds))
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        sites = stack.enter_context(serve_sites(make_sites(Path(folder))))
        chromium = stack.enter_context(sync_playwright()).chromium
        machine = this_machine(chromium, rounds)
        print_machine(machine)
        inside = (*measure_inside(chromium, sites[0].address), *promise)
        print_rows(inside)
        links = measure_links(chromium, sites[0].address, rounds)
        print_links(links)
        weights = [weigh_first_visit(chromium, served) for served in sites]
        print_weights(weights)
        timings = time_startup(chromium, sites, rounds)
        print_timings(timings)
        studio = print_as_they_come(measure_studio(chromium, sites[0].address, rounds))
        tasks = measure_tasks(chromium, sites[0].address)
        print_table(tasks)
    tables = (
        Table("Once Python is up", INSIDE, ("What", "Figure"), inside),
        links,
        grounding,
        *studio,
        tasks,
        *([as_table(speed)] if chosen.pages else []),
    )
    write_report(Report(machine, peer_versions(), tuple(timings), tuple(weights), tuple(scores), tables))


def this_machine(chromium: BrowserType, rounds: int) -> Machine:
    browser = chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
    version = browser.version
    browser.close()
    return Machine(
        date=str(datetime.now(UTC).date()),
        cores=os.cpu_count() or 0,
        architecture=platform.machine(),
        chromium=version,
        python=python_of(),
        rounds=rounds,
        slowdown=slowdown(chromium),
    )


def print_machine(machine: Machine) -> None:
    print(
        f"\n{machine.date}, {machine.cores} cores, {machine.architecture}, Chromium {machine.chromium},"
        f" {machine.python}; {machine.rounds} rounds"
    )
    print(f"Slow processor: a loop in a worker took {machine.slowdown:.1f} times as long")


def measure_inside(chromium: BrowserType, address: str) -> tuple[Row, ...]:
    """What our site costs once Python is up."""
    browser = chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
    parts = (measure(browser, address) for measure in (measure_keystroke, measure_create, measure_heap, measure_guard))
    rows = tuple(row for part in parts for row in part)
    browser.close()
    return rows


def print_rows(rows: Sequence[Row]) -> None:
    print("\nOnce Python is up")
    for what, figure in rows:
        print(f"  {figure:>10}  {what}")


def print_weights(weights: Sequence[Weight]) -> None:
    print("\nFirst visit, as the edge compresses it")
    for weight in weights:
        print(f"  {weight.total / 1e6:5.2f} MB  {weight.site}")
    for name, size in weights[0].heaviest(HEAVIEST):
        print(f"    {size / 1e6:5.2f} MB  {name}")


def print_as_they_come(tables: Iterable[Table]) -> list[Table]:
    found = []
    for table in tables:
        print_table(table)
        found.append(table)
    return found


def print_timings(timings: Sequence[Timing]) -> None:
    print("\nNavigation to the first thing that Python made: median seconds, times ours, rounds")
    for group in comparisons(timings):
        print(f"  {group.kind} visit, {group.condition}")
        for timing in group.timings:
            print(f"    {timing.site:14} {timing.median:6.2f} {group.ratio(timing):6.1f} {len(timing.seconds):3}")


if __name__ == "__main__":
    main()
