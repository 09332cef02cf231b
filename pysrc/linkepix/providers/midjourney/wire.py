"""One request to a gateway, or for a picture, and its answer."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
from httpx import codes

from linkepix.errors import (
    GarbledAnswerError,
    GatewayUnreachableError,
    KeyRejectedError,
    PictureElsewhereError,
    UndeclaredRecipientError,
    UnreachableError,
)
from linkepix.model.gateway import host_of
from linkepix.model.generation import Picture
from linkepix.providers.answers import PICTURE_KINDS, redacted
from linkepix.providers.failing import BROKEN, CONNECT_SECONDS, leaf_of, media_of, was_never_sent
from linkepix.providers.guard import PURPOSE
from linkepix.providers.midjourney.protocol import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkepix.errors import ProviderError
    from linkepix.providers.midjourney.protocol import Ask

SUBMIT_SECONDS = 60.0
ASK_SECONDS = 20.0
PICTURE_SECONDS = 120.0

ANSWER_LIMIT = 2_000_000
PICTURE_LIMIT = 60_000_000
"""Bytes. A picture of 2048 by 2048 pixels as a PNG has about 8 million."""

_OTHER_HOST = {"cdn.discordapp.com": "media.discordapp.net"}
"""Discord has each file under both names. The first lets pages read some of them, the second all
(discord/discord-api-docs#6047)."""

_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(frozen=True, slots=True)
class Wire:
    """Sends requests to one gateway. `secret` is taken out of what it says."""

    client: httpx.AsyncClient
    provider: str
    address: str
    headers: Mapping[str, str] = field(repr=False)
    secret: str = field(repr=False)

    @property
    def host(self) -> str:
        return host_of(self.address)

    async def ask(self, ask: Ask) -> Answer:
        """Return the answer whatever its status. Raises ProviderError where there is none."""
        seconds = SUBMIT_SECONDS if ask.purpose == "picture" else ASK_SECONDS
        if not self.secret.isascii() or not self.secret.isprintable():
            raise KeyRejectedError(self.provider)  # it can't be put into a header
        request = self.client.build_request(
            ask.method,
            f"{self.address}{ask.path}",
            headers={**self.headers, "Accept": "application/json"},
            json=ask.body,
            timeout=httpx.Timeout(CONNECT_SECONDS, read=seconds),
            extensions={PURPOSE: ask.purpose},
        )
        with self._as_leaf(is_paid=ask.purpose == "picture"):
            async with asyncio.timeout(seconds):
                response, content = await self._read(request, ANSWER_LIMIT)
        return _answer(response.status_code, content)

    async def picture(self, address: str) -> Picture:
        """Fetch a finished picture, without the token. Raises PictureElsewhereError where a page can't read it."""
        for one in _addresses(address):
            try:
                return await self._fetched(one)
            except (*BROKEN, UndeclaredRecipientError, GarbledAnswerError):
                continue
        raise PictureElsewhereError(self.provider, host_of(address), address)

    def error(self, leaf: type[ProviderError], detail: str = "", *, may_be_billed: bool = False) -> ProviderError:
        return leaf(self.provider, redacted(detail, self.secret), may_be_billed=may_be_billed)

    async def _fetched(self, address: str) -> Picture:
        request = self.client.build_request(
            "GET",
            address,
            headers={"Accept": "image/*"},
            timeout=httpx.Timeout(CONNECT_SECONDS, read=PICTURE_SECONDS),
            extensions={PURPOSE: "result"},
        )
        async with asyncio.timeout(PICTURE_SECONDS):
            response, content = await self._read(request, PICTURE_LIMIT)
        mime = _kind_of(media_of(response), content)
        if response.status_code != codes.OK or not mime:
            raise GarbledAnswerError(self.provider)
        return Picture(mime, content)

    async def _read(self, request: httpx.Request, limit: int) -> tuple[httpx.Response, bytes]:
        response = await self.client.send(request, stream=True)
        content = bytearray()
        try:
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > limit:
                    raise GarbledAnswerError(self.provider, may_be_billed=True)
        finally:
            await response.aclose()
        return response, bytes(content)

    @contextmanager
    def _as_leaf(self, *, is_paid: bool) -> Iterator[None]:
        started = asyncio.get_running_loop().time()
        try:
            yield
        except BROKEN as cause:
            waited = asyncio.get_running_loop().time() - started
            billed = is_paid and not was_never_sent(cause, waited)
            leaf = leaf_of(cause, answered=isinstance(cause, httpx.ReadError))
            if leaf is UnreachableError:
                raise GatewayUnreachableError(self.provider, self.host, may_be_billed=billed) from cause
            raise self.error(leaf, may_be_billed=billed) from cause


def _answer(status: int, content: bytes) -> Answer:
    try:
        return Answer(status, json.loads(content))
    except ValueError:
        return Answer(status, is_empty=not content.strip())


def _addresses(address: str) -> Iterator[str]:
    yield address
    host = host_of(address)
    if other := _OTHER_HOST.get(host):
        yield address.replace(host, other, 1)


def _kind_of(media: str, content: bytes) -> str:
    """Return the media type of a picture; "" for what is none. Some hosts call any file a stream of bytes."""
    if media in PICTURE_KINDS:
        return media
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")
