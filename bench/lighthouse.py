"""`make audit`: Lighthouse on three pages, as they come from an edge that compresses.

Fails when a score is below what it should be. Performance is the machine's as much as the site's: the median of several
runs, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from bench.edge import Edge, Line, serve_edge
from bench.results import Score
from bench.sites import HERE, SITE
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGES = {"Home": "/", "Create": "/app/", "Privacy": "/privacy/"}
PRESETS = {"desktop": ("--preset=desktop",), "mobile": ()}
"""Lighthouse emulates a phone of the middle class on a slow line by default."""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST_PERFORMANCE = {"desktop": 100, "mobile": 95}
RUNS = 3
RUN_SECONDS = 240
FULL_SCORE = 100


def main() -> int:
    options = argparse.ArgumentParser(prog="make audit", description="Lighthouse on Home, Create and Privacy.")
    options.add_argument("--runs", type=int, default=RUNS, help="of which the median performance is taken")
    scores = audit(options.parse_args().runs)
    print_scores(scores)
    return int(any(falls_short(score) for score in scores))


def audit(runs: int) -> list[Score]:
    with serve(SITE) as origin, serve_edge(Edge(origin, Line())) as address:
        return [
            score_of(page, preset, [run_lighthouse(f"{address}{path}", PRESETS[preset]) for _ in range(runs)])
            for page, path in PAGES.items()
            for preset in PRESETS
        ]


def run_lighthouse(address: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Its report, as its documentation of "lhr" describes it."""
    chosen = f"--only-categories={','.join(CATEGORIES)}"
    flags = "--chrome-flags=--headless=new --no-sandbox"
    run = subprocess.run(  # noqa: S603 - our own pinned Lighthouse
        [HERE / "node_modules/.bin/lighthouse", address, "--quiet", "--output=json", chosen, flags, *arguments],
        check=True,
        capture_output=True,
        env=os.environ | {"CHROME_PATH": find_chromium() or "", "CI": "true"},
        timeout=RUN_SECONDS,
    )
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def score_of(page: str, preset: str, reports: Sequence[dict[str, Any]]) -> Score:
    """The median of each category; every audit that failed in any run."""
    categories = {
        name: round(FULL_SCORE * statistics.median(report["categories"][name]["score"] or 0 for report in reports))
        for name in CATEGORIES
    }
    failed = {title: None for report in reports for title in failed_audits(report)}
    return Score(page, preset, categories, tuple(failed))


def failed_audits(report: dict[str, Any]) -> list[str]:
    """Those that weigh on a score."""
    failed = []
    for name, category in report["categories"].items():
        for entry in category["auditRefs"]:
            audit = report["audits"][entry["id"]]
            if entry["weight"] and audit["score"] is not None and audit["score"] < 1:
                shown = f" ({audit['displayValue']})" if audit.get("displayValue") else ""
                failed.append(f"{name}: {audit['title']}{shown} [{audit['id']}]")
    return failed


def falls_short(score: Score) -> bool:
    least = dict.fromkeys(CATEGORIES, FULL_SCORE) | {"performance": LEAST_PERFORMANCE[score.preset]}
    return any(score.categories[name] < least[name] for name in CATEGORIES)


def print_scores(scores: Sequence[Score]) -> None:
    print(f"\n{'Lighthouse':20}{''.join(f'{name:>16}' for name in CATEGORIES)}")
    for score in scores:
        print(f"{score.page + ', ' + score.preset:20}{''.join(f'{score.categories[name]:>16}' for name in CATEGORIES)}")
        for title in score.failed:
            print(f"  not passed: {title}")


if __name__ == "__main__":
    sys.exit(main())
