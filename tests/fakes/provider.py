"""OpenAI and Gemini on loopback: one server for both hosts, whose answers are chosen by the key.

It is ImageKit's three hosts as well, which answer as `imagekit` says (tests/fakes/imagekit.py), and those of LinkrAPI
and of Midjourney's pictures, as `midjourney` says (tests/fakes/midjourney.py).

A browser reaches it under the real addresses, so that CSP, CORS, preflights and streaming are the real ones:
Chromium's `--host-resolver-rules=MAP api.openai.com 127.0.0.1:PORT,MAP generativelanguage.googleapis.com
127.0.0.1:PORT` with `--ignore-certificate-errors-spki-list=SPKI`. Python reaches it by `transport()`.

The key is "sk-test-NAME" or "AQ.test-NAME". NAME is one of these; any other key is rejected:

    ok                a picture (with partial ones at OpenAI), a message, a list of models
    slow              the same, with `slow` seconds before each event
    400 401 403 404 408 409 500 503 400-billing 400-moderation 429-quota 429-rate, and the others of
                      tests/contract/recorded/*-errors.json: that error, as this provider puts it
    refusal           200, and words of regret in place of the work
    block             200, and a block: OpenAI's content filter or moderation, Gemini's promptFeedback
    incomplete        200, and stopped at the token limit
    stream-error      200, and an error as an event
    garbage           200, and an answer that is not what it says it is
    html              200, and somebody's web page: a captive portal, a proxy
    short             200, and a stream that ends politely without its last event
    cut               200, and the connection breaks in the middle
    stall             200, one event, then silence
    hang              no answer at all
    no-cors           as ok, without the headers that let a page read it

NAME-once does it for the first request of each kind only, then "ok". picture-NAME, message-NAME and
models-NAME do it for that kind only. A model whose id begins with "no-such" is not found, whatever the key.
"""

from __future__ import annotations

import json
import socket
import ssl
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self, override

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes import answers, imagekit, midjourney
from tests.fakes.certificate import throw_away
from tests.fakes.scripts import SCRIPTS, Asked, Recorded

if TYPE_CHECKING:
    from starlette.requests import Request

    from tests.fakes.certificate import Certificate

HOSTS = ("api.openai.com", "generativelanguage.googleapis.com", *imagekit.HOSTS, *midjourney.HOSTS)

OPENAI_PREFIX = "sk-test-"
GEMINI_PREFIX = "AQ.test-"

_RECORDED = Path(__file__).parents[1] / "contract" / "recorded"

# Which headers a page may send. OpenAI: Niek/chatgpt-web#330; Gemini: googleapis/js-genai#1723.
_SENDABLE = {
    "openai": {"authorization", "content-type", "accept"},
    "gemini": {"content-type", "x-goog-api-key", "x-goog-api-client", "authorization", "accept"},
}


