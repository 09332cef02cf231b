"""The same inputs through our adapter and through the official SDK: one request, down to the field."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import httpx2
import pytest
from dirty_equals import IsPartialDict
from google import genai
from google.genai import types
from openai import AsyncOpenAI

from linkepix.model.request import MakerChoice
from linkepix.providers.gemini import MAX_OUTPUT_TOKENS, Gemini
from linkepix.providers.openai import OpenAI
from tests.fakes.jobs import message_job, parts_of, picture_job

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

RECORDED = Path(__file__).parent / "recorded"
OPENAI_KEY = "sk-canary-1234567890"
GEMINI_KEY = "AQ.canary-1234567890"
STREAM, ONE = "text/event-stream", "application/json"

PICTURE = picture_job(MakerChoice("openai", "gpt-image-2.5-flare", "1536x1024", "high"))
RATIO = picture_job(MakerChoice("gemini", "gemini-nano-banana-2.1", "3:2", "1K"))
MESSAGE = message_job(MakerChoice("openai", "gpt-6-luna"))
MESSAGE_GEMINI = message_job(MakerChoice("gemini", "gemini-3.5-flash-lite"))


@dataclass(frozen=True, slots=True)
class Sent:
    """What left, by whoever sent it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: object


def ours(make: Callable[[httpx.AsyncClient], Awaitable[object]], recorded: str, media: str) -> Sent:
    """The request of our adapter, which is answered from a recording."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        content = (RECORDED / recorded).read_bytes()
        return httpx.Response(200, headers={"content-type": media}, content=content)

    async def run() -> None:
        # A client as the browser has it: no headers of its own.
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer), headers={}) as client:
            await make(client)

    asyncio.run(run())
    return sent(seen[0].method, str(seen[0].url), seen[0].headers, seen[0].content)


def openai_sdk(make: Callable[[AsyncOpenAI], Awaitable[object]], recorded: str, media: str) -> Sent:
    """The request of the official SDK, answered the same."""
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        content = (RECORDED / recorded).read_bytes()
        return httpx2.Response(200, headers={"content-type": media}, content=content)

    async def run() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        async with AsyncOpenAI(api_key=OPENAI_KEY, http_client=http, max_retries=0) as client:
            await make(client)

    asyncio.run(run())
    return sent(seen[0].method, str(seen[0].url), seen[0].headers, seen[0].content)


def gemini_sdk(make: Callable[[genai.client.AsyncClient], Awaitable[object]], recorded: str, media: str) -> Sent:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        content = (RECORDED / recorded).read_bytes()
        return httpx.Response(200, headers={"content-type": media}, content=content)

    async def run() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        # Since 3.0.0 the SDK's own default is v1; see the registry for why ours is not.
        options = types.HttpOptions(httpx_async_client=http, api_version="v1beta")
        async with genai.Client(api_key=GEMINI_KEY, http_options=options).aio as client:
            await make(client)
        await http.aclose()

    asyncio.run(run())
    return sent(seen[0].method, str(seen[0].url), seen[0].headers, seen[0].content)


def sent(method: str, url: str, headers: Mapping[str, str], content: bytes) -> Sent:
    return Sent(method, url, dict(headers), json.loads(content) if content else None)


def agree(mine: Sent, theirs: Sent, auth: str) -> None:
    """Same address, same method, same key in the same header, and every field of ours as they send it."""
    assert (mine.method, mine.url) == (theirs.method, theirs.url)
    assert mine.headers[auth] == theirs.headers[auth]
    if isinstance(mine.body, dict):
        assert mine.headers["content-type"] == theirs.headers["content-type"]
        assert theirs.body == IsPartialDict(mine.body)
    else:
        assert mine.body is None


async def drain(stream: Awaitable[object]) -> None:
    """Reads an SDK's stream to its end."""
    async for _ in await stream:  # type: ignore[attr-defined]  # SDKs give a stream of their own here
        pass


def test_a_picture_of_openai_is_asked_for_as_the_sdk_does() -> None:
    mine = ours(lambda client: parts_of(OpenAI(client, OPENAI_KEY).draw(PICTURE)), "openai-picture.sse", STREAM)
    theirs = openai_sdk(
        lambda client: drain(
            client.images.generate(
                prompt=PICTURE.prompt,
                model="gpt-image-2.5-flare",
                size="1536x1024",
                quality="high",
                output_format="png",
                stream=True,
                partial_images=2,
            )
        ),
        "openai-picture.sse",
        STREAM,
    )
    agree(mine, theirs, "authorization")


def test_a_message_of_openai_is_asked_for_as_the_sdk_does() -> None:
    mine = ours(lambda client: parts_of(OpenAI(client, OPENAI_KEY).write(MESSAGE)), "openai-text.sse", STREAM)
    theirs = openai_sdk(
        lambda client: drain(
            client.responses.create(
                model="gpt-6-luna",
                instructions=MESSAGE.instructions,
                input=MESSAGE.context,
                max_output_tokens=8_192,
                store=False,
                stream=True,
            )
        ),
        "openai-text.sse",
        STREAM,
    )
    agree(mine, theirs, "authorization")


