"""The ledger: how long it is kept, how it is found again, and what leaves in its files."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.model.activity import LedgerEntry
from linkepix.model.cells import FORMULA, safe_cell
from linkepix.services.activity import Activity, as_csv, as_json
from tests.support.memory import START, MemoryStore, SteppingClock
from tests.support.practices import our_practices

DAYS = our_practices().activity_days


def entry(entry_id: str, days_old: float = 0, host: str = "api.openai.com", purpose: str = "picture") -> LedgerEntry:
    sent = (START - timedelta(days=days_old)).isoformat(timespec="milliseconds")
    return LedgerEntry(entry_id, sent, "openai", host, purpose, "/privacy/#sends-openai-picture", 10, 20, "200")


def activity_of(*entries: LedgerEntry) -> tuple[Activity, MemoryStore, SteppingClock]:
    store, clock = MemoryStore(ledger={one.id: one for one in entries}), SteppingClock()
    return Activity(store, clock, lambda: "new", DAYS), store, clock


def test_the_manifest_says_how_long() -> None:
    assert DAYS == 90


def test_what_is_older_than_the_manifest_allows_is_purged() -> None:
    activity, store, clock = activity_of(entry("young"), entry("old", days_old=DAYS - 0.01))
    asyncio.run(activity.purge())
    assert store.ledger.keys() == {"young", "old"}
    clock.time += timedelta(days=0.02)
    asyncio.run(activity.purge())
    assert store.ledger.keys() == {"young"}
    clock.time += timedelta(days=DAYS)
    asyncio.run(activity.purge())
    assert not store.ledger


def test_what_is_too_old_is_not_shown_even_before_it_is_purged() -> None:
    activity, store, _ = activity_of(entry("old", days_old=DAYS + 1), entry("young"))
    assert [line.id for line in asyncio.run(activity.entries())] == ["young"]
    assert "old" in store.ledger


@pytest.mark.parametrize("sent", ["", "yesterday", "2026-11-20T09:00:00"])
def test_a_line_whose_age_cannot_be_told_is_purged(sent: str) -> None:
    activity, store, _ = activity_of(LedgerEntry("odd", sent, "openai", "h", "picture", "/privacy/"))
    asyncio.run(activity.purge())
    assert not store.ledger


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 2),
        ("OPENAI", 2),
        ("google", 1),
        ("message", 1),
        ("google message", 1),
        ("google picture", 0),
        ("2026-11", 2),
    ],
)
def test_a_line_is_found_by_all_of_the_words(words: str, found: int) -> None:
    other = entry("b", host="generativelanguage.googleapis.com", purpose="message")
    activity, _, _ = activity_of(entry("a"), other)
    assert len(asyncio.run(activity.entries(words))) == found


def test_lines_are_newest_first_and_clearing_leaves_none() -> None:
    activity, store, _ = activity_of(entry("old", days_old=2), entry("new"), entry("middle", days_old=1))
    assert [line.id for line in asyncio.run(activity.entries())] == ["new", "middle", "old"]
    asyncio.run(activity.clear())
    assert not store.ledger


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@given(st.text(max_size=40) | st.sampled_from([f"{sign}1+1" for sign in FORMULA]))
def test_no_cell_of_a_csv_file_is_a_formula(host: str) -> None:
    (_, row) = rows_of(as_csv([LedgerEntry("a", "b", "c", host, "e", "f")]))
    assert not row[3].lstrip(" ").startswith(FORMULA)
    assert row[3].removeprefix("'").replace("\r", "\n") == host.removeprefix("'").replace("\r", "\n")


def test_a_formula_would_have_been_one_without_the_guard() -> None:
    assert "=1+1".startswith(FORMULA)
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("plain") == "plain"


def test_both_files_hold_every_line_and_every_column() -> None:
    lines = [entry("a"), entry("b", purpose="message")]
    header, *rows = rows_of(as_csv(lines))
    told = json.loads(as_json(lines, DAYS, START))
    assert [dict(zip(header, row, strict=True)) for row in rows] == [
        {name: "" if value is None else str(value) for name, value in line.items()} for line in told["requests"]
    ]
    assert told["kept_days"] == DAYS
    assert len(rows) == 2
