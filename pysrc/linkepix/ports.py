"""What services need from a platform, as Protocols. `browser/` implements them, and so does tests/support/memory.py.

Every store port has a contract in `tests/ports/contract.py`, which each implementation passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence  # noqa: TC003 - an alias reads one of them
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from linkepix.model.activity import LedgerEntry
    from linkepix.model.animation import Animation
    from linkepix.model.generation import Generation, Picture
    from linkepix.model.logo import Logo
    from linkepix.model.parts import Part
    from linkepix.model.recipe import Size
    from linkepix.model.remote import RemoteFile
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

    def midnight(self) -> datetime:
        """Return when today began where the visitor is."""
        ...


class PictureSource(Protocol):
    """A picture file that stays where it is: ranges of it are read when they are needed. `size` is in bytes."""

    @property
    def size(self) -> int: ...

    async def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to before `stop`; fewer only where the file is shorter by now."""
        ...


@dataclass(frozen=True, slots=True)
class Matches:
    """Some of the generations that match a search. `found` counts all that match, `total` all that are stored."""

    items: tuple[Generation, ...]
    found: int
    total: int


class LibraryStore(Protocol):
    """Generations and their pictures. All methods raise StorageError; `save` and `restore` raise StorageFullError too.

    A record that can't be read is not returned.
    """

    async def save(self, generation: Generation, picture: Picture | None) -> None:
        """Write the record, its search text and the picture in one transaction; return once it is complete.

        The picture is that of the version that is shown, and stored under its number. Without one, and for other
        versions, what was saved earlier stays.
        """

    async def restore(self, generation: Generation, pictures: Mapping[int, Picture]) -> None:
        """Do the same with pictures of any versions, by `picture_version`."""

    async def get(self, generation_id: str) -> Generation | None: ...

    async def page(self, words: Sequence[str], offset: int, limit: int) -> Matches:
        """Return `limit` generations after the first `offset`, newest first; of the same time, lowest id first.

        Without words all match, and no other record is read. With words (folded, see `model.search`) those match whose
        search text contains every word; only the search texts and the records on the page are read.
        """
        ...

    async def picture(self, generation_id: str, version: int = 1) -> Picture | None:
        """Return the picture that was made for this version, counted from 1; a negative number is its small copy's."""
        ...

    async def delete(self, generation_id: str) -> None:
        """Delete the record and the pictures of all its versions; an id that isn't stored is no error."""

    async def count(self) -> int: ...


class DraftStore(Protocol):
    """Forms as they were last typed, each under a name. All methods raise StorageError."""

    async def load_draft(self, name: str) -> dict[str, str]:
        """Return an empty dict where there is none, or none that can be read."""
        ...

    async def save_draft(self, name: str, draft: dict[str, str]) -> None: ...


class LogoStore(Protocol):
    """The logo of the visitor's company, of which there is one. All methods raise StorageError."""

    async def load_logo(self) -> Logo | None:
        """Return None where there is none, or none that can be read."""
        ...

    async def save_logo(self, logo: Logo) -> None:
        """Store it in place of the last one, all of it or nothing. Raise StorageFullError if there is no room."""

    async def delete_logo(self) -> None: ...


class DeviceStorage(Protocol):
    """The platform's storage as a whole."""

    async def estimate(self) -> StorageEstimate: ...

    async def erase(self) -> None:
        """Empty every store but the settings, and the caches, also those of the program."""


class StartUpLog(Protocol):
    """The record of starts that was written before Python ran."""

    async def read(self) -> StartUp:
        """Raise StorageError if the log can't be read."""
        ...


class LexiconSource(Protocol):
    """Where the table of `reading.lexicon` comes from. Services read it late, and once."""

    async def read(self) -> bytes:
        """Raise OSError if there is none, or if it doesn't come in time."""
        ...


class BlobUrls(Protocol):
    """URLs under which the page shows pictures: `blob:` in the browser."""

    @property
    def is_empty(self) -> bool:
        """Whether no picture has a URL, as after a start."""
        ...

    def known(self, picture_key: str) -> str | None:
        """Return the URL that was made earlier. Ask this first: reading a picture means reading megabytes."""
        ...

    def url(self, picture_key: str, picture: Picture) -> str:
        """Return the same URL for the same key, see `Version.picture_key`, until it is forgotten."""
        ...

    def forget(self, picture_key: str) -> None:
        """Free the picture's memory; a key without a URL is no error."""
        ...

    def forget_all(self) -> None: ...


