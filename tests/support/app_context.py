"""A app for tests: everything real but the browser, whose place memory takes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

from linkepix.model.startup import StartUp
from linkepix.ports import StorageEstimate
from linkepix.providers.gemini import Gemini
from linkepix.providers.guard import GuardedTransport
from linkepix.providers.ondevice.illustrator import Illustrator
from linkepix.providers.ondevice.writer import Writer
from linkepix.providers.openai import OpenAI
from linkepix.services.activity import Activity
from linkepix.services.library import Library
from linkepix.services.makers import Makers
from linkepix.services.settings import KeyRing
from linkepix.web.context import AppContext
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment

    from linkepix.errors import StorageError
    from linkepix.model.activity import LedgerEntry
    from linkepix.model.generation import Generation, Picture
    from linkepix.providers.base import MessageMaker, PictureMaker
    from linkepix.services.makers import Adapter

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class SteppingClock:
    """A second passes each time that somebody looks."""

    time: datetime = START

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@dataclass(slots=True)
class MemoryStore:
    """LibraryStore and DraftStore. `refusal` is raised by every save, as a full disk would."""

    generations: dict[str, Generation] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    draft: dict[str, str] = field(default_factory=dict)
    ledger: dict[str, LedgerEntry] = field(default_factory=dict)
    refusal: StorageError | None = None
    startup: StartUp = field(default_factory=StartUp)

    async def read(self) -> StartUp:
        if self.refusal:
            raise self.refusal
        return self.startup

    async def save(self, generation: Generation, picture: Picture | None) -> None:
        if self.refusal:
            raise self.refusal
        self.generations[generation.id] = generation
        if picture:
            self.pictures[generation.id] = picture

    async def get(self, generation_id: str) -> Generation | None:
        return self.generations.get(generation_id)

    async def all(self) -> list[Generation]:
        return sorted(self.generations.values(), key=lambda item: item.created, reverse=True)

    async def picture(self, generation_id: str) -> Picture | None:
        return self.pictures.get(generation_id)

    async def delete(self, generation_id: str) -> None:
        self.generations.pop(generation_id)
        self.pictures.pop(generation_id, None)

    async def count(self) -> int:
        if self.refusal:
            raise self.refusal
        return len(self.generations)

    async def put_entry(self, entry: LedgerEntry) -> None:
        if self.refusal:
            raise self.refusal
        self.ledger[entry.id] = entry

    async def entries(self) -> list[LedgerEntry]:
        return sorted(self.ledger.values(), key=lambda entry: entry.sent, reverse=True)

    async def delete_entries(self, ids: Iterable[str]) -> None:
        for entry_id in ids:
            self.ledger.pop(entry_id, None)

    async def load_draft(self) -> dict[str, str]:
        return dict(self.draft)

    async def save_draft(self, draft: dict[str, str]) -> None:
        self.draft = draft


@dataclass(frozen=True, slots=True)
class MemoryDevice:
    store: MemoryStore

    async def estimate(self) -> StorageEstimate:
        return StorageEstimate(used=3_200_000, available=41_000_000_000, persisted=False)

    async def erase(self) -> None:
        self.store.generations.clear()
        self.store.pictures.clear()
        self.store.draft.clear()
        self.store.ledger.clear()


class NamedFiles:
    """An address that is the file's name; the file is there to be read."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}

    def address(self, name: str, mime: str, data: bytes) -> str:
        self.made[name] = data
        return f"blob:{name}:{mime}"


class NamedAddresses:
    """An address that says whose picture it is, and how many were made before it."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}
        self._numbers = count()

    def known(self, generation_id: str) -> str | None:
        return self.made.get(generation_id)

    def address(self, generation_id: str, picture: Picture) -> str:
        if generation_id not in self.made:
            self.made[generation_id] = f"blob:{generation_id}:{next(self._numbers)}:{picture.mime}"
        return self.made[generation_id]

    def forget(self, generation_id: str) -> None:
        self.made.pop(generation_id, None)

    def forget_all(self) -> None:
        self.made.clear()


def notionists() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(files("dicebear_styles").joinpath("notionists.json").read_text())
    return definition


@dataclass(frozen=True, slots=True)
class RealMakers:
    """The real makers; only the client is given."""

    templates: Environment
    client: httpx.AsyncClient

    def illustrator(self) -> PictureMaker:
        return Illustrator(self.templates, notionists)

    def writer(self) -> MessageMaker:
        return Writer(self.templates)

    def adapter(self, provider: str, key: str) -> Adapter:
        adapters: dict[str, type[OpenAI | Gemini]] = {"openai": OpenAI, "gemini": Gemini}
        return adapters[provider](self.client, key)


def nobody_answers(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("this test allows no request", request=request)


def make_app_context(
    templates: Environment, answer: Callable[[httpx.Request], httpx.Response] = nobody_answers
) -> tuple[AppContext, MemoryStore]:
    """`answer` plays the provider."""
    settings: dict[str, str] = {}
    keys = KeyRing(settings)
    store = MemoryStore()
    ids, lines = count(1), count(1)
    clock = SteppingClock()
    activity = Activity(store, clock, lambda: f"line-{next(lines)}", our_practices().activity_days)
    guarded = GuardedTransport(httpx.MockTransport(answer), our_practices().recipients, activity)
    client = httpx.AsyncClient(transport=guarded)
    app = AppContext(
        templates=templates,
        settings=settings,
        keys=keys,
        practices=our_practices(),
        activity=activity,
        makers=Makers(RealMakers(templates, client), keys),
        library=Library(store),
        drafts=store,
        device=MemoryDevice(store),
        startup=store,
        addresses=NamedAddresses(),
        files=NamedFiles(),
        clock=clock,
        new_id=lambda: f"id-{next(ids)}",
        new_seed=lambda: 7,
    )
    return app, store