class FakeProvider:
    """Starts and stops the server; `requests` are in the order of their arrival, preflights included.

    `text` is what messages say. `slow` is seconds.
    """

    def __init__(self, *, tls: bool = True, slow: float = 0.3, text: str = answers.TEXT) -> None:
        self.slow = slow
        self.text = text
        self.requests: list[Recorded] = []
        self.imagekit = imagekit.FakeImageKit()
        self.midjourney = midjourney.FakeGateway()
        self.port = 0
        self._seen: set[tuple[str, str, str]] = set()
        self._folder = tempfile.TemporaryDirectory()
        self._certificate = throw_away(Path(self._folder.name), HOSTS) if tls else None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._errors = {
            name: json.loads((_RECORDED / f"{name}-errors.json").read_text()) for name in ("openai", "gemini")
        }

    def start(self) -> Self:
        """Returns once connections are taken."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app(),
            log_config=None,
            log_level="critical",
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
            ssl_certfile=self._certificate.file if self._certificate else None,
            ssl_keyfile=self._certificate.key_file if self._certificate else None,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(timeout=10)
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def transport(self) -> httpx.AsyncBaseTransport:
        """For an httpx client that asks the real addresses and is answered here."""
        return _ToLoopback(self.port, self._certificate)

    def forget(self) -> None:
        """Empties `requests`, lets every "-once" happen once more, opens a new account at ImageKit, a new gateway."""
        self.requests.clear()
        self.imagekit = imagekit.FakeImageKit()
        self.midjourney = midjourney.FakeGateway()
        self._seen.clear()

    def _app(self) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self._handle, methods=["GET", "POST", "DELETE", "OPTIONS"])])

    async def _handle(self, request: Request) -> Response:
        if request.headers.get("host", "").partition(":")[0] in imagekit.HOSTS:
            return await self.imagekit.handle(request)
        if request.headers.get("host", "").partition(":")[0] in midjourney.HOSTS:
            return await self.midjourney.handle(request)
        record = Recorded(
            request.method,
            request.headers.get("host", ""),
            request.url.path,
            request.url.query,
            dict(request.headers),
            await request.body(),
        )
        self.requests.append(record)
        provider = "gemini" if record.path.startswith("/v1beta/") else "openai"
        if record.method == "OPTIONS":
            return _preflight(provider, record)
        name = self._name(provider, record)
        response = self._answer(provider, name, record)
        if name != "no-cors":
            response.headers.update(_cors(provider, record))
        return response

    def _name(self, provider: str, record: Recorded) -> str:
        """What the key asks for, for this kind of request, this time."""
        name = _key(provider, record)
        for kind in ("picture", "message", "models"):
            if name.startswith(f"{kind}-"):
                name = name.removeprefix(f"{kind}-") if kind == _kind(record) else "ok"
        if name.endswith("-once"):
            once = (provider, name, _kind(record))
            first = once not in self._seen
            self._seen.add(once)
            name = name.removesuffix("-once") if first else "ok"
        return name

    def _answer(self, provider: str, name: str, record: Recorded) -> Response:
        body = json.loads(record.body) if record.body else {}
        model = body.get("model") or record.path.rpartition("/")[2].partition(":")[0]
        asked = Asked(provider, _kind(record), body, model, record, self.slow)
        if model.startswith("no-such"):
            name = "404"
        elif provider == "gemini" and name == "400-moderation":
            # Gemini has no such answer: it blocks inside a 200.
            name = "block"
        if name not in SCRIPTS:
            error = self._errors[provider].get(name) or self._errors[provider]["401"]
            return JSONResponse(error["body"], error["status"])
        if asked.kind == "models" and name not in ("hang", "html", "garbage"):
            return JSONResponse(answers.gemini_models() if provider == "gemini" else answers.openai_models())
        return SCRIPTS[name](asked, self._work(asked))

    def _work(self, asked: Asked) -> list[bytes]:
        """The events, or the one JSON, of what was asked for."""
        if asked.provider == "gemini":
            picture = asked.kind == "picture"
            return [_dumped(answers.gemini_picture())] if picture else answers.gemini_text(self.text)
        if asked.kind == "picture":
            size, quality = str(asked.body.get("size")), str(asked.body.get("quality"))
            partials = asked.body.get("partial_images", 0)
            return answers.openai_picture(size, quality, partials if isinstance(partials, int) else 0)
        return answers.openai_text(self.text, asked.model)

    @property
    def certificate_spki(self) -> str:
        """What Chromium's `--ignore-certificate-errors-spki-list` takes."""
        return self._certificate.spki if self._certificate else ""


class _ToLoopback(httpx.AsyncBaseTransport):
    """Carries a request for a provider's address to the fake, as Chromium's resolver rule does."""

    def __init__(self, port: int, certificate: Certificate | None) -> None:
        trust = ssl.create_default_context(cafile=certificate.file) if certificate else False
        self._inner = httpx.AsyncHTTPTransport(verify=trust)
        self._scheme = "https" if certificate else "http"
        self._port = port

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = request.url.host
        request.url = request.url.copy_with(scheme=self._scheme, host="127.0.0.1", port=self._port)
        return await self._inner.handle_async_request(request)

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()


def _kind(record: Recorded) -> str:
    if record.method == "GET":
        return "models"
    drawn = record.path.endswith(("/images/generations", ":generateContent"))
    return "picture" if drawn else "message"


def _key(provider: str, record: Recorded) -> str:
    """NAME, or nothing where the key is not one of ours."""
    if provider == "gemini":
        key, prefix = record.headers.get("x-goog-api-key", ""), GEMINI_PREFIX
    else:
        key = record.headers.get("authorization", "").removeprefix("Bearer ")
        prefix = OPENAI_PREFIX
    return key.removeprefix(prefix) if key.startswith(prefix) else ""


def _preflight(provider: str, record: Recorded) -> Response:
    wanted = record.headers.get("access-control-request-headers", "")
    headers = {name.strip().lower() for name in wanted.split(",") if name.strip()}
    if not headers <= _SENDABLE[provider]:
        return Response(status_code=403)
    allowed = {"access-control-allow-methods": "GET, POST, OPTIONS", "access-control-allow-headers": wanted}
    return Response(status_code=200, headers=_cors(provider, record) | allowed)


def _cors(provider: str, record: Recorded) -> dict[str, str]:
    if provider == "gemini":
        return {"access-control-allow-origin": record.headers.get("origin", "*"), "vary": "Origin"}
    return {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "X-Request-ID, CF-Ray",
        "x-request-id": "req_fake",
    }


def _dumped(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