class FileUrls(Protocol):
    """URLs from which the page downloads a file."""

    def url(self, name: str, mime: str, data: bytes) -> str:
        """Return a new URL. The one that this name had before stops working."""
        ...

    def forget_all(self) -> None:
        """Free the memory of all files; their URLs stop working."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a plan made of a picture.

    `key` stands for the file, "" where the plan asked for a preview alone; `size` is its bytes, `original` the size of
    the picture that it was made from, upright. The URLs work until the key is forgotten. With an `animation`, the file
    is its frames' files, one after another (`services.rendering`).
    """

    key: str
    url: str
    preview_url: str
    size: int
    pixels: Size
    original: Size
    animation: Animation | None = None


@dataclass(frozen=True, slots=True)
class Assembled:
    """A file that was put together from parts. `size` is in bytes; the URL works until the key is forgotten."""

    key: str
    url: str
    size: int


class Pixels(Protocol):
    """Where pictures are worked on, outside Python: files and pixels are elsewhere, and Python has keys for them."""

    async def run(self, source: str, plan: Mapping[str, object]) -> Rendered:
        """Carry out a plan (`imaging.plan`) on a file. Cancelling it ends the work.

        `plan["others"]` has the keys of further files that it needs.

        Raises NotAPictureError, PictureTooLargeError, CodecMissingError, PictureStoppedError, and PictureError for
        anything else, such as a file that isn't there or work that takes too long.
        """
        ...

    async def compare(self, source: str, plan: Mapping[str, object], made: str) -> float:
        """Return how alike a result and the picture that the plan encoded are: SSIM, 1 for the same.

        `made` is the result's key. Raises as `run` does.
        """
        ...

    def source(self, key: str) -> PictureSource:
        """Return a file, to be read in ranges. Raises PictureFileError("gone") for a key that isn't there."""
        ...

    def put(self, parts: Iterable[Part], sources: Sequence[str], mime: str, key: str = "") -> Assembled:
        """Put a file together, of new bytes and stretches of the files with these keys; it refers to them.

        Under a key that is given, it takes that file's place. Raises PictureFileError("gone") for a source that isn't
        there.
        """
        ...

    def stop(self) -> None:
        """End what is under way: each `run` raises PictureStoppedError."""

    async def read(self, key: str) -> bytes:
        """Return a whole file, for a provider that the visitor sends it to. Raises PictureFileError."""
        ...

    def forget(self, key: str) -> None:
        """Free a file's memory, whether chosen or made; a key that isn't there is no error."""

    def forget_all(self) -> None: ...


class Ledger(Protocol):
    """The record of what leaves this device. All methods raise StorageError."""

    async def begin(self, entry: LedgerEntry) -> None:
        """Return once the entry is stored: a request that can't be recorded is not sent."""

    async def complete(self, entry: LedgerEntry) -> None:
        """Store the same entry with its outcome."""

    def new_entry(self, recipient: str, host: str, purpose: str, clause: str, bytes_out: int) -> LedgerEntry:
        """Make an entry with an id and the time."""
        ...


class LedgerStore(Protocol):
    """Where entries are stored. All methods raise StorageError. An entry that can't be read counts as absent."""

    async def put_entry(self, entry: LedgerEntry) -> None:
        """Store the entry, in place of one with the same id."""

    async def entries(self) -> list[LedgerEntry]:
        """Return all entries, newest first; of the same time, lowest id first."""
        ...

    async def delete_entries(self, ids: Iterable[str]) -> None:
        """Delete these; an id that isn't stored is no error."""


class RemoteFileStore(Protocol):
    """Copies of pictures that are, or may be, at a provider. All methods raise StorageError.

    A record that can't be read is not returned.
    """

    async def put_remote(self, file: RemoteFile) -> None:
        """Store the record, in place of one with the same id, and return once it is stored: then it may be sent."""

    async def remotes(self) -> list[RemoteFile]:
        """Return all records, newest first; of the same time, lowest id first."""
        ...

    async def delete_remote(self, file_id: str) -> None:
        """Delete the record, not the file; an id that isn't stored is no error."""
