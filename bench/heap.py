"""How much memory Python uses, and how much more a snapshot may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.startup import RESPONSE_SWAPPED, seconds_until_ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bench.results import Row

USED = "() => pyodide._module._sbrk(0)"
"""Bytes below the end of the heap that the allocator has taken so far, static data and stack among them."""

IMPORT_ALL = "() => void pyodide.runPython('import linkepix.browser.snapshot')"
CEILING = "async () => (await import(new URL('snapshot.mjs', location.href))).LARGEST_HEAP"


def measure_heap(chromium: Browser, address: str) -> tuple[Row, Row, Row]:
    page = chromium.new_page()
    page.add_init_script(RESPONSE_SWAPPED)
    seconds_until_ready(page, f"{address}/app/")
    worker = page.workers[0]
    after_start = worker.evaluate(USED)
    worker.evaluate(IMPORT_ALL)
    after_imports = worker.evaluate(USED)
    ceiling = worker.evaluate(CEILING)
    page.close()
    return (
        ("Python heap used after a start", _mebibytes(after_start)),
        ("Python heap used after importing everything, as a snapshot holds it", _mebibytes(after_imports)),
        (f"Left until a snapshot may not grow further ({_mebibytes(ceiling)})", _mebibytes(ceiling - after_imports)),
    )


def _mebibytes(count: int) -> str:
    return f"{count / 2**20:.1f} MiB"
