"""docs/performance.md and its plot, from what was measured. The words are in templates/performance.md."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.lighthouse import CATEGORIES
from bench.peer_sites import BENCH_PYTHON
from bench.sites import HERE, ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.results import Report, Timing

DOCS = ROOT / "docs"
PLOT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sites under one condition, on one kind of visit; ours is the first of them."""

    condition: str
    kind: str
    timings: tuple[Timing, ...]

    def ratio(self, timing: Timing) -> float:
        """How many times as long as ours."""
        return timing.median / self.timings[0].median


def write_report(report: Report, folder: Path = DOCS) -> None:
    compared = comparisons(report.timings)
    (folder / "performance.md").write_text(report_text(report, compared))
    (folder / "performance.svg").write_bytes(plot(compared))


def comparisons(timings: Sequence[Timing]) -> list[Comparison]:
    groups: dict[tuple[str, str], list[Timing]] = {}
    for timing in timings:
        groups.setdefault((timing.condition, timing.kind), []).append(timing)
    return [Comparison(condition, kind, tuple(group)) for (condition, kind), group in groups.items()]


def report_text(report: Report, compared: Sequence[Comparison]) -> str:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, and nothing in it comes from outside
    )
    return templates.get_template("performance.md").render(
        report=report, machine=report.machine, comparisons=compared, categories=CATEGORIES
    )


def plot(compared: Sequence[Comparison]) -> bytes:
    """Drawn by the Python that has Matplotlib."""
    bars = [
        {
            "condition": group.condition,
            "kind": group.kind,
            "seconds": {timing.site: timing.median for timing in group.timings},
        }
        for group in compared
    ]
    drawing = subprocess.run(  # noqa: S603 - our own script
        [BENCH_PYTHON, HERE / "plot.py"],
        input=json.dumps(bars).encode(),
        capture_output=True,
        check=True,
        timeout=PLOT_SECONDS,
    )
    return drawing.stdout
