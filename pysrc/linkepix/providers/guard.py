"""The one door through which requests leave: declared recipients and purposes only, each written down first."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, override

import httpx

from linkepix.errors import StorageError, UndeclaredRecipientError
from linkepix.model.activity import BROKEN_OFF, FAILED, STOPPED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from linkepix.model.activity import LedgerEntry
    from linkepix.model.practices import Recipient, Use
    from linkepix.ports import Ledger

PURPOSE = "purpose"
"""The extension of a request that names what it is for: the id of one of its recipient's uses."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """Raises UndeclaredRecipientError, or StorageError where the ledger is closed, before anything is sent."""

    def __init__(self, inner: httpx.AsyncBaseTransport, recipients: tuple[Recipient, ...], ledger: Ledger) -> None:
        self._inner = inner
        self._recipients = recipients
        self._ledger = ledger

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        recipient = declared_recipient(self._recipients, request.url)
        use = _declared_use(recipient, request)
        body = await request.aread()
        entry = self._ledger.new_entry(recipient.id, request.url.host, use.id, use.clause, len(body))
        await self._ledger.begin(entry)
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.TransportError:
            await _completed(self._ledger, replace(entry, status=FAILED))
            raise
        except asyncio.CancelledError:
            await _completed(self._ledger, replace(entry, status=STOPPED))
            raise
        stream = _CountedStream(response, self._ledger, replace(entry, status=str(response.status_code)))
        return httpx.Response(
            response.status_code, headers=response.headers, stream=stream, extensions=response.extensions
        )

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()


class _CountedStream(httpx.AsyncByteStream):
    """The body as it comes; the line is completed when it is closed, however far it was read."""

    def __init__(self, response: httpx.Response, ledger: Ledger, entry: LedgerEntry) -> None:
        self._response = response
        self._ledger = ledger
        self._entry = entry
        self._count = 0
        self._closed = False

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        stream = self._response.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            return
        try:
            async for chunk in stream:
                self._count += len(chunk)
                yield chunk
        except httpx.TransportError:
            self._entry = replace(self._entry, status=BROKEN_OFF)
            raise
        except asyncio.CancelledError:
            self._entry = replace(self._entry, status=STOPPED)
            raise

    @override
    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        await self._response.aclose()
        await _completed(self._ledger, replace(self._entry, bytes_in=self._count))


def declared_recipient(recipients: tuple[Recipient, ...], url: httpx.URL) -> Recipient:
    """Whose origin this is: scheme, host and port to the letter. Raises UndeclaredRecipientError.

    An address with a user in it is nobody's: "https://api.openai.com@example.org/" is read wrongly by people.
    """
    origin = f"{url.scheme}://{url.raw_host.decode('ascii', 'replace')}"
    port = "" if url.port is None else f":{url.port}"
    for recipient in recipients:
        if not url.userinfo and recipient.is_at(origin + port):
            return recipient
    raise UndeclaredRecipientError(url.host)


def _declared_use(recipient: Recipient, request: httpx.Request) -> Use:
    purpose = str(request.extensions.get(PURPOSE, ""))
    use = recipient.use(purpose)
    if use is None:
        raise UndeclaredRecipientError(request.url.host, purpose or "no purpose")
    return use


async def _completed(ledger: Ledger, entry: LedgerEntry) -> None:
    """An answer may have been paid for: it is not lost because its line could not be completed."""
    with contextlib.suppress(StorageError):
        await ledger.complete(entry)
