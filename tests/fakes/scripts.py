"""How the fake answers, once it is known what was asked: well, slowly, with regret, or half."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, override

from starlette.responses import JSONResponse, Response

from tests.fakes import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.types import Receive, Scope, Send

FOREVER = 600.0
_EVENT_STREAM = "text/event-stream"


@dataclass
class Recorded:
    """One request. `disconnected` is whether the client went away before the answer's end."""

    method: str
    host: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = field(repr=False)
    disconnected: bool = False

    @property
    def json(self) -> object:
        parsed: object = json.loads(self.body)
        return parsed


class Pause(NamedTuple):
    """Silence in a stream, in seconds."""

    seconds: float


class Cut(NamedTuple):
    """The connection breaks."""


type Step = bytes | Pause | Cut


class Play(Response):
    """A response that plays steps, and notices when nobody listens any more."""

    def __init__(self, steps: Sequence[Step], media_type: str, record: Recorded) -> None:
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self.steps = steps
        self.record = record

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_disconnection(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            for step in self.steps:
                if isinstance(step, Cut):
                    return
                await asyncio.wait({gone}, timeout=step.seconds if isinstance(step, Pause) else 0)
                if gone.done():
                    self.record.disconnected = True
                    return
                if isinstance(step, bytes):
                    await send({"type": "http.response.body", "body": step, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()


async def _disconnection(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the scripts see it."""

    provider: str
    kind: str
    body: Mapping[str, object]
    model: str
    record: Recorded
    slow: float


def _media(asked: Asked) -> str:
    return "application/json" if asked.provider == "gemini" and asked.kind == "picture" else _EVENT_STREAM


def _chopped(events: Sequence[bytes]) -> list[Step]:
    """The events in pieces that respect neither lines nor characters, as networks send them."""
    whole = b"".join(events)
    return [whole[start : start + 97] for start in range(0, len(whole), 97)]


def _well(asked: Asked, work: list[bytes]) -> Response:
    return Play(_chopped(work), _media(asked), asked.record)


def _slow(asked: Asked, work: list[bytes]) -> Response:
    steps: list[Step] = [step for event in work for step in (Pause(asked.slow), event)]
    return Play(steps, _media(asked), asked.record)


def _refusal(asked: Asked, _: list[bytes]) -> Response:
    if asked.provider == "gemini":
        picture = asked.kind == "picture"
        return _one(asked, answers.gemini_words_only() if picture else answers.gemini_finish("SAFETY"))
    picture = asked.kind == "picture"
    events = answers.openai_moderated_picture() if picture else answers.openai_refusal(asked.model)
    return Play(events, _EVENT_STREAM, asked.record)


def _block(asked: Asked, work: list[bytes]) -> Response:
    if asked.provider == "gemini":
        return _one(asked, answers.gemini_blocked())
    if asked.kind == "picture":
        return _refusal(asked, work)
    return Play(answers.openai_incomplete(asked.model, "content_filter"), _EVENT_STREAM, asked.record)


def _incomplete(asked: Asked, work: list[bytes]) -> Response:
    if asked.provider == "gemini":
        return _one(asked, answers.gemini_finish("MAX_TOKENS"))
    if asked.kind == "picture":
        return _short(asked, work)
    return Play(answers.openai_incomplete(asked.model, "max_output_tokens"), _EVENT_STREAM, asked.record)


def _stream_error(asked: Asked, _: list[bytes]) -> Response:
    if asked.provider == "gemini":
        return _one(asked, {"error": {"code": 503, "message": "Overloaded.", "status": "UNAVAILABLE"}})
    events = answers.openai_failed(asked.model, "server_error")
    if asked.kind == "picture":
        error = {"type": "server_error", "code": "server_error", "message": "It went wrong.", "param": None}
        events = [answers.lf_event({"type": "error", "error": error})]
    return Play(events, _EVENT_STREAM, asked.record)


def _garbage(asked: Asked, _: list[bytes]) -> Response:
    return Play([b"data: \xff\xfe{not json\n\n"], _media(asked), asked.record)


def _html(asked: Asked, _: list[bytes]) -> Response:
    return Play([b"<!doctype html><title>Welcome to our Wi-Fi</title>"], "text/html", asked.record)


def _short(asked: Asked, work: list[bytes]) -> Response:
    whole = work[:-1] if len(work) > 1 else [work[0][: len(work[0]) // 2]]
    return Play(whole, _media(asked), asked.record)


def _cut(asked: Asked, work: list[bytes]) -> Response:
    middle = len(work) // 2
    return Play([*work[:middle], work[middle][:40], Pause(0.05), Cut()], _media(asked), asked.record)


def _stall(asked: Asked, work: list[bytes]) -> Response:
    return Play([work[0] if len(work) > 1 else work[0][:40], Pause(FOREVER)], _media(asked), asked.record)


class _Hang(Play):
    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _disconnection(receive)
        self.record.disconnected = True


def _hang(asked: Asked, _: list[bytes]) -> Response:
    return _Hang([], _EVENT_STREAM, asked.record)


def _one(asked: Asked, answer: object) -> Response:
    """One JSON, as the whole answer or as the only event."""
    if asked.kind == "picture":
        return JSONResponse(answer)
    return Play([answers.crlf_event(answer)], _EVENT_STREAM, asked.record)


SCRIPTS: Mapping[str, Callable[[Asked, list[bytes]], Response]] = {
    "ok": _well,
    "no-cors": _well,
    "slow": _slow,
    "refusal": _refusal,
    "block": _block,
    "incomplete": _incomplete,
    "stream-error": _stream_error,
    "garbage": _garbage,
    "html": _html,
    "short": _short,
    "cut": _cut,
    "stall": _stall,
    "hang": _hang,
}
