"""OpenAI: pictures by POST /images/generations, text by POST /responses, both streamed.

Facts from the types of the official SDK, openai 3.51.0 (`types/image_generate_params.py`,
`types/responses/`), and developers.openai.com/api/docs/guides/error-codes. Only what is needed is sent: of
headers those that a page may send, of fields those below.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from httpx import codes

from linkepix.errors import (
    AccessDeniedError,
    BillingError,
    CutOffError,
    GarbledAnswerError,
    KeyRejectedError,
    ModelNotFoundError,
    ProviderDownError,
    QuotaExhaustedError,
    RateLimitedError,
    RefusedError,
)
from linkepix.model.generation import Usage
from linkepix.providers.answers import Problem, at, count_at, leaf_by_status, list_at, picture_of, text_at
from linkepix.providers.base import FinishedPicture, FinishedText, PartialPicture, TextDelta
from linkepix.providers.exchange import EVENT_STREAM, JSON, TIMEOUTS, Call, Exchange
from linkepix.providers.pricing import usage_cost
from linkepix.providers.registry import OPENAI, OPENAI_MESSAGE, OPENAI_PICTURE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    import httpx

    from linkepix.errors import ProviderError
    from linkepix.model.generation import Picture
    from linkepix.model.request import MakerChoice
    from linkepix.providers.base import MessageJob, PictureJob
    from linkepix.providers.exchange import Timeouts

MAX_OUTPUT_TOKENS = 8_192
"""Three variants of the longest channel are about 6,000 tokens; what a model thinks counts too."""

_OUTPUT_FORMAT = "png"

_LEAVES: Mapping[str, type[ProviderError]] = {
    "invalid_api_key": KeyRejectedError,
    "unsupported_country_region_territory": AccessDeniedError,
    "model_not_found": ModelNotFoundError,
    "billing_hard_limit_reached": BillingError,
    "insufficient_quota": QuotaExhaustedError,
    "credit_balance_exhausted": QuotaExhaustedError,
    "rate_limit_exceeded": RateLimitedError,
    "slow_down": RateLimitedError,
    "moderation_blocked": RefusedError,
    "content_policy_violation": RefusedError,
    "image_content_policy_violation": RefusedError,
    "misalignment_policy_violation": RefusedError,
    "bio_policy": RefusedError,
    "invalid_prompt": RefusedError,
    "server_error": ProviderDownError,
    "server_is_overloaded": ProviderDownError,
}
"""`error.code`, or `error.type` where that says it → the leaf. Other codes are told by the status."""


class OpenAI:
    """PictureMaker, MessageMaker and KeyTester. All methods raise leaves of ProviderError."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        key: str,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        key = key.strip()
        headers = {"Authorization": f"Bearer {key}"}
        self._timeouts = timeouts
        self._exchange = Exchange(OPENAI.id, client, key, headers, read_problem, sleep, timeouts)

    async def draw(self, job: PictureJob) -> AsyncGenerator[PartialPicture | FinishedPicture]:
        """Up to two unfinished pictures, then the finished one. A partial that can't be read is left out."""
        choice = OPENAI_PICTURE.completed(job.choice)
        call = self._picture_call(picture_body(job.prompt, choice))
        async with aclosing(self._exchange.events(call)) as events:
            async for event in events:
                self._check(call, event)
                kind, picture = text_at(event, "type"), _picture(event)
                if kind == "image_generation.partial_image" and picture:
                    yield PartialPicture(picture)
                elif kind == "image_generation.completed":
                    if picture is None:
                        raise self._exchange.error(call, GarbledAnswerError, status=codes.OK)
                    yield FinishedPicture(picture, _picture_usage(event, choice.model))
                    return
        raise self._exchange.error(call, CutOffError, status=codes.OK)

    async def write(self, job: MessageJob) -> AsyncGenerator[TextDelta | FinishedText]:
        """The text as it comes, then the whole of it."""
        choice = OPENAI_MESSAGE.completed(job.choice)
        call = self._message_call(message_body(job, choice))
        async with aclosing(self._exchange.events(call)) as events:
            async for event in events:
                self._check(call, event)
                kind = text_at(event, "type")
                if kind == "response.output_text.delta":
                    yield TextDelta(text_at(event, "delta"))
                elif kind in ("response.completed", "response.incomplete", "response.failed"):
                    yield self._finished(call, at(event, "response"), choice.model)
                    return
        raise self._exchange.error(call, CutOffError, status=codes.OK)

    async def list_models(self) -> list[str]:
        """Ids as GET /models lists them, in no useful order."""
        seconds = self._timeouts.models
        call = Call("GET", f"{OPENAI.base_url}/models", JSON, seconds, seconds, "models")
        models = at(await self._exchange.json(call), "data")
        if not isinstance(models, list):
            raise self._exchange.error(call, GarbledAnswerError, status=codes.OK)
        return [model_id for model in models if (model_id := text_at(model, "id"))]

    def _picture_call(self, body: Mapping[str, object]) -> Call:
        url = f"{OPENAI.base_url}/images/generations"
        wait = self._timeouts
        return Call("POST", url, EVENT_STREAM, wait.picture_gap, wait.picture, "picture", body)

    def _message_call(self, body: Mapping[str, object]) -> Call:
        url = f"{OPENAI.base_url}/responses"
        return Call("POST", url, EVENT_STREAM, self._timeouts.message_gap, self._timeouts.message, "message", body)

    def _check(self, call: Call, event: object) -> None:
        """Raises where an event is an error: `error` in any stream, or the event itself of type "error"."""
        if at(event, "error"):
            raise self._exchange.reported(call, codes.OK, event)
        if text_at(event, "type") == "error":
            raise self._exchange.reported(call, codes.OK, {"error": event})

    def _finished(self, call: Call, response: object, model: str) -> FinishedText:
        """The text of a response that came to an end, whichever that was."""
        if at(response, "error"):
            raise self._exchange.reported(call, codes.OK, response)
        if refusal := _spoken(response, "refusal"):
            raise self._exchange.error(call, RefusedError, refusal, codes.OK)
        if reason := text_at(response, "incomplete_details", "reason"):
            leaf = RefusedError if reason == "content_filter" else CutOffError
            raise self._exchange.error(call, leaf, reason, codes.OK)
        text = _spoken(response, "output_text")
        if not text.strip():
            raise self._exchange.error(call, GarbledAnswerError, text_at(response, "status"), codes.OK)
        return FinishedText(text, _text_usage(response, model))


