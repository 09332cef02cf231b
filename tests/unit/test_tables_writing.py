"""`table.csv`: no formula in it, all of it read back the same, under the names that senders expect."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.model.cells import FORMULA, safe_cell
from linkepix.tables.reading import read_table
from linkepix.tables.senders import sender_of, senders
from linkepix.tables.writing import COLUMNS, Line, write_table


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(*lines: Line, others: tuple[str, ...] = (), sender: str = "") -> bytes:
    return b"".join(write_table(lines, others, sender_of(sender)))


def test_a_spreadsheet_knows_the_encoding_and_the_lines() -> None:
    data = written(Line({"name": "Zoë", "message": "two\nlines"}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    assert data.endswith(b'"\r\n')


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\xa0=1", "\u3000＝1", "\ufeff=1", "\u200b +1", "＠SUM"],  # noqa: RUF001
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    data = written(Line({"name": cell}, (cell,)), others=(cell,))
    header, row = rows_of(data)
    assert row[header.index("name")] == f"'{cell}"
    assert row[-1] == f"'{cell}"
    assert header[-1].startswith("'")


@pytest.mark.parametrize("cell", ["", "plain", "a=b", "3-2", "'quoted", "<b>=</b>", "é" * 50_000])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(ANY | st.sampled_from(FORMULA).map(lambda sign: f"{sign}1+1"), min_size=1, max_size=5))
def test_any_cells_are_read_back_by_our_own_reader(cells: list[str]) -> None:
    names = tuple(f"own {number}" for number in range(len(cells)))
    table = read_table(written(Line({"name": "x"}, tuple(cells)), others=names))
    own = table.rows[0][-len(cells) :]
    assert own == tuple(safe_cell(cell) for cell in cells)
    assert not any(cell.strip().startswith(FORMULA) for cell in own)


def test_without_a_sender_there_are_our_columns_and_the_visitor_s() -> None:
    header, row = rows_of(
        written(Line({"row": "2", "status": "done", "error": ""}, ("x",)), others=("Budget", "Owner"))
    )
    assert header == [name for name in COLUMNS if name not in {"first_name", "last_name"}] + ["Budget", "Owner"]
    assert row[:2] == ["2", "done"]
    assert row[-2:] == ["x", ""]


def test_no_two_columns_have_the_same_name() -> None:
    header, _ = rows_of(written(Line({}), others=("Status", "budget", "Budget", "", "BUDGET", " ")))
    assert header[-6:] == ["Status_2", "budget", "Budget_2", "column_4", "BUDGET_3", "column_6"]
    assert len({name.casefold() for name in header}) == len(header)


@pytest.mark.parametrize("sender", [sender.id for sender in senders()])
def test_a_sender_finds_its_columns_first_and_under_its_names(sender: str) -> None:
    found = sender_of(sender)
    assert found
    assert set(found.columns) <= set(COLUMNS)
    assert {"email", "first_name", "message"} <= set(found.columns)
    assert found.source.startswith("https://")
    values = {column: f"<{column}>" for column in COLUMNS}
    header, row = rows_of(written(Line(values, ("mine",)), others=("Own",), sender=sender))
    filled = dict(zip(header, row, strict=True))
    assert header[: len(found.columns)] == list(found.columns.values())
    assert {filled[name] for name in found.columns.values()} == {f"<{column}>" for column in found.columns}
    assert all(filled[name] == "" for name in found.blank)
    assert (filled["status"], filled["Own"]) == ("<status>", "mine")


def test_a_sender_that_is_not_known_is_none() -> None:
    assert sender_of("pigeon") is None
    assert sender_of("") is None
