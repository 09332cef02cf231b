"""No answer, half an answer, an answer too late: what httpx raises, and what a clock does."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, override

import httpx
import pytest

from linkepix.errors import (
    BadRequestError,
    CutOffError,
    GarbledAnswerError,
    TimedOutError,
    UnreachableError,
)
from linkepix.providers.base import TextDelta
from linkepix.providers.exchange import Timeouts
from linkepix.providers.gemini import Gemini
from tests.contract.failing import MAKERS, PARTS, PROVIDERS, breaking, failing, never, raising
from tests.fakes import answers
from tests.fakes.jobs import message_job, parts_and_error, picture_job

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from linkepix.errors import ProviderError


def subclasses(root: type[Exception]) -> list[type[Exception]]:
    return [root, *(leaf for child in root.__subclasses__() for leaf in subclasses(child))]


REQUEST_ERRORS = subclasses(httpx.RequestError)
OTHERS = [
    httpx.InvalidURL("x"),
    httpx.CookieConflict("x"),
    httpx.StreamConsumed(),
    httpx.ResponseNotRead(),
    httpx.RequestNotRead(),
    httpx.StreamClosed(),
    httpx.HTTPStatusError("x", request=httpx.Request("GET", "https://x"), response=httpx.Response(500)),
]


def test_every_exception_of_httpx_is_in_one_of_the_tests_below() -> None:
    named = {thing for _, thing in inspect.getmembers(httpx, inspect.isclass) if issubclass(thing, Exception)}
    roots = {httpx.HTTPError, httpx.StreamError}
    assert named == {*REQUEST_ERRORS, *(type(error) for error in OTHERS), *roots}


def before(error: type[Exception]) -> type[ProviderError]:
    if issubclass(error, httpx.TimeoutException):
        return TimedOutError
    return GarbledAnswerError if issubclass(error, httpx.DecodingError) else UnreachableError


@pytest.mark.parametrize("error", REQUEST_ERRORS)
@PROVIDERS
@PARTS
def test_an_exception_before_the_answer_is_a_leaf(provider: str, part: str, error: type[Exception]) -> None:
    outcome = failing(provider, part, raising(error("x")))
    assert (type(outcome.error), outcome.requests) == (before(error), 1)
    assert outcome.error.status is None


@pytest.mark.parametrize("error", REQUEST_ERRORS)
@PROVIDERS
@PARTS
def test_an_exception_inside_the_answer_is_a_leaf(provider: str, part: str, error: type[Exception]) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"data: "
        raise error("x")

    leaf = CutOffError if before(error) is UnreachableError else before(error)
    outcome = failing(provider, part, breaking(provider, part, chunks()))
    assert (type(outcome.error), outcome.requests) == (leaf, 1)
    assert outcome.error.may_be_billed == (part == "picture")


@pytest.mark.parametrize("error", OTHERS, ids=lambda error: type(error).__name__)
def test_what_else_httpx_raises_is_a_leaf(error: Exception) -> None:
    leaf = BadRequestError if isinstance(error, httpx.InvalidURL) else UnreachableError
    assert type(failing("openai", "message", raising(error)).error) is leaf


@pytest.mark.parametrize(
    ("error", "billed"),
    [
        (httpx.ConnectTimeout, False),
        (httpx.PoolTimeout, False),
        (httpx.ConnectError, False),
        (httpx.ReadTimeout, True),
        (httpx.ReadError, True),
        (httpx.RemoteProtocolError, True),
    ],
)
@PROVIDERS
def test_a_picture_may_be_billed_when_its_request_had_left(
    provider: str, error: type[Exception], billed: object
) -> None:
    assert failing(provider, "picture", raising(error("x"))).error.may_be_billed is billed


@PROVIDERS
def test_a_picture_may_be_billed_when_a_browser_loses_it_after_a_while(provider: str) -> None:
    """A browser says the same for a host out of reach and for an answer that was lost on its way."""
    timeouts = Timeouts(refused=0)
    error = failing(provider, "picture", raising(httpx.ConnectError("Failed to fetch")), timeouts).error
    assert (type(error), error.may_be_billed) == (UnreachableError, True)


@PROVIDERS
@pytest.mark.parametrize("part", ["picture", "message", "models"])
def test_silence_times_out(provider: str, part: str) -> None:
    outcome = failing(provider, part, never)
    assert type(outcome.error) is TimedOutError
    assert outcome.error.may_be_billed == (part == "picture")


@PROVIDERS
@PARTS
def test_an_answer_that_trickles_for_too_long_times_out(provider: str, part: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.02)
            yield b": ping\n"

    assert type(failing(provider, part, breaking(provider, part, chunks())).error) is TimedOutError


class FastForward(asyncio.SelectorEventLoop):
    """An event loop whose clock can be put forward."""

    ahead = 0.0

    @override
    def time(self) -> float:
        return super().time() + self.ahead


def test_a_deadline_that_passes_while_the_caller_holds_a_part_strikes_the_next_step() -> None:
    first, *rest = answers.gemini_text("Hi there, Zoë")[2:]

    async def chunks() -> AsyncIterator[bytes]:
        yield first
        await asyncio.sleep(0.01)
        yield b"".join(rest)

    loop = FastForward()

    async def run() -> None:
        transport = httpx.MockTransport(breaking("gemini", "message", chunks()))
        async with httpx.AsyncClient(transport=transport) as client:
            work = Gemini(client, "key", timeouts=Timeouts(message=60)).write(message_job())
            assert isinstance(await anext(work), TextDelta)
            loop.ahead = 61
            # Timers that are due strike before this ends; one that did would break the caller's own code.
            await asyncio.sleep(0.01)
            with pytest.raises(TimedOutError):
                await anext(work)

    asyncio.run(run(), loop_factory=lambda: loop)


class Watched(httpx.AsyncByteStream):
    """A body that remembers whether it was closed; in a browser, closing it aborts the request."""

    def __init__(self, chunks: list[bytes]) -> None:
        self.chunks = chunks
        self.closed = False

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk

    @override
    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("status", "media", "chunks"),
    [
        (200, "text/event-stream", answers.gemini_text("Hi there, Zoë")),
        (200, "text/event-stream", [b"data: broken\n\n"] * 3),
        (200, "text/html", [b"<!doctype html>"] * 3),
        (503, "application/json", [b"{}"]),
    ],
    ids=["read", "garbled", "html", "error"],
)
def test_the_answer_is_closed_however_it_ends(status: int, media: str, chunks: list[bytes]) -> None:
    body = Watched(chunks)
    response = httpx.Response(status, headers={"content-type": media}, stream=body)

    async def no_sleep(_: float) -> None:
        pass

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response)) as client:
            await parts_and_error(Gemini(client, "key", no_sleep).write(message_job()))

    asyncio.run(run())
    assert body.closed


LEAVING = [
    ("openai", "picture", answers.openai_picture("1024x1024", "low", 2)),
    ("openai", "message", answers.openai_text("Hi there, Zoë", "gpt-6-luna")),
    ("gemini", "message", answers.gemini_text("Hi there, Zoë")),
]


@pytest.mark.parametrize(("provider", "part", "chunks"), LEAVING)
def test_the_answer_is_closed_when_the_caller_leaves(provider: str, part: str, chunks: list[bytes]) -> None:
    body = Watched(chunks)
    response = httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=body)

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response)) as client:
            maker = MAKERS[provider](client, "key")
            work = maker.draw(picture_job()) if part == "picture" else maker.write(message_job())
            await anext(work)
            assert not body.closed
            await work.aclose()
            assert body.closed

    asyncio.run(run())
