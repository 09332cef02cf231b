"""What services ask of the world outside, as Protocols. The browser's answers are in `browser/`."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping  # noqa: TC003 - an alias reads one of them
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from linkepix.model.activity import LedgerEntry
    from linkepix.model.generation import Generation, Picture
    from linkepix.model.startup import StartUp

type SettingsStore = MutableMapping[str, str]
"""Keys and preferences: localStorage in the browser, a dict in a test."""


@dataclass(frozen=True, slots=True)
class StorageEstimate:
    """Bytes used and available on this device, and whether the browser promised to keep them.

    None where the browser does not say.
    """

    used: int | None
    available: int | None
    persisted: bool


class Clock(Protocol):
    """The time, in UTC and aware of it."""

    def now(self) -> datetime: ...


class LibraryStore(Protocol):
    """Generations and their pictures. All raise StorageError; `save` StorageFullError too."""

    async def save(self, generation: Generation, picture: Picture | None) -> None:
        """Record and picture in one transaction; returns once it is complete, not before."""

    async def get(self, generation_id: str) -> Generation | None: ...

    async def all(self) -> list[Generation]:
        """Newest first."""
        ...

    async def picture(self, generation_id: str) -> Picture | None: ...

    async def delete(self, generation_id: str) -> None: ...

    async def count(self) -> int: ...


class DraftStore(Protocol):
    """The form as it was last typed, so that a visit to Settings loses nothing."""

    async def load_draft(self) -> dict[str, str]: ...

    async def save_draft(self, draft: dict[str, str]) -> None: ...


class DeviceStorage(Protocol):
    """The browser's storage as a whole."""

    async def estimate(self) -> StorageEstimate: ...

    async def erase(self) -> None:
        """Empties IndexedDB and the caches, also of the program. The settings are emptied by whoever holds them."""


class StartUpLog(Protocol):
    """What was written down about starts before Python was there."""

    async def read(self) -> StartUp:
        """Raises StorageError."""
        ...


class Ledger(Protocol):
    """The record of what leaves this device. All raise StorageError."""

    async def begin(self, entry: LedgerEntry) -> None:
        """Returns once the line is kept: what could not be written down is not sent."""

    async def complete(self, entry: LedgerEntry) -> None:
        """The same line, with what became of it."""

    def new_entry(self, recipient: str, host: str, purpose: str, clause: str, bytes_out: int) -> LedgerEntry:
        """A line with an id and the time."""
        ...


class LedgerStore(Protocol):
    """Where lines are kept. All raise StorageError."""

    async def put_entry(self, entry: LedgerEntry) -> None: ...

    async def entries(self) -> list[LedgerEntry]:
        """Newest first."""
        ...

    async def delete_entries(self, ids: Iterable[str]) -> None: ...
