"""The snapshot of Python's memory: made on the device, with nothing of a visitor in it, and never in the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, ready
from tests.browser.device import MAKING_MS, SNAPSHOT_MS, call, device_of, has_snapshot, put_snapshot
from tests.browser.starts import last_start, report, start
from tests.browser.steps import is_drawn, make_card, paste_prospect, picture, save_key, until
from tests.browser.test_pages import violations
from tests.support.overrides import override_module

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

KEY = "sk-canary-5b1e77d0"
NOTES = "Canary Quillfeather collects lighthouses"
BOOT_MS = 90_000
"""The longest that a page waits for Python without a sign of life (bridge.js)."""

NAME_WORKERS = """globalThis.begun = [];
globalThis.Worker = class extends Worker {
  constructor(address, options) { super(address, options); begun.push(options.name); }
};"""
"""Names of the workers that a page has started."""

SPOIL = """export async function loadPython(parts, options, ...more) {
  const python = await real.loadPython(parts, options, ...more);
  if (options.forSnapshot) python.runPython(%s);
  return python;
}"""
"""A snapshot of a Python in which something was run first."""

BEGIN = "import linkepix.browser.entry\nlinkepix.browser.entry.start = lambda: exec({!r})"
"""What an application begins with."""

BLOCK = "import js\njs.console.log('blocked')\nwhile True: pass"

TOO_LARGE = "export const keepSnapshot = (memory) => real.keepSnapshot(memory, 2 ** 32);"
"""Python's heap is as large as WebAssembly allows."""

SLOW = """export async function loadPython(parts, options) {
  const { instantiate } = WebAssembly;
  let started;
  if (options.snapshot)
    WebAssembly.instantiate = async (...given) => {
      await %s;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return instantiate(...given);
    };
  try {
    started = real.loadPython(parts, { ...options, restoreMs: %s });
    return await started;
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}"""
"""A start from a snapshot waits for something, takes 1.5 s longer, and has another time limit."""

GIVEN_UP = "started.catch(() => {})"

LOADED = """() => pyodide.runPython(
  "from linkepix.browser.bundled import bundled_templates; len(bundled_templates().cache)")"""
TEMPLATES = 60
"""At least so many are in the bundle."""

BREAK_ANSWERS = """() => pyodide.runPython(
  "import linkepix.browser.asgi as asgi\\ndef broken(**_): raise ZeroDivisionError\\nasgi._scope = broken")"""
PARTS_READ = """() => pyodide.runPython(
  "from linkepix.browser.bundled import FIGURES, bundled; len(bundled(FIGURES))")"""
"""Bytes of a file that no snapshot has."""

IN_MEMORY = """(texts) => {
  const memory = new TextDecoder("latin1").decode(pyodide._module.HEAPU8);
  return texts.filter((text) => memory.includes(text));
}"""


@pytest.fixture
def page(first_visit: BrowserContext) -> Page:
    """Of a visitor who comes for the first time. No `watch`: what goes wrong here is meant to."""
    first_visit.clock.install()
    return first_visit.new_page()


@pytest.fixture
def with_snapshot(page: Page, snapshot: Path) -> Page:
    """A page whose next start can be from the snapshot."""
    keep_for(page, snapshot)
    return page


def keep_for(page: Page, snapshot: Path) -> None:
    with device_of(page.context) as device:
        put_snapshot(device, snapshot)


def until_idle(page: Page, that: Callable[[], object], otherwise: str) -> None:
    """Asks again until it is so, while the page's clock runs ahead: it makes a snapshot when it has been idle."""

    def so() -> object:
        if answer := that():
            return answer
        page.clock.fast_forward(SNAPSHOT_MS)
        return None

    until(page, so, otherwise=lambda: f"{otherwise}: {report(page)['starts']}", limit_ms=MAKING_MS, pause_ms=200)


def make_snapshot(page: Page) -> None:
    until_idle(page, lambda: has_snapshot(page), "no snapshot was made")


def fail_to_make_one(page: Page) -> None:
    """Waits until a snapshot could not be made, and that is on record."""
    until_idle(page, lambda: any(line.get("making") for line in report(page)["starts"]), "no try to make one failed")
    assert not has_snapshot(page)


def makes_card(page: Page) -> None:
    make_card(page)
    assert is_drawn(picture(page))


def test_a_second_start_is_from_the_snapshot_and_makes_a_card(page: Page) -> None:
    assert not start(page)["restored"]
    make_snapshot(page)
    assert start(page)["restored"]
    makes_card(page)


