"""Reads comparisons as JSON, and writes one SVG: the same bytes for the same figures.

Run by itself, under the Python that has Matplotlib. Its colours keep their contrast on a light page and on a dark one.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

OURS, PEERS, TEXT = "#1f9e89", "#8f8f8f", "#777777"
WIDTH, HEIGHT = 9, 1.7
"""Inches: of the whole, and of a row of two comparisons."""

STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "performance",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": TEXT,
    "ytick.color": TEXT,
}


def draw(axes: Any, comparison: dict[str, Any]) -> None:  # noqa: ANN401 - Matplotlib is not installed where types are checked
    names, seconds = zip(*comparison["seconds"].items(), strict=True)
    bars = axes.barh(names, seconds, color=[OURS, *[PEERS] * (len(names) - 1)], height=0.7)
    axes.bar_label(bars, fmt="%.2f s", padding=4)
    axes.invert_yaxis()
    axes.set_title(f"{comparison['kind']} visit, {comparison['condition']}", loc="left", fontsize=10)
    axes.set_xlim(0, max(seconds) * 1.2)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(left=False)


def svg_of(comparisons: list[dict[str, Any]]) -> bytes:
    rows = (len(comparisons) + 1) // 2
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, HEIGHT * rows), layout="constrained")
        grid = figure.subplots(rows, 2, squeeze=False)
        for axes in grid.flat[len(comparisons) :]:
            axes.remove()
        for axes, comparison in zip(grid.flat, comparisons, strict=False):
            draw(axes, comparison)
        written = BytesIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(svg_of(json.load(sys.stdin)))
