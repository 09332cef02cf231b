"""Activity in a real browser: IndexedDB, files that download, a list that is cleared and purged."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import ALL_STORES, choose_makers, finished, generate, paste_prospect, region, save_key
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

type Open = Callable[..., Page]

AGE = """async () => {
  const database = await new Promise((done) => {
    const opening = indexedDB.open("linkepix");
    opening.onsuccess = () => done(opening.result);
  });
  const store = database.transaction("activity", "readwrite").objectStore("activity");
  const all = store.getAll();
  await new Promise((done) => (all.onsuccess = done));
  const line = JSON.parse(all.result[0]);
  line.sent = new Date(Date.now() - 91 * 86_400_000).toISOString();
  const put = store.put(JSON.stringify(line), line.id);
  await new Promise((done) => (put.onsuccess = done));
  database.close();
}"""
"""Makes one line 91 days old."""


EXPORT_DURING_SEARCH = """() => document.addEventListener("htmx:before:response", () => {
  document.querySelector("#export-csv").click();
}, { once: true })"""
"""Presses "Export as CSV" just before the answer of a search replaces the list."""


def make_with_openai(open_app: Open) -> Page:
    """A picture and a message by OpenAI: two requests."""
    page = open_app("/app/settings/")
    save_key(page, "OpenAI", "sk-test-ok")
    page.goto("/app/")
    ready(page)
    paste_prospect(page)
    choose_makers(page, "openai")
    envelope = region(page, "What leaves this device")
    expect(envelope.get_by_role("link", name="What allows it: OpenAI to draw the picture")).to_be_visible()
    generate(page)
    finished(page)
    return page


def open_list(page: Page) -> None:
    page.goto("/app/activity/")
    ready(page)
    expect(page.get_by_role("table", name="Requests that left this device")).to_be_visible()


def rows(page: Page) -> list[str]:
    return page.get_by_role("row").all_inner_texts()[1:]


def test_every_request_is_listed_filtered_and_exported(open_app: Open) -> None:
    page = make_with_openai(open_app)
    open_list(page)
    found = rows(page)
    assert len(found) == 2
    assert all("api.openai.com" in row and "200" in row for row in found)
    assert any("to draw the picture" in row for row in found)
    page.get_by_label("Filter").fill("message")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_label("Filter").fill("")
    expect(page.get_by_role("row")).to_have_count(3)
    files = {}
    for name in ("Export as CSV", "Export as JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        files[download.value.suggested_filename] = download.value.path().read_text("utf-8-sig")
    assert [row["host"] for row in csv.DictReader(io.StringIO(files["linkepix-activity.csv"]))] == [
        "api.openai.com"
    ] * 2
    assert len(json.loads(files["linkepix-activity.json"])["requests"]) == 2
    assert "sk-test-ok" not in str(files)


def test_a_file_asked_for_during_a_search_arrives(open_app: Open) -> None:
    page = make_with_openai(open_app)
    open_list(page)
    page.evaluate(EXPORT_DURING_SEARCH)
    with page.expect_download() as download:
        page.get_by_label("Filter").fill("message")
    assert len(list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))) == 1


def test_axe_finds_no_violation_in_a_list_with_lines(open_app: Open) -> None:
    page = make_with_openai(open_app)
    open_list(page)
    assert violations(page) == []


def test_a_line_leads_to_the_clause_that_allows_it(open_app: Open) -> None:
    page = make_with_openai(open_app)
    open_list(page)
    page.get_by_role("link", name="What allows it: OpenAI to draw the picture").click()
    page.wait_for_url("**/privacy/#sends-openai-picture")
    expect(page.locator(":target")).to_contain_text("To draw the picture, when you press Generate")


def test_clearing_asks_empties_the_list_and_keeps_focus(open_app: Open) -> None:
    page = make_with_openai(open_app)
    open_list(page)
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Clear")).to_be_focused()
    assert len(page.evaluate(ALL_STORES)["databases"]["linkepix/activity"]) == 2
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.get_by_text("The list is cleared")).to_be_focused()
    expect(page.get_by_text("Nothing has left this device.")).to_be_visible()
    assert page.evaluate(ALL_STORES)["databases"]["linkepix/activity"] == []


def test_a_line_that_is_too_old_is_gone_after_the_next_start(open_app: Open) -> None:
    page = make_with_openai(open_app)
    page.evaluate(AGE)
    page.goto("/app/")
    ready(page)
    page.wait_for_function(
        """async () => (await new Promise((done) => {
          const opening = indexedDB.open("linkepix");
          opening.onsuccess = () => {
            const count = opening.result.transaction("activity").objectStore("activity").count();
            count.onsuccess = () => { opening.result.close(); done(count.result); };
          };
        })) === 1""",
        timeout=20_000,
    )
