"""What work on Create takes: a paste, a card made on the device, typing."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING

from bench.keystroke import CLOCK
from bench.sites import ROOT
from bench.startup import RESPONSE_SWAPPED, seconds_until_ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from bench.results import Row

PASTES = 40
CARDS = 20
CHARACTERS = 60
LEXICON_MS = 5_000
"""Time for the lexicon to be loaded and read, which no paste waits for."""

PASTE = """async (text) => {
  const about = document.querySelector("#about");
  about.value = text;
  const swapped = new Promise((done) => document.addEventListener("htmx:after:swap", done, { once: true }));
  about.dispatchEvent(new Event("paste"));
  await swapped;
}"""

GENERATE = """async () => {
  const announcement = document.querySelector("#announcement");
  announcement.textContent = "";
  const started = performance.now();
  document.querySelector("#make").click();
  const shown = () => announcement.textContent.includes("Done") && document.querySelector("#picture");
  while (!shown()) await new Promise(requestAnimationFrame);
  await document.querySelector("#picture").decode();
  return performance.now() - started;
}"""

COUNT_FRAMES = """() => {
  self.frames = [];
  const count = (at) => { self.frames.push(at); requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""


def measure_create(chromium: Browser, address: str) -> tuple[Row, ...]:
    page = chromium.new_page()
    page.add_init_script(RESPONSE_SWAPPED)
    seconds_until_ready(page, f"{address}/app/")
    page.wait_for_timeout(LEXICON_MS)
    rows = (*_pastes(page), _cards(page), _typing(page))
    page.close()
    return rows


def _pastes(page: Page) -> tuple[Row, ...]:
    texts = [case["text"] for case in json.loads((ROOT / "tests/data/pastes.json").read_text())][:PASTES]
    worker = page.workers[0]
    worker.evaluate(CLOCK)
    took = []
    for text in texts:
        worker.evaluate("() => { self.took.length = 0; }")
        page.evaluate(PASTE, text)
        took.append(worker.evaluate("() => self.took[0]"))
    return ((f"Paste to filled fields, in the worker, {PASTES} pastes", f"{statistics.median(took):.1f} ms"),)


def _cards(page: Page) -> Row:
    took = []
    for _ in range(CARDS):
        took.append(page.evaluate(GENERATE))
        page.wait_for_timeout(200)
    return (f"Generate on the device to both sides shown, {CARDS} cards", f"{statistics.median(took):.0f} ms")


def _typing(page: Page) -> Row:
    field = page.get_by_label("Role", exact=True)
    field.focus()
    page.evaluate(COUNT_FRAMES)
    field.press_sequentially("x" * CHARACTERS, delay=80)
    frames = page.evaluate("() => self.frames")
    per_second = (len(frames) - 1) / (frames[-1] - frames[0]) * 1000
    return (f"Frames a second while {CHARACTERS} characters are typed", f"{per_second:.0f}")
