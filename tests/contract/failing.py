"""One try that fails: what a caller sees of it, and what the network saw."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.errors import ProviderError
from linkepix.providers.exchange import Timeouts
from linkepix.providers.gemini import Gemini
from linkepix.providers.openai import OpenAI
from tests.fakes import answers
from tests.fakes.jobs import message_job, parts_and_error, picture_job

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

KEYS = {"openai": "sk-proj-Canary-123456789", "gemini": "AQ.Canary-123456789"}
MAKERS: Mapping[str, type[OpenAI | Gemini]] = {"openai": OpenAI, "gemini": Gemini}
PROVIDERS = pytest.mark.parametrize("provider", ["openai", "gemini"])
PARTS = pytest.mark.parametrize("part", ["picture", "message"])
QUICK = Timeouts(message_gap=0.05, message=0.1, picture_gap=0.05, picture=0.1, models=0.1)

type Answer = Callable[[httpx.Request], httpx.Response]
type Silence = Callable[[httpx.Request], Awaitable[httpx.Response]]


@dataclass
class Outcome:
    """The error, how many requests were sent, and the pauses between them in seconds."""

    error: ProviderError
    requests: int = 0
    pauses: list[float] = field(default_factory=list)


def failing(provider: str, part: str, answer: Answer | Silence, timeouts: Timeouts = QUICK, key: str = "") -> Outcome:
    """Tries one part ("picture", "message" or "models") against an answer; no sleep is slept."""
    requests: list[httpx.Request] = []
    pauses: list[float] = []

    async def counted(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        answered = answer(request)
        return answered if isinstance(answered, httpx.Response) else await answered

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def run() -> Exception | None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(counted)) as client:
            return await _tried(MAKERS[provider](client, key or KEYS[provider], sleep, timeouts), part)

    error = asyncio.run(run())
    assert isinstance(error, ProviderError)
    return Outcome(error, len(requests), pauses)


async def _tried(maker: OpenAI | Gemini, part: str) -> Exception | None:
    if part == "picture":
        return (await parts_and_error(maker.draw(picture_job())))[1]
    if part == "message":
        return (await parts_and_error(maker.write(message_job())))[1]
    try:
        await maker.list_models()
    except ProviderError as error:
        return error
    return None


def said(status: int, body: object) -> Answer:
    """One JSON."""
    return lambda _: httpx.Response(status, json=body)


def streamed(*chunks: bytes, media: str = "text/event-stream") -> Answer:
    return lambda _: httpx.Response(200, headers={"content-type": media}, content=b"".join(chunks))


def one(provider: str, part: str, answer: object) -> Answer:
    """A 200 whose body is one JSON, or one event."""
    if provider == "gemini" and part == "picture":
        return said(200, answer)
    return streamed(answers.crlf_event(answer))


def raising(error: Exception) -> Answer:
    """No answer at all."""

    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


def breaking(provider: str, part: str, chunks: AsyncIterator[bytes]) -> Answer:
    """A 200 whose body is whatever `chunks` does."""
    media = "application/json" if provider == "gemini" and part == "picture" else "text/event-stream"
    return lambda _: httpx.Response(200, headers={"content-type": media}, content=chunks)


async def never(_: httpx.Request) -> httpx.Response:
    """Silence."""
    await asyncio.sleep(60)
    raise AssertionError("nobody waits that long")
