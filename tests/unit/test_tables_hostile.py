"""Files that mean harm, or look so, raise the project's errors alone, in time and within memory."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.errors import LinkepixError, TableError
from linkepix.tables.columns import match_columns
from linkepix.tables.people import rows_of
from linkepix.tables.reading import read_table
from linkepix.tables.table import ENCODINGS, MOST_BYTES, MOST_ROWS, SEPARATORS


@settings(max_examples=300)
@given(
    st.binary(max_size=300) | st.text(st.sampled_from('",;\t|\r\n a\x00=')).map(str.encode),
    st.sampled_from(["", *ENCODINGS]),
    st.sampled_from(["", *SEPARATORS]),
)
def test_hostile_bytes_raise_our_errors_alone(data: bytes, encoding: str, separator: str) -> None:
    with suppress(LinkepixError):
        table = read_table(data, encoding=encoding, separator=separator)
        assert all(len(row) == table.width for row in table.rows)
        matching = {match.field: match.column for match in match_columns(table)}
        assert len(rows_of(table, matching)) == len(table.rows)


@pytest.mark.parametrize(
    "text",
    [
        '"abcdefghijklmnopqrstuvwxyz"\n' * 100_000,
        '"",' * 100 + '"' * 100 + "0" + '"' * 100_000 + "0",
        ',"x' * 40_000,
        '"a",   ' * 40_000 + '"b"',
        'a,"b\n' * 20_000,
        '"\n' * 50_000,
        '"a""\n' * 50_000,
        "a," * 2_000_000,
    ],
)
def test_hostile_quotation_marks_take_no_long_time(text: str) -> None:
    """csv.Sniffer needs minutes for most of these; the limit leaves room for a busy machine."""
    begun = time.process_time()
    with suppress(TableError):
        read_table(text.encode())
    assert time.process_time() - begun < 15


def test_reading_a_file_of_the_largest_size_takes_a_few_times_its_size() -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["name", "notes"], *[[f"P {number}", "x" * 1_900] for number in range(MOST_ROWS)]])
    data = text.getvalue().encode()
    assert MOST_BYTES * 0.9 < len(data) < MOST_BYTES
    tracemalloc.start()
    try:
        read_table(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * MOST_BYTES
