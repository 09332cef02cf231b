"""A picture edited by ImageKit, in the visitor's own account, and left there no longer than that takes.

1. `prepare`: metadata is stripped, limits are checked, a random name is drawn. The page shows what would be sent.
2. `send`: the copy is put on record, uploaded as a private file, and its result fetched from a signed address and
   saved. Whatever happens, the copy is deleted and purged at the end; what can't be deleted stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from linkepix.errors import (
    InputError,
    MissingKeyError,
    NotPrivateError,
    ProviderError,
    StorageError,
    TooLargeToSendError,
    UndeclaredRecipientError,
)
from linkepix.model.remote import THERE, RemoteFile
from linkepix.providers.imagekit.operations import BYTES_LIMIT, pixels_below, transformation_of, units_of
from linkepix.providers.imagekit.signing import UPLOAD_SECONDS, read_credentials
from linkepix.providers.registry import IMAGEKIT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.model.generation import Picture
    from linkepix.ports import Clock
    from linkepix.providers.imagekit.operations import Step
    from linkepix.providers.imagekit.signing import Credentials
    from linkepix.services.remote_files import Cloud, RemoteFiles
    from linkepix.services.settings import KeyRing

type Stage = Literal["upload", "work", "save", "delete"]
type Strip = Callable[[Picture], Awaitable[Picture]]
type Save = Callable[[Picture], Awaitable[None]]
type Tell = Callable[[Stage], None]

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}
"""Types that can be sent: those whose metadata can be stripped."""

_UNCLEAR = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT)
"""4xx that don't say that nothing was taken."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be sent, to be shown before it is. `id` is random, and all of the name but its ending.

    `units` are about what it costs, None where nobody has published it.
    """

    id: str
    name: str
    picture: Picture
    steps: tuple[Step, ...]
    transformation: str
    units: int | None


@dataclass(frozen=True, slots=True)
class Edited:
    """A result. `left` is the copy at ImageKit, if it could not be cleared away.

    `saved` is False where the browser had no room: the result was paid for, and is shown all the same.
    """

    picture: Picture
    left: RemoteFile | None = None
    saved: bool = True


@dataclass(frozen=True, slots=True)
class ImageKitEdits:
    """`open_cloud` makes a client for an account, late; `new_id` gives a random id of 32 hexadecimal digits."""

    keys: KeyRing
    open_cloud: Callable[[Credentials], Cloud]
    files: RemoteFiles
    clock: Clock
    new_id: Callable[[], str]

    def account(self) -> Credentials:
        """Return the account whose keys are saved. Raises MissingKeyError where one is missing, or can't be one."""
        keys = self.keys
        fields = (keys.field(IMAGEKIT.id, name) for name in IMAGEKIT.account_fields)
        try:
            return read_credentials(keys.key(IMAGEKIT.id), *fields)
        except InputError as error:
            raise MissingKeyError(IMAGEKIT.id) from error

    def save_account(self, private_key: str, public_key: str, endpoint: str) -> None:
        """Save an account. An empty private key stands for the one that is saved. Raises InputError."""
        account = read_credentials(private_key.strip() or self.keys.key(IMAGEKIT.id), public_key, endpoint)
        self.keys.save(IMAGEKIT.id, account.private_key)
        self.keys.save_field(IMAGEKIT.id, "public", account.public_key)
        self.keys.save_field(IMAGEKIT.id, "endpoint", account.endpoint)

    async def units_this_month(self) -> int:
        """Return how many units the account has used since the first of this month, in UTC; it proves the keys, too.

        ImageKit's answer for one range of dates is up to six hours old (imagekitio 5.11.0, `accounts.usage.get`), so
        that no difference of two answers says what one operation took.
        """
        today = self.clock.now().date()
        return await self._cloud().units_used(today.replace(day=1), today + timedelta(days=1))

    async def prepare(self, picture: Picture, pixels: int, steps: tuple[Step, ...], strip: Strip) -> Prepared:
        """Return what would be sent of a picture with so many pixels; nothing is sent.

        Raises MissingKeyError, InputError for a value of a step or a type of picture that can't be used,
        TooLargeToSendError, and what `strip` raises.
        """
        self.account()
        if picture.mime not in _ENDINGS:
            raise InputError("picture", "type")
        transformation = transformation_of(steps)
        stripped = await strip(picture)
        most = pixels_below(steps)
        if len(stripped.data) > BYTES_LIMIT or (most and pixels >= most):
            raise TooLargeToSendError(IMAGEKIT.id, bytes_limit=BYTES_LIMIT, pixels_below=most)
        file_id = self.new_id()
        name = f"{file_id}.{_ENDINGS[stripped.mime]}"
        return Prepared(file_id, name, stripped, steps, transformation, units_of(steps))

    async def send(self, prepared: Prepared, save: Save, tell: Tell = lambda _: None) -> Edited:
        """Edit the picture, and return once it is saved and the copy cleared away, or known to be left.

        Cancelling it ends the work, and the copy is cleared away all the same. Raises StorageError where the copy
        can't be put on record (then nothing is sent), and ProviderError.
        """
        account = self.account()
        cloud = self.open_cloud(account)
        file = self._record(prepared, account)
        await self.files.begin(file)
        tell("upload")
        try:
            file, is_private = await self._uploaded(file, prepared, cloud)
        except BaseException as error:
            await self._give_up(file, error, cloud)
            raise
        try:
            if not is_private:
                raise NotPrivateError(IMAGEKIT.id)
            tell("work")
            picture = await cloud.result(file.path, prepared.transformation)
            tell("save")
            saved = await _saved(save, picture)
        finally:
            tell("delete")
            left = await self.files.clear(file, cloud)
        return Edited(picture, left, saved)

    async def delete_again(self, file_id: str) -> bool:
        """Try once more to clear a copy away: see `RemoteFiles.delete_again`. Raises MissingKeyError, too."""
        account = self.account()
        return await self.files.delete_again(file_id, account.endpoint, self.open_cloud(account))

    def _cloud(self) -> Cloud:
        return self.open_cloud(self.account())

    def _record(self, prepared: Prepared, account: Credentials) -> RemoteFile:
        now = self.clock.now()
        latest = now + timedelta(seconds=UPLOAD_SECONDS)
        return RemoteFile(prepared.id, prepared.name, account.endpoint, now.isoformat(), latest.isoformat())

    async def _uploaded(self, file: RemoteFile, prepared: Prepared, cloud: Cloud) -> tuple[RemoteFile, bool]:
        """Return the record with what ImageKit calls the copy, and whether it is private there."""
        uploaded = await cloud.upload(prepared.name, prepared.picture)
        file = replace(file, state=THERE, file_id=uploaded.file_id, path=uploaded.path)
        await self.files.arrived(file)
        return file, uploaded.is_private

    async def _give_up(self, file: RemoteFile, error: BaseException, cloud: Cloud) -> None:
        """After an upload that failed: drop the record if nothing can be there, else look, and delete what is."""
        if _was_not_taken(error):
            await self.files.forget(file.id)
        else:
            await self.files.clear(file, cloud)


def _was_not_taken(error: BaseException) -> bool:
    """Whether the guard sent nothing, or ImageKit answered that it took nothing."""
    if isinstance(error, UndeclaredRecipientError | StorageError):
        return True
    status = error.status if isinstance(error, ProviderError) else None
    return (
        status is not None
        and HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        and (status not in _UNCLEAR)
    )


async def _saved(save: Save, picture: Picture) -> bool:
    try:
        await save(picture)
    except StorageError:
        return False
    return True
