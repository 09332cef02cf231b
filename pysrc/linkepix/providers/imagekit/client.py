"""ImageKit as it is asked: upload, result, delete, find, purge, usage.

The upload is signed on this device and carries no private key; the API's own host gets the key in a header, as its
users do from servers. Whether that host lets a page call it is not documented, and was never tried with an account: a
browser that is refused raises UnreachableError.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from linkepix.errors import (
    CutOffError,
    FileGoneError,
    GarbledAnswerError,
    RateLimitedError,
    StillWorkingError,
    UnreachableError,
)
from linkepix.model.generation import Picture
from linkepix.providers.answers import at, count_at, text_at
from linkepix.providers.imagekit.signing import (
    ADDRESS_SECONDS,
    UPLOAD_SECONDS,
    every_address,
    signed_address,
    upload_signature,
)
from linkepix.providers.imagekit.wire import Ask, Wire
from linkepix.providers.registry import IMAGEKIT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date, datetime

    import httpx

    from linkepix.errors import ProviderError
    from linkepix.providers.imagekit.signing import Credentials
    from linkepix.providers.imagekit.wire import Purpose

UPLOAD = "https://upload.imagekit.io/api/v1/files/upload"
FOLDER = "/linkepix"

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/avif"})
"""What a result may be."""

WORKING = "text/html"
"""What ImageKit answers, with status 200, while it works. Its header `is-intermediate-response` says the same, but a
page can't read that one: only a few headers, the media type among them, are open to a page everywhere."""

_FLEETING = (UnreachableError, CutOffError, RateLimitedError)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: for an upload, for a result in all, between two looks (first, longest), for anything else.

    `lost_looks` is how many looks may fail on their way, as what is looked for is still there.
    """

    upload: float = 600.0
    result: float = 120.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    other: float = 20.0
    lost_looks: int = 2


TIMEOUTS = Timeouts()


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What ImageKit says of a file that it took. `path` is that in the media library."""

    file_id: str
    path: str
    is_private: bool


class ImageKit:
    """One account. All methods raise leaves of ProviderError."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        account: Credentials,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        self._wire = Wire(client, account.private_key)
        self._account = account
        self._now = now
        self._sleep = sleep
        self._timeouts = timeouts

    async def upload(self, name: str, picture: Picture) -> Uploaded:
        """Send a picture under a name, to be private in FOLDER. Check `is_private` of the answer."""
        file = (name, picture.data, picture.mime)
        ask = Ask("upload", "POST", UPLOAD, self._timeouts.upload, fields=self._fields(name), file=file)
        answer = await self._wire.ask(ask)
        told = answer.json()
        file_id, path = text_at(told, "fileId"), text_at(told, "filePath")
        if not file_id or not path:
            raise self._wire.error(ask, GarbledAnswerError, answer.media, answer.status)
        return Uploaded(file_id, path, at(told, "isPrivateFile") is True)

    def _fields(self, name: str) -> dict[str, str]:
        token, expire = str(uuid.uuid4()), int(self._now().timestamp()) + UPLOAD_SECONDS
        return {
            "fileName": name,
            "token": token,
            "expire": str(expire),
            "signature": upload_signature(self._account.private_key, token, expire),
            "publicKey": self._account.public_key,
            "folder": FOLDER,
            "isPrivateFile": "true",
            "useUniqueFileName": "true",
            "responseFields": "isPrivateFile",
        }

    async def result(self, path: str, transformation: str) -> Picture:
        """Return the transformed picture, asked for until it is ready, by one address that is signed for five minutes.

        Raises StillWorkingError when `timeouts.result` is over.
        """
        expires = int(self._now().timestamp()) + ADDRESS_SECONDS
        url = signed_address(self._account, path, transformation, expires)
        # A look ends by itself long before the whole time does, so that a lost one leaves time for the next.
        ask = Ask("result", "GET", url, self._timeouts.result / 2, accept="image/*,*/*;q=0.8")
        try:
            async with asyncio.timeout(self._timeouts.result):
                return await self._watched(ask)
        except TimeoutError as cause:
            raise self._wire.error(ask, StillWorkingError) from cause

    async def _watched(self, ask: Ask) -> Picture:
        pause, lost = self._timeouts.first_pause, 0
        while True:
            try:
                picture = await self._looked(ask)
            except _FLEETING:
                lost += 1
                if lost > self._timeouts.lost_looks:
                    raise
                picture = None
            if picture:
                return picture
            await self._sleep(pause * random.uniform(0.75, 1.0))  # noqa: S311 - spreads load, guards nothing
            pause = min(pause * 2, self._timeouts.longest_pause)

    async def _looked(self, ask: Ask) -> Picture | None:
        """Return the picture, or None while ImageKit works on it."""
        answer = await self._wire.ask(ask)
        if answer.media in PICTURES and answer.content:
            return Picture(answer.media, answer.content)
        if answer.media == WORKING:
            return None
        raise self._wire.error(ask, GarbledAnswerError, answer.media, answer.status)

    async def delete(self, file_id: str) -> None:
        """Delete a file with all its versions. One that is gone is no error. Caches keep theirs: see `purge`."""
        try:
            await self._wire.ask(self._api("delete", "DELETE", f"/files/{quote(file_id, safe='')}"))
        except FileGoneError:
            return

    async def find(self, stem: str) -> tuple[Uploaded, ...]:
        """Return the files of FOLDER whose names begin with `stem`: ImageKit adds a part of its own to a name.

        It is asked for in order to delete, and goes by that use.
        """
        query = urlencode({"path": FOLDER, "searchQuery": f'name : "{stem}"', "type": "file", "limit": "10"})
        ask = self._api("delete", "GET", f"/files?{query}")
        answer = await self._wire.ask(ask)
        files = answer.json()
        if not isinstance(files, list):
            raise self._garbled(ask)
        found = (Uploaded(text_at(file, "fileId"), text_at(file, "filePath"), is_private=True) for file in files)
        return tuple(file for file in found if file.file_id and file.path.startswith(f"{FOLDER}/{stem}"))

    async def purge(self, path: str) -> None:
        """Have caches drop all results of a file. ImageKit does it later: this returns once it has taken the order."""
        body = {"url": every_address(self._account.endpoint, path)}
        await self._wire.ask(self._api("purge", "POST", "/files/purge", body))

    async def units_used(self, start: date, end: date) -> int:
        """Return how many extension units the account used from `start` to before `end`, at most 90 days later."""
        query = urlencode({"startDate": start.isoformat(), "endDate": end.isoformat()})
        ask = self._api("usage", "GET", f"/accounts/usage?{query}")
        told = (await self._wire.ask(ask)).json()
        if not isinstance(at(told, "extensionUnitsCount"), int):
            raise self._garbled(ask)
        return count_at(told, "extensionUnitsCount")

    def _api(self, purpose: Purpose, method: str, path: str, body: dict[str, str] | None = None) -> Ask:
        url = f"{IMAGEKIT.base_url}{path}"
        return Ask(purpose, method, url, self._timeouts.other, signed_in=True, body=body)

    def _garbled(self, ask: Ask) -> ProviderError:
        return self._wire.error(ask, GarbledAnswerError)
