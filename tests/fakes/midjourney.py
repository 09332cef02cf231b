"""Gateways for Midjourney: LinkrAPI's protocol and midjourney-proxy's, and the hosts where their pictures are.

Shapes are those of linkrapi.com/docs/api, of novicezk's and trueai's sources, and of what resellers answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from starlette.responses import Response

from tests.support.pictures import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

LINKRAPI_HOST = "linkrapi.com"
FILE_HOSTS = ("cdn.linkrapi.com", "cdn.discordapp.com", "media.discordapp.net")
HOSTS = (LINKRAPI_HOST, *FILE_HOSTS)

TOKEN = "lkr_canary-5d1f77"

BUTTONS = [
    *(f"MJ::JOB::upsample::{n}::8a1c" for n in range(1, 5)),
    "MJ::JOB::reroll::0::8a1c::SOLO",
    *(f"MJ::JOB::variation::{n}::8a1c" for n in range(1, 5)),
    "MJ::Inpaint::1::8a1c::SOLO",
]
UPSCALED = ["MJ::JOB::upsample_v6_2x_subtle::1::77ff::SOLO", "MJ::JOB::low_variation::1::77ff::SOLO"]


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(slots=True)
class FakeGateway:
    """`polls` is how often a work is asked for before it is there; `file_host` where its picture is then.

    `closed` hosts let no page read them. `submitting` and `asking` answer in place of the gateway, with a status and a
    body; None leaves it to the gateway.
    """

    polls: int = 1
    has_buttons: bool = True
    file_host: str = "cdn.discordapp.com"
    token: str = TOKEN
    closed: frozenset[str] = frozenset({"cdn.discordapp.com"})
    submitting: Callable[[Asked], tuple[int, Any] | None] | None = None
    asking: Callable[[Asked], tuple[int, Any] | None] | None = None
    asked: list[Asked] = field(default_factory=list)
    works: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def submitted(self) -> list[Asked]:
        """What would have been billed."""
        return [ask for ask in self.asked if ask.method == "POST"]

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Play all hosts, for httpx."""
        body = json.loads(request.content) if request.content else None
        ask = Asked(request.method, request.url.host, request.url.path, dict(request.headers), body)
        status, content, mime = self._answered(ask)
        if ask.host in self.closed:
            raise httpx.ConnectError("no access", request=request)
        return httpx.Response(status, content=content, headers={"content-type": mime})

    async def handle(self, request: Request) -> Response:
        """Play all hosts, for a browser: with CORS, but where Discord has none."""
        origin = {"access-control-allow-origin": request.headers.get("origin", "*")}
        if request.method == "OPTIONS":
            wanted = request.headers.get("access-control-request-headers", "")
            return Response(headers={**origin, "access-control-allow-headers": wanted})
        body = await request.body()
        host = request.headers.get("host", "").partition(":")[0]
        ask = Asked(request.method, host, request.url.path, dict(request.headers), json.loads(body) if body else None)
        status, content, mime = self._answered(ask)
        return Response(content, status, {} if host in self.closed else origin, mime)

    def _answered(self, ask: Asked) -> tuple[int, bytes, str]:
        self.asked.append(ask)
        if ask.host in FILE_HOSTS:
            return 200, encoded(photo(64, 64), "PNG"), "image/png"
        status, body = self._spoken(ask)
        if body is None:
            return status, b"", ""
        if isinstance(body, str):
            return status, body.encode(), "text/html"
        return status, json.dumps(body).encode(), "application/json;charset=UTF-8"

    def _spoken(self, ask: Asked) -> tuple[int, Any]:
        scripted = self.submitting if ask.method == "POST" else self.asking
        if scripted and (told := scripted(ask)):
            return told
        bearer = ask.headers.get("authorization", "").removeprefix("Bearer ")
        if self.token not in (ask.headers.get("mj-api-secret"), bearer):
            return 401, {"detail": "Invalid API key"}
        if ask.method == "POST":
            return 200, self._taken(ask)
        parts = ask.path.split("/")
        work = self.works.get(parts[-2] if parts[-1] == "fetch" else parts[-1])
        if work is None:
            return (404, {"detail": "Task not found"}) if ask.path.startswith("/api/v1/") else (200, None)
        work["asked"] += 1
        return 200, self._state(ask.path, work)

    def _taken(self, ask: Asked) -> dict[str, Any]:
        reference = f"{len(self.works) + 1}0099"
        action = str(ask.body.get("customId") or ask.body.get("action") or "IMAGINE")
        self.works[reference] = {"id": reference, "asked": 0, "upscaled": "up" in action.lower()}
        if ask.path.startswith("/api/v1/"):
            return {"status": "SUCCESS", "task_id": reference, "message": "Task submitted"}
        return {"code": 1, "description": "提交成功", "result": reference, "properties": {}}

    def _state(self, path: str, work: dict[str, Any]) -> dict[str, Any]:
        is_done, buttons = work["asked"] > self.polls, UPSCALED if work["upscaled"] else BUTTONS
        address = f"https://{self.file_host}/attachments/1/2/grid.png?ex=1&is=2&hm=3"
        if path.startswith("/api/v1/"):
            return {
                "task_id": work["id"],
                "status": "completed" if is_done else "processing",
                "progress": 100 if is_done else 37,
                "image_url": address if is_done else None,
                "components": [{"custom_id": name, "label": "", "style": 2} for name in buttons] if is_done else [],
            }
        told = {
            "id": work["id"],
            "action": "UPSCALE" if work["upscaled"] else "IMAGINE",
            "status": "SUCCESS" if is_done else "IN_PROGRESS",
            "progress": "100%" if is_done else "37%",
            "imageUrl": address,  # of a preview, before it is done
            "failReason": None,
        }
        if self.has_buttons:
            told["buttons"] = [{"customId": name, "label": "", "emoji": "", "type": 2} for name in buttons]
        return told
