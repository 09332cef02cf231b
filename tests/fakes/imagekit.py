"""ImageKit in memory: three hosts, whose signatures are checked by the official SDK.

As strict as the documentation: a token is good once, even after a failure; a signature expires; a private file has no
address without one; deleting a file leaves what caches have until it is purged. Two things it is stricter in: a file
that is to be public, and a private key in an upload, are refused, as Linkepix may never send either.

A test makes it behave otherwise by its fields. `transport()` carries an httpx client's requests to it; a browser
reaches `app` through `tests.fakes.provider`.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, override
from urllib.parse import parse_qs, unquote

import httpx
from imagekitio import ImageKit
from imagekitio.lib.helper import _get_signature
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.answers import png
from tests.fakes.scripts import Recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import FormData, Headers
    from starlette.requests import Request

UPLOAD_HOST, DELIVERY_HOST, API_HOST = "upload.imagekit.io", "ik.imagekit.io", "api.imagekit.io"
HOSTS = (UPLOAD_HOST, DELIVERY_HOST, API_HOST)

PRIVATE_KEY = "private_Canary7f3a9b21+/x="
PUBLIC_KEY = "public_Test7f3a9b21+/y="
ENDPOINT = "https://ik.imagekit.io/demo"

RESULT = png((51, 102, 153))
COUNT_SECONDS = 6 * 3600
"""How long an answer about usage is good for one range of dates (imagekitio 5.11.0, `accounts.usage.get`)."""
WORKING = "<!doctype html><title>The asset is currently being prepared</title>"
SDK = ImageKit(private_key=PRIVATE_KEY)
HELP = "For support kindly contact us at support@imagekit.io ."


@dataclass
class FakeFile:
    """A file of the media library."""

    file_id: str
    name: str
    path: str
    data: bytes = field(repr=False)
    mime: str
    is_private: bool


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class FakeImageKit:
    """One account. `looks` is how often a result is not ready yet; `units` what the account has used.

    `answers` has for a kind of request ("upload", "result", "delete", "find", "purge", "usage") the status and message
    that it is answered with instead; `unreachable` the kinds that a page can't send; `silent` those that are taken and
    never answered, which `waiting` tells. A deletion is told by `deleting`, and waits until
    `held` is set, as it is at first. `stays_public` loses the wish for a private file. `api_cors` lets a page read the
    API's answers.
    """

    now: Callable[[], float] = time.time
    looks: int = 0
    units: int = 40
    cost: int = 13
    result: bytes = RESULT
    media: str = "image/png"
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    unreachable: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    stays_public: bool = False
    api_cors: bool = True
    files: dict[str, FakeFile] = field(default_factory=dict)
    cache: dict[str, bytes] = field(default_factory=dict)
    requests: list[Recorded] = field(default_factory=list)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    deleting: asyncio.Event = field(default_factory=asyncio.Event)
    held: asyncio.Event = field(default_factory=_open)
    counts: dict[str, tuple[float, int]] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)

    @property
    def app(self) -> Starlette:
        methods = ["GET", "POST", "DELETE", "OPTIONS"]
        return Starlette(routes=[Route("/{path:path}", self.handle, methods=methods)])

    def transport(self) -> httpx.AsyncBaseTransport:
        return _Transport(self)

    def kinds(self) -> list[str]:
        """What was asked for, in its order."""
        return [kind_of(record) for record in self.requests]

    async def handle(self, request: Request) -> Response:
        record = Recorded(
            request.method,
            request.headers.get("host", ""),
            request.scope["raw_path"].decode().partition("?")[0],
            request.url.query,
            dict(request.headers),
            await request.body(),
        )
        if record.method == "OPTIONS":
            return self._with_cors(record, Response(status_code=200))
        self.requests.append(record)
        kind = kind_of(record)
        if kind in self.silent:
            self.waiting.set()
            await asyncio.Event().wait()
        if kind == "delete":
            self.deleting.set()
            await self.held.wait()
        if kind in self.answers:
            return self._with_cors(record, _problem(*self.answers[kind]))
        answer = getattr(self, f"_{kind}")
        return self._with_cors(record, await answer(request) if kind == "upload" else answer(record))

    def _with_cors(self, record: Recorded, response: Response) -> Response:
        if self.api_cors or not record.host.startswith(API_HOST):
            response.headers["access-control-allow-origin"] = "*"
            response.headers["access-control-allow-methods"] = "GET, POST, DELETE"
            response.headers["access-control-allow-headers"] = "authorization, content-type, accept"
        return response

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            problem = self._problem_of(form, request.headers)
            self._tokens.add(str(form.get("token")))
            if problem:
                return problem
            sent = form["file"]
            assert isinstance(sent, UploadFile)
            file = self._kept(str(form["fileName"]), await sent.read(), sent.content_type or "")
        answer: dict[str, object] = {
            "fileId": file.file_id,
            "name": file.name,
            "size": len(file.data),
            "versionInfo": {"id": file.file_id, "name": "Version 1"},
            "filePath": file.path,
            "url": f"{ENDPOINT}{file.path}",
            "fileType": "image",
            "height": 1,
            "width": 1,
            "AITags": None,
            "description": None,
        }
        if form.get("responseFields") == "isPrivateFile":
            answer["isPrivateFile"] = file.is_private
        return JSONResponse(answer)

    def _problem_of(self, form: FormData, headers: Headers) -> Response | None:
        """Why an upload is refused."""
        if problem := self._problem_of_signature(form):
            return problem
        if "authorization" in headers:
            return _problem(400, "You might be exposing your private API key.")
        if form.get("isPrivateFile") != "true" or form.get("useUniqueFileName") != "true":
            return _problem(400, "This fake takes private files under unique names only.")
        return None

    def _problem_of_signature(self, form: FormData) -> Response | None:
        token, expire = str(form.get("token", "")), str(form.get("expire", ""))
        if form.get("publicKey") != PUBLIC_KEY:
            return _unknown()
        if not token or token in self._tokens:
            return _problem(400, "A token with this value has already been used.")
        if not expire.isdecimal() or not self.now() < int(expire) < self.now() + 3_600:
            return _problem(400, "Your request contains invalid expire parameter. It should be less than 1 hour ahead.")
        right = SDK.helper.get_authentication_parameters(token=token, expire=int(expire))
        if form.get("signature") != right["signature"]:
            return _problem(400, "Your request contains invalid signature parameter.")
        return None

    def _kept(self, name: str, data: bytes, mime: str) -> FakeFile:
        stem, _, ending = re.sub(r"[^A-Za-z0-9.-]", "_", name).rpartition(".")
        number = len(self.files) + 1
        name = f"{stem}_un1que{number}.{ending}"
        file = FakeFile(f"6f{number:022x}", name, f"/linkepix/{name}", data, mime, not self.stays_public)
        self.files[file.file_id] = file
        return file

    def _result(self, record: Recorded) -> Response:
        query = parse_qs(record.query)
        url = f"https://{DELIVERY_HOST}{record.path}" + (f"?{record.query}" if record.query else "")
        signed = re.sub(r"[?&]ik-t=.*", "", url)
        expires, signature = query.get("ik-t", [""])[0], query.get("ik-s", [""])[0]
        path = unquote(record.path.removeprefix("/demo"))
        file = next((file for file in self.files.values() if file.path == path), None)
        if not expires.isdecimal() or int(expires) < self.now() or signature != self._signature(signed, int(expires)):
            return Response("Unauthorized request", 401, {"ik-error": "EUNAUTH - Signature is invalid or expired"})
        if signed in self.cache:
            return Response(self.cache[signed], media_type=self.media)
        if file is None:
            return Response("Not Found", 404, {"ik-error": "ENOENT - No file was found at the specified path"})
        if self.looks:
            self.looks -= 1
            return Response(WORKING, media_type="text/html", headers={"is-intermediate-response": "true"})
        self.units += self.cost
        self.cache[signed] = self.result
        return Response(self.result, media_type=self.media)

    def _signature(self, signed: str, expires: int) -> str:
        return _get_signature(PRIVATE_KEY, signed, ENDPOINT, expires)

    def _delete(self, record: Recorded) -> Response:
        if problem := _stranger(record):
            return problem
        file = self.files.pop(record.path.rpartition("/")[2], None)
        return Response(status_code=204) if file else _problem(404, "The requested file does not exist.")

    def _find(self, record: Recorded) -> Response:
        if problem := _stranger(record):
            return problem
        query = parse_qs(record.query)
        searched = re.fullmatch(r'name : "([0-9a-z-]+)"', query["searchQuery"][0])
        assert searched, query
        assert query["path"] == ["/linkepix"]
        found = [file for file in self.files.values() if file.name.startswith(searched[1])]
        return JSONResponse(
            [
                {
                    "type": "file",
                    "fileId": file.file_id,
                    "name": file.name,
                    "filePath": file.path,
                    "isPrivateFile": True,
                }
                for file in found
            ]
        )

    def _purge(self, record: Recorded) -> Response:
        if problem := _stranger(record):
            return problem
        url = json.loads(record.body)["url"]
        prefix = url.removesuffix("*")
        for cached in [one for one in self.cache if one == url or (url != prefix and one.startswith(prefix))]:
            del self.cache[cached]
        return JSONResponse({"requestId": "598821f949c0a938d57563bd"}, 201)

    def _usage(self, record: Recorded) -> Response:
        if problem := _stranger(record):
            return problem
        query = parse_qs(record.query)
        if not query["startDate"][0] < query["endDate"][0]:
            return _problem(400, "startDate should be before endDate.")
        counted, units = self.counts.get(record.query, (0.0, 0))
        if self.now() - counted >= COUNT_SECONDS:
            counted, units = self.counts[record.query] = self.now(), self.units
        counts = {"bandwidthBytes": 21991583578, "mediaLibraryStorageBytes": 1878758298}
        return JSONResponse({**counts, "videoProcessingUnitsCount": 0, "extensionUnitsCount": units})


class _Transport(httpx.AsyncBaseTransport):
    def __init__(self, fake: FakeImageKit) -> None:
        self._fake = fake
        self._inner = httpx.ASGITransport(fake.app)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        record = Recorded(request.method, request.url.host, request.url.path, "", {}, b"")
        if kind_of(record) in self._fake.unreachable:
            raise httpx.ConnectError("Failed to fetch", request=request)
        return await self._inner.handle_async_request(request)


def kind_of(record: Recorded) -> str:
    """Which of ImageKit's uses a request is of."""
    if record.host.startswith(UPLOAD_HOST):
        return "upload"
    if record.host.startswith(DELIVERY_HOST):
        return "result"
    if record.method == "DELETE":
        return "delete"
    if record.path.endswith("/purge"):
        return "purge"
    return "usage" if record.path.endswith("/usage") else "find"


def _stranger(record: Recorded) -> Response | None:
    """Refuse a request without this account's private key as the user, and nothing as the password."""
    right = base64.b64encode(f"{PRIVATE_KEY}:".encode()).decode()
    if record.headers.get("authorization") == f"Basic {right}":
        return None
    return _unknown()


def _unknown() -> Response:
    return _problem(403, "Your account cannot be authenticated.")


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"message": message, "help": HELP}, status)