def picture_body(prompt: str, choice: MakerChoice) -> dict[str, object]:
    return {
        "model": choice.model,
        "prompt": prompt,
        "size": choice.size,
        "quality": choice.quality,
        "output_format": _OUTPUT_FORMAT,
        "stream": True,
        "partial_images": OPENAI_PICTURE.partials,
    }


def message_body(job: MessageJob, choice: MakerChoice) -> dict[str, object]:
    """`store` is true by default, which keeps the answer for 30 days and more: always false here."""
    return {
        "model": choice.model,
        "instructions": job.instructions,
        "input": job.context,
        "max_output_tokens": MAX_OUTPUT_TOKENS,
        "store": False,
        "stream": True,
    }


def read_problem(status: int, body: object) -> Problem:
    """What `{"error": {"message", "type", "param", "code"}}` means, at HTTP level or in a stream (200)."""
    error = at(body, "error")
    detail = text_at(error, "message")
    for word in (text_at(error, "code"), text_at(error, "type")):
        if word in _LEAVES:
            return Problem(_LEAVES[word], detail)
    if status == codes.BAD_REQUEST and text_at(error, "param") == "model":
        return Problem(ModelNotFoundError, detail)
    return Problem(ProviderDownError if status == codes.OK else leaf_by_status(status), detail)


def _picture(event: object) -> Picture | None:
    return picture_of(f"image/{text_at(event, 'output_format') or _OUTPUT_FORMAT}", text_at(event, "b64_json"))


def _spoken(response: object, kind: str) -> str:
    """All of one kind, "output_text" or "refusal", that a response says to the reader: commentary is not."""
    field = "refusal" if kind == "refusal" else "text"
    items = [item for item in list_at(response, "output") if text_at(item, "type") == "message"]
    messages = [item for item in items if text_at(item, "phase") != "commentary"]
    parts = [part for item in messages for part in list_at(item, "content") if text_at(part, "type") == kind]
    return "".join(text_at(part, field) for part in parts)


def _picture_usage(event: object, model: str) -> Usage | None:
    usage = at(event, "usage")
    if usage is None:
        return None
    text_in, picture_out = count_at(usage, "input_tokens"), count_at(usage, "output_tokens")
    cost = usage_cost(OPENAI_PICTURE.row(model), text_in=text_in, picture_out=picture_out)
    return Usage(text_in, picture_out, cost)


def _text_usage(response: object, model: str) -> Usage | None:
    usage = at(response, "usage")
    if usage is None:
        return None
    text_in, text_out = count_at(usage, "input_tokens"), count_at(usage, "output_tokens")
    return Usage(text_in, text_out, usage_cost(OPENAI_MESSAGE.row(model), text_in=text_in, text_out=text_out))
