"""The fake of ImageKit is as strict as the real one says it is, or the other tests prove nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from imagekitio import AsyncImageKit

from linkepix.errors import (
    EditRefusedError,
    FileGoneError,
    GarbledAnswerError,
    KeyRejectedError,
    SignatureRejectedError,
    UnreachableError,
)
from linkepix.model.generation import Picture
from linkepix.providers.imagekit.client import ImageKit, Timeouts
from linkepix.providers.imagekit.signing import Credentials, signed_address, upload_signature
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY, RESULT, FakeImageKit
from tests.support.memory import START

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.errors import (
        ProviderError,
    )

ACCOUNT = Credentials(PRIVATE_KEY, PUBLIC_KEY, ENDPOINT)
NOW = int(START.timestamp())
PHOTO = Picture("image/jpeg", b"\xff\xd8 bytes \xff\xd9")
NAME = "0123456789abcdef.jpg"


@pytest.fixture
def fake() -> FakeImageKit:
    return FakeImageKit(now=lambda: NOW)


def using[T](fake: FakeImageKit, act: Callable[[ImageKit], Awaitable[T]], account: Credentials = ACCOUNT) -> T:
    async def run() -> T:
        async with httpx.AsyncClient(transport=fake.transport()) as client:
            timeouts = Timeouts(first_pause=0.01)
            return await act(ImageKit(client, account, lambda: START, timeouts=timeouts))

    return asyncio.run(run())


def fields(**changes: str) -> dict[str, str]:
    """An upload that is taken, but for the changes."""
    token, expire = "one-token", str(NOW + 600)
    return {
        "fileName": NAME,
        "token": token,
        "expire": expire,
        "signature": upload_signature(PRIVATE_KEY, changes.get("token", token), int(changes.get("expire", expire))),
        "publicKey": PUBLIC_KEY,
        "isPrivateFile": "true",
        "useUniqueFileName": "true",
        **changes,
    }


def uploaded(fake: FakeImageKit, sent: dict[str, str], headers: dict[str, str] | None = None) -> httpx.Response:
    async def run() -> httpx.Response:
        async with httpx.AsyncClient(transport=fake.transport()) as client:
            url = "https://upload.imagekit.io/api/v1/files/upload"
            return await client.post(url, data=sent, files={"file": (NAME, b"x", "image/jpeg")}, headers=headers)

    return asyncio.run(run())


def test_a_right_upload_is_taken(fake: FakeImageKit) -> None:
    """The control."""
    assert uploaded(fake, fields()).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 40},
        {"signature": upload_signature(PRIVATE_KEY, "one-token", NOW + 600).upper()},
        {"signature": upload_signature("private_another", "one-token", NOW + 600)},
        {"expire": str(NOW - 1)},
        {"expire": str(NOW + 3_601)},
        {"token": ""},
        {"publicKey": "public_another"},
        {"isPrivateFile": "false"},
        {"useUniqueFileName": "false"},
    ],
)
def test_a_wrong_upload_is_refused(fake: FakeImageKit, changes: dict[str, str]) -> None:
    assert uploaded(fake, fields(**changes)).is_client_error
    assert fake.files == {}


def test_a_token_is_good_once_even_after_a_failure(fake: FakeImageKit) -> None:
    uploaded(fake, fields(signature="0" * 40))
    assert uploaded(fake, fields()).is_client_error
    assert uploaded(fake, fields(token="another-token")).is_success


def test_an_upload_that_brings_the_private_key_along_is_refused(fake: FakeImageKit) -> None:
    assert uploaded(fake, fields(), {"authorization": "Basic x"}).is_client_error


def fetched(fake: FakeImageKit, url: str) -> int:
    async def run() -> int:
        async with httpx.AsyncClient(transport=fake.transport()) as client:
            return (await client.get(url)).status_code

    return asyncio.run(run())


def test_a_private_file_has_no_address_without_a_signature_of_this_account_and_time(fake: FakeImageKit) -> None:
    path = using(fake, lambda imagekit: imagekit.upload(NAME, PHOTO)).path
    right = signed_address(ACCOUNT, path, "e-upscale", NOW + 300)
    assert fetched(fake, right) == 200
    stranger = Credentials("private_another", PUBLIC_KEY, ENDPOINT)
    for wrong in (
        right.partition("?")[0],
        right.replace("e-upscale", "e-retouch"),
        right.replace(f"ik-t={NOW + 300}", f"ik-t={NOW + 301}"),
        signed_address(ACCOUNT, path, "e-upscale", NOW - 1),
        signed_address(stranger, path, "e-upscale", NOW + 300),
    ):
        assert fetched(fake, wrong) == 401, wrong


def test_a_deleted_file_is_in_caches_until_it_is_purged(fake: FakeImageKit) -> None:
    sent = using(fake, lambda imagekit: imagekit.upload(NAME, PHOTO))
    assert using(fake, lambda imagekit: imagekit.result(sent.path, "e-upscale")).data == RESULT
    using(fake, lambda imagekit: imagekit.delete(sent.file_id))
    assert using(fake, lambda imagekit: imagekit.result(sent.path, "e-upscale")).data == RESULT
    using(fake, lambda imagekit: imagekit.purge(sent.path))
    with pytest.raises(FileGoneError):
        using(fake, lambda imagekit: imagekit.result(sent.path, "e-upscale"))


def test_a_purge_of_one_file_leaves_others_alone(fake: FakeImageKit) -> None:
    paths = [using(fake, lambda imagekit: imagekit.upload(NAME, PHOTO)).path for _ in range(2)]
    for path in paths:
        using(fake, lambda imagekit, path=path: imagekit.result(path, ""))  # type: ignore[misc]
    using(fake, lambda imagekit: imagekit.purge(paths[0]))
    assert [address.endswith(paths[1]) for address in fake.cache] == [True]


def test_a_file_is_found_by_the_name_that_it_was_sent_under(fake: FakeImageKit) -> None:
    sent = using(fake, lambda imagekit: imagekit.upload(NAME, PHOTO))
    using(fake, lambda imagekit: imagekit.upload("fedcba9876543210.jpg", PHOTO))
    (found,) = using(fake, lambda imagekit: imagekit.find("0123456789abcdef"))
    assert found == sent
    assert using(fake, lambda imagekit: imagekit.find("aaaa")) == ()


def test_the_official_sdk_understands_the_fake(fake: FakeImageKit) -> None:
    sent = using(fake, lambda imagekit: imagekit.upload(NAME, PHOTO))

    async def run() -> tuple[int | None, str | None, list[str | None]]:
        http = httpx.AsyncClient(transport=fake.transport())
        async with AsyncImageKit(private_key=PRIVATE_KEY, password="", http_client=http) as sdk:
            usage = await sdk.accounts.usage.get(start_date="2026-11-01", end_date="2026-11-27")
            listed = await sdk.assets.list(path="/linkepix", search_query='name : "0123456789abcdef"', type="file")
            await sdk.files.delete(sent.file_id)
            purged = await sdk.cache.invalidation.create(url=f"{ENDPOINT}{sent.path}*")
            return usage.extension_units_count, purged.request_id, [getattr(one, "file_id", None) for one in listed]

    units, request_id, listed = asyncio.run(run())
    assert (units, listed) == (40, [sent.file_id])
    assert request_id
    assert fake.files == {}


@pytest.mark.parametrize("private_key", ["private_another", ""])
def test_a_stranger_may_not_use_the_api(fake: FakeImageKit, private_key: str) -> None:
    stranger = Credentials(private_key, PUBLIC_KEY, ENDPOINT)
    for act in (
        lambda imagekit: imagekit.delete("6f"),
        lambda imagekit: imagekit.find("6f"),
        lambda imagekit: imagekit.purge("/linkepix/a.jpg"),
        lambda imagekit: imagekit.units_used(START.date(), START.date()),
    ):
        with pytest.raises(KeyRejectedError):
            using(fake, act, stranger)


# What our client makes of answers that are none


def answered(answer: Callable[[httpx.Request], httpx.Response], act: Callable[[ImageKit], Awaitable[object]]) -> object:
    async def run() -> object:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            timeouts = Timeouts(first_pause=0.01)
            return await act(ImageKit(client, ACCOUNT, lambda: START, timeouts=timeouts))

    return asyncio.run(run())


EVERY_ACT: list[Callable[[ImageKit], Awaitable[object]]] = [
    lambda imagekit: imagekit.upload(NAME, PHOTO),
    lambda imagekit: imagekit.find("6f"),
    lambda imagekit: imagekit.units_used(START.date(), START.date()),
]


@pytest.mark.parametrize("act", EVERY_ACT)
@pytest.mark.parametrize(
    "body", [b"", b"<!doctype html>Welcome", b"\xff\xfe{", b"null", b"3", b'{"fileId": 3}', b'"x"']
)
def test_an_answer_that_cannot_be_read_is_garbled(act: Callable[[ImageKit], Awaitable[object]], body: bytes) -> None:
    with pytest.raises(GarbledAnswerError):
        answered(lambda _: httpx.Response(200, content=body), act)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, content=b"", headers={"content-type": "image/png"}),
        httpx.Response(200, content=b"<svg/>", headers={"content-type": "image/svg+xml"}),
        httpx.Response(200, content=b"{}", headers={"content-type": "application/json"}),
        httpx.Response(200, content=b"x"),
    ],
)
def test_a_result_that_is_no_picture_is_garbled(answer: httpx.Response) -> None:
    with pytest.raises(GarbledAnswerError):
        answered(lambda _: answer, lambda imagekit: imagekit.result("/linkepix/a.jpg", "e-upscale"))


def test_a_look_that_was_lost_is_taken_again_and_no_more_than_twice() -> None:
    looks: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        looks.append(request)
        if len(looks) <= lost:
            raise httpx.ConnectError("Failed to fetch", request=request)
        return httpx.Response(200, content=RESULT, headers={"content-type": "image/png"})

    lost = 2
    picture = answered(answer, lambda imagekit: imagekit.result("/linkepix/a.jpg", "e-upscale"))
    assert picture == Picture("image/png", RESULT)
    looks.clear()
    lost = 3
    with pytest.raises(UnreachableError):
        answered(answer, lambda imagekit: imagekit.result("/linkepix/a.jpg", "e-upscale"))
    assert len(looks) == 3


@pytest.mark.parametrize(
    ("status", "leaf"), [(400, EditRefusedError), (401, SignatureRejectedError), (404, FileGoneError)]
)
def test_the_host_that_delivers_knows_signatures_and_no_keys(status: int, leaf: type[ProviderError]) -> None:
    with pytest.raises(leaf):
        answered(lambda _: httpx.Response(status), lambda imagekit: imagekit.result("/linkepix/a.jpg", "e-upscale"))
