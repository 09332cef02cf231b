"""A picture of the studio at ImageKit: what would be sent, what is under way, what came of it.

One at a time, and in memory: closing the tab forgets all but the record of the copy (`services.remote_files`).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from linkepix.errors import InputError, LinkepixError, StorageError, TooLargeToSendError
from linkepix.imaging.containers import opened
from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import strip
from linkepix.model.generation import Picture
from linkepix.model.parts import join
from linkepix.providers.imagekit.operations import BACKGROUND, BYTES_LIMIT, OPERATIONS, Step, operation_by_id
from linkepix.providers.registry import IMAGEKIT
from linkepix.services.open_pictures import Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from linkepix.providers.imagekit.operations import Operation
    from linkepix.services.activity import Activity
    from linkepix.services.editing import Editing
    from linkepix.services.imagekit import ImageKitEdits, Prepared, Stage
    from linkepix.services.open_pictures import OpenPicture

WAIT_SECONDS = 20
"""How long one question of the page for news is left open."""

_ENDINGS: Mapping[str, str] = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}
"""Of the names of results. ImageKit may choose the type."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What would be sent, and of which picture. `removed` has the bytes of metadata that were taken out."""

    prepared: Prepared
    picture_id: str
    picture_name: str
    removed: int


@dataclass(slots=True)
class CloudEditing:
    """`values` are what was typed, by id of parameter; `sheet` is what is shown, and then sent.

    `outcome` and `error` tell what came of the last one, `is_left` whether its copy may still be at ImageKit, `units`
    about what it took, and `used` what ImageKit has counted this month; None where that is not known. `turns` counts
    what was sent.
    """

    editing: Editing
    edits: ImageKitEdits
    activity: Activity
    operation: Operation = BACKGROUND
    values: dict[str, str] = field(default_factory=dict)
    sheet: Sheet | None = None
    stage: Stage | Literal[""] = ""
    outcome: Literal["", "done", "stopped", "failed"] = ""
    error: LinkepixError | None = None
    is_left: bool = False
    units: int | None = None
    used: int | None = None
    result_name: str = ""
    turns: int = 0
    _task: asyncio.Task[None] | None = None
    _counting: asyncio.Task[int | None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def choose(self, operation_id: str, values: Mapping[str, str]) -> None:
        """Take what the form holds. An operation that isn't there leaves the old one."""
        if operation_id in {operation.id for operation in OPERATIONS}:
            self.operation = operation_by_id(operation_id)
        self.values.update(values)

    async def prepare(self) -> None:
        """Make the sheet for the picture that is shown; nothing is sent.

        Raises what `ImageKitEdits.prepare` raises, InputError where no picture is open, and PictureFileError.
        """
        if self.is_running:
            return
        self._forget_outcome()
        self.edits.account()
        current = self.editing.current
        if current is None or current.original is None:
            raise InputError("picture", "none")
        picture = await self._read(current)
        step = Step(self.operation, tuple(self.values.items()))
        prepared = await self.edits.prepare(picture, current.original.area, (step,), stripped)
        self.sheet = Sheet(prepared, current.id, current.name, len(picture.data) - len(prepared.picture.data))

    def send(self, sheet_id: str) -> None:
        """Begin to send what was shown. An id of another sheet than the one that is shown sends nothing."""
        if self.is_running or self.sheet is None or self.sheet.prepared.id != sheet_id:
            return
        self.turns += 1
        self.stage = "upload"
        self._task = asyncio.create_task(self._send(self.sheet))

    def cancel(self) -> None:
        """Put the sheet away. What is under way goes on."""
        if not self.is_running:
            self.sheet = None

    def stop(self) -> None:
        """End what is under way. Its copy is deleted all the same; once that has begun, nothing is left to stop."""
        if self._task and self.stage != "delete":
            self._task.cancel()

    async def wait(self) -> None:
        """Return at the next stage, at the end, or after a while without news."""
        if self.is_running:
            with suppress(TimeoutError):
                async with asyncio.timeout(WAIT_SECONDS):
                    await self._news.wait()
        self._news.clear()

    def forget_all(self) -> None:
        self.stop()
        self.sheet = None
        self.values.clear()
        self._forget_outcome()

    def _forget_outcome(self) -> None:
        self.sheet, self.outcome, self.error, self.is_left = None, "", None, False
        self.units = self.used = self._counting = None

    async def _read(self, current: OpenPicture) -> Picture:
        """Return the file as it was chosen, with its type by content."""
        if current.size > BYTES_LIMIT:
            raise TooLargeToSendError(IMAGEKIT.id, bytes_limit=BYTES_LIMIT)
        data = await self.editing.pixels.read(current.id)
        _, kind = await opened(BytesSource(data))
        return Picture(f"image/{kind}", data)

    async def _send(self, sheet: Sheet) -> None:
        begun = self.edits.clock.now()
        try:
            await self.edits.send(sheet.prepared, partial(self._save, sheet), self._tell)
            await self._count(sheet, begun)
            self.outcome = "done"
        except asyncio.CancelledError:
            self.outcome = "stopped"
        except Exception as error:  # noqa: BLE001 - shown, as those that no view expected
            self.outcome, self.error = "failed", LinkepixError.of(error)
        self.is_left = await self._is_on_record(sheet.prepared.id)
        self.sheet, self.stage, self._task = None, "", None
        self._news.set()

    async def _count(self, sheet: Sheet, begun: datetime) -> None:
        """Put down what it took. ImageKit doesn't say: its count is of the whole account, and up to six hours old."""
        self.units = sheet.prepared.units
        self.used = await self._counting if self._counting else None
        if self.units is not None:
            with suppress(StorageError):
                await self.activity.note_units(IMAGEKIT.id, "result", begun, self.units)

    async def _used(self) -> int | None:
        with suppress(LinkepixError):
            return await self.edits.units_this_month()
        return None

    async def _is_on_record(self, copy_id: str) -> bool:
        try:
            return any(file.id == copy_id for file in await self.edits.files.still_there())
        except StorageError:
            return True

    async def _save(self, sheet: Sheet, picture: Picture) -> None:
        """Add the result to the pictures of the studio; show it, unless another one has been chosen meanwhile."""
        key = f"imagekit-{sheet.prepared.id}"
        stem = sheet.picture_name.rpartition(".")[0] or sheet.picture_name
        self.result_name = f"{stem}-imagekit.{_ENDINGS.get(picture.mime, 'png')}"
        self.editing.pixels.put([picture.data], [], picture.mime, key)
        if origin := self.editing.origins.get(sheet.picture_id):
            self.editing.origins[key] = origin
        self.editing.add([Chosen(key, self.result_name, picture.mime, len(picture.data))])
        if self.editing.current_id == sheet.picture_id:
            self.editing.show(key)

    def _tell(self, stage: Stage) -> None:
        self.stage = stage
        if stage == "save":
            # While the copy is deleted, so that nobody waits for it.
            self._counting = asyncio.create_task(self._used())
        self._news.set()


async def stripped(picture: Picture) -> Picture:
    """Return the picture with the very bytes of its pixels, without metadata. Raises PictureFileError."""
    parts = await strip(BytesSource(picture.data))
    return Picture(picture.mime, join(parts, picture.data))
