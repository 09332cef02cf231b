"""What is no HTTP error and still no answer: refusals inside a 200, silence, garbage, broken streams."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix import errors
from linkepix.errors import (
    BadRequestError,
    CutOffError,
    GarbledAnswerError,
    MissingKeyError,
    ProviderDownError,
    ProviderError,
    RateLimitedError,
    RefusedError,
    TimedOutError,
    UnreachableError,
)
from linkepix.providers.base import TextDelta
from linkepix.providers.exchange import Patience
from linkepix.providers.gemini import Gemini
from linkepix.providers.openai import OpenAI
from tests.contract.failing import (
    MAKERS,
    PARTS,
    PROVIDERS,
    breaking,
    failing,
    never,
    one,
    raising,
    said,
    streamed,
)
from tests.contract.test_http_errors import LEAVES
from tests.fakes import answers
from tests.fakes.jobs import message_job, parts_and_error, picture_job

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.contract.failing import Answer

MODEL = "gpt-6-luna"

REFUSALS = [
    ("openai", "picture", streamed(*answers.openai_moderated_picture())),
    ("openai", "message", streamed(*answers.openai_refusal(MODEL))),
    ("openai", "message", streamed(*answers.openai_incomplete(MODEL, "content_filter"))),
    ("openai", "message", streamed(*answers.openai_failed(MODEL, "invalid_prompt"))),
    ("gemini", "picture", said(200, answers.gemini_blocked())),
    ("gemini", "picture", said(200, answers.gemini_words_only())),
    ("gemini", "message", one("gemini", "message", answers.gemini_blocked())),
    *[
        ("gemini", part, one("gemini", part, answers.gemini_finish(reason, "Why not.")))
        for part in ("picture", "message")
        for reason in (
            "SAFETY",
            "RECITATION",
            "IMAGE_SAFETY",
            "NO_IMAGE",
            "PROHIBITED_CONTENT",
            "A_NEW_REASON",
        )
    ],
]

GARBAGE = [
    *[
        (provider, part, streamed(content, media=media))
        for provider in ("openai", "gemini")
        for part in ("picture", "message")
        for media in ("text/event-stream", "application/json", "text/html")
        for content in (b"<!doctype html>", b"data: {broken\n\n", b"data: \xff\n\n", b"")
        if (content, media) != (b"", "text/event-stream")
        and (content[:1], media) != (b"<", "text/event-stream")
    ],
    ("openai", "picture", streamed(answers.lf_event({"type": "image_generation.completed"}))),
    (
        "openai",
        "picture",
        streamed(answers.lf_event({"type": "image_generation.completed", "b64_json": "!!"})),
    ),
    ("openai", "message", streamed(answers.lf_event({"type": "response.completed", "response": None}))),
    ("openai", "message", streamed(*answers.openai_text("", MODEL))),
    ("openai", "models", said(200, {"data": None})),
    ("gemini", "picture", said(200, {})),
    ("gemini", "picture", said(200, [])),
    ("gemini", "picture", said(200, answers.gemini_finish("MALFORMED_RESPONSE"))),
    ("gemini", "message", one("gemini", "message", answers.gemini_finish("STOP"))),
    ("gemini", "models", said(200, ["x"])),
]

CUT = [
    ("openai", "picture", streamed(*answers.openai_picture("1024x1024", "low", 2)[:-1])),
    ("openai", "message", streamed(*answers.openai_text("Hi there, Zoë", MODEL)[:-1])),
    ("openai", "message", streamed(*answers.openai_incomplete(MODEL, "max_output_tokens"))),
    ("openai", "message", streamed()),
    ("gemini", "picture", said(200, answers.gemini_finish("MAX_TOKENS"))),
    ("gemini", "message", streamed(*answers.gemini_text("Hi there, Zoë")[:-1])),
    ("gemini", "message", one("gemini", "message", answers.gemini_finish("MAX_TOKENS"))),
]

IN_STREAM = [
    ("openai", "message", streamed(*answers.openai_failed(MODEL, "server_error")), ProviderDownError),
    ("openai", "message", streamed(*answers.openai_failed(MODEL, "rate_limit_exceeded")), RateLimitedError),
    ("openai", "message", streamed(*answers.openai_failed(MODEL, "something_new")), ProviderDownError),
    (
        "openai",
        "message",
        streamed(answers.lf_event({"type": "error", "code": "server_error", "message": "Sorry."})),
        ProviderDownError,
    ),
    (
        "gemini",
        "message",
        one("gemini", "message", {"error": {"code": 503, "message": "x"}}),
        ProviderDownError,
    ),
    ("gemini", "message", one("gemini", "message", [{"error": {"code": 429}}]), RateLimitedError),
    ("gemini", "picture", said(200, {"error": {"message": "x"}}), ProviderDownError),
]


@pytest.mark.parametrize(("provider", "part", "answer"), REFUSALS)
def test_a_refusal_inside_a_200_is_a_refusal(provider: str, part: str, answer: Answer) -> None:
    outcome = failing(provider, part, answer)
    assert type(outcome.error) is RefusedError
    assert outcome.error.detail != ""
    assert outcome.requests == 1


@pytest.mark.parametrize(("provider", "part", "answer"), GARBAGE)
def test_an_answer_that_is_none_is_garbled(provider: str, part: str, answer: Answer) -> None:
    outcome = failing(provider, part, answer)
    assert (type(outcome.error), outcome.requests) == (GarbledAnswerError, 1)
    assert outcome.error.may_be_billed == (part == "picture")


@pytest.mark.parametrize(("provider", "part", "answer"), CUT)
def test_an_answer_without_its_end_is_cut_off(provider: str, part: str, answer: Answer) -> None:
    outcome = failing(provider, part, answer)
    assert (type(outcome.error), outcome.requests) == (CutOffError, 1)
    assert outcome.error.may_be_billed == (part == "picture")


@pytest.mark.parametrize(("provider", "part", "answer", "leaf"), IN_STREAM)
def test_an_error_inside_a_200_is_its_leaf_and_not_tried_again(
    provider: str, part: str, answer: Answer, leaf: type[ProviderError]
) -> None:
    outcome = failing(provider, part, answer)
    assert (type(outcome.error), outcome.requests) == (leaf, 1)


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
    patience = Patience(refused=0)
    error = failing(provider, "picture", raising(httpx.ConnectError("Failed to fetch")), patience).error
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


def test_a_deadline_that_passes_while_the_caller_holds_a_part_strikes_the_next_step() -> None:
    first, *rest = answers.gemini_text("Hi there, Zoë")[2:]

    async def chunks() -> AsyncIterator[bytes]:
        yield first
        await asyncio.sleep(0.01)
        yield b"".join(rest)

    async def run() -> None:
        transport = httpx.MockTransport(breaking("gemini", "message", chunks()))
        async with httpx.AsyncClient(transport=transport) as client:
            work = Gemini(client, "key", patience=Patience(message=0.05)).write(message_job())
            assert isinstance(await anext(work), TextDelta)
            # Longer than the deadline; a time-out that struck here would break the caller's own code.
            await asyncio.sleep(0.1)
            with pytest.raises(TimedOutError):
                await anext(work)

    asyncio.run(run())


@PROVIDERS
def test_a_delta_is_kept_when_the_stream_breaks_after_it(provider: str) -> None:
    stream = answers.gemini_text("Hi there, Zoë") if provider == "gemini" else []
    stream = stream or answers.openai_text("Hi there, Zoë", MODEL)

    async def chunks() -> AsyncIterator[bytes]:
        for event in stream[:-1]:
            yield event
        raise httpx.ReadError("x")

    async def run() -> tuple[str, type[Exception]]:
        transport = httpx.MockTransport(breaking(provider, "message", chunks()))
        async with httpx.AsyncClient(transport=transport) as client:
            parts, error = await parts_and_error(MAKERS[provider](client, "key").write(message_job()))
            return "".join(part.text for part in parts), type(error) if error else Exception

    text, error = asyncio.run(run())
    assert error is CutOffError
    assert text
    assert "Hi there, Zoë".startswith(text)


def test_a_partial_picture_that_cannot_be_read_does_not_cost_the_finished_one() -> None:
    broken = answers.lf_event({"type": "image_generation.partial_image", "b64_json": "!!"})
    events = [broken, *answers.openai_picture("1024x1024", "low", 0)]

    async def run() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(streamed(*events))) as client:
            parts, error = await parts_and_error(OpenAI(client, "key").draw(picture_job()))
            assert error is None
            return [type(part).__name__ for part in parts]

    assert asyncio.run(run()) == ["FinishedPicture"]


@PROVIDERS
def test_every_leaf_of_the_tree_is_reached(provider: str) -> None:
    """Beside the tables above: MissingKeyError is for who has no key to send."""
    reached = set(LEAVES[provider].values()) | {
        RefusedError,
        GarbledAnswerError,
        CutOffError,
        TimedOutError,
        UnreachableError,
    }
    leaves = {
        thing
        for _, thing in inspect.getmembers(errors, inspect.isclass)
        if issubclass(thing, ProviderError) and not thing.__subclasses__()
    }
    assert reached == leaves - {MissingKeyError}
