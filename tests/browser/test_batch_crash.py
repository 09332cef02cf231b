"""A browser that is killed again and again while a batch is made: nothing is lost, and nothing is billed twice.

`make test-crash` kills it 40 times.
"""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import ready
from tests.browser.test_batch import approve, choose, table

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, BrowserType, Page

    from tests.fakes.provider import FakeProvider

KILLS = int(os.environ.get("KILLS", "4"))
SEED = int(os.environ.get("SEED", "13"))
ROWS = 60 if KILLS > 10 else 12
LONGEST = 1.0
"""Seconds after a request was sent, at which a browser is killed: about as long as an answer takes."""
SEND_MS = 20_000
END_MS = 180_000

log = logging.getLogger(__name__)

READ = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("linkepix");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction(["tasks", "pictures"]);
    const [tasks, pictures] = [reading.objectStore("tasks").getAll(), reading.objectStore("pictures").getAllKeys()];
    reading.oncomplete = () => { opening.result.close(); resolve([tasks.result, pictures.result]); };
  };
})"""


def start(browser_type: BrowserType, profile: Path, arguments: dict[str, Any], base_url: str) -> BrowserContext:
    return browser_type.launch_persistent_context(profile, **arguments, base_url=base_url)


def kill(profile: Path) -> None:
    """The browser and all processes of its own, as a power cut would."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if f"--user-data-dir={profile}".encode() in command:
                os.kill(int(folder.name), signal.SIGKILL)
        except OSError:
            continue


def stored(page: Page) -> tuple[list[dict[str, Any]], set[str]]:
    """Tasks of pictures, and the cards that have a picture."""
    tasks, cards = page.evaluate(READ)
    return [task for text in tasks if (task := json.loads(text))["part"] == "picture"], set(cards)


def sent(provider: FakeProvider) -> int:
    return sum(request.method == "POST" for request in provider.requests)


def wait_for_more(page: Page, provider: FakeProvider) -> None:
    """Return once something more is sent, or after SEND_MS: then all is."""
    before, until = sent(provider), time.monotonic() + SEND_MS / 1000
    while sent(provider) == before and time.monotonic() < until:
        page.wait_for_timeout(20)


def test_kills_lose_nothing_and_bill_nothing_twice(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    base_url: str,
    provider: FakeProvider,
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - when to kill
    people = tuple(f"Person Number {number}" for number in range(ROWS))
    provider.slow = 0.2
    context = start(browser_type, tmp_path, browser_type_launch_args, base_url)
    page = context.pages[0]
    page.goto("/terms/")
    page.evaluate("localStorage.setItem('key.openai', 'sk-test-slow')")
    page.evaluate("""localStorage.setItem("preferences", '{"picture_by": {"provider": "openai"}}')""")
    page.goto("/app/batch/")
    ready(page)
    choose(page, table(people))
    page.get_by_role("button", name="Make 3", exact=True).click()
    approve(page, people[:3])
    page.get_by_role("button", name=f"Make {ROWS - 3} more").click()
    for _ in range(KILLS):
        wait_for_more(page, provider)
        time.sleep(chance.uniform(0, LONGEST))
        kill(tmp_path)
        context = start(browser_type, tmp_path, browser_type_launch_args, base_url)
        page = context.pages[0]
        page.goto("/app/batch/", wait_until="commit")
        try:
            ready(page)
        except Error:
            pytest.fail("the page did not start again")
    over = "() => /[0-9] of [0-9]+ parts/.test(document.body.textContent) && !document.querySelector('#ask-again')"
    page.wait_for_function(over, timeout=END_MS, polling=500)
    tasks, cards = stored(page)
    states = [task["state"] for task in tasks]
    done, unknown = states.count("done"), states.count("unknown")
    log.info("%d kills: %d done, %d not sure, %d sent", KILLS, done, unknown, sent(provider))
    assert len(tasks) == ROWS
    assert done + unknown == ROWS, "lost"
    assert all(len(task["attempts"]) == 1 for task in tasks), "sent twice"
    assert done <= sent(provider) <= ROWS
    assert {task["card"] for task in tasks if task["state"] == "done"} == cards, "done, and not in the library"
    page.goto("/app/tasks/")
    ready(page)
    page.get_by_role("radio", name="Not sure").check()
    page.wait_for_function(
        "(number) => document.querySelectorAll('[id^=decide-]').length === Math.min(50, number)", arg=unknown
    )
    context.close()
