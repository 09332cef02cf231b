"""The queue in a real browser: which tab works, what another one decides, and what happens when the first one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.steps import have_key, run_python, until
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

TASKS = "/app/tasks/"
LONG_MS = 30_000

SEED = """
from dataclasses import asdict
import json
from linkepix.browser.indexed_db import Database
from linkepix.browser.task_store import BrowserTasks
from linkepix.model.pace import BY_VISITOR, QUEUE, Pace
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.model.task import QUEUED, Task
from linkepix.providers.base import PictureJob

choice = MakerChoice(*%r)
request = Request(Prospect("Ada Example"), picture_by=choice)
job = PictureJob("A lighthouse.", request.cues, "comic", "", seed=1, choice=choice)
made_of = json.dumps({"request": asdict(request), "job": asdict(job)})
now = "2026-11-26T09:00:00.000+00:00"
if %r:
    await Database().put_pace(Pace(QUEUE, paused=BY_VISITOR))
await BrowserTasks(Database()).add_tasks([
    Task(f"task-{number}", now, "picture", choice.provider, f"card-{number}", made_of, QUEUED, f"Prospect {number}")
    for number in range(%d)
])
"seeded"
"""
PAID, HERE = ("openai", "gpt-image-2"), ("ondevice",)


def seed(page: Page, number: int, choice: tuple[str, ...] = PAID) -> None:
    """Put tasks on record, as a batch does; the next start finds them. Those that cost money are paused."""
    assert run_python(page, SEED % (choice, choice == PAID, number)) == "seeded"


def billed(provider: FakeProvider) -> int:
    return sum(request.method == "POST" for request in provider.requests)


def open_tasks(page: Page) -> Page:
    page.goto(TASKS)
    ready(page)
    return page


def test_tasks_that_wait_go_on_after_a_start(page: Page) -> None:
    open_tasks(page)
    seed(page, 12, HERE)
    page.reload()
    ready(page)
    expect(page.get_by_role("link", name="Show Prospect 11, picture")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("status").get_by_text("12 tasks")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("button", name="Pause all")).to_have_count(0)


def test_a_tab_takes_over_from_one_that_is_closed_and_what_was_sent_is_not_sure(
    page: Page, provider: FakeProvider
) -> None:
    have_key(page, "openai", "sk-test-hang")
    open_tasks(page)
    seed(page, 5)
    page.reload()
    ready(page)
    page.get_by_role("button", name="Resume all").click()
    expect(page.get_by_text("This tab does the work.")).to_be_visible(timeout=LONG_MS)
    until(page, lambda: billed(provider) == 2, otherwise="nothing was sent")
    expect(page.get_by_text("2 running, 3 waiting")).to_be_visible()
    other = open_tasks(page.context.new_page())
    expect(other.get_by_text("Another tab does the work.")).to_be_visible()
    assert violations(other) == []
    other.get_by_role("button", name="Pause all").click()
    expect(page.get_by_role("button", name="Resume all")).to_be_visible()
    assert violations(page) == []
    page.close()
    expect(other.get_by_text("0 running, 3 waiting")).to_be_visible(timeout=LONG_MS)
    expect(other.get_by_role("button", name="Not sure")).to_have_count(2)
    assert billed(provider) == 2
    other.get_by_role("button", name="Resume all").click()
    expect(other.get_by_text("This tab does the work.")).to_be_visible(timeout=LONG_MS)
    until(other, lambda: billed(provider) == 4, otherwise="the rest does not go on")
    expect(other.get_by_role("button", name="Not sure")).to_have_count(2)


def test_without_a_network_tasks_wait_and_go_on_when_it_is_back(
    page: Page, provider: FakeProvider, watch: Watch
) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")  # what comes late, such as the lexicon
    have_key(page, "openai", "sk-test-ok")
    open_tasks(page)
    seed(page, 1)
    page.context.set_offline(offline=True)
    page.get_by_role("button", name="Resume all").click()
    expect(page.get_by_text("There is no network.")).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.get_by_role("link", name="Show Prospect 0, picture")).to_be_visible(timeout=LONG_MS)
    assert billed(provider) == 1
