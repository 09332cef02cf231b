"""Google Gemini, the native API: pictures by generateContent, text by streamGenerateContent.

Facts from google-genai 3.3.0 (`types.py`, the `_to_mldev` converters of `models.py`) and recorded answers of
the SDKs' own tests. The key goes into the header x-goog-api-key, never into the address; which headers a page
may send was found by preflights (github.com/googleapis/js-genai/issues/1723).
"""

from __future__ import annotations

import asyncio
import re
from contextlib import aclosing
from typing import TYPE_CHECKING
from urllib.parse import quote

from httpx import codes

from linkepix.errors import (
    AccessDeniedError,
    BillingError,
    CutOffError,
    GarbledAnswerError,
    KeyRejectedError,
    QuotaExhaustedError,
    RateLimitedError,
    RefusedError,
)
from linkepix.model.generation import Usage
from linkepix.providers.answers import Problem, at, count_at, leaf_by_status, list_at, picture_of, text_at
from linkepix.providers.base import FinishedPicture, FinishedText, TextDelta
from linkepix.providers.exchange import EVENT_STREAM, JSON, TIMEOUTS, Call, Exchange
from linkepix.providers.pricing import usage_cost
from linkepix.providers.registry import GEMINI, GEMINI_MESSAGE, GEMINI_PICTURE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    import httpx

    from linkepix.errors import ProviderError
    from linkepix.model.generation import Picture
    from linkepix.model.request import MakerChoice
    from linkepix.providers.base import MessageJob, PartialPicture, PictureJob
    from linkepix.providers.exchange import Timeouts

MAX_OUTPUT_TOKENS = 8_192
"""Three variants of the longest channel are about 6,000 tokens; what a model thinks counts too."""

_FINISHED = "STOP"

_FINISH_LEAVES: Mapping[str, type[ProviderError]] = {
    "MAX_TOKENS": CutOffError,
    "CONTINUATION": CutOffError,
    "MALFORMED_FUNCTION_CALL": GarbledAnswerError,
    "MALFORMED_RESPONSE": GarbledAnswerError,
    "MISSING_THOUGHT_SIGNATURE": GarbledAnswerError,
    "TOO_MANY_TOOL_CALLS": GarbledAnswerError,
    "UNEXPECTED_TOOL_CALL": GarbledAnswerError,
}
"""`finishReason` → leaf. Any other one, and there are a dozen, is a kind of block: RefusedError."""

_REASON_LEAVES: Mapping[str, type[ProviderError]] = {
    "API_KEY_INVALID": KeyRejectedError,
    "BILLING_DISABLED": BillingError,
}
"""`reason` of a google.rpc.ErrorInfo → leaf."""

_STATUS_LEAVES: Mapping[str, type[ProviderError]] = {
    # "User location is not supported for the API use", with HTTP 400.
    "FAILED_PRECONDITION": AccessDeniedError,
}
"""`error.status` → leaf, where the HTTP status would mislead."""

_DURATION = re.compile(r"(\d+(?:\.\d+)?)s")


