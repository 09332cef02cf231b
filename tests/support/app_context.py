"""The application for tests: everything is real but the platform, which is memory."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

from linkepix.composition import Platform, build_app
from tests.support.memory import (
    FakePixels,
    MemoryDevice,
    MemoryLexicon,
    MemoryOwners,
    MemoryStore,
    NamedBlobUrls,
    NamedFileUrls,
    SteppingClock,
)
from tests.support.memory_queue import MemoryNews, MemoryQueueLock
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from jinja2 import Environment

    from linkepix.composition import App

    type Answer = (
        Callable[[httpx.Request], httpx.Response] | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
    )


def memory_platform(templates: Environment, store: MemoryStore, answer: Answer) -> Platform:
    """`answer` plays every provider."""
    ids = count(1)
    return Platform(
        templates=templates,
        practices=our_practices(),
        settings={},
        library=store,
        drafts=store,
        logos=store,
        ledger=store,
        remote_files=store,
        tasks=store,
        batches=store,
        owners=MemoryOwners(),
        paces=store,
        queue_lock=MemoryQueueLock(),
        news=MemoryNews(),
        device=MemoryDevice(store),
        startup=store,
        lexicon=MemoryLexicon(),
        blob_urls=NamedBlobUrls(),
        file_urls=NamedFileUrls(),
        pixels=FakePixels(),
        open_transport=lambda: httpx.MockTransport(answer),
        notionists=notionists,
        clock=SteppingClock(),
        new_id=lambda: f"id-{next(ids)}",
        new_seed=lambda: 7,
    )


def notionists() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(files("dicebear_styles").joinpath("notionists.json").read_text())
    return definition


def nobody_answers(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("this test allows no request", request=request)


def make_app(templates: Environment, answer: Answer = nobody_answers) -> tuple[App, MemoryStore]:
    """`answer` plays every provider. The store is the one that the application writes to."""
    store = MemoryStore()
    return build_app(memory_platform(templates, store, answer)), store