def test_models_of_openai_are_listed_as_the_sdk_does() -> None:
    mine = ours(lambda client: OpenAI(client, OPENAI_KEY).list_models(), "openai-models.json", ONE)
    theirs = openai_sdk(lambda client: drain(_nothing(client.models.list())), "openai-models.json", ONE)
    agree(mine, theirs, "authorization")


async def _nothing[T](value: T) -> T:
    return value


def test_a_picture_of_gemini_is_asked_for_as_the_sdk_does() -> None:
    mine = ours(lambda client: parts_of(Gemini(client, GEMINI_KEY).draw(RATIO)), "gemini-picture.json", ONE)
    config = types.GenerateContentConfig(
        response_modalities=["TEXT", "IMAGE"],
        image_config=types.ImageConfig(aspect_ratio="3:2", image_size="1K"),
    )
    theirs = gemini_sdk(
        lambda client: client.models.generate_content(
            model="gemini-nano-banana-2.1", contents=RATIO.prompt, config=config
        ),
        "gemini-picture.json",
        ONE,
    )
    agree(mine, theirs, "x-goog-api-key")


def test_a_message_of_gemini_is_asked_for_as_the_sdk_does() -> None:
    job = MESSAGE_GEMINI
    mine = ours(lambda client: parts_of(Gemini(client, GEMINI_KEY).write(job)), "gemini-text.sse", STREAM)
    config = types.GenerateContentConfig(
        system_instruction=types.Content(parts=[types.Part(text=job.instructions)]),
        max_output_tokens=MAX_OUTPUT_TOKENS,
    )
    theirs = gemini_sdk(
        lambda client: drain(
            client.models.generate_content_stream(model="gemini-3.5-flash-lite", contents=job.context, config=config)
        ),
        "gemini-text.sse",
        STREAM,
    )
    agree(mine, theirs, "x-goog-api-key")


def test_models_of_gemini_are_listed_where_the_sdk_lists_them() -> None:
    mine = ours(lambda client: Gemini(client, GEMINI_KEY).list_models(), "gemini-models.json", ONE)
    config = types.ListModelsConfig(page_size=1_000, query_base=True)
    theirs = gemini_sdk(lambda client: client.models.list(config=config), "gemini-models.json", ONE)
    agree(mine, theirs, "x-goog-api-key")


ALL = [
    pytest.param(lambda c: parts_of(OpenAI(c, OPENAI_KEY).draw(picture_job())), "openai-picture.sse", STREAM),
    pytest.param(lambda c: parts_of(OpenAI(c, OPENAI_KEY).write(message_job())), "openai-text.sse", STREAM),
    pytest.param(lambda c: OpenAI(c, OPENAI_KEY).list_models(), "openai-models.json", ONE),
    pytest.param(lambda c: parts_of(Gemini(c, GEMINI_KEY).draw(picture_job())), "gemini-picture.json", ONE),
    pytest.param(lambda c: parts_of(Gemini(c, GEMINI_KEY).write(message_job())), "gemini-text.sse", STREAM),
    pytest.param(lambda c: Gemini(c, GEMINI_KEY).list_models(), "gemini-models.json", ONE),
]


@pytest.mark.parametrize(("make", "recorded", "media"), ALL)
def test_the_key_is_in_one_header_and_nowhere_else(
    make: Callable[[httpx.AsyncClient], Awaitable[object]], recorded: str, media: str
) -> None:
    request = ours(make, recorded, media)
    holders = [name for name, value in request.headers.items() if "canary" in value]
    assert holders in (["authorization"], ["x-goog-api-key"])
    assert "canary" not in request.url
    assert "canary" not in json.dumps(request.body)


# What httpx adds by itself; a browser writes its own in their place.
HTTPX_OWN = {"host", "accept-encoding", "connection", "user-agent", "content-length"}


@pytest.mark.parametrize(("make", "recorded", "media"), ALL)
def test_only_headers_that_a_page_may_send_are_sent(
    make: Callable[[httpx.AsyncClient], Awaitable[object]], recorded: str, media: str
) -> None:
    headers = set(ours(make, recorded, media).headers) - HTTPX_OWN
    assert headers <= {"accept", "content-type", "authorization", "x-goog-api-key"}


def test_openai_is_told_to_store_nothing() -> None:
    request = ours(lambda client: parts_of(OpenAI(client, OPENAI_KEY).write(MESSAGE)), "openai-text.sse", STREAM)
    assert request.body == IsPartialDict(store=False)


def test_any_model_may_be_named_when_it_is_typed() -> None:
    choice = MakerChoice("gemini", "models/tuned one?key=x")
    request = ours(
        lambda client: parts_of(Gemini(client, GEMINI_KEY).write(message_job(choice))),
        "gemini-text.sse",
        STREAM,
    )
    path = "/v1beta/models/tuned%20one%3Fkey%3Dx:streamGenerateContent?alt=sse"
    assert request.url == f"https://generativelanguage.googleapis.com{path}"


def test_the_rows_defaults_are_asked_for_when_nothing_is_chosen() -> None:
    request = ours(
        lambda client: parts_of(OpenAI(client, OPENAI_KEY).draw(picture_job())), "openai-picture.sse", STREAM
    )
    assert request.body == IsPartialDict(model="gpt-image-2.5-flare", size="1024x1024", quality="medium")
