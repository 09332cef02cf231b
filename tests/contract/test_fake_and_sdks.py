"""The official SDKs understand the fake: what our adapters learn from it is not our own invention."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import httpx2
from google import genai
from google.genai import types
from openai import AsyncOpenAI

from tests.fakes import answers

if TYPE_CHECKING:
    from tests.fakes.provider import FakeProvider


def test_the_official_sdk_of_openai_understands_the_fake(fake: FakeProvider) -> None:
    async def run(port: int) -> tuple[list[str], list[str], list[str]]:
        http = httpx2.AsyncClient()
        url = f"http://127.0.0.1:{port}/v1"
        async with AsyncOpenAI(api_key="sk-test-ok", base_url=url, http_client=http) as client:
            pictures = await client.images.generate(
                prompt="x", model="y", size="1024x1024", quality="low", stream=True, partial_images=2
            )
            texts = await client.responses.create(model="x", input="y", stream=True)
            return (
                [event.type async for event in pictures],
                [event.delta async for event in texts if event.type == "response.output_text.delta"],
                [model.id async for model in client.models.list()],
            )

    pictures, deltas, models = asyncio.run(run(fake.port))
    assert pictures[1:] == [*["image_generation.partial_image"] * 2, "image_generation.completed"]
    assert "".join(deltas) == answers.TEXT
    assert models == list(answers.OPENAI_MODELS)


def test_the_official_sdk_of_gemini_understands_the_fake(fake: FakeProvider) -> None:
    async def run(port: int) -> tuple[bytes | None, str]:
        http = httpx.AsyncClient()
        options = types.HttpOptions(httpx_async_client=http, api_version="v1beta", base_url=f"http://127.0.0.1:{port}")
        async with genai.Client(api_key="AQ.test-ok", http_options=options).aio as client:
            answer = await client.models.generate_content(model="x", contents="y")
            stream = await client.models.generate_content_stream(model="x", contents="y")
            text = "".join([chunk.text or "" async for chunk in stream])
        await http.aclose()
        blobs = [part.inline_data for part in answer.parts or [] if part.inline_data and not part.thought]
        return blobs[-1].data, text

    picture, text = asyncio.run(run(fake.port))
    assert picture == answers.png(answers.GEMINI_COLOUR)
    assert text == answers.TEXT
