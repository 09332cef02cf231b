"""The door through which requests leave: who is let through, and what is written down first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, override

import httpx
import pytest

from linkepix.errors import StorageError, UndeclaredRecipientError
from linkepix.model.activity import BROKEN_OFF, FAILED, OPEN, STOPPED
from linkepix.providers.guard import PURPOSE, GuardedTransport
from linkepix.services.activity import Activity
from tests.support.memory import MemoryStore, SteppingClock
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from linkepix.model.activity import LedgerEntry

TRUE = "https://api.openai.com/v1/models"
KEY = "sk-canary-42"

LOOK_ALIKES = [
    "http://api.openai.com/v1/models",
    "https://api.openai.com:8443/v1/models",
    "https://api.openai.com:80/v1/models",
    "https://api.openai.com@evil.example/v1/models",
    "https://user@api.openai.com/v1/models",
    "https://user:secret@api.openai.com/v1/models",
    "https://api.openai.com./v1/models",
    "https://api.openai.com../v1/models",
    "https://api.openai.com.evil.example/v1/models",
    "https://evil.api.openai.com/v1/models",
    "https://openai.com/v1/models",
    "https://api-openai.com/v1/models",
    "https://apiopenai.com/v1/models",
    "https://api.openai.co/v1/models",
    "https://api.openai.com.co/v1/models",
    "https://api.opena1.com/v1/models",
    "https://api.openai.org/v1/models",
    "https://xn--pi-7ka.openai.com/v1/models",
    "https://api.openаi.com/v1/models",
    "https://аpi.openai.com/v1/models",
    "https://evil.example/api.openai.com",
    "https://evil.example/?https://api.openai.com",
    "https://evil.example/#https://api.openai.com",
    "https://api.openai.com%2eevil.example/v1/models",
    "https://api.openai.com%00.evil.example/v1/models",
    "https://localhost:11434/v1/models",
    "http://localhost.evil.example:11434/v1/models",
    "http://127.0.0.2:11434/v1/models",
    "http://0.0.0.0:11434/v1/models",
    "http://[::1]:11434/v1/models",
    "ws://api.openai.com/v1/models",
    "https://API.OPENAI.COM.evil.example/v1/models",
]


@dataclass(slots=True)
class Inner(httpx.AsyncBaseTransport):
    """Answers, or does what `act` says; remembers what the ledger held when it was asked."""

    ledger: dict[str, LedgerEntry]
    act: Callable[[], Awaitable[httpx.Response]] | None = None
    seen: list[list[LedgerEntry]] = field(default_factory=list)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        del request
        self.seen.append(list(self.ledger.values()))
        return await self.act() if self.act else httpx.Response(200, stream=Body([b"four", b"teen bytes"]))


@dataclass(frozen=True, slots=True)
class Body(httpx.AsyncByteStream):
    chunks: list[bytes]

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def inner(store: MemoryStore) -> Inner:
    return Inner(store.ledger)


@pytest.fixture
def client(store: MemoryStore, inner: Inner) -> httpx.AsyncClient:
    activity = Activity(store, SteppingClock(), lambda: "line", our_practices().activity_days)
    return httpx.AsyncClient(transport=GuardedTransport(inner, our_practices().recipients, activity))


def ask(client: httpx.AsyncClient, url: str = TRUE, purpose: str = "models") -> httpx.Response:
    async def ask() -> httpx.Response:
        headers = {"Authorization": f"Bearer {KEY}"}
        return await client.post(url, content=b"a body", headers=headers, extensions={PURPOSE: purpose})

    return asyncio.run(ask())


@pytest.mark.parametrize("url", LOOK_ALIKES)
def test_a_look_alike_host_is_refused_before_anything_is_sent(
    client: httpx.AsyncClient, inner: Inner, store: MemoryStore, url: str
) -> None:
    with pytest.raises((UndeclaredRecipientError, httpx.InvalidURL, httpx.UnsupportedProtocol)):
        ask(client, url)
    assert not inner.seen
    assert not store.ledger


@pytest.mark.parametrize("url", [TRUE, "https://api.openai.com:443/v1/models", "HTTPS://API.OPENAI.COM/v1/models"])
def test_the_declared_host_itself_is_let_through(client: httpx.AsyncClient, inner: Inner, url: str) -> None:
    """The control. A scheme's own port and capitals are the same address, by RFC 3986."""
    assert ask(client, url).text == "fourteen bytes"
    assert len(inner.seen) == 1


