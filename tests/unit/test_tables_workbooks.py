"""Workbooks are read as they look, by files that XlsxWriter writes; and none of them does harm."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.errors import TableError
from linkepix.tables import package
from linkepix.tables.reading import read_table
from linkepix.tables.styles import plain_number
from linkepix.tables.table import MOST_ROWS
from tests.support.workbooks import by_hand, formatted, members, workbook


def column(data: bytes) -> list[str]:
    return [row[0] for row in read_table(data, has_header=True).rows]


def reason_of(data: bytes, sheet: str = "") -> str:
    with pytest.raises(TableError) as caught:
        read_table(data, sheet=sheet)
    assert caught.value.reason in TableError.REASONS
    return caught.value.reason


CANARY = (
    "=1+1",
    "<b>&amp;\"'</b>",
    "a\u202eb\u200b",
    "two\nlines\r\nand\rmore",
    "_x000D_ as it was typed",
    "\x07bell\x00",
    "👩‍🎨 山田",
    "é" * 32_000,
    " spaces ",
)


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_texts_survive_unchanged(options: dict[str, bool]) -> None:
    """In constant memory XlsxWriter writes them into their cells, else into a member that all share."""
    table = read_table(workbook({"A": [["name", *CANARY[1:]], CANARY]}, **options))
    assert table.rows == (CANARY,)
    assert (table.sheet, table.sheets, table.encoding, table.separator) == ("A", ("A",), "", "")


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_texts_are_read_back_the_same(rows: list[list[str]]) -> None:
    rows = [["name", "b", "c"], *rows, ["the", "last", "row"]]
    table = read_table(workbook({"A": rows}), has_header=True)
    assert [list(table.header), *map(list, table.rows)] == rows


DAY = datetime(2026, 11, 26, 14, 5)  # noqa: DTZ001 - a cell has no zone


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1.0, "", "1"),
        (-12, "", "-12"),
        (0.1, "", "0.1"),
        (0.1 + 0.2, "", "0.3"),
        (1234.5, "#,##0.00", "1234.5"),
        (49301234567, "", "49301234567"),
        (4915112345678, "0", "4915112345678"),
        (1e20, "", "1E+20"),
        (0.000012, "", "0.000012"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (1067, "00000", "01067"),
        (5, '0 "days"', "5"),
        (7, '[Red]0 "m"', "7"),
        (3, "General", "3"),
        (DAY, "dd.mm.yyyy", "2026-11-26"),
        (DAY, "m/d/yy h:mm", "2026-11-26 14:05"),
        (DAY, "hh:mm", "14:05"),
        (DAY, "mmm yyyy", "2026-11-26"),
        (DAY, '"am "d\\ mmmm', "2026-11-26"),
        (DAY, "[$-407]dddd, d. mmmm yyyy;@", "2026-11-26"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.5, "mm:ss", "12:00"),
        (time(9, 30, 5), "h:mm:ss AM/PM", "09:30:05"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (True, "", "TRUE"),
        (False, "", "FALSE"),
    ],
)
def test_a_value_is_shown_as_a_spreadsheet_shows_it(value: object, code: str, shown: str) -> None:
    assert column(formatted([(value, code)])) == [shown]


@pytest.mark.parametrize("days_from_1904", [True, False])
def test_both_beginnings_of_time_lead_to_the_same_day(days_from_1904: bool) -> None:  # noqa: FBT001
    assert column(formatted([(DAY, "yyyy-mm-dd")], date_1904=days_from_1904)) == ["2026-11-26"]


@given(st.floats(-1e300, 1e300, allow_subnormal=False))
def test_no_number_loses_more_than_a_spreadsheet_loses(number: float) -> None:
    shown = plain_number(number)
    assert float(shown) == pytest.approx(number, rel=1e-14)
    assert "e" not in shown
    assert not shown.endswith((".0", "."))


def test_formulas_are_read_as_what_they_came_to() -> None:
    file = io.BytesIO()
    book: Any = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, (formula, value) in enumerate(
        [("=1", "v"), ('="A"&"B"', "AB"), ("=1+1", 2), ("=1/0", "#DIV/0!"), ("=TRUE()", True)]
    ):
        sheet.write_formula(number, 0, formula, None, value)
    sheet.write_rich_string(5, 0, "rich ", book.add_format({"bold": True}), "text")
    sheet.write_url(6, 0, "https://example.com/", string="a link")
    sheet.merge_range(7, 0, 7, 3, "merged")
    book.close()
    assert column(file.getvalue()) == ["AB", "2", "#DIV/0!", "TRUE", "rich text", "a link", "merged"]


def test_the_first_sheet_with_rows_is_read_and_the_others_are_named() -> None:
    data = workbook({"Cover": [], "People": [["name"], ["Anna"]], "Ünïcödé & more": [["name"], ["Bob"]]})
    table = read_table(data)
    assert (table.sheet, table.rows) == ("People", (("Anna",),))
    assert table.sheets == ("Cover", "People", "Ünïcödé & more")
    assert read_table(data, sheet="Ünïcödé & more").rows == (("Bob",),)
    assert reason_of(data, "Cover") == "empty"
    assert reason_of(data, "Nope") == "no-such-sheet"


def test_hidden_sheets_are_not_read() -> None:
    file = io.BytesIO()
    book: Any = xlsxwriter.Workbook(file)
    hidden, shown = book.add_worksheet("Lists"), book.add_worksheet("People")
    hidden.write(0, 0, "secret")
    shown.write(0, 0, "name")
    shown.activate()
    hidden.hide()
    book.add_chartsheet("Chart")
    book.close()
    table = read_table(file.getvalue(), has_header=True)
    assert (table.header, table.sheets) == (("name",), ("People",))


def test_rows_are_numbered_as_the_sheet_numbers_them() -> None:
    data = workbook({"A": [[], [], ["name"], ["Anna"], [], ["Bob"]]})
    table = read_table(data)
    assert table.numbers == (4, 6)
    assert table.rows == (("Anna",), ("Bob",))


def test_cells_without_references_follow_each_other_and_gaps_are_empty() -> None:
    rows = "<row><c t='inlineStr'><is><t>name</t></is></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>7</v></c></row>"
    table = read_table(by_hand(rows), has_header=True)
    assert (table.header, table.rows, table.numbers) == (("name", "2", ""), (("", "", "7"),), (4,))


def test_how_a_text_is_pronounced_is_no_part_of_it() -> None:
    strings = "<si><r><t>山田</t></r><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si>"
    assert read_table(by_hand("<row><c t='s'><v>0</v></c></row>", strings=strings), has_header=True).header == ("山田",)


def test_a_strict_workbook_has_other_namespaces_and_is_read() -> None:
    data = by_hand("<row><c><v>1</v></c></row>", main="http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert read_table(data, has_header=True).header == ("1",)


def test_a_workbook_without_its_shared_texts_is_damaged_only_if_it_needs_them() -> None:
    assert read_table(by_hand("<row><c><v>1</v></c></row>"), has_header=True).header == ("1",)
    assert reason_of(by_hand("<row><c t='s'><v>0</v></c></row>")) == "damaged"


def test_a_large_sheet_is_cut_off() -> None:
    table = read_table(workbook({"A": [["name"], *([f"P {number}"] for number in range(MOST_ROWS + 1))]}))
    assert (len(table.rows), table.cut_off) == (MOST_ROWS, True)
    assert not read_table(workbook({"A": [["name"], *([f"P {n}"] for n in range(MOST_ROWS))]})).cut_off


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def encrypted_zip() -> bytes:
    data = bytearray(workbook({"A": [["name"]]}))
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE, "old-workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (encrypted_zip(), "encrypted"),
        (
            members(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "not-a-workbook",
        ),
        (members(**{"photo.jpg": b"x"}), "not-a-workbook"),
        (b"PK\3\4" + bytes(100), "not-a-workbook"),
        (workbook({"A": []}), "empty"),
        (by_hand("<row><c r='A1'><v>one</v></c></row>"), "damaged"),
        (by_hand("<row r='x'/>"), "damaged"),
        (by_hand("<row><c>"), "damaged"),
    ],
)
def test_what_is_no_workbook_has_a_reason(data: bytes, reason: str) -> None:
    assert reason_of(data) == reason


def bomb(count: int) -> bytes:
    """Some kilobytes that unpack to `count` bytes of blank rows."""
    return by_hand("<row/>" * (count // 6))


def test_a_zip_bomb_is_not_unpacked_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb(3_000_000)
    assert len(data) < 30_000
    monkeypatch.setattr(package, "MOST_UNPACKED", 1_000_000)
    assert reason_of(data) == "unpacks-too-large"
    monkeypatch.undo()
    monkeypatch.setattr(package, "MOST_ELEMENTS", 100_000)
    assert reason_of(data) == "unpacks-too-large"
    monkeypatch.undo()
    monkeypatch.setattr(package, "MOST_UNPACKED", 1_000_000)
    assert reason_of(by_hand("", strings="<si><t>" + "x" * 2_000_000 + "</t></si>")) == "unpacks-too-large"
    monkeypatch.undo()
    assert reason_of(data) == "empty"  # the control: it is the limit that refuses it


def document(kind: str, text: str) -> bytes:
    sheet = f'<worksheet><sheetData><row><c t="str"><v>{text}</v></c></row></sheetData></worksheet>'
    return by_hand(f'<?xml version="1.0"?>{kind}{sheet}')


def test_entities_are_refused_and_nothing_else_is_opened() -> None:
    more = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 9))
    assert reason_of(document(f'<!DOCTYPE w [<!ENTITY e0 "ha">{more}]>', "&e8;")) == "damaged"
    assert reason_of(document('<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;")) == "damaged"
    assert read_table(document("", "ha"), has_header=True).header == ("ha",)


def test_too_many_members_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(package.MOST_MEMBERS + 1):
            archive.writestr(str(number), b"")
    assert reason_of(file.getvalue()) == "unpacks-too-large"


def test_a_workbook_that_is_damaged_anywhere_raises_our_errors_alone() -> None:
    data = workbook({"A": [["name", "when"], ["Anna", 1.5], ["Bob", 2]]})
    dice = random.Random(13)  # noqa: S311 - the same damage each time
    refused = 0
    for _ in range(400):
        spoilt = bytearray(data)
        for _ in range(dice.randrange(1, 6)):
            spoilt[dice.randrange(4, len(spoilt))] = dice.randrange(256)
        cut = bytes(spoilt[: dice.randrange(4, len(spoilt))]) if dice.random() < 0.2 else bytes(spoilt)
        try:
            read_table(cut)
        except TableError:
            refused += 1
    assert refused > 20


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("<>/rowcvst=\"'0123 AB&;"), max_size=80))
def test_odd_sheets_raise_our_errors_alone(xml: str) -> None:
    for sheet in (xml, f"<row>{xml}</row>", f"<row><c r='{xml[:5]}'><v>{xml}</v></c></row>".replace("<>", "")):
        with suppress(TableError):
            read_table(by_hand(sheet))


def test_a_date_of_the_workbook_is_no_date_of_a_zone() -> None:
    assert column(
        formatted([(datetime(2026, 3, 29, 2, 30, tzinfo=UTC), "yyyy-mm-dd hh:mm")], remove_timezone=True)
    ) == ["2026-03-29 02:30"]
