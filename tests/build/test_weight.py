"""What a page and a first visit may weigh: limits of the project, in bytes."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import brotli

from tests.build.conftest import files_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.project import Project

SCRIPTS = 30_000
STYLE_SHEETS = 15_000
FIRST_VISIT = 5_500_000
EDGE = 5
"""The quality of brotli that the edge is said to use (bench/edge.py)."""

PYODIDES = ("pyodide.mjs", "pyodide.asm.mjs", "idb.js")


def zipped(texts: Mapping[str, bytes]) -> int:
    return sum(len(gzip.compress(text)) for text in texts.values())


def test_our_scripts_and_htmx_stay_within_their_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    """Those of the pages, of the worker and of the service worker; the latter's list of files is data."""
    rebuild()
    scripts = {
        path: re.sub(rb"const FILES = \{[^}]*\}", b"", text)
        for path, text in files_of(fork.output).items()
        if path.endswith((".js", ".mjs")) and not path.endswith(PYODIDES)
    }
    names = " ".join(scripts)
    for name in (
        "sw.js",
        "worker.mjs",
        "python.mjs",
        "snapshot.mjs",
        "bridge.",
        "effects.",
        "htmx.",
        "hx-sse.",
        "warm.",
    ):
        assert name in names
    assert zipped(scripts) <= SCRIPTS


def test_style_sheets_stay_within_their_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    rebuild()
    sheets = {path: text for path, text in files_of(fork.output).items() if path.endswith(".css")}
    assert len(sheets) == 3
    assert zipped(sheets) <= STYLE_SHEETS


def test_a_first_visit_stays_within_its_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    """With the whole site, as the service worker fetches it."""
    rebuild()
    files = files_of(fork.output)
    assert {"pyodide.asm.wasm", "bundle.zip", "sw.js"} <= {path.rpartition("/")[2] for path in files}
    weights = [len(brotli.compress(text, quality=EDGE)) for text in files.values()]
    assert FIRST_VISIT * 0.8 < sum(weights) <= FIRST_VISIT
