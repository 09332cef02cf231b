"""One visitor's browser and an ImageKit of its own, for tests: everything is real but the network and the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.errors import ProviderError, StorageFullError
from linkepix.providers.guard import GuardedTransport
from linkepix.providers.imagekit.client import ImageKit, Timeouts
from linkepix.providers.imagekit.operations import BACKGROUND, Step
from linkepix.services.activity import Activity
from linkepix.services.imagekit import ImageKitEdits
from linkepix.services.remote_files import RemoteFiles
from linkepix.services.settings import KeyRing
from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY, FakeImageKit
from tests.support.memory import MemoryStore, SteppingClock
from tests.support.photos import PHOTO, strip
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from linkepix.model.generation import Picture
    from linkepix.model.remote import RemoteFile
    from linkepix.services.imagekit import Edited, Stage

REMOVE = (Step(BACKGROUND),)
LONG = Timeouts(upload=60, result=60, first_pause=0.01, longest_pause=0.02, other=60)
SHORT = Timeouts(upload=1, result=2, first_pause=0.01, longest_pause=0.1, other=1)
"""For what never comes."""

EVERY_STEP = ["upload", "result", "delete", "purge"]


@dataclass
class Bench:
    """One visitor's browser and ImageKit. `saved` is what was saved, `stages` what the page was told."""

    store: MemoryStore = field(default_factory=MemoryStore)
    clock: SteppingClock = field(default_factory=SteppingClock)
    settings: dict[str, str] = field(default_factory=dict)
    fake: FakeImageKit = field(default_factory=FakeImageKit)
    saved: list[Picture] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    save_fails: bool = False
    timeouts: Timeouts = LONG

    def __post_init__(self) -> None:
        self.fake.now = self._time
        self.edits().save_account(PRIVATE_KEY, PUBLIC_KEY, ENDPOINT)

    def _time(self) -> float:
        return self.clock.time.timestamp()

    def edits(self) -> ImageKitEdits:
        """A fresh start of the program: nothing is shared with the last one but what was stored."""
        numbers = iter(range(1_000))
        activity = Activity(self.store, self.clock, lambda: f"line-{len(self.store.ledger)}", 90)
        practices = our_practices().recipients
        transport = GuardedTransport(self.fake.transport(), practices, activity)
        client = httpx.AsyncClient(transport=transport)
        return ImageKitEdits(
            KeyRing(self.settings),
            lambda account: ImageKit(client, account, self.clock.now, timeouts=self.timeouts),
            RemoteFiles(self.store, self.clock),
            self.clock,
            lambda: f"{next(numbers):04x}{len(self.store.ledger):028x}",
        )

    async def save(self, picture: Picture) -> None:
        if self.save_fails:
            raise StorageFullError("no room")
        self.saved.append(picture)

    async def run(self, picture: Picture = PHOTO, steps: tuple[Step, ...] = REMOVE, pixels: int = 12_000_000) -> Edited:
        edits = self.edits()
        prepared = await edits.prepare(picture, pixels, steps, strip)
        return await edits.send(prepared, self.save, self.stages.append)

    def lines(self) -> list[tuple[str, str, str]]:
        """Host, purpose and status of each line of the ledger, oldest first."""
        return [(line.host, line.purpose, line.status) for line in self.store.ledger.values()]


def edit(bench: Bench) -> Edited:
    return asyncio.run(bench.run())


def failed(bench: Bench, leaf: type[Exception]) -> Exception:
    with pytest.raises(leaf) as raised:
        edit(bench)
    assert type(raised.value) is leaf
    return raised.value


def leaf_of(code: str) -> type[Exception]:
    return next(leaf for leaf in ProviderError.__subclasses__() if leaf.code == code)


def left(bench: Bench) -> RemoteFile:
    """Return the one copy that is on record."""
    (file,) = asyncio.run(bench.edits().files.still_there())
    return file
