"""Copies of pictures at a provider: deleted there after use, and remembered until they are.

A copy is on record before it is sent, so that a page that was closed, or a browser that died, can't leave one behind
that nobody knows of.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from linkepix.errors import LeftBehindError, LinkepixError, StorageError
from linkepix.model.remote import DELETED
from linkepix.providers.registry import IMAGEKIT

if TYPE_CHECKING:
    from datetime import date

    from linkepix.model.generation import Picture
    from linkepix.model.remote import RemoteFile
    from linkepix.ports import Clock, RemoteFileStore
    from linkepix.providers.imagekit.client import Uploaded

ANOTHER_ACCOUNT = "another-account"
"""The `problem` of a copy that is in another account than that whose keys are saved."""


class Cloud(Protocol):
    """One account at ImageKit: `providers.imagekit.client.ImageKit`. All methods raise ProviderError."""

    async def upload(self, name: str, picture: Picture) -> Uploaded: ...

    async def result(self, path: str, transformation: str) -> Picture: ...

    async def delete(self, file_id: str) -> None: ...

    async def find(self, stem: str) -> tuple[Uploaded, ...]: ...

    async def purge(self, path: str) -> None: ...

    async def units_used(self, start: date, end: date) -> int: ...


@dataclass(frozen=True, slots=True)
class RemoteFiles:
    """The record of copies, and how they are cleared away."""

    store: RemoteFileStore
    clock: Clock
    _clearing: set[asyncio.Task[RemoteFile | None]] = field(default_factory=set)

    async def still_there(self) -> list[RemoteFile]:
        """Return copies that are, or may be, at the provider, newest first. Raises StorageError."""
        return await self.store.remotes()

    async def begin(self, file: RemoteFile) -> None:
        """Put a copy on record, before it is sent. Raises StorageError: then it must not be sent."""
        await self.store.put_remote(file)

    async def arrived(self, file: RemoteFile) -> None:
        """Put on record what the provider calls a copy. If that fails, it can still be found by its name."""
        with suppress(StorageError):
            await self.store.put_remote(file)

    async def forget(self, file_id: str) -> None:
        """Drop a record: the copy never left, or the visitor has deleted it there. Raises StorageError."""
        await self.store.delete_remote(file_id)

    async def clear(self, file: RemoteFile, cloud: Cloud) -> RemoteFile | None:
        """Delete a copy and purge caches. Return None once it is gone, else the record with its problem.

        Raises nothing of ours. It goes on in the background when its caller is cancelled.
        """
        task = asyncio.create_task(self._cleared(file, cloud))
        self._clearing.add(task)
        task.add_done_callback(self._clearing.discard)
        return await asyncio.shield(task)

    async def delete_again(self, file_id: str, account: str, cloud: Cloud) -> bool:
        """Try once more to clear a copy away, in the account whose URL endpoint this is.

        Return whether it is gone; False for one whose upload may still be under way. Raises LeftBehindError, and
        StorageError where the record can't be read.
        """
        file = next((file for file in await self.still_there() if file.id == file_id), None)
        if file is None:
            return True
        if file.account != account:
            raise LeftBehindError(IMAGEKIT.id, file.name, ANOTHER_ACCOUNT)
        left = await self.clear(file, cloud)
        if left and left.problem:
            raise LeftBehindError(IMAGEKIT.id, left.name, left.problem)
        return left is None

    async def _cleared(self, file: RemoteFile, cloud: Cloud) -> RemoteFile | None:
        file = replace(file, problem="")
        try:
            file = await self._deleted(file, cloud)
            if file.path:
                await cloud.purge(file.path)
        except LinkepixError as error:
            file = replace(file, problem=error.code)
            await self.arrived(file)
            return file
        if file.can_still_arrive(self.clock.now()):
            return file
        with suppress(StorageError):
            await self.forget(file.id)
        return None

    async def _deleted(self, file: RemoteFile, cloud: Cloud) -> RemoteFile:
        """Delete it if it is there. One whose id is not known is looked for by its name."""
        if file.state == DELETED:
            return file
        found = (
            [(file.file_id, file.path)]
            if file.file_id
            else [(one.file_id, one.path) for one in await cloud.find(file.id)]
        )
        for file_id, path in found:
            await cloud.delete(file_id)
            file = replace(file, state=DELETED, file_id=file_id, path=path)
            await self.arrived(file)
        return file
