"""A batch in a real browser, from a file to what is taken away."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import have_key, until
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.fakes.provider import FakeProvider

    type Open = Callable[..., Page]

BATCH = "/app/batch/"
MADE_MS = 60_000
CANARY = ['=HYPERLINK("https://leak.example")', "<img src=x onerror=alert(1)>", "\u202etxt.exe", "x" * 50_000]
HEADER = ["Name", "Role", "Company", "E-mail", "Formula", "Markup", "Bidi", "Long"]
PEOPLE = ("Ada Example", "Bo Sample", "李小龍 Third", "Di Fourth", "Ed Fifth")


def table(people: tuple[str, ...] = PEOPLE) -> bytes:
    out = io.StringIO()
    rows = [[name, "Clerk", f"Company {at}", f"p{at}@example.org", *CANARY] for at, name in enumerate(people)]
    csv.writer(out, delimiter=";").writerows([HEADER, *rows])
    return out.getvalue().encode()


def choose(page: Page, data: bytes) -> None:
    page.get_by_label("Table", exact=True).set_input_files(
        {"name": "leads.csv", "mimeType": "text/csv", "buffer": data}
    )
    expect(page.get_by_role("heading", name="2 Match columns")).to_be_visible()


def approve(page: Page, names: tuple[str, ...]) -> None:
    for name in names:
        box = page.get_by_label(f"Good: {name}")
        expect(box).to_be_visible(timeout=MADE_MS)
        box.check()


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("button", name=name).click()
    return Path(downloading.value.path()).read_bytes()


def test_a_table_becomes_cards_and_is_taken_away(open_app: Open) -> None:
    page = open_app(BATCH)
    choose(page, table())
    assert violations(page) == []
    page.get_by_role("button", name="Make 3", exact=True).click()
    approve(page, PEOPLE[:3])
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Make 2 more, free").click()
    expect(page.get_by_text("10 of 10 parts are done.")).to_be_visible(timeout=MADE_MS)
    archive = zipfile.ZipFile(io.BytesIO(download(page, "Download ZIP")))
    assert archive.testzip() is None
    names = archive.namelist()
    assert sum(name.endswith(".svg") for name in names) >= 5
    assert sum(name.endswith(".txt") for name in names) == 5
    text = download(page, "Download table").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == list(PEOPLE)
    assert {row["status"] for row in rows} == {"done"}
    assert [rows[0][name] for name in HEADER[4:7]] == [f"'{CANARY[0]}", *CANARY[1:3]]
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.get_by_role("button", name="Ed Fifth")).to_be_visible()


def test_a_batch_goes_on_after_its_page_was_left_and_closed(page: Page, provider: FakeProvider) -> None:
    have_key(page, "openai", "sk-test-slow")
    page.evaluate("""() => localStorage.setItem("preferences", '{"picture_by": {"provider": "openai"}}')""")
    page.goto(BATCH)
    ready(page)
    choose(page, table(("Ada Example", "Bo Sample")))
    page.get_by_role("button", name="Make 2", exact=True).click()
    until(page, lambda: provider.requests, otherwise="nothing was sent")
    page.get_by_role("link", name="Settings", exact=True).click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    context = page.context
    page.get_by_role("link", name="Tasks", exact=True).click()
    expect(page.get_by_role("link", name="Show Ada Example, picture")).to_be_visible(timeout=MADE_MS)
    other = context.new_page()
    page.close(run_before_unload=False)
    other.goto(BATCH)
    ready(other)
    expect(other.get_by_text("4 of 4 parts are done.")).to_be_visible(timeout=MADE_MS)
    assert sum(request.method == "POST" for request in provider.requests) == 2
