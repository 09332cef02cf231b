"""The reader of server-sent events: whatever the network does to the chunks, the events are the same."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai._streaming import SSEDecoder

from linkepix.providers.sse import UnreadableStreamError, events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

LINE_ENDS = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])


async def sent(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def read(*chunks: bytes, limit: int = 10_000) -> list[str]:
    async def everything() -> list[str]:
        return [data async for data in events(sent(chunks), limit)]

    return asyncio.run(everything())


@LINE_ENDS
def test_each_event_is_read_when_lines_end_so(end: str) -> None:
    stream = f"event: a{end}data: one{end}{end}: a comment{end}data:two{end}id: 7{end}{end}"
    assert read(stream.encode()) == ["one", "two"]


@LINE_ENDS
def test_data_lines_are_joined_by_a_line_feed_when_there_are_several(end: str) -> None:
    assert read(f"data: one{end}data:{end}data:  two{end}{end}".encode()) == ["one\n\n two"]


def test_an_event_is_dropped_when_the_stream_ends_inside_it() -> None:
    assert read(b"data: one\n\ndata: two\n") == ["one"]


def test_nothing_comes_when_there_is_only_noise() -> None:
    assert read(b"\n\n: ping\n\nretry: 100\n\ndata\n: x\nsomething\n") == []


def test_a_field_whose_name_only_begins_with_data_is_ignored() -> None:
    assert read(b"database: x\ndata: y\n\n") == ["y"]


def test_an_event_comes_at_once_when_its_last_carriage_return_does() -> None:
    heard: list[bytes | str] = []

    async def chunks() -> AsyncIterator[bytes]:
        for chunk in (b"data: one\r\n\r", b"\ndata: two\r\n\r\n"):
            heard.append(chunk)
            yield chunk

    async def listen() -> None:
        async for data in events(chunks()):
            heard.append(data)  # noqa: PERF401 - the order among the chunks is what is looked at

    asyncio.run(listen())
    assert heard == [b"data: one\r\n\r", "one", b"\ndata: two\r\n\r\n", "two"]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_a_character_that_only_python_takes_for_a_line_end_stays_in_the_text(separator: str) -> None:
    assert read(f"data: a{separator}b\n\n".encode()) == [f"a{separator}b"]


TEXT = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=30)


@given(
    lines=st.lists(st.lists(TEXT, min_size=1, max_size=3), max_size=5),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    data=st.data(),
)
def test_the_events_are_the_same_wherever_the_chunks_are_cut(
    lines: list[list[str]], end: str, data: st.DataObject
) -> None:
    stream = "".join("".join(f"data: {line}{end}" for line in event) + f": x{end}{end}" for event in lines)
    whole = stream.encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=12)))
    chunks = [whole[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert read(*chunks) == ["\n".join(event) for event in lines]


@given(values=st.lists(st.dictionaries(TEXT, TEXT, max_size=3), max_size=5), crlf=st.booleans())
def test_it_reads_what_the_official_sdk_reads(values: list[dict[str, str]], crlf: bool) -> None:  # noqa: FBT001 - hypothesis draws it
    end = "\r\n" if crlf else "\n"
    stream = "".join(f"event: x{end}data: {json.dumps(value)}{end}{end}" for value in values).encode()
    theirs = [event.data for event in SSEDecoder().iter_bytes(iter([stream]))]
    assert read(stream) == theirs


def test_a_stream_is_unreadable_when_one_line_is_larger_than_the_limit() -> None:
    with pytest.raises(UnreadableStreamError):
        read(*[b"data: ", *[b"x" * 100] * 200], limit=5_000)


def test_a_stream_is_unreadable_when_many_lines_of_one_event_are_larger_than_the_limit() -> None:
    with pytest.raises(UnreadableStreamError):
        read(*[b"data: " + b"x" * 100 + b"\n"] * 200, limit=5_000)


def test_a_long_stream_is_read_when_each_event_is_below_the_limit() -> None:
    assert len(read(*[b"data: " + b"x" * 100 + b"\n\n"] * 200, limit=5_000)) == 200


def test_a_stream_is_unreadable_when_it_is_not_utf_8() -> None:
    with pytest.raises(UnreadableStreamError):
        read(b"data: \xff\xfe\n\n")


def test_a_picture_of_megabytes_takes_linear_time() -> None:
    chunk = b"x" * 1_000
    start = time.process_time()
    (picture,) = read(b"data: ", *[chunk] * 20_000, b"\n\n", limit=100_000_000)
    assert len(picture) == 20_000_000
    # It takes a twentieth of that; with a join at each chunk it would copy 200 GB.
    assert time.process_time() - start < 2
