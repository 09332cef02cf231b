"""Tables are read whatever program wrote them, and never raise anything but the project's errors."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.errors import InputError, TableError
from linkepix.tables.decoding import decode
from linkepix.tables.reading import read_pasted, read_table
from linkepix.tables.table import ENCODINGS, GUESSED, MOST_BYTES, MOST_CELL, MOST_COLUMNS, MOST_ROWS, SEPARATORS

if TYPE_CHECKING:
    from linkepix.tables.table import Table

HEADER = ("name", "company", "notes")
ROWS = (
    ("Anna Røssi", "Nord, Süd & Söhne", 'She said "hello"'),
    ("José Núñez", "A;B|C", "two\nlines, one text"),
    ("Zoë", "", "tab\there"),
)
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def written(rows: object, separator: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


def content(table: Table) -> tuple[tuple[str, ...], ...]:
    return (table.header, *table.rows)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", GUESSED)
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_file_of_any_kind_is_read_as_it_was_written(separator: str, end: str, encoding: str, is_marked: bool) -> None:  # noqa: FBT001
    mark = MARKS.get(encoding, b"") if is_marked else b""
    table = read_table(mark + written((HEADER, *ROWS), separator, end).encode(encoding))
    assert content(table) == (HEADER, *ROWS)
    assert (table.encoding, table.separator, table.numbers) == (encoding, separator, (2, 3, 4))
    assert (table.has_header, table.header_is_sure) == (True, True)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=30)
COLUMNS = st.integers(1, 5)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(COLUMNS)
    return [["name"] * width, *draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))]


@settings(max_examples=300)
@given(
    tables(),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(GUESSED[:3]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_csv_writes_is_read_back_the_same(
    rows: list[list[str]], separator: str, end: str, encoding: str, quoting: int
) -> None:
    data = written(rows, separator, end, quoting).encode(encoding)
    table = read_table(data, encoding=encoding, separator=separator, has_header=True)
    while not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    assert content(table) == tuple(map(tuple, rows))


@settings(max_examples=200)
@given(tables(), st.sampled_from(SEPARATORS))
def test_separator_and_header_are_found(rows: list[list[str]], separator: str) -> None:
    rows = [[*row, "x"] for row in rows]
    table = read_table(MARKS["utf-8"] + written(rows, separator, "\n").encode())
    assert content(table) == tuple(map(tuple, rows))
    assert table.separator == separator


SIGNS = "".join(
    chr(number) for number in (*range(0x20, 0x7FF), *range(0x2010, 0x2130), *range(0x3040, 0x30FF), 0x5C71, 0xAC00)
)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_sign_of_an_encoding_is_read_as_python_reads_it(encoding: str) -> None:
    data = SIGNS.encode(encoding, "ignore")
    assert len(data) > 190
    assert decode(data, encoding) == (data.decode(encoding), encoding)
    broken = data + b"\xff\x81\x00x"
    assert decode(broken, encoding)[0][: len(data) // 2] == broken.decode(encoding, "replace")[: len(data) // 2]


FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", " =1", "＝1")  # noqa: RUF001 - full-width
CANARY = (
    *FORMULAS,
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% include 'x' %}",
    "abc\u202egnp.exe\u2066\u200b\u200f",
    "a\x00b\x07",
    "é" * 50_000,
    "two\r\nlines\rthree\n",
    '""quoted"" "',
)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_canary_survives_reading_unchanged(separator: str) -> None:
    table = read_table(written((["name", *CANARY[1:]], CANARY), separator).encode(), has_header=True)
    assert table.rows == (CANARY,)
    assert read_pasted(written((["name", *CANARY[1:]], CANARY), separator), has_header=True).rows == (CANARY,)


@pytest.mark.parametrize(
    ("text", "rows", "unclosed"),
    [
        ('n,c\n1,"open\n2,b\n3,c\n', (("1", '"open'), ("2", "b"), ("3", "c")), (2,)),
        ('n,c\n1,"open\n2,"fine, too"\n3,c\n', (("1", '"open'), ("2", "fine, too"), ("3", "c")), (2,)),
        ('n,c\n"Anna,b\n2,c', (('"Anna', "b"), ("2", "c")), (2,)),
        ('n,c\n1,5" pipe\n2,c', (("1", '5" pipe'), ("2", "c")), ()),
        ('n,c\n"The "West" Ltd",b\n2,c', (('The West" Ltd"', "b"), ("2", "c")), ()),
        ('n,c\n1,"two ""quoted""\nlines"\n2,c', (("1", 'two "quoted"\nlines'), ("2", "c")), ()),
        ('n,c\n1,"the last', (("1", '"the last'),), (2,)),
    ],
)
def test_a_quotation_mark_swallows_no_rows(text: str, rows: object, unclosed: tuple[int, ...]) -> None:
    table = read_table(text.encode(), separator=",", has_header=True)
    assert table.rows == rows
    assert table.unclosed == unclosed


def test_an_open_quotation_mark_before_a_long_file_costs_one_row() -> None:
    text = 'name,company\n"Anna,Nord\n' + "Bob Stone,Acme\n" * 4_000
    table = read_table(text.encode())
    assert len(table.rows) == 4_001
    assert table.unclosed == (2,)


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n", "sep=;\r"])
def test_excel_s_own_line_names_the_separator_and_is_no_row(line: str) -> None:
    table = read_table(f"{line}name;a,b,c\r\nAnna;x,y,z\r\n".encode())
    assert content(table) == (("name", "a,b,c"), ("Anna", "x,y,z"))
    assert (table.separator, table.numbers) == (";", (2,))


def test_rows_of_any_length_are_as_wide_as_the_widest() -> None:
    table = read_table(b"name,company\nAnna\nBob,Acme,more,and more\n\nEve,X\n")
    assert content(table) == (
        ("name", "company", "", ""),
        ("Anna", "", "", ""),
        ("Bob", "Acme", "more", "and more"),
        ("", "", "", ""),
        ("Eve", "X", "", ""),
    )
    assert table.numbers == (2, 3, 4, 5)


def test_blank_rows_around_a_table_are_no_part_of_it() -> None:
    table = read_table(b"\n,,\nname,company\nAnna,Nord\n,\n\n\n")
    assert content(table) == (("name", "company"), ("Anna", "Nord"))
    assert table.numbers == (4,)


@pytest.mark.parametrize(
    ("text", "has_header", "is_sure"),
    [
        ("Vorname,Firma\nAnna,Nord\n", True, True),
        ("FIRST_NAME,x\nAnna,Nord\n", True, True),
        ("Anna Rossi,anna@example.com\nBob,bob@example.com\n", False, True),
        ("Anna Rossi,https://example.com/a\n", False, True),
        ("Anna,17\nBob,18\n", False, True),
        ("Anna,Oslo\nBob,Oslo\n", False, False),
        ("Wer,Was\nAnna,Nord\n", True, False),
        ("Anna Rossi\nBob Stone\n", False, False),
        ("Person In Charge\nanna\n", True, False),
    ],
)
def test_a_header_is_told_from_a_row(text: str, has_header: bool, is_sure: bool) -> None:  # noqa: FBT001
    table = read_table(text.encode())
    assert (table.has_header, table.header_is_sure) == (has_header, is_sure)
    assert table.numbers[0] == 1 + has_header
    other = read_table(text.encode(), has_header=not has_header)
    assert len(other.rows) == len(table.rows) + (1 if has_header else -1)


LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing. You can, and more."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Anna,Rossi,https://www.linkedin.com/in/anna,,Nord,CEO,24 Nov 2026
Bob,Stone,https://www.linkedin.com/in/bob,b@example.com,"Acme, Inc.",CTO,23 Nov 2026
"""