class Gemini:
    """PictureMaker, MessageMaker and KeyTester. All methods raise leaves of ProviderError."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        key: str,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        key = key.strip()
        headers = {"x-goog-api-key": key}
        self._timeouts = timeouts
        self._exchange = Exchange(GEMINI.id, client, key, headers, read_problem, sleep, timeouts)

    async def draw(self, job: PictureJob) -> AsyncGenerator[PartialPicture | FinishedPicture]:
        """One finished picture: this API has no partial ones."""
        choice = GEMINI_PICTURE.completed(job.choice)
        call = self._picture_call(choice.model, picture_body(job.prompt, choice))
        answer = await self._exchange.json(call)
        picture = _picture(answer)
        if picture is None:
            raise self._without_picture(call, answer)
        yield FinishedPicture(picture, _picture_usage(answer, choice.model))

    async def write(self, job: MessageJob) -> AsyncGenerator[TextDelta | FinishedText]:
        """The text as it comes, then the whole of it. The event that names a finish reason is the last."""
        choice = GEMINI_MESSAGE.completed(job.choice)
        call = self._message_call(choice.model, message_body(job))
        deltas: list[str] = []
        async with aclosing(self._exchange.events(call)) as events:
            async for event in events:
                self._check(call, event)
                if delta := _text(event):
                    deltas.append(delta)
                    yield TextDelta(delta)
                if reason := text_at(event, "candidates", 0, "finishReason"):
                    text = "".join(deltas)
                    if reason != _FINISHED or not text.strip():
                        raise self._unfinished(call, event, reason)
                    yield FinishedText(text, _text_usage(event, choice.model))
                    return
        raise self._exchange.error(call, CutOffError, status=codes.OK)

    async def list_models(self) -> list[str]:
        """Ids, without "models/", of what can generate content. One page: 1,000 is the largest there is."""
        seconds = self._timeouts.models
        call = Call("GET", f"{GEMINI.base_url}/models?pageSize=1000", JSON, seconds, seconds, "models")
        models = at(await self._exchange.json(call), "models")
        if not isinstance(models, list):
            raise self._exchange.error(call, GarbledAnswerError, status=codes.OK)
        able = [model for model in models if "generateContent" in list_at(model, "supportedGenerationMethods")]
        return [text_at(model, "name").removeprefix("models/") for model in able]

    def _picture_call(self, model: str, body: Mapping[str, object]) -> Call:
        url = f"{_model_url(model)}:generateContent"
        wait = self._timeouts
        return Call("POST", url, JSON, wait.picture_gap, wait.picture, "picture", body)

    def _message_call(self, model: str, body: Mapping[str, object]) -> Call:
        url = f"{_model_url(model)}:streamGenerateContent?alt=sse"
        return Call("POST", url, EVENT_STREAM, self._timeouts.message_gap, self._timeouts.message, "message", body)

    def _check(self, call: Call, event: object) -> None:
        """Raises where an event is an error, or says that the prompt was blocked."""
        if at(event, "error") or at(event, 0, "error"):
            raise self._exchange.reported(call, codes.OK, event)
        if block := text_at(event, "promptFeedback", "blockReason"):
            raise self._exchange.error(call, RefusedError, block, codes.OK)

    def _without_picture(self, call: Call, answer: object) -> ProviderError:
        """Why a 200 holds no picture. A model that only talks has declined in its own words."""
        self._check(call, answer)
        reason = text_at(answer, "candidates", 0, "finishReason")
        if reason == _FINISHED and (words := _text(answer)):
            return self._exchange.error(call, RefusedError, words, codes.OK)
        return self._unfinished(call, answer, reason)

    def _unfinished(self, call: Call, answer: object, reason: str) -> ProviderError:
        if reason in ("", _FINISHED):
            return self._exchange.error(call, GarbledAnswerError, status=codes.OK)
        detail = f"{reason} {text_at(answer, 'candidates', 0, 'finishMessage')}"
        return self._exchange.error(call, _FINISH_LEAVES.get(reason, RefusedError), detail, codes.OK)


def picture_body(prompt: str, choice: MakerChoice) -> dict[str, object]:
    """Text is asked for beside the picture, so that a model which declines can say why."""
    return {
        "contents": [{"role": "user", "parts": [{"text": prompt}]}],
        "generationConfig": {
            "responseModalities": ["TEXT", "IMAGE"],
            "imageConfig": {"aspectRatio": choice.size, "imageSize": choice.quality},
        },
    }


def message_body(job: MessageJob) -> dict[str, object]:
    return {
        "systemInstruction": {"parts": [{"text": job.instructions}]},
        "contents": [{"role": "user", "parts": [{"text": job.context}]}],
        "generationConfig": {"maxOutputTokens": MAX_OUTPUT_TOKENS},
    }


def read_problem(status: int, body: object) -> Problem:
    """What `{"error": {"code", "message", "status", "details"}}` means; a stream may put it into a list."""
    error = at(body, "error") or at(body, 0, "error")
    detail, details = text_at(error, "message"), list_at(error, "details")
    for reason in (text_at(entry, "reason") for entry in details):
        if reason in _REASON_LEAVES:
            return Problem(_REASON_LEAVES[reason], detail)
    # Inside a stream the HTTP status was 200, and the body names the one that it should have been.
    told = status if status != codes.OK else count_at(error, "code") or codes.INTERNAL_SERVER_ERROR
    if told == codes.TOO_MANY_REQUESTS:
        leaf = QuotaExhaustedError if _exhausted(detail, details) else RateLimitedError
        return Problem(leaf, detail, _retry_delay(details))
    return Problem(_STATUS_LEAVES.get(text_at(error, "status")) or leaf_by_status(told), detail)


def _exhausted(message: str, details: list[object]) -> bool:
    """Whether a 429 is one that waiting a minute does not help.

    google.rpc.QuotaFailure names the quotas, such as "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
    (github.com/google-gemini/gemini-cli/issues/8437). Where it is missing, the message tells "You exceeded
    your current quota" from "Resource has been exhausted"; "limit: 0" is a quota that the plan does not have.
    """
    quotas = [text_at(entry, "quotaId") for item in details for entry in list_at(item, "violations")]
    if any("PerDay" in quota for quota in quotas) or re.search(r"\blimit: 0\b", message):
        return True
    return not quotas and "exceeded your current quota" in message


def _retry_delay(details: list[object]) -> float | None:
    """Seconds from a google.rpc.RetryInfo ("34s")."""
    for entry in details:
        if duration := _DURATION.fullmatch(text_at(entry, "retryDelay")):
            return float(duration[1])
    return None


def _model_url(model: str) -> str:
    return f"{GEMINI.base_url}/models/{quote(model.removeprefix('models/'), safe='')}"


def _parts(answer: object) -> list[object]:
    """The parts of the first candidate that are not thoughts."""
    parts = list_at(answer, "candidates", 0, "content", "parts")
    return [part for part in parts if at(part, "thought") is not True]


def _text(answer: object) -> str:
    return "".join(text_at(part, "text") for part in _parts(answer))


def _picture(answer: object) -> Picture | None:
    """The last picture: earlier ones are drafts."""
    blobs = [blob for part in _parts(answer) if (blob := at(part, "inlineData"))]
    return picture_of(text_at(blobs[-1], "mimeType"), text_at(blobs[-1], "data")) if blobs else None


def _picture_usage(answer: object, model: str) -> Usage | None:
    usage = at(answer, "usageMetadata")
    if usage is None:
        return None
    text_in, out = count_at(usage, "promptTokenCount"), _tokens_out(usage)
    counts = [
        count_at(entry, "tokenCount")
        for entry in list_at(usage, "candidatesTokensDetails")
        if text_at(entry, "modality") == "IMAGE"
    ]
    drawn = sum(counts) or count_at(usage, "candidatesTokenCount")
    cost = usage_cost(GEMINI_PICTURE.row(model), text_in=text_in, text_out=out - drawn, picture_out=drawn)
    return Usage(text_in, out, cost)


def _text_usage(event: object, model: str) -> Usage | None:
    usage = at(event, "usageMetadata")
    if usage is None:
        return None
    text_in, out = count_at(usage, "promptTokenCount"), _tokens_out(usage)
    return Usage(text_in, out, usage_cost(GEMINI_MESSAGE.row(model), text_in=text_in, text_out=out))


def _tokens_out(usage: object) -> int:
    """Thoughts are charged as output."""
    return count_at(usage, "candidatesTokenCount") + count_at(usage, "thoughtsTokenCount")
