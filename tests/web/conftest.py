"""The application behind httpx, as a page would ask it; no browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.app_context import make_app, nobody_answers
from tests.support.cards import card

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

    from linkepix.composition import App
    from linkepix.model.generation import Generation
    from tests.support.memory import MemoryStore

PROSPECT = {
    "name": "Ada Example",
    "role": "Head of Logistics",
    "company": "Nordwind GmbH",
    "location": "Hamburg",
    "notes": "Spoke about cold chains.",
    "company_name": "Kühlkette AG",
    "offer": "sensors that tell when a parcel gets warm",
}


class Visitor:
    """Asks for fragments. `page` is the address that the page has."""

    def __init__(self, app: App, store: MemoryStore) -> None:
        self.app = app.context
        self.store = store
        self._asgi = app.asgi

    def keep(self, *names: str) -> None:
        """Puts a card for each name into the library, the oldest first: "id-1", "id-2" and so on."""

        async def keep() -> None:
            for number, name in enumerate(names, 1):
                await self.store.save(*card(number, name))

        asyncio.run(keep())

    @property
    def newest(self) -> Generation:
        """The card that was made last."""
        return max(self.store.generations.values(), key=lambda card: card.created)

    def get(self, path: str, page: str = "/app/") -> str:
        return self._ask("GET", path, None, page)

    def post(self, path: str, values: Mapping[str, str] | None = None, page: str = "/app/") -> str:
        return self._ask("POST", path, values or {}, page)

    async def asked(self, method: str, path: str, values: Mapping[str, str] | None = None, page: str = "/app/") -> str:
        """Ask in a loop that goes on, as what is made in the background needs one."""
        transport = httpx.ASGITransport(self._asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            headers = {"HX-Current-URL": f"http://app{page}"}
            answer = await client.request(method, f"/app/-/{path}", data=values, headers=headers)
        answer.raise_for_status()
        return answer.text

    def _ask(self, method: str, path: str, values: Mapping[str, str] | None, page: str) -> str:
        return asyncio.run(self.asked(method, path, values, page))


@pytest.fixture
def visit(templates: Environment) -> Callable[..., Visitor]:
    def visit(answer: Callable[[httpx.Request], httpx.Response] = nobody_answers) -> Visitor:
        return Visitor(*make_app(templates, answer))

    return visit


@pytest.fixture
def visitor(visit: Callable[[], Visitor]) -> Visitor:
    return visit()


@pytest.fixture
def made(visitor: Visitor) -> Visitor:
    """One card, "id-1", with two pictures: version 2 is shown."""
    visitor.post("create/generate", PROSPECT)
    visitor.post("create/generate", PROSPECT | {"again": "picture", "generation": "id-1"})
    return visitor