def test_what_stands_above_a_header_is_no_part_of_the_table() -> None:
    table = read_table(LINKEDIN.encode())
    assert table.header[:3] == ("First Name", "Last Name", "URL")
    assert [row[4] for row in table.rows] == ["Nord", "Acme, Inc."]
    assert (table.numbers, table.header_is_sure) == ((5, 6), True)
    assert len(read_table(LINKEDIN.encode(), has_header=False).rows) == 6


def test_what_the_visitor_says_goes_before_a_guess() -> None:
    data = "name;x\nJürgen;a,b\n".encode()
    assert read_table(data).rows == (("Jürgen", "a,b"),)
    other = read_table(data, encoding="cp1252", separator=",", has_header=False)
    assert other.rows == (("name;x", ""), ("JÃ¼rgen;a", "b"))
    assert "\ufffd" in read_table("Jürgen".encode("cp1252"), encoding="utf-8", has_header=False).rows[0][0]


@pytest.mark.parametrize("separator", ["ab", '"', "\n", "a", " "])
def test_a_separator_or_encoding_that_can_be_none_is_refused(separator: str) -> None:
    with pytest.raises(InputError, match="separator"):
        read_table(b"a,b\n", separator=separator)
    with pytest.raises(InputError, match="encoding"):
        read_table(b"a,b\n", encoding="utf-7")


def test_cells_copied_from_a_spreadsheet_are_read() -> None:
    table = read_pasted('Name\tFirma\tNotiz\nAnna\tNord, Süd\t"zwei\nZeilen"\nBob\tAcme; Co\tx')
    assert content(table) == (
        ("Name", "Firma", "Notiz"),
        ("Anna", "Nord, Süd", "zwei\nZeilen"),
        ("Bob", "Acme; Co", "x"),
    )
    assert (table.separator, table.encoding) == ("\t", "")


def reason_of(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read_table(data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a" * (MOST_BYTES + 1), "too-large"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not-text"),
        (b"name\n" + b"x" * (MOST_CELL + 1), "cell-too-long"),
        (b'name\n"' + b"x" * (MOST_CELL + 1) + b'"\n', "cell-too-long"),
    ],
)
def test_a_file_that_is_no_table_has_a_reason(data: bytes, reason: str) -> None:
    assert reason_of(data) == reason
    assert reason in TableError.REASONS


def test_a_cell_that_is_too_long_is_named() -> None:
    with pytest.raises(TableError) as caught:
        read_table(b"name\nAnna\n" + b"x" * (MOST_CELL + 1))
    assert caught.value.row == 3


@pytest.mark.parametrize("has_header", [True, False])
def test_a_table_is_cut_off_after_its_limits_and_says_so(has_header: bool) -> None:  # noqa: FBT001
    lines = ["name"] * has_header + [f"Person {number}" for number in range(MOST_ROWS)]
    exactly = read_table("\n".join(lines).encode(), has_header=has_header)
    assert (len(exactly.rows), exactly.cut_off) == (MOST_ROWS, False)
    blank = read_table("\n".join([*lines, "", "", ""]).encode(), has_header=has_header)
    assert (len(blank.rows), blank.cut_off) == (MOST_ROWS, False)
    more = read_table("\n".join([*lines, "one more"]).encode(), has_header=has_header)
    assert (len(more.rows), more.cut_off) == (MOST_ROWS, True)


def test_columns_beyond_the_limit_are_counted() -> None:
    table = read_table(written([["name"] * (MOST_COLUMNS + 3)] * 2).encode())
    assert (table.width, table.columns_left_out) == (MOST_COLUMNS, 3)
