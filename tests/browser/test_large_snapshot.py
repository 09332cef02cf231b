"""A snapshot that is larger than the heap with which Pyodide starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.device import MAKING_MS
from tests.browser.starts import report, start
from tests.browser.steps import is_drawn, make_card, picture, until
from tests.support.overrides import BALLAST, BALLAST_HEAP, override_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

WITHOUT_GROWTH = """
export async function loadPython(parts, options) {
  const { grow } = WebAssembly.Memory.prototype;
  if (options.snapshot) WebAssembly.Memory.prototype.grow = () => 0;
  try {
    return await real.loadPython(parts, options);
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
}
"""
"""In place of what python.mjs exports: no memory is larger than it was."""

BALLAST_NOW = "() => pyodide.runPython('import ballast; sum(ballast.data) * 100_000_000 + len(ballast.data)')"


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor who comes for the first time; files come from the network, not from the device."""
    context = browser.new_context(base_url=site, service_workers="block")
    yield context.new_page()
    context.close()


def tried(page: Page) -> dict[str, Any] | None:
    """What is on record once a snapshot has been made, or could not be."""
    found = report(page)
    return found if found["snapshot_bytes"] or found["starts"][-1].get("making") else None


@pytest.fixture
def large(page: Page) -> Page:
    """A page whose next start can be from a snapshot of more than 40 MB."""
    override_module(page, "python.mjs", BALLAST)
    assert not start(page)["restored"]
    made = until(page, lambda: tried(page), otherwise="no snapshot was made", limit_ms=MAKING_MS, pause_ms=100)
    assert made["snapshot_bytes"], made["starts"]
    page.unroute_all()
    return page


def test_a_start_from_a_snapshot_of_more_than_40_mb_makes_a_card(large: Page) -> None:
    assert start(large)["restored"]
    assert report(large)["heap_bytes"] > BALLAST_HEAP
    assert large.workers[0].evaluate(BALLAST_NOW) == sum(range(14)) * 100_000_000 + 14_000_000
    make_card(large)
    assert is_drawn(picture(large))


def test_without_growing_memory_it_could_not_be_restored(large: Page) -> None:
    """The control."""
    override_module(large, "python.mjs", WITHOUT_GROWTH)
    record = start(large)
    assert not record["restored"]
    assert "offset is out of bounds" in record["problem"]
