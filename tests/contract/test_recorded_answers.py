"""Answers as they were recorded: our adapters understand the bytes that the official SDKs understand."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import httpx2
import pytest
from google.genai import errors as genai_errors
from google.genai import types
from openai import APIStatusError, AsyncOpenAI
from openai.types import Model
from openai.types.image_gen_completed_event import ImageGenCompletedEvent
from openai.types.responses import ResponseCompletedEvent

from linkepix.providers.base import FinishedPicture, FinishedText, PartialPicture, TextDelta
from linkepix.providers.gemini import Gemini
from linkepix.providers.openai import OpenAI
from tests.fakes import answers
from tests.fakes.jobs import message_job, parts_of, picture_job

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

RECORDED = Path(__file__).parent / "recorded"
KEY = "sk-test-recorded"
TEXT = "Hi Zoë,\n\nyour talk on grid storage — “batteries, but boring” 🙂 — was great.\nWorth a chat?"


def replayed[T](name: str, ask: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    """What our adapter makes of a recording."""
    media = "text/event-stream" if name.endswith(".sse") else "application/json"
    content = (RECORDED / name).read_bytes()

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": media}, content=content)

    async def run() -> T:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            return await ask(client)

    return asyncio.run(run())


def sdk_events(name: str, ask: Callable[[AsyncOpenAI], Awaitable[object]]) -> list[object]:
    """What OpenAI's SDK makes of it."""
    content = (RECORDED / name).read_bytes()

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=content)

    async def run() -> list[object]:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        async with AsyncOpenAI(api_key=KEY, http_client=http) as client:
            return [event async for event in await ask(client)]  # type: ignore[attr-defined]  # the SDK's stream

    return asyncio.run(run())


def chunks(name: str) -> list[types.GenerateContentResponse]:
    """What google-genai's types make of it; they refuse fields that they don't know."""
    events = (RECORDED / name).read_bytes().split(b"\r\n\r\n")
    bodies = [event.removeprefix(b"data: ") for event in events if event]
    return [types.GenerateContentResponse.model_validate_json(body) for body in bodies]


def test_openais_picture_is_the_sdks_picture() -> None:
    events = sdk_events("openai-picture.sse", lambda client: client.images.generate(prompt="x", model="y", stream=True))
    completed = ImageGenCompletedEvent.model_validate(events[-1].to_dict())  # type: ignore[attr-defined]  # an SDK model
    *partial, finished = replayed("openai-picture.sse", lambda c: parts_of(OpenAI(c, KEY).draw(picture_job())))
    assert isinstance(finished, FinishedPicture)
    assert finished.usage is not None
    assert finished.picture.data == base64.b64decode(completed.b64_json) == answers.png(answers.FINISHED_COLOUR)
    assert finished.picture.mime == f"image/{completed.output_format}"
    assert finished.usage.input_tokens == completed.usage.input_tokens
    assert finished.usage.output_tokens == completed.usage.output_tokens
    # 210 tokens at $5 and 639 at $30, per million.
    assert finished.usage.cost_usd == pytest.approx(0.02022)
    assert [part.picture.data for part in partial] == [answers.png(c) for c in answers.PARTIAL_COLOURS]
    assert all(isinstance(part, PartialPicture) for part in partial)


def test_openais_message_is_the_sdks_message() -> None:
    events = sdk_events("openai-text.sse", lambda client: client.responses.create(model="x", input="y", stream=True))
    completed = ResponseCompletedEvent.model_validate(events[-1].to_dict())  # type: ignore[attr-defined]  # an SDK model
    *deltas, finished = replayed("openai-text.sse", lambda c: parts_of(OpenAI(c, KEY).write(message_job())))
    assert isinstance(finished, FinishedText)
    assert finished.text == TEXT
    assert completed.response.output_text == f"I will write one variant.{TEXT}"
    assert "".join(part.text for part in deltas) == TEXT
    assert all(isinstance(part, TextDelta) for part in deltas)
    assert completed.response.usage is not None
    assert finished.usage is not None
    assert finished.usage.input_tokens == completed.response.usage.input_tokens
    assert finished.usage.output_tokens == completed.response.usage.output_tokens
    assert finished.usage.cost_usd == pytest.approx(812 * 0.10e-6 + 174 * 0.50e-6)