def test_a_start_from_the_snapshot_asks_a_provider_as_any_other(with_snapshot: Page) -> None:
    page = with_snapshot
    assert start(page, "/app/settings/")["restored"]
    save_key(page, "OpenAI", "sk-test-ok")
    page.locator("form", has=page.get_by_label("OpenAI API key")).get_by_role("button", name="Test").click()
    expect(page.get_by_text("OpenAI accepts the key")).to_be_visible()


def test_nothing_of_a_visitor_is_in_the_snapshot(with_snapshot: Page) -> None:
    page = with_snapshot
    start(page, "/app/settings/")
    save_key(page, "OpenAI", KEY)
    start(page)
    page.get_by_label("Notes").fill(NOTES)
    until_idle(page, lambda: page.workers[0].evaluate(IN_MEMORY, [NOTES]), "what was typed did not arrive")
    call(page, "changeSnapshot", "drop")
    assert not start(page)["restored"]
    in_memory = page.workers[0].evaluate(IN_MEMORY, [KEY, NOTES])
    assert in_memory == [KEY, NOTES], "the control: the application's own memory has both"
    make_snapshot(page)
    found = call(page, "textsInSnapshot", ["linkepix.browser.entry", KEY, NOTES])
    assert found == ["linkepix.browser.entry"], "the control: what is in the snapshot is found"


@pytest.mark.parametrize(
    ("damage", "problem"), [("garbage", ""), ("half", ""), ("cut short", "is not whole"), ("another kind", "")]
)
def test_a_damaged_snapshot_is_followed_by_a_plain_start_that_is_on_record(
    with_snapshot: Page, damage: str, problem: str
) -> None:
    page = with_snapshot
    page.goto("/terms/")
    call(page, "changeSnapshot", damage)
    line = start(page)
    assert not line["restored"]
    assert line["problem"]
    assert problem in line["problem"]
    expect(page.get_by_text("Python could not start")).to_be_hidden()
    makes_card(page)
    page.goto("/selftest/")
    ready(page)
    expect(page.get_by_role("row").filter(has_text=line["problem"][:40])).to_be_visible()


def test_a_snapshot_that_three_starts_did_not_survive_is_dropped(with_snapshot: Page) -> None:
    page = with_snapshot
    page.goto("/terms/")
    call(page, "addStarts", {"count": 3, "line": {"restored": True, "ended": False}})
    assert not start(page)["restored"]
    make_snapshot(page)
    assert start(page)["restored"]


@pytest.mark.parametrize(("tries", "workers"), [(2, ["application", "snapshot"]), (3, ["application"])])
def test_no_image_is_tried_after_three_that_could_not_be_made(
    with_snapshot: Page, tries: int, workers: list[str]
) -> None:
    page = with_snapshot
    page.goto("/terms/")
    call(page, "addStarts", {"count": tries, "line": {"making": True}})
    call(page, "changeSnapshot", "drop")
    page.add_init_script(NAME_WORKERS)
    assert not start(page)["restored"]
    paste_prospect(page)
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    page.clock.fast_forward(SNAPSHOT_MS)
    assert page.evaluate("begun") == workers


def keep_spoilt_snapshot(page: Page, beginning: str) -> None:
    """Leaves a snapshot of an application that begins with this."""
    override_module(page, "python.mjs", SPOIL % json.dumps(BEGIN.format(beginning)))
    start(page)
    make_snapshot(page)
    page.unroute_all()


def test_a_snapshot_from_which_the_application_does_not_start_is_dropped_at_once(page: Page) -> None:
    keep_spoilt_snapshot(page, "1 / 0")
    line = start(page)
    assert not line["restored"]
    assert "ZeroDivisionError" in line["problem"]
    assert not start(page)["restored"]
    make_snapshot(page)
    assert start(page)["restored"], "the control: a snapshot that was made without that is used"


