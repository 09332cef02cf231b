"""One request to ImageKit and its answer, with every way to fail as one of our leaves.

Nothing is sent twice here: an upload's token is used up even by a failed one, and what an operation costs is not known.
"""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import httpx
from httpx import codes

from linkepix.errors import (
    EditRefusedError,
    FileGoneError,
    GarbledAnswerError,
    KeyRejectedError,
    QuotaExhaustedError,
    SignatureRejectedError,
    TooLargeToSendError,
)
from linkepix.providers.answers import leaf_by_status, redacted, text_at
from linkepix.providers.failing import BROKEN, CONNECT_SECONDS, leaf_of, media_of, was_never_sent
from linkepix.providers.guard import PURPOSE
from linkepix.providers.imagekit.operations import BYTES_LIMIT
from linkepix.providers.registry import IMAGEKIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkepix.errors import ProviderError

_BY_WORDS: Mapping[type[ProviderError], tuple[str, ...]] = {
    KeyRejectedError: ("cannot be authenticated", "invalid api key"),
    TooLargeToSendError: ("file size", "size limit"),
    SignatureRejectedError: ("signature", "expire"),
    QuotaExhaustedError: ("quota", "limit exceeded", "exhausted"),
}
"""Leaf → words of a message. Those on keys and signatures are seen in public code; the others are not documented."""

_BY_STATUS: Mapping[int, type[ProviderError]] = {
    codes.BAD_REQUEST: EditRefusedError,
    codes.NOT_FOUND: FileGoneError,
    codes.REQUEST_ENTITY_TOO_LARGE: TooLargeToSendError,
    codes.UNPROCESSABLE_ENTITY: EditRefusedError,
}
"""Where ImageKit's statuses mean something else than a model server's."""

type Purpose = Literal["upload", "result", "delete", "purge", "usage"]
"""The uses of the manifest's recipient."""

ANSWER_LIMIT = 60_000_000
"""Bytes. A result of 16 megapixels as a PNG has about 40 million."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `seconds` is for all of it; `signed_in` puts the private key into a header."""

    purpose: Purpose
    method: str
    url: str
    seconds: float
    signed_in: bool = False
    fields: Mapping[str, str] | None = None
    file: tuple[str, bytes, str] | None = None
    body: Mapping[str, str] | None = None
    accept: str = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of success. `media` is its type in lower case, without parameters."""

    status: int
    media: str
    content: bytes = field(repr=False)

    def json(self) -> object:
        """Return the parsed body; None where it is no JSON."""
        try:
            parsed: object = json.loads(self.content)
        except ValueError:
            return None
        return parsed


class Wire:
    """Sends requests with one account's private key. `ask` raises leaves of ProviderError."""

    def __init__(self, client: httpx.AsyncClient, private_key: str) -> None:
        self._client = client
        self._private_key = private_key

    async def ask(self, ask: Ask) -> Answer:
        """Return the whole answer."""
        started = asyncio.get_running_loop().time()
        with self._as_leaf(ask, started):
            async with asyncio.timeout(ask.seconds):
                return await self._answered(ask)

    def error(self, ask: Ask, leaf: type[ProviderError], detail: str = "", status: int | None = None) -> ProviderError:
        """Return a leaf with all that is known.

        An operation runs, and is charged, when its result is asked for. Only a 4xx is surely free.
        """
        if leaf is TooLargeToSendError:
            return TooLargeToSendError(IMAGEKIT.id, bytes_limit=BYTES_LIMIT, status=status)
        billed = ask.purpose == "result" and not (status is not None and codes.is_client_error(status))
        return leaf(IMAGEKIT.id, redacted(detail, self._private_key), status=status, may_be_billed=billed)

    async def _answered(self, ask: Ask) -> Answer:
        request = self._client.build_request(
            ask.method,
            ask.url,
            headers=self._headers(ask),
            data=ask.fields,
            files={"file": ask.file} if ask.file else None,
            json=ask.body,
            timeout=httpx.Timeout(CONNECT_SECONDS, read=ask.seconds, write=ask.seconds),
            extensions={PURPOSE: ask.purpose},
        )
        response = await self._client.send(request, stream=True)
        try:
            content = await self._read(ask, response)
        finally:
            await response.aclose()
        answer = Answer(response.status_code, media_of(response), content)
        if not codes.is_success(answer.status):
            raise self._problem(ask, answer, response.headers.get("ik-error", ""))
        return answer

    def _headers(self, ask: Ask) -> dict[str, str]:
        if not ask.signed_in:
            return {"Accept": ask.accept}
        # The key as the user of Basic authentication, with an empty password (imagekit.io/docs/api-overview).
        basic = base64.b64encode(f"{self._private_key}:".encode()).decode()
        return {"Accept": ask.accept, "Authorization": f"Basic {basic}"}

    async def _read(self, ask: Ask, response: httpx.Response) -> bytes:
        content = bytearray()
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > ANSWER_LIMIT:
                raise self.error(ask, GarbledAnswerError, "too long", response.status_code)
        return bytes(content)

    def _problem(self, ask: Ask, answer: Answer, told: str) -> ProviderError:
        message = text_at(answer.json(), "message") or told
        return self.error(ask, leaf_of_problem(ask.purpose, answer.status, message), message, answer.status)

    @contextmanager
    def _as_leaf(self, ask: Ask, started: float) -> Iterator[None]:
        try:
            yield
        except BROKEN as cause:
            error = self.error(ask, leaf_of(cause, answered=isinstance(cause, httpx.ReadError)))
            waited = asyncio.get_running_loop().time() - started
            if was_never_sent(cause, waited):
                error.may_be_billed = False
            raise error from cause


def leaf_of_problem(purpose: Purpose, status: int, message: str) -> type[ProviderError]:
    """Return what an answer other than success means: by its words where they are known, else by its status."""
    words = message.lower()
    for leaf, told in _BY_WORDS.items():
        if any(word in words for word in told):
            return leaf
    if purpose == "result" and status == codes.UNAUTHORIZED:
        # The host that delivers knows signatures and no keys.
        return SignatureRejectedError
    return _BY_STATUS.get(status) or leaf_by_status(status)
