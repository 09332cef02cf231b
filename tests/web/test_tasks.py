"""The list of tasks, as the page asks for it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from linkepix.model.batch import Batch
from linkepix.model.pace import BY_VISITOR, QUEUE, Pace
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, REFUSED, RUNNING, STATES, UNKNOWN, Attempt
from linkepix.services.tasks.pacing import lane_id
from linkepix.services.tasks.transitions import CRASHED, INTERRUPTED
from tests.ports.task_contract import task
from tests.support.memory import SteppingClock
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from linkepix.model.task import Task
    from tests.web.conftest import Visitor

SENT = "2026-11-20T09:00:00+00:00"
LOST = Attempt(1, SENT, is_paid=True, ended=SENT, billed="unknown")


def add(visitor: Visitor, *tasks: Task) -> None:
    asyncio.run(visitor.store.add_tasks(tasks))


def rows(html: str) -> list[list[str]]:
    """The text of each cell, but of the last."""
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)]
    return [[" ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split()) for cell in row[:-1]] for row in cells if row]


def test_what_was_made_is_listed_with_its_cost_and_its_last_day(visitor: Visitor) -> None:
    assert "Nothing was asked for yet" in visitor.get("tasks")
    visitor.post("create/generate", PROSPECT)
    listed = rows(visitor.get("tasks"))
    assert [row[1:] for row in listed] == [
        ["Ada Example", "Message, on this device", "Done", "Free", "18 Feb 2027"],
        ["Ada Example", "Picture, on this device", "Done", "Free", "18 Feb 2027"],
    ]


def test_a_name_is_text_and_never_markup(visitor: Visitor) -> None:
    add(visitor, task("a", title="<b>Bo</b> & Co"))
    html = visitor.get("tasks")
    assert "&lt;b&gt;Bo&lt;/b&gt; &amp; Co" in html
    assert "<b>Bo" not in html


def test_a_search_and_a_state_narrow_the_list(visitor: Visitor) -> None:
    add(visitor, task("a", title="Ada Example"), task("b", 1, DONE, title="Bo Sample"), task("c", 2, DONE))
    assert [row[1] for row in rows(visitor.get("tasks/found?q=bo&state=done"))] == ["Bo Sample"]
    assert [row[1] for row in rows(visitor.get("tasks/found?state=done"))] == ["Without a name", "Bo Sample"]
    assert "No task matches" in visitor.get("tasks/found?q=nobody")


BUTTONS = {
    QUEUED: "Cancel Ada Example, picture",
    RUNNING: "Cancel Ada Example, picture",
    DONE: "Show Ada Example, picture",
    REFUSED: "Try again Ada Example, picture",
    FAILED: "Try again Ada Example, picture",
    CANCELLED: "Try again Ada Example, picture",
    UNKNOWN: "Not sure: Ada Example, picture",
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_the_one_thing_that_can_be_done(visitor: Visitor, state: str) -> None:
    owner = "this" if state == RUNNING else ""
    add(visitor, replace(task("a", title="Ada Example", owner=owner), state=state))  # type: ignore[arg-type]  # one of STATES
    labels = re.findall(r'<(?:a|button)[^>]*aria-label="([^"]*)"', visitor.get("tasks/found"))
    assert labels == [BUTTONS[state]]


def test_what_another_tab_runs_is_cancelled_from_here(visitor: Visitor) -> None:
    add(visitor, task("a", state=RUNNING, owner="another", attempts=(Attempt(1, SENT, is_paid=True),)))
    assert "Another tab does the work." in visitor.get("tasks")
    assert rows(visitor.post("tasks/a/cancel"))[0][3] == "Cancelled It may have been billed."


def test_the_list_asks_again_while_something_moves_and_when_there_is_news(visitor: Visitor) -> None:
    add(visitor, task("a", state=RUNNING, owner="this"))
    html = visitor.get("tasks/found")
    assert "1 running, 0 waiting" in html
    assert "This tab does the work." in html
    assert 'hx-trigger="every 2s"' in html
    asyncio.run(visitor.store.change_task(task("a", state=DONE, revision=1), 0))
    html = visitor.get("tasks/found")
    assert "every 2s" not in html
    assert 'hx-trigger="app:news' in html
    assert "the work" not in html


def test_all_is_paused_and_resumed(visitor: Visitor) -> None:
    add(visitor, task("a"))
    assert "Pause all" in visitor.get("tasks")
    html = visitor.post("tasks/pause")
    assert "All is paused." in html
    assert "Pause all" not in html
    assert visitor.store.tasks["a"].state == QUEUED
    html = visitor.post("tasks/resume")
    assert "All is paused." not in html


def test_a_provider_that_was_paused_says_why_and_goes_on_when_asked(visitor: Visitor) -> None:
    visitor.post("settings/keys/openai", {"key": "sk-canary-7f3a9b21"})
    lane = lane_id("openai", "sk-canary-7f3a9b21")
    asyncio.run(visitor.store.put_pace(Pace(lane, "openai", failures=10, paused="key-rejected")))
    html = visitor.get("tasks")
    assert "OpenAI is paused: it failed ten times in a row. It does not accept the key." in html
    assert ">Resume OpenAI</button>" in html
    assert "is paused" not in visitor.post("tasks/resume", {"provider": "openai"})
    assert visitor.store.pace[lane].failures == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CRASHED, "ended three times"),
        (INTERRUPTED, "closed after it was sent"),
        ("cut-off", "broke off"),
        ("from-a-newer-build", ""),
    ],
)
def test_an_error_is_said_in_words(visitor: Visitor, error: str, words: str) -> None:
    add(visitor, task("a", state=FAILED, error=error))
    html = visitor.get("tasks")
    assert words in html
    assert error not in html


def test_a_person_decides_about_what_nobody_is_sure_of(visitor: Visitor) -> None:
    add(visitor, task("a", state=UNKNOWN, title="Ada Example", attempts=(LOST,)))
    asked = visitor.get("tasks/a/decide")
    assert "The connection broke after sending. It may have been billed." in asked
    assert re.findall(r"<button.*?>(.*?)</button>", asked) == ["Send again", "Leave it"]
    (row,) = rows(visitor.post("tasks/a/leave"))
    assert row[3:5] == ["Failed It may have been billed.", "Not known"]


def test_a_decision_that_comes_too_late_is_said(visitor: Visitor) -> None:
    add(visitor, task("a", state=DONE))
    assert "That task has changed in the meantime" in visitor.post("tasks/a/leave")
    assert "That task is no longer there" in visitor.post("tasks/gone/cancel")


def test_a_task_that_waits_is_cancelled(visitor: Visitor) -> None:
    add(visitor, task("a"))
    assert rows(visitor.post("tasks/a/cancel"))[0][3] == "Cancelled"


NEXT = re.compile(
    r'<button[^>]* id="(?P<id>[^"]+)" hx-post="/app/-/(?P<address>[^"]+)"[^>]* data-focus-next="(?P<next>[^"]+)"'
)


def test_a_button_that_goes_when_it_is_pressed_names_one_that_is_there_then(visitor: Visitor) -> None:
    add(visitor, task("a", title="Ada Example"), task("b", title="Bo Sample", state=FAILED))
    asyncio.run(visitor.store.put_pace(Pace(QUEUE, paused=BY_VISITOR)))
    pressed = set()
    html = visitor.get("tasks")
    for _ in range(2):
        for button in NEXT.finditer(html):
            html = visitor.post(button["address"])
            pressed.add(button["id"])
            names = [name.removeprefix("#") for name in (f"#{button['id']} {button['next']}").split()]
            assert any(f'id="{name}"' in html for name in names[:-1]), "the last one is the whole list"
    assert pressed >= {"resume-all", "pause-all", "cancel-a", "again-a", "again-b"}
    assert 'id="found" tabindex="-1"' in visitor.get("tasks")


def test_the_time_of_the_list_is_the_manifests(visitor: Visitor) -> None:
    assert f"kept for {visitor.app.practices.task_days} days" in visitor.get("tasks")


def test_tasks_and_tables_are_kept_for_fewer_days_if_asked(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    add(visitor, task("old", state=DONE, title="Old Timer", kept_until="2099"))
    asyncio.run(visitor.store.save_batch(Batch("b", "2026-11-01T09:00:00+00:00", kept_until="2099"), ()))
    html = visitor.post("tasks/keep", {"days": "7"})
    assert '<option value="7" selected>7 days</option>' in html
    assert "kept for 7 days" in html
    assert {row[-1] for row in rows(html)} == {"27 Nov 2026"}
    assert visitor.store.kept_batches["b"].kept_until.startswith("2026-11-08")
    visitor.post("create/generate", PROSPECT)
    assert {task.kept_until[:10] for task in visitor.store.tasks.values()} == {"2026-11-27"}
    assert "kept for 7 days" in visitor.post("tasks/keep", {"days": "900"})
    assert "kept for 90 days" in visitor.post("tasks/keep", {"days": "90"})


def test_what_is_older_than_the_days_chosen_is_removed_at_once(visitor: Visitor) -> None:
    add(
        visitor,
        task("old", state=DONE),
        task("waits", kept_until="2027"),
        task("unsure", state=UNKNOWN, kept_until="2027"),
    )
    clock = visitor.app.clock
    assert isinstance(clock, SteppingClock)
    clock.time += timedelta(days=2)
    visitor.post("tasks/keep", {"days": "1"})
    assert {task.id: task.kept_until for task in visitor.store.tasks.values()} == {"waits": "2027", "unsure": "2027"}
