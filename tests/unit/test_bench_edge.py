"""The edge and the line that the bench measures behind."""

from __future__ import annotations

import time

import brotli
import httpx
import pytest

from bench.edge import Edge, Line, serve_edge

TEXT = b"the same words, " * 4_000
NOISE = bytes((index * 7919) % 251 for index in range(64_000))


def origin(request: httpx.Request) -> httpx.Response:
    if "if-none-match" in request.headers:
        return httpx.Response(304)
    kind, body = ("text/css", TEXT) if request.url.path == "/page.css" else ("font/woff2", NOISE)
    return httpx.Response(200, headers={"content-type": kind, "etag": '"1"'}, content=body)


def edge_before_origin(line: Line) -> Edge:
    client = httpx.AsyncClient(transport=httpx.MockTransport(origin))
    return Edge("http://origin.invalid", line, client=client)


def test_text_is_compressed_and_counted_as_it_was_sent() -> None:
    edge = edge_before_origin(Line())
    with serve_edge(edge) as address:
        answer = httpx.get(f"{address}/page.css")
    assert answer.content == TEXT
    assert answer.headers["content-encoding"] == "br"
    assert edge.sent == {"/page.css": len(brotli.compress(TEXT, quality=5))}


def test_a_font_is_sent_as_it_is() -> None:
    edge = edge_before_origin(Line())
    with serve_edge(edge) as address:
        answer = httpx.get(f"{address}/a.woff2")
    assert answer.content == NOISE
    assert "content-encoding" not in answer.headers
    assert edge.sent == {"/a.woff2": len(NOISE)}


def test_what_a_browser_has_already_is_not_sent_again() -> None:
    with serve_edge(edge_before_origin(Line())) as address:
        answer = httpx.get(f"{address}/page.css", headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(("bits_per_second", "latency"), [(2_000_000, 0.0), (None, 0.25)])
def test_an_answer_takes_no_less_than_its_line_allows(bits_per_second: float | None, latency: float) -> None:
    with serve_edge(edge_before_origin(Line(bits_per_second, latency))) as address:
        started = time.monotonic()
        httpx.get(f"{address}/a.woff2")
        assert time.monotonic() - started >= 0.25


def test_two_answers_share_one_line() -> None:
    edge = edge_before_origin(Line(4_000_000))
    with serve_edge(edge) as address:
        started = time.monotonic()
        for _ in range(2):
            httpx.get(f"{address}/a.woff2")
        assert time.monotonic() - started >= 0.25
