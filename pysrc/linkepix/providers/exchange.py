"""One request to a provider and its answer: deadlines, retries, and every way to fail as one of our leaves.

Knows HTTP and knows no provider: an adapter brings the call, and a function that reads problems.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

import httpx
from httpx import codes

from linkepix.errors import GarbledAnswerError, KeyRejectedError
from linkepix.providers import retry, sse
from linkepix.providers.answers import redacted
from linkepix.providers.failing import BROKEN, CONNECT_SECONDS, REFUSED_SECONDS, leaf_of, media_of, was_never_sent
from linkepix.providers.guard import PURPOSE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping

    from linkepix.errors import ProviderError
    from linkepix.providers.answers import Problem

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
BODY_LIMIT = sse.EVENT_LIMIT

_UNCLEAR = (codes.REQUEST_TIMEOUT, codes.CONFLICT)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds: to connect, between two chunks (`gap`), and for the whole.

    OpenAI: a complex picture takes up to two minutes (image generation guide, "Limitations"). `refused`: see
    REFUSED_SECONDS.
    """

    connect: float = CONNECT_SECONDS
    message_gap: float = 60.0
    message: float = 120.0
    picture_gap: float = 240.0
    picture: float = 300.0
    models: float = 20.0
    refused: float = REFUSED_SECONDS


TIMEOUTS = Timeouts()


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `accept` is the media type that its answer must have; `purpose` a use of the manifest's."""

    method: str
    url: str
    accept: str
    gap: float
    total: float
    purpose: Literal["picture", "message", "models"]
    body: Mapping[str, object] | None = None

    @property
    def picture(self) -> bool:
        """True for what is dear."""
        return self.purpose == "picture"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Sends calls for one provider with one key."""

    provider: str
    client: httpx.AsyncClient
    key: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    read_problem: Callable[[int, object], Problem]
    sleep: Callable[[float], Awaitable[object]]
    timeouts: Timeouts

    async def events(self, call: Call) -> AsyncGenerator[object]:
        """The JSON of each server-sent event, as it comes. Raises ProviderError.

        The caller tells the last event, and what it means that none came.
        """
        async with aclosing(self._chunks(call)) as chunks, aclosing(sse.events(chunks)) as events:
            try:
                async for data in events:
                    yield self._parsed(call, data)
            except sse.UnreadableStreamError as error:
                raise self.error(call, GarbledAnswerError, str(error), codes.OK) from error

    async def json(self, call: Call) -> object:
        """The answer as a whole. Raises ProviderError."""
        body = bytearray()
        async with aclosing(self._chunks(call)) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise self.error(call, GarbledAnswerError, status=codes.OK)
        return self._parsed(call, bytes(body))

    def error(
        self, call: Call, leaf: type[ProviderError], detail: str = "", status: int | None = None
    ) -> ProviderError:
        """A leaf with all that is known. Without a status, it is assumed that the request was sent.

        A picture is billed once it is drawn, whether its answer arrives or not: only an answer that says no
        before any work (4xx) is surely free. 408 and 409 don't say that.
        """
        surely_free = status is not None and codes.is_client_error(status) and status not in _UNCLEAR
        return leaf(
            self.provider,
            redacted(detail, self.key),
            status=status,
            may_be_billed=call.picture and not surely_free,
        )

    def reported(self, call: Call, status: int, body: object) -> ProviderError:
        """The error that a body describes; `status` 200 for one inside a stream."""
        problem = self.read_problem(status, body)
        return self.error(call, problem.leaf, problem.detail, status)

    async def _chunks(self, call: Call) -> AsyncGenerator[bytes]:
        """The body of a 200, raw.

        The deadline is set around each step, never around a yield: there it would strike the consumer's code.
        """
        started = asyncio.get_running_loop().time()
        with self._as_leaf(call, started):
            async with asyncio.timeout_at(started + call.total):
                response = await self._opened(call)
        try:
            # httpx declares an iterator and returns a generator (0.28.1), which wants to be closed.
            async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_bytes())) as chunks:
                while True:
                    with self._as_leaf(call, started, codes.OK):
                        async with asyncio.timeout_at(started + call.total):
                            chunk = await anext(chunks, None)
                    if chunk is None:
                        return
                    yield chunk
        finally:
            await response.aclose()

    async def _opened(self, call: Call) -> httpx.Response:
        """A 200 of the right media type, its body unread; tried again where that is safe."""
        retries = 0
        while True:
            response = await self._sent(call)
            if response.status_code == codes.OK:
                return await self._expected(call, response)
            body = await _body_of(response)
            problem = self.read_problem(response.status_code, body)
            error = self.error(call, problem.leaf, problem.detail, response.status_code)
            error.retry_after = _seconds(response) or problem.wait
            pause = retry.pause(error, retries, error.retry_after)
            if pause is None:
                raise error
            retries += 1
            await self.sleep(pause)

    async def _sent(self, call: Call) -> httpx.Response:
        if not (self.key.isascii() and self.key.isprintable()):
            # Such a key can't be put into a header, so that no provider can have made it.
            raise KeyRejectedError(self.provider)
        request = self.client.build_request(
            call.method,
            call.url,
            headers={**self.headers, "Accept": call.accept},
            json=call.body,
            timeout=httpx.Timeout(self.timeouts.connect, read=call.gap),
            extensions={PURPOSE: call.purpose},
        )
        return await self.client.send(request, stream=True)

    async def _expected(self, call: Call, response: httpx.Response) -> httpx.Response:
        kind = media_of(response)
        if kind != call.accept:
            await response.aclose()
            raise self.error(call, GarbledAnswerError, kind, codes.OK)
        return response

    @contextmanager
    def _as_leaf(self, call: Call, started: float, status: int | None = None) -> Iterator[None]:
        """Turns what httpx raises into a leaf; `status` is None as long as there is no answer."""
        try:
            yield
        except BROKEN as cause:
            error = self.error(call, leaf_of(cause, answered=status is not None), status=status)
            waited = asyncio.get_running_loop().time() - started
            if status is None and was_never_sent(cause, waited, self.timeouts.refused):
                error.may_be_billed = False
            raise error from cause

    def _parsed(self, call: Call, text: str | bytes) -> object:
        try:
            parsed: object = json.loads(text)
        except ValueError as error:
            raise self.error(call, GarbledAnswerError, status=codes.OK) from error
        return parsed


async def _body_of(response: httpx.Response) -> object:
    """The JSON of an error's body; None where there is none, as the status says enough."""
    try:
        parsed: object = json.loads(await response.aread())
    except (ValueError, httpx.HTTPError):
        return None
    finally:
        await response.aclose()
    return parsed


def _seconds(response: httpx.Response) -> float | None:
    """Retry-After in seconds. A page cannot read it at OpenAI: it is not among the exposed headers."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else None
