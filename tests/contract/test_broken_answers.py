"""What is no HTTP error and still no answer: refusals inside a 200, silence, garbage, broken streams."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix import errors
from linkepix.errors import (
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
from linkepix.providers.openai import OpenAI
from tests.contract.failing import (
    MAKERS,
    PROVIDERS,
    breaking,
    failing,
    one,
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
        if (content, media) != (b"", "text/event-stream") and (content[:1], media) != (b"<", "text/event-stream")
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


OF_EDITS = {
    errors.SignatureRejectedError,
    errors.TooLargeToSendError,
    errors.NotPrivateError,
    errors.StillWorkingError,
    errors.EditRefusedError,
    errors.FileGoneError,
    errors.LeftBehindError,
}
"""Of who edits pictures, not of who makes them: tests/unit/test_imagekit_edits.py, test_imagekit_left.py."""

OF_GATEWAYS = {
    errors.GatewayUnreachableError,
    errors.NotAGatewayError,
    errors.WorkFailedError,
    errors.WorkForgottenError,
    errors.NotDoneYetError,
    errors.PictureElsewhereError,
}
"""Of who has pictures made elsewhere: tests/unit/test_midjourney.py."""


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
        if issubclass(thing, ProviderError) and thing is not ProviderError
    }
    assert reached == leaves - {MissingKeyError} - OF_EDITS - OF_GATEWAYS