def test_a_request_is_on_record_before_it_is_sent(client: httpx.AsyncClient, inner: Inner) -> None:
    ask(client)
    (line,) = inner.seen[0]
    assert (line.recipient, line.host, line.purpose, line.status) == ("openai", "api.openai.com", "models", OPEN)
    assert (line.bytes_out, line.clause) == (6, "/privacy/#sends-openai-models")


def test_a_record_is_completed_with_status_and_bytes(client: httpx.AsyncClient, store: MemoryStore) -> None:
    ask(client)
    (line,) = store.ledger.values()
    assert (line.status, line.bytes_in) == ("200", 14)


def test_nothing_is_sent_when_it_cannot_be_written_down(
    client: httpx.AsyncClient, inner: Inner, store: MemoryStore
) -> None:
    store.refusal = StorageError()
    with pytest.raises(StorageError):
        ask(client)
    assert not inner.seen


def test_an_answer_is_not_lost_when_its_record_cannot_be_completed(
    client: httpx.AsyncClient, inner: Inner, store: MemoryStore
) -> None:
    async def full() -> httpx.Response:
        store.refusal = StorageError()
        return httpx.Response(200, stream=Body([b"paid for"]))

    inner.act = full
    assert ask(client).text == "paid for"


@pytest.mark.parametrize("purpose", ["", "gossip", "files"])
def test_a_purpose_that_is_not_declared_is_refused(client: httpx.AsyncClient, inner: Inner, purpose: str) -> None:
    with pytest.raises(UndeclaredRecipientError):
        ask(client, purpose=purpose)
    assert not inner.seen


@pytest.mark.parametrize("url", ["http://localhost:11434/v1/models", "http://127.0.0.1:1234/v1/models"])
@pytest.mark.parametrize("purpose", ["message", "models", "upload"])
def test_a_program_on_this_machine_is_sent_nothing_but_what_is_for_a_gateway(
    client: httpx.AsyncClient, inner: Inner, url: str, purpose: str
) -> None:
    with pytest.raises(UndeclaredRecipientError):
        ask(client, url, purpose)
    assert not inner.seen


def test_a_request_without_an_answer_is_recorded_as_failed(
    client: httpx.AsyncClient, inner: Inner, store: MemoryStore
) -> None:
    async def refuse() -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    inner.act = refuse
    with pytest.raises(httpx.ConnectError):
        ask(client)
    assert store.ledger["line"].status == FAILED


def test_a_request_that_is_cancelled_is_recorded_as_stopped(
    client: httpx.AsyncClient, inner: Inner, store: MemoryStore
) -> None:
    async def hang() -> httpx.Response:
        return await asyncio.Future()

    async def stop() -> None:
        async with asyncio.timeout(0.05):
            await client.post(TRUE, extensions={PURPOSE: "models"}, timeout=None)

    inner.act = hang
    with pytest.raises(TimeoutError):
        asyncio.run(stop())
    assert store.ledger["line"].status == STOPPED


def test_a_stream_that_is_closed_early_is_recorded_with_what_was_read(
    client: httpx.AsyncClient, store: MemoryStore
) -> None:
    async def read_one() -> None:
        async with client.stream("POST", TRUE, extensions={PURPOSE: "models"}) as response:
            await anext(response.aiter_raw())

    asyncio.run(read_one())
    assert (store.ledger["line"].status, store.ledger["line"].bytes_in) == ("200", 4)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (httpx.ReadError("cut"), BROKEN_OFF),
        (httpx.ReadTimeout("silence"), BROKEN_OFF),
        (asyncio.CancelledError(), STOPPED),
    ],
)
def test_an_answer_that_ends_half_way_is_not_recorded_as_whole(
    client: httpx.AsyncClient, inner: Inner, store: MemoryStore, error: BaseException, status: str
) -> None:
    async def cut() -> httpx.Response:
        return httpx.Response(200, stream=CutBody(error))

    inner.act = cut
    with pytest.raises(type(error)):
        ask(client)
    assert (store.ledger["line"].status, store.ledger["line"].bytes_in) == (status, 4)


@dataclass(frozen=True, slots=True)
class CutBody(httpx.AsyncByteStream):
    """Four bytes, and then an error."""

    error: BaseException

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"four"
        raise self.error


def test_no_key_body_or_path_is_in_the_ledger(client: httpx.AsyncClient, store: MemoryStore) -> None:
    ask(client)
    written = str(store.ledger)
    assert "openai" in written, "the control: what is written is seen"
    assert KEY not in written
    assert "a body" not in written
    assert "/v1" not in written
