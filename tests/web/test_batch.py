"""The steps of a batch, as the page asks for them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.model.task import DONE, QUEUED
from linkepix.services.settings import monthly_limit
from linkepix.services.tasks.transitions import finish, start
from linkepix.tables.table import ENCODINGS
from linkepix.web.app import create_app
from tests.support.cards import card
from tests.support.memory import FakePixels

if TYPE_CHECKING:
    from linkepix.model.batch import Batch
    from tests.web.conftest import Visitor

LEADS = """\
Full name;Job title;Company;E-mail;Account
Ada Example;Clerk;Nordwind;ada@example.org;7
Bo Sample;;Südwind;bo@example.org;8
;;;;
Ada Example;Clerk;Nordwind;ada@example.org;9
Cy Third;Baker;Third Bakery;cy@example.org;10
Di Fourth;Pilot;Fourth Air;di@example.org;11
Ed Fifth;Nurse;Fifth Ward;ed@example.org;12
"""


PAID = '{"picture_by": {"provider": "openai", "model": "gpt-image-2"}}'


def choose(visitor: Visitor, data: bytes, name: str = "leads.csv") -> str:
    async def ask() -> str:
        transport = httpx.ASGITransport(create_app(visitor.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            answer = await client.post("/app/-/batch/table", files={"table": (name, data, "text/csv")})
        answer.raise_for_status()
        return answer.text

    return asyncio.run(ask())


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def chosen(html: str, label: str) -> str:
    """What a select shows."""
    (name,) = re.findall(rf'<label for="([^"]+)"[^>]*>{label}</label>', html)
    (options,) = re.findall(rf'<select id="{name}".*?</select>', html, re.DOTALL)
    found: list[str] = re.findall(r"<option[^>]* selected>(.*?)</option>", options)
    return unescape(found[0]) if found else ""


def batch_of(visitor: Visitor) -> Batch:
    (batch,) = visitor.store.kept_batches.values()
    return batch


def press(visitor: Visitor, path: str, **values: str) -> str:
    """As the page does, which names the batch that it shows."""
    return visitor.post(f"batch/{path}", {"batch": batch_of(visitor).id, **values})


def progress(visitor: Visitor) -> str:
    return visitor.get(f"batch/progress?batch={batch_of(visitor).id}")


def make_all(visitor: Visitor) -> None:
    """Put a card for each queued task into the library, as the queue would."""

    async def make() -> None:
        for task in await visitor.store.next_tasks("9999", 999):
            made, picture = card(1, task.title)
            await visitor.store.save(replace(made, id=task.card), picture)
            await visitor.store.change_task(finish(start(task, "2026", "tab", is_paid=False), "2026"), task.revision)

    asyncio.run(make())


@pytest.fixture
def tried(visitor: Visitor) -> Visitor:
    """Three cards of five are asked for."""
    choose(visitor, LEADS.encode())
    visitor.post("batch/try")
    return visitor


def test_a_table_is_shown_with_its_first_rows_and_what_its_columns_are(visitor: Visitor) -> None:
    assert "1 Choose a table" in visitor.get("batch")
    html = choose(visitor, LEADS.encode("cp1252"))
    assert "leads.csv : 7 rows" in text_of(html)
    assert [chosen(html, name) for name in ("Text encoding", "Separator")] == [
        "Western European (Windows-1252)",
        "Semicolon",
    ]
    assert [chosen(html, name) for name in ("Name", "Role", "Company", "E-mail address", "Location")] == [
        "Full name",
        "Job title",
        "Company",
        "E-mail",
        "",
    ]
    assert "Südwind" in html
    assert "Fifth Ward" not in html
    assert "5 cards can be made. 1 row with nothing in them is left out." in text_of(html)
    assert "Row 5 repeats row 2: Ada Example" in text_of(html)


def test_encoding_separator_and_header_can_be_changed(visitor: Visitor) -> None:
    choose(visitor, LEADS.encode("cp1252"))
    html = visitor.post("batch/read", {"encoding": "cp1252", "separator": "comma", "has_header": "yes"})
    assert chosen(html, "Separator") == "Comma"
    assert "Full name;Job title" in html
    html = visitor.post("batch/read", {"encoding": "cp1252", "separator": "semicolon"})
    assert "8 rows" in html
    assert "6 cards can be made" in html


def test_every_encoding_that_can_be_read_can_be_chosen(visitor: Visitor) -> None:
    html = choose(visitor, LEADS.encode())
    (options,) = re.findall(r'<select id="encoding".*?</select>', html, re.DOTALL)
    assert re.findall(r'<option value="([^"]+)"', options) == list(ENCODINGS)


def test_columns_can_be_matched_otherwise_and_a_text_stands_in_for_what_is_empty(visitor: Visitor) -> None:
    choose(visitor, LEADS.encode())
    html = visitor.post("batch/match", {"match.name": "0", "match.role": "", "match.notes": "4", "empty.role": "Boss"})
    assert (chosen(html, "Role"), chosen(html, "Notes"), chosen(html, "Company")) == ("", "Account", "")
    assert 'value="Boss"' in html
    visitor.post("batch/try")
    assert [(row.prospect.role, row.prospect.notes) for row in batch_of(visitor).tried][:2] == [
        ("Boss", "7"),
        ("Boss", "8"),
    ]


def test_a_pasted_table_is_read(visitor: Visitor) -> None:
    html = visitor.post("batch/table", {"pasted": "Name\tCompany\nAda Example\tNordwind\n"})
    assert "Pasted text" in html
    assert "1 card can be made." in html


def test_what_is_no_table_gets_a_sentence_and_the_one_before_stays(visitor: Visitor) -> None:
    assert "There is nothing in this table." in choose(visitor, b"")
    choose(visitor, LEADS.encode())
    html = choose(visitor, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "photo.png")
    assert "not a table that can be read here" in html
    assert "leads.csv : 7 rows" in text_of(html)


def test_cells_are_text_and_never_markup(visitor: Visitor) -> None:
    html = choose(visitor, b'Name,Company\n"<img src=x onerror=alert(1)>",=1+1\n')
    html += visitor.post("batch/try")
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html


def test_three_are_tried_and_the_rest_waits_for_a_yes_to_each(tried: Visitor) -> None:
    html = tried.get("batch")
    assert "Make 2 more, free" in html
    assert re.search(r'id="rest"[^>]* disabled', html)
    make_all(tried)
    html = progress(tried)
    assert html.count("> Good<") == 3
    for row in (2, 3):
        html = press(tried, "good", row=str(row), good="yes")
        assert re.search(r'id="rest"[^>]* disabled', html)
    html = press(tried, "good", row="6", good="yes")
    assert not re.search(r'id="rest"[^>]* disabled', html)
    html = press(tried, "rest")
    assert "6 of 10 parts are done. 0 running, 4 waiting." in text_of(html)
    assert "6 of 10" in text_of(press(tried, "rest")), "a second click asks for nothing"
    make_all(tried)
    html = tried.get("batch")
    assert "10 of 10 parts are done." in text_of(html)
    assert "ada@example.org, bo@example.org, cy@example.org" in html


def test_stop_cancels_what_waits(tried: Visitor) -> None:
    html = press(tried, "do/stop")
    assert "6 cancelled" in text_of(html)
    assert {task.state for task in tried.store.tasks.values()} == {"cancelled"}


def test_another_table_can_be_chosen_and_the_cards_stay(tried: Visitor) -> None:
    make_all(tried)
    html = tried.post("batch/do/another")
    assert "Or paste rows" in html
    assert "3 Try three" not in html
    assert {task.state for task in tried.store.tasks.values()} == {DONE}
    assert len(tried.store.generations) == 3


def test_an_earlier_batch_is_shown_again(tried: Visitor) -> None:
    first = batch_of(tried)
    tried.post("batch/do/another")
    tried.post("batch/table", {"pasted": "Name\tCompany\nZoe Last\tOmega\n"})
    html = tried.post("batch/try")
    assert "Pasted text , 1 card" in text_of(html)
    assert f'id="show-{first.id}"' in html
    html = tried.post("batch/do/show", {"batch": first.id})
    assert "leads.csv , 5 cards" in text_of(html)
    assert "leads.csv , 5 cards" in text_of(tried.get("batch"))


def test_the_monthly_limit_is_an_amount(visitor: Visitor) -> None:
    visitor.app.settings["preferences"] = PAID
    choose(visitor, LEADS.encode())
    visitor.post("batch/try")
    html = press(visitor, "limit", monthly_limit="lots")
    assert "Give an amount" in html
    assert 'value="lots"' in html
    assert 'value="12.5"' in press(visitor, "limit", monthly_limit="12,50")
    assert monthly_limit(visitor.app.settings) == 12.5
    press(visitor, "limit", monthly_limit="")
    assert monthly_limit(visitor.app.settings) is None


def test_what_leaves_for_the_first_cards_is_shown_before_they_are_made(visitor: Visitor) -> None:
    visitor.app.settings["preferences"] = PAID
    html = choose(visitor, LEADS.encode())
    assert html.count("api.openai.com") == 3
    assert "The exact text" in html
    assert re.search(r"The first 3 cards, about \$0\.\d\d; all 5, about \$0\.\d\d", text_of(html))
    visitor.app.settings["preferences"] = "{}"
    assert "The exact text" not in visitor.get("batch")


def test_the_rest_is_not_made_without_a_yes(tried: Visitor) -> None:
    make_all(tried)
    press(tried, "rest")
    assert batch_of(tried).state == "trying"


def test_one_that_could_not_be_made_does_not_hold_up_the_rest(tried: Visitor) -> None:
    make_all(tried)
    first, *others = batch_of(tried).tried
    del tried.store.generations[first.card]
    for row in others:
        press(tried, "good", row=str(row.number), good="yes")
    assert "6 of 10 parts are done." in text_of(press(tried, "rest"))


def test_a_table_is_deleted_and_what_waits_is_cancelled(tried: Visitor) -> None:
    assert "1 Choose a table" in press(tried, "do/delete")
    assert (tried.store.kept_batches, tried.store.kept_rows) == ({}, {})
    assert {task.state for task in tried.store.tasks.values()} == {"cancelled"}
    assert "no longer there" in tried.get("batch/progress?batch=gone")


def test_what_is_paid_for_says_about_how_much(visitor: Visitor) -> None:
    visitor.app.settings["preferences"] = PAID
    html = choose(visitor, LEADS.encode())
    assert "what a card is made from is sent to the provider" in html
    visitor.post("batch/try")
    assert {task.provider for task in visitor.store.tasks.values() if task.part == "picture"} == {"openai"}
    assert re.search(r"Make 2 more, about \$0\.\d\d", visitor.get("batch"))
    assert {task.state for task in visitor.store.tasks.values()} == {QUEUED}


def test_the_table_is_taken_away_with_what_became_of_each_row(tried: Visitor) -> None:
    make_all(tried)
    pixels = tried.app.late_editing.pixels
    assert isinstance(pixels, FakePixels)
    html = press(tried, "take/table", sender="lemlist")
    assert 'download="batch.csv"' in html
    lines = pixels.data["put-0-text/csv"].decode("utf-8-sig").split("\r\n")
    assert "firstName" in lines[0]
    assert "ada@example.org" in lines[1]
    assert "field that there is not" in press(tried, "take/zip", pattern="{nope}")
