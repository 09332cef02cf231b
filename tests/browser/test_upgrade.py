"""A library that an older build wrote: what the database's upgrade from version 2 makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from linkepix.model.generation import Generation, Message
from linkepix.model.prospect import Prospect
from linkepix.model.request import Request
from linkepix.services.records import to_json
from tests.browser.conftest import ready
from tests.browser.steps import choose_logo, until
from tests.support.logos import logo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

type Open = Callable[..., Page]

VERSION = 6

WRITE_VERSION_2 = """async (records) => {
  const database = await new Promise((done, fail) => {
    const opening = indexedDB.open("linkepix", 2);
    opening.onupgradeneeded = () => {
      for (const store of ["generations", "pictures", "drafts", "activity"]) opening.result.createObjectStore(store);
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const writing = database.transaction(["generations", "pictures", "drafts"], "readwrite");
  for (const [id, text] of records) writing.objectStore("generations").put(text, id);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  writing.objectStore("pictures").put(new Blob([svg], { type: "image/svg+xml" }), "card-0");
  writing.objectStore("drafts").put('{"name": "Draft Example"}', "create");
  await new Promise((done) => (writing.oncomplete = done));
  database.close();
}"""
"""As the build of 2026-11-25 did."""

WRITE_VERSION_3 = """async (records) => {
  const database = await new Promise((done, fail) => {
    const opening = indexedDB.open("linkepix", 3);
    opening.onupgradeneeded = () => {
      const { result } = opening;
      for (const store of ["generations", "pictures", "drafts", "activity"]) result.createObjectStore(store);
      result.createObjectStore("search", { keyPath: "id" }).createIndex("newest", "order");
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const writing = database.transaction(["generations", "search"], "readwrite");
  for (const [id, text] of records) {
    writing.objectStore("generations").put(text, id);
    const { name } = JSON.parse(text).request.prospect;
    writing.objectStore("search").put({ id, order: -Number(id.split("-")[1]), text: name });
  }
  await new Promise((done) => (writing.oncomplete = done));
  database.close();
}"""
"""As the builds before the logo did."""

READ = """async () => {
  const { version } = (await indexedDB.databases()).find(({ name }) => name === "linkepix");
  const database = await new Promise((done) => {
    const opening = indexedDB.open("linkepix");
    opening.onsuccess = () => done(opening.result);
  });
  const found = { version, stores: [...database.objectStoreNames] };
  const all = database.transaction("generations").objectStore("generations").getAll();
  await new Promise((done) => (all.onsuccess = done));
  database.close();
  return { ...found, records: all.result };
}"""

PREPARE = """
import asyncio, time
import linkepix.browser.indexed_db as indexed_db

for task in asyncio.all_tasks():
    if task.get_coro().__name__ == "tidy_later":
        task.cancel()

kept, rows = indexed_db._search_row, []

def slow(*parts):
    time.sleep(0.02)
    rows.append(1)
    return kept(*parts)

def broken(*parts):
    rows.append(1)
    return kept(*parts) if len(rows) < 10 else 1 / 0
"""
"""Two ways for the upgrade to fail. Nothing else opens the database any more."""

START = """(how) => {
  globalThis.outcome = "";
  const code = `indexed_db._search_row = ${how}; await indexed_db.Database().count()`;
  pyodide.runPythonAsync(code).then(() => "done", (error) => error.message).then((told) => (globalThis.outcome = told));
}"""


SOME_ROWS = 5
"""Of 300, in which the upgrade is under way."""


def record(number: int, name: str) -> list[str]:
    created = (datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=number)).isoformat()
    mime = "image/svg+xml" if number == 0 else ""
    request = Request(prospect=Prospect(name=name))
    card = Generation(f"card-{number}", created, request, picture_mime=mime, messages=(Message("Hello."),))
    return [card.id, to_json(card)]


def cards(count: int) -> list[list[str]]:
    return [record(number, f"Person {number:04}") for number in range(count)]


UNREADABLE = [["torn", '{"id": "torn"'], ["list", "[]"], ["blank", ""], ["other", '{"id": "other", "created": 5}']]


def write_version_2(page: Page, records: list[list[str]]) -> None:
    page.goto("/terms/")
    page.evaluate(WRITE_VERSION_2, records)


def read(page: Page) -> dict[str, Any]:
    page.goto("/terms/")
    found: dict[str, Any] = page.evaluate(READ)
    return found


def names(page: Page) -> list[str]:
    return page.locator(".rack-name").all_inner_texts()


def open_library(open_app: Open, count: str) -> Page:
    page = open_app("/app/library/")
    expect(page.locator("#found").get_by_role("status")).to_contain_text(count, timeout=30_000)
    return page


def test_a_library_of_version_2_is_all_there_with_pages_search_picture_and_draft(page: Page, open_app: Open) -> None:
    records = cards(60)
    write_version_2(page, [*records, *UNREADABLE])
    open_library(open_app, "60 cards, page 1 of 3")
    assert names(page)[:2] == ["Person 0059", "Person 0058"]
    page.get_by_role("button", name="Older").click()
    expect(page.locator(".rack-name").first).to_have_text("Person 0035")
    page.get_by_role("searchbox").fill("person 0000")
    expect(page.locator(".rack-name")).to_have_text(["Person 0000"])
    assert page.locator(".rack img").evaluate("async (image) => (await image.decode(), image.naturalWidth)") > 0
    open_app("/app/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Draft Example")
    found = read(page)
    assert found["version"] == VERSION
    assert sorted(found["records"]) == sorted(text for _, text in [*records, *UNREADABLE])


@pytest.mark.parametrize("how", ["slow", "broken"])
def test_an_upgrade_that_is_interrupted_changes_nothing_and_the_next_one_succeeds(
    page: Page, open_app: Open, watch: Watch, how: str
) -> None:
    """Slow: the page is closed half-way. Broken: the upgrade itself fails."""
    records = cards(300)
    other = page.context.new_page()
    other.goto("/app/settings/")
    ready(other)
    worker = other.workers[0]
    worker.evaluate("code => pyodide.runPython(code)", PREPARE)
    page.goto("/terms/")
    # At once, so that the other tab does not open it in between.
    page.evaluate(
        f"(records) => {{ indexedDB.deleteDatabase('linkepix'); return ({WRITE_VERSION_2})(records); }}", records
    )
    worker.evaluate(START, how)
    until(
        other,
        lambda: worker.evaluate("() => pyodide.runPython('len(rows)')") >= SOME_ROWS,
        otherwise="the upgrade does not begin",
        pause_ms=20,
    )
    if how == "broken":
        watch.expected += ("ZeroDivisionError", "AbortError")
        outcome = until(other, lambda: worker.evaluate("() => outcome"), otherwise="the upgrade does not end")
        assert "StorageError" in outcome
    other.close()
    found = read(page)
    assert found["version"] == 2
    assert "search" not in found["stores"]
    assert sorted(found["records"]) == sorted(text for _, text in records)
    open_library(open_app, "300 cards, page 1 of 13")
    assert read(page)["version"] == VERSION


def test_a_library_of_version_3_is_all_there_and_a_logo_can_be_kept(page: Page, open_app: Open) -> None:
    records = cards(30)
    page.goto("/terms/")
    page.evaluate(WRITE_VERSION_3, records)
    open_library(open_app, "30 cards, page 1 of 2")
    assert names(page)[0] == "Person 0029"
    open_app("/app/")
    choose_logo(page, logo())
    expect(page.get_by_role("img", name="Your logo")).to_be_visible()
    found = read(page)
    assert found["version"] == VERSION
    assert sorted(found["records"]) == sorted(text for _, text in records)