def test_trying_again_is_without_a_snapshot_that_blocks_the_worker(page: Page) -> None:
    """The worker's own limit cannot end what never lets go of it; the page's does."""
    keep_spoilt_snapshot(page, BLOCK)
    with page.expect_console_message(lambda message: message.text == "blocked"):
        page.goto("/app/")
    page.clock.fast_forward(BOOT_MS)
    expect(page.get_by_text("Python could not start")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    until(page, lambda: len(page.workers) == 1, otherwise="the blocked worker stays")
    assert not last_start(page)["restored"]
    make_snapshot(page)
    assert start(page)["restored"], "the control: a snapshot that was made without that is used"


def test_an_answer_that_python_fails_to_give_after_a_start_from_the_snapshot_makes_the_next_start_a_plain_one(
    with_snapshot: Page,
) -> None:
    page = with_snapshot
    assert start(page)["restored"]
    page.workers[0].evaluate(BREAK_ANSWERS)
    page.get_by_label("Notes").fill(NOTES)
    until_idle(page, lambda: not has_snapshot(page), "the snapshot stays")
    assert not start(page)["restored"]
    before = report(page)["starts"][-2]
    assert (before["restored"], before["problem"]) == (True, "ZeroDivisionError after the start")


def test_a_snapshot_of_a_heap_too_large_to_restore_is_not_kept(page: Page) -> None:
    override_module(page, "snapshot.mjs", TOO_LARGE)
    start(page)
    fail_to_make_one(page)
    page.unroute_all()
    assert not start(page)["restored"]
    make_snapshot(page)
    assert start(page)["restored"], "the control: of a heap as large as it is, it is kept"


@pytest.mark.parametrize(
    ("gate", "limit", "problem"), [(GIVEN_UP, "100", "it took too long"), ("undefined", "undefined", None)]
)
def test_a_start_from_the_snapshot_that_takes_too_long_is_given_up_for_a_plain_one(
    with_snapshot: Page, gate: str, limit: str, problem: str | None
) -> None:
    """With the limit that it has, the same slow start is waited for: the control."""
    page = with_snapshot
    override_module(page, "python.mjs", SLOW % (gate, limit))
    line = start(page)
    assert (line["restored"], line.get("problem")) == (not problem, problem)
    makes_card(page)  # what was given up ends meanwhile, and must not get in the way


def test_a_start_from_the_snapshot_without_the_bundle_can_be_tried_again(with_snapshot: Page) -> None:
    page = with_snapshot
    page.route("**/bundle.zip", lambda route: route.abort())
    page.goto("/app/")
    expect(page.get_by_text("Python could not start")).to_be_visible(timeout=READY_MS)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    assert not last_start(page)["restored"]


def test_templates_and_the_bundle_are_there_after_a_start_from_the_snapshot(page: Page, snapshot: Path) -> None:
    assert not start(page)["restored"]
    assert page.workers[0].evaluate(LOADED) < TEMPLATES, "the control: a plain start has loaded what it showed"
    keep_for(page, snapshot)
    assert start(page)["restored"]
    assert page.workers[0].evaluate(LOADED) >= TEMPLATES
    assert page.workers[0].evaluate(PARTS_READ) > 1_000


def test_an_error_after_a_start_from_the_snapshot_makes_the_next_start_a_plain_one(with_snapshot: Page) -> None:
    page = with_snapshot
    assert start(page)["restored"]
    page.workers[0].evaluate("() => void setTimeout(() => { throw new Error('Sentinel') })")
    expect(page.get_by_text("Python could not start")).to_be_visible()
    assert not start(page)["restored"]
    before = report(page)["starts"][-2]
    assert before["restored"]
    assert before["problem"] == "Error after the start"


def test_a_snapshot_of_another_build_is_not_used_and_does_not_stay(with_snapshot: Page) -> None:
    page = with_snapshot
    page.goto("/terms/")
    call(page, "changeSnapshot", "other build")
    assert not start(page)["restored"]
    until_idle(page, lambda: not call(page, "snapshotKeys")[0].startswith("0123456789ab"), "the snapshot stays")
    assert len(call(page, "snapshotKeys")) == 1


def test_two_starts_from_one_snapshot_draw_different_numbers(with_snapshot: Page) -> None:
    page = with_snapshot
    draws, hashes = set(), set()
    for _ in range(2):
        assert start(page)["restored"]
        worker = page.workers[0]
        draws.add(worker.evaluate("() => pyodide.runPython('import random; random.random()')"))
        hashes.add(worker.evaluate("() => pyodide.runPython('str(hash(\"abc\"))')"))
    assert len(hashes) == 1, "the control: what nobody draws anew is as it was in the snapshot"
    assert len(draws) == 2


def test_the_self_test_says_how_it_started_and_what_works(with_snapshot: Page) -> None:
    page = with_snapshot
    start(page, "/selftest/")
    expect(page.get_by_text("Draw a picture: it works")).to_be_visible(timeout=READY_MS)
    assert violations(page) == []
    page.reload()
    ready(page)
    newest = page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("From the snapshot", timeout=READY_MS)
