"""Activity, as HTML: what has left this device, filtered, exported, cleared."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.errors import StorageError
from tests.support.memory import NamedFileUrls
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

KEY = "sk-canary-7f3a9b21"


def models(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"object": "list", "data": [{"id": "gpt-6-luna"}]})


@pytest.fixture
def tested(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody who has tested a key once."""
    visitor = visit(models)
    visitor.post("settings/keys/openai", {"key": KEY})
    visitor.post("settings/keys/openai/test")
    return visitor


def test_nothing_has_left_a_device_that_makes_all_of_it_itself(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    html = visitor.get("activity")
    assert "Nothing has left this device." in html
    assert "<table" not in html


def test_a_request_is_a_row_with_recipient_host_purpose_bytes_status_and_clause(tested: Visitor) -> None:
    html = tested.get("activity")
    (row,) = re.findall(r"<tbody.*?<tr.*?</tr>", html, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
    assert cells[1:4] == ["OpenAI", "api.openai.com", "to list the models that your key may use"]
    assert cells[6] == "200"
    assert 'href="/privacy/#sends-openai-models"' in row
    assert "<caption>Requests that left this device</caption>" in html
    assert "kept for 90 days" in html


def test_no_key_is_on_the_page_or_in_its_files(tested: Visitor) -> None:
    html = tested.get("activity") + exported(tested, "csv") + exported(tested, "json")
    assert html.count("api.openai.com") >= 3, "the control: what is there is seen"
    assert KEY not in html + str(tested.store.ledger)


def test_a_failed_request_is_on_record_as_well(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.post("settings/keys/openai", {"key": KEY})
    visitor.post("settings/keys/openai/test")
    assert "no answer" in visitor.get("activity")


def test_nothing_is_sent_and_a_sentence_is_shown_when_the_list_cannot_be_written(visit: Callable[..., Visitor]) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return models(request)

    visitor = visit(answer)
    visitor.post("settings/keys/openai", {"key": KEY})
    visitor.store.refusal = StorageError()
    assert "did not open its storage" in visitor.post("settings/keys/openai/test")
    assert not asked


@pytest.mark.parametrize(
    ("words", "found"),
    [("openai", True), ("models 200", True), ("list the models", True), ("OPENAI to list", True),
     ("gemini", False), ("draw the picture", False), ("no answer", False)],
)  # fmt: skip
def test_the_filter_shows_lines_that_match(tested: Visitor, words: str, found: bool) -> None:  # noqa: FBT001 - a table
    html = tested.get(f"activity/search?q={words}")
    assert ("api.openai.com" in html) == found
    assert ("No line matches" in html) != found


@pytest.mark.parametrize("words", ["google gemini", "list the models", "no answer", "Gemini no answer", "failed"])
def test_the_filter_finds_what_the_list_shows(visit: Callable[..., Visitor], words: str) -> None:
    """A provider whose name is not its id, and an answer that never came."""
    visitor = visit()
    visitor.post("settings/keys/gemini", {"key": KEY})
    visitor.post("settings/keys/gemini/test")
    assert "Google Gemini" in visitor.get(f"activity/search?q={words}")
    assert "No line matches" in visitor.get(f"activity/search?q={words} openai"), "the control"


def files_made(visitor: Visitor) -> dict[str, bytes]:
    urls = visitor.app.file_urls
    assert isinstance(urls, NamedFileUrls)
    return urls.made


def exported(visitor: Visitor, kind: str, words: str = "") -> str:
    """The file that a click on "Export as …" brings, with these words in the filter."""
    html = visitor.get("activity")
    ((address, name),) = re.findall(rf'hx-get="/app/-/(activity/export/{kind})"[^>]*>([^<]+)<', html)
    assert name == f"Export as {kind.upper()}"
    link = visitor.get(f"{address}?q={words}")
    ((url, file),) = re.findall(r'<a href="([^"]+)" download="([^"]+)" data-file>', link)
    assert url.startswith(f"blob:{file}:")
    return files_made(visitor)[file].decode("utf-8-sig")


def test_both_files_hold_what_the_list_shows(tested: Visitor) -> None:
    (row,) = csv.DictReader(io.StringIO(exported(tested, "csv")))
    (told,) = json.loads(exported(tested, "json"))["requests"]
    assert row["host"] == told["host"] == "api.openai.com"


def test_a_line_says_about_how_many_units_it_took(tested: Visitor) -> None:
    (line,) = tested.store.ledger.values()
    assert "about" not in tested.get("activity/search")
    tested.store.ledger[line.id] = replace(line, units=13)
    assert "; about 13 units<" in tested.get("activity/search")


@pytest.mark.parametrize(("words", "lines"), [("openai", 1), ("list the models", 1), ("gemini", 0)])
def test_an_export_holds_the_lines_that_match_the_filter(tested: Visitor, words: str, lines: int) -> None:
    assert len(json.loads(exported(tested, "json", words))["requests"]) == lines


def test_no_file_is_made_before_it_is_asked_for(tested: Visitor) -> None:
    for words in ("", "o", "op"):
        tested.get(f"activity/search?q={words}")
    assert not files_made(tested)
    exported(tested, "csv")
    assert set(files_made(tested)) == {"linkepix-activity.csv"}


def test_clearing_counts_and_asks_first(tested: Visitor) -> None:
    assert "This removes 1 line from this device" in tested.get("activity/clear")
    assert tested.store.ledger
    html = tested.post("activity/clear")
    assert re.search(r"<p[^>]* autofocus>The list is cleared", html)
    assert not tested.store.ledger


def test_every_clause_that_a_line_names_is_on_the_privacy_page(tested: Visitor) -> None:
    built = tested.app.practices
    clauses = [use.clause for recipient in built.recipients for use in recipient.uses]
    assert len(clauses) == len(set(clauses)) == 20
    assert all(clause.startswith("/privacy/#sends-") for clause in clauses)
