"""The visitors of these tests are what they are said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.conftest import ready
from tests.browser.device import forget_visitor, open_device, put_snapshot
from tests.browser.starts import last_start
from tests.browser.steps import ALL_STORES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

LEAVE_TRACES = """async () => {
  localStorage.setItem("key.openai", "sk-test-ok");
  await (await caches.open("other")).put("/x", new Response("x"));
  await new Promise((done) => {
    const opening = indexedDB.open("linkepix", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts").put("typed", "create");
    opening.onsuccess = () => { opening.result.close(); done(); };
  });
}"""


def test_a_returning_visitor_starts_from_the_snapshot(open_app: Callable[..., Page]) -> None:
    assert last_start(open_app())["restored"]


def test_a_first_visitor_does_not(first_visit: BrowserContext) -> None:
    """The control."""
    page = first_visit.new_page()
    page.goto("/app/")
    ready(page)
    assert not last_start(page)["restored"]


def test_a_visitor_who_is_forgotten_leaves_the_snapshot_alone(first_visit: BrowserContext, snapshot: Path) -> None:
    device = open_device(first_visit)
    put_snapshot(device, snapshot)
    device.evaluate(LEAVE_TRACES)
    before = device.evaluate(ALL_STORES)
    assert before["localStorage"]
    assert before["caches"]
    assert before["databases"]["linkepix/drafts"]
    forget_visitor(device, snapshot)
    after = device.evaluate(ALL_STORES)
    assert after["localStorage"] == {}
    assert after["caches"] == []
    assert [name for name, records in after["databases"].items() if records] == ["linkepix-startup/snapshots"]
