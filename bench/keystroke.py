"""What a keystroke costs in the worker, and what Python holds in memory."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from bench.startup import RESPONSE_SWAPPED, seconds_until_ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bench.results import Row

KEYSTROKES = 40

CLOCK = """() => {
  self.took = [];
  let asked = 0;
  addEventListener("message", () => { asked = performance.now(); }, { capture: true });
  const end = self.host.end;
  self.host.end = (id) => { self.took.push(performance.now() - asked); end(id); };
}"""


def measure_keystroke(chromium: Browser, address: str) -> tuple[Row, Row]:
    page = chromium.new_page()
    page.add_init_script(RESPONSE_SWAPPED)
    seconds_until_ready(page, f"{address}/app/")
    page.get_by_label("Message by").select_option("openai")
    page.get_by_label("Message model").wait_for()
    field = page.get_by_label("Role", exact=True)
    field.press_sequentially("warm-up", delay=60)
    worker = page.workers[0]
    worker.evaluate(CLOCK)
    field.press_sequentially("x" * KEYSTROKES, delay=80)
    took = worker.evaluate("() => self.took")
    heap = worker.evaluate("() => self.pyodide._module.HEAPU8.length") / 2**20
    page.close()
    return (
        ("Keystroke to refreshed “What leaves this device”, in the worker", f"{statistics.median(took):.1f} ms"),
        (f"Python heap after start-up and {KEYSTROKES} keystrokes", f"{heap:.1f} MiB"),
    )
