"""Our requests to ImageKit are those of the official SDK, but for what a browser must not send."""

from __future__ import annotations

import asyncio
import base64
import email
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from imagekitio import ImageKit as OfficialSDK

from linkepix.model.generation import Picture
from linkepix.providers.imagekit.client import ImageKit
from linkepix.providers.imagekit.signing import Credentials
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ACCOUNT = Credentials(PRIVATE_KEY, PUBLIC_KEY, ENDPOINT)
NAME = "0123456789abcdef0123456789abcdef.jpg"
JPEG = Picture("image/jpeg", b"\xff\xd8 not really \xff\xd9")
UPLOADED = {"fileId": "6f", "filePath": f"/linkepix/{NAME}", "isPrivateFile": True}


@dataclass(frozen=True)
class Sent:
    method: str
    host: str
    path: str
    query: dict[str, list[str]]
    headers: httpx.Headers
    body: bytes

    @property
    def parts(self) -> dict[str, tuple[str, bytes]]:
        """Of a multipart form: name → disposition and content."""
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + self.body)
        found = {}
        for part in message.walk():
            if name := part.get_param("name", header="content-disposition"):
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                found[str(name)] = (str(part["content-disposition"]), content)
        return found


def sent_by(request: httpx.Request) -> Sent:
    parts = urlsplit(str(request.url))
    return Sent(request.method, parts.netloc, parts.path, parse_qs(parts.query), request.headers, request.content)


def answer_to(request: httpx.Request) -> httpx.Response:
    if request.method == "DELETE":
        return httpx.Response(204)
    if request.url.path.endswith("/usage"):
        return httpx.Response(200, json={"extensionUnitsCount": 7})
    if request.url.path.endswith("/files"):
        return httpx.Response(200, json=[])
    return httpx.Response(200, json=UPLOADED)


def ours(act: Callable[[ImageKit], Awaitable[object]]) -> Sent:
    sent: list[Sent] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        await request.aread()
        sent.append(sent_by(request))
        return answer_to(request)

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            await act(ImageKit(client, ACCOUNT, lambda: NOW))

    asyncio.run(run())
    (one,) = sent
    return one


def theirs(act: Callable[[OfficialSDK], object]) -> Sent:
    sent: list[Sent] = []

    def answer(request: httpx.Request) -> httpx.Response:
        request.read()
        sent.append(sent_by(request))
        return answer_to(request)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        act(OfficialSDK(private_key=PRIVATE_KEY, password="", http_client=client))
    (one,) = sent
    return one


def test_an_upload_has_the_fields_of_the_sdk() -> None:
    mine = ours(lambda imagekit: imagekit.upload(NAME, JPEG))
    fields = {name: content.decode() for name, (_, content) in mine.parts.items() if name != "file"}
    other = theirs(
        lambda sdk: sdk.files.upload(
            file=(NAME, JPEG.data, JPEG.mime),
            file_name=fields["fileName"],
            public_key=fields["publicKey"],
            token=fields["token"],
            expire=int(fields["expire"]),
            signature=fields["signature"],
            folder="/linkepix",
            is_private_file=True,
            use_unique_file_name=True,
            response_fields=["isPrivateFile"],
        )
    )
    assert (mine.method, mine.host, mine.path) == (other.method, other.host, other.path)
    assert mine.parts == other.parts


def test_an_upload_is_not_signed_in_and_its_token_is_new_each_time() -> None:
    """An upload with both, a signature and a key, is refused as a leak (imagekit-dotnet#9)."""
    sent = [ours(lambda imagekit: imagekit.upload(NAME, JPEG)) for _ in range(2)]
    assert all("authorization" not in one.headers for one in sent)
    assert sent[0].parts["token"] != sent[1].parts["token"]
    expire = int(sent[0].parts["expire"][1])
    assert 0 < expire - NOW.timestamp() < 3_600


DELETION = (lambda imagekit: imagekit.delete("6f/../x"), lambda sdk: sdk.files.delete("6f/../x"))
PURGE = (
    lambda imagekit: imagekit.purge("/linkepix/a b.jpg"),
    lambda sdk: sdk.cache.invalidation.create(url=f"{ENDPOINT}/linkepix/a%20b.jpg*"),
)
USAGE = (
    lambda imagekit: imagekit.units_used(date(2026, 11, 1), date(2026, 11, 27)),
    lambda sdk: sdk.accounts.usage.get(start_date="2026-11-01", end_date="2026-11-27"),
)
SEARCH = (
    lambda imagekit: imagekit.find("0123456789abcdef"),
    lambda sdk: sdk.assets.list(path="/linkepix", search_query='name : "0123456789abcdef"', type="file", limit=10),
)


@pytest.mark.parametrize(("mine", "other"), [DELETION, PURGE, USAGE, SEARCH], ids=["delete", "purge", "usage", "find"])
def test_the_api_is_asked_as_the_sdk_does(
    mine: Callable[[ImageKit], Awaitable[object]], other: Callable[[OfficialSDK], object]
) -> None:
    us, them = ours(mine), theirs(other)
    assert (us.method, us.host, us.path, us.query, us.body) == (
        them.method,
        them.host,
        them.path,
        them.query,
        them.body,
    )
    assert us.headers["authorization"] == them.headers["authorization"]


def test_the_key_is_the_user_and_the_password_is_empty() -> None:
    basic = ours(DELETION[0]).headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(basic).decode() == f"{PRIVATE_KEY}:"


# What httpx adds by itself; a browser writes its own in their place.
HTTPX_OWN = {"host", "accept-encoding", "connection", "user-agent", "content-length"}


@pytest.mark.parametrize("mine", [DELETION[0], PURGE[0], USAGE[0], SEARCH[0], lambda one: one.upload(NAME, JPEG)])
def test_only_headers_that_a_page_can_send_are_sent(mine: Callable[[ImageKit], Awaitable[object]]) -> None:
    assert set(ours(mine).headers) - HTTPX_OWN <= {"accept", "content-type", "authorization"}