def test_openais_models_are_the_sdks_models() -> None:
    theirs = [Model.model_validate(model) for model in json_of("openai-models.json")["data"]]
    assert replayed("openai-models.json", lambda c: OpenAI(c, KEY).list_models()) == [m.id for m in theirs]


def test_geminis_picture_is_the_sdks_picture() -> None:
    response = types.GenerateContentResponse.model_validate(json_of("gemini-picture.json"))
    assert response.parts is not None
    blob = response.parts[-1].inline_data
    assert blob is not None
    (finished,) = replayed("gemini-picture.json", lambda c: parts_of(Gemini(c, KEY).draw(picture_job())))
    assert isinstance(finished, FinishedPicture)
    assert (finished.picture.mime, finished.picture.data) == (blob.mime_type, blob.data)
    assert finished.usage is not None
    assert (finished.usage.input_tokens, finished.usage.output_tokens) == (212, 1248)
    # 212 in at $1.50; 1,120 drawn at $30; 11 said and 117 thought at $7.50, per million.
    assert finished.usage.cost_usd == pytest.approx(0.034878)


def test_geminis_message_is_the_sdks_message() -> None:
    theirs = chunks("gemini-text.sse")
    *deltas, finished = replayed("gemini-text.sse", lambda c: parts_of(Gemini(c, KEY).write(message_job())))
    assert isinstance(finished, FinishedText)
    assert finished.text == TEXT == "".join(chunk.text or "" for chunk in theirs)
    assert "".join(part.text for part in deltas) == TEXT
    assert all(isinstance(part, TextDelta) for part in deltas)
    usage = theirs[-1].usage_metadata
    assert usage is not None
    assert finished.usage is not None
    assert finished.usage.input_tokens == usage.prompt_token_count
    assert finished.usage.output_tokens == 31 + 120
    assert finished.usage.cost_usd == pytest.approx(799 * 0.30e-6 + 151 * 2.50e-6)


def test_geminis_models_are_the_sdks_models_that_can_generate() -> None:
    theirs = [types.Model.model_validate({"name": m["name"]}) for m in json_of("gemini-models.json")["models"]]
    listed = replayed("gemini-models.json", lambda c: Gemini(c, KEY).list_models())
    assert [f"models/{model}" for model in listed] == [model.name for model in theirs[:1]]


def json_of(name: str) -> dict[str, list[dict[str, object]]]:
    parsed: dict[str, list[dict[str, object]]] = json.loads((RECORDED / name).read_text())
    return parsed


ERRORS = [
    pytest.param(recorded, id=f"{provider}-{name}")
    for provider in ("openai", "gemini")
    for name, recorded in json.loads((RECORDED / f"{provider}-errors.json").read_text()).items()
]


@pytest.mark.parametrize("recorded", ERRORS)
def test_a_recorded_error_is_one_that_the_sdks_can_read(recorded: Mapping[str, Any]) -> None:
    error, status = recorded["body"]["error"], recorded["status"]
    if "status" in error:
        with pytest.raises(genai_errors.APIError) as theirs:
            genai_errors.APIError.raise_error(status, recorded["body"], None)
        assert (theirs.value.code, theirs.value.status) == (error["code"], error["status"])
        assert theirs.value.code == status
    else:
        with pytest.raises(APIStatusError) as raised:
            asyncio.run(_listed_by_openai(status, recorded["body"]))
        assert (raised.value.status_code, raised.value.code) == (status, error["code"])
        assert raised.value.type == error["type"]


async def _listed_by_openai(status: int, body: object) -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, json=body))
    http = httpx2.AsyncClient(transport=transport)
    async with AsyncOpenAI(api_key=KEY, http_client=http, max_retries=0) as client:
        await client.models.list()
