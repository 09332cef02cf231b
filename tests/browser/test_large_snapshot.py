"""A snapshot that is larger than the heap with which Pyodide starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.device import MAKING_MS, device_of, export_snapshot, put_snapshot
from tests.browser.starts import report, start
from tests.browser.steps import is_drawn, make_card, picture, until
from tests.support.overrides import BALLAST, BALLAST_HEAP, override_module

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.conftest import Visitors

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


def tried(page: Page) -> dict[str, Any] | None:
    """What is on record once a snapshot has been made, or could not be."""
    found = report(page)
    return found if found["snapshot_bytes"] or found["starts"][-1].get("making") else None


@pytest.fixture(scope="module")
def large_snapshot(new_visitor: Visitors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of more than 40 MB: a file for `put_snapshot`."""
    with new_visitor() as context:
        page = context.new_page()
        override_module(page, "python.mjs", BALLAST)
        assert not start(page)["restored"]
        made = until(page, lambda: tried(page), otherwise="no snapshot was made", limit_ms=MAKING_MS, pause_ms=100)
        assert made["snapshot_bytes"], made["starts"]
        with device_of(context) as device:
            return export_snapshot(device, tmp_path_factory.mktemp("large") / "snapshot")


@pytest.fixture
def large(first_visit: BrowserContext, large_snapshot: Path) -> Page:
    """A page whose next start can be from a snapshot of more than 40 MB."""
    with device_of(first_visit) as device:
        put_snapshot(device, large_snapshot)
    return first_visit.new_page()


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
