"""Every port of a platform, in memory: for tests, which look into it, and for the ports' contract."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import TYPE_CHECKING, cast

from linkepix.errors import NotAPictureError, PictureFileError
from linkepix.imaging.source import BytesSource
from linkepix.imaging.subject import GRID_BYTES
from linkepix.model.parts import join
from linkepix.model.recipe import Size
from linkepix.model.search import matches, search_text
from linkepix.model.startup import StartUp
from linkepix.ports import Assembled, Matches, Rendered, StorageEstimate
from linkepix.services.tasks.tasks import Tasks
from tests.support.memory_tasks import MemoryTasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkepix.errors import LinkepixError
    from linkepix.model.activity import LedgerEntry
    from linkepix.model.generation import Generation, Picture
    from linkepix.model.logo import Logo
    from linkepix.model.pace import Pace
    from linkepix.model.parts import Part
    from linkepix.model.remote import RemoteFile
    from linkepix.ports import PictureSource

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class SteppingClock:
    """A second passes each time that somebody looks. `offset` is that of the zone in which midnight is."""

    time: datetime = START
    offset: timedelta = timedelta()

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def midnight(self) -> datetime:
        here = self.time.astimezone(timezone(self.offset))
        return here.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(slots=True)
class MemoryStore(MemoryTasks):
    """LibraryStore, DraftStore, LedgerStore, LogoStore, RemoteFileStore, PaceStore, StartUpLog, and those of tasks.

    `refusal` is raised by every save, as a full disk would.
    """

    generations: dict[str, Generation] = field(default_factory=dict)
    pictures: dict[str | tuple[str, int], Picture] = field(default_factory=dict)
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    ledger: dict[str, LedgerEntry] = field(default_factory=dict)
    remote_files: dict[str, RemoteFile] = field(default_factory=dict)
    pace: dict[str, Pace] = field(default_factory=dict)
    logo: Logo | None = None
    startup: StartUp = field(default_factory=StartUp)

    async def read(self) -> StartUp:
        self.refuse()
        return self.startup

    async def save(self, generation: Generation, picture: Picture | None) -> None:
        await self.restore(generation, {generation.picture_version: picture} if picture else {})

    async def restore(self, generation: Generation, pictures: Mapping[int, Picture]) -> None:
        self.refuse()
        self.generations[generation.id] = generation
        self.pictures |= {_key(generation.id, version): picture for version, picture in pictures.items()}

    async def get(self, generation_id: str) -> Generation | None:
        return self.generations.get(generation_id)

    async def page(self, words: Sequence[str], offset: int, limit: int) -> Matches:
        by_id = sorted(self.generations.values(), key=lambda item: item.id)
        newest = sorted(by_id, key=lambda item: item.created, reverse=True)
        found = [item for item in newest if matches(search_text(item), words)]
        return Matches(tuple(found[offset : offset + limit]), len(found), len(newest))

    async def picture(self, generation_id: str, version: int = 1) -> Picture | None:
        return self.pictures.get(_key(generation_id, version))

    async def delete(self, generation_id: str) -> None:
        self.generations.pop(generation_id, None)
        for key in [key for key in self.pictures if _owner(key) == generation_id]:
            del self.pictures[key]

    async def count(self) -> int:
        self.refuse()
        return len(self.generations)

    async def load_draft(self, name: str) -> dict[str, str]:
        return dict(self.drafts.get(name, {}))

    async def save_draft(self, name: str, draft: dict[str, str]) -> None:
        self.refuse()
        self.drafts[name] = dict(draft)

    async def put_entry(self, entry: LedgerEntry) -> None:
        self.refuse()
        self.ledger[entry.id] = entry

    async def entries(self) -> list[LedgerEntry]:
        by_id = sorted(self.ledger.values(), key=lambda entry: entry.id)
        return sorted(by_id, key=lambda entry: entry.sent, reverse=True)

    async def delete_entries(self, ids: Iterable[str]) -> None:
        for entry_id in ids:
            self.ledger.pop(entry_id, None)

    async def put_remote(self, file: RemoteFile) -> None:
        self.refuse()
        self.remote_files[file.id] = file

    async def remotes(self) -> list[RemoteFile]:
        by_id = sorted(self.remote_files.values(), key=lambda file: file.id)
        return sorted(by_id, key=lambda file: file.created, reverse=True)

    async def delete_remote(self, file_id: str) -> None:
        self.remote_files.pop(file_id, None)

    async def put_pace(self, pace: Pace) -> None:
        self.refuse()
        self.pace[pace.id] = pace

    async def paces(self) -> list[Pace]:
        return sorted(self.pace.values(), key=lambda pace: pace.id)

    async def load_logo(self) -> Logo | None:
        return self.logo

    async def save_logo(self, logo: Logo) -> None:
        self.refuse()
        self.logo = logo

    async def delete_logo(self) -> None:
        self.logo = None


def _key(generation_id: str, version: int) -> str | tuple[str, int]:
    """The id alone for a card's first version, as in IndexedDB: ids may hold any character."""
    return generation_id if version == 1 else (generation_id, version)


def _owner(key: str | tuple[str, int]) -> str:
    return key if isinstance(key, str) else key[0]


@dataclass(frozen=True, slots=True)
class MemoryDevice:
    """DeviceStorage of `linkepix.ports`."""

    store: MemoryStore

    async def estimate(self) -> StorageEstimate:
        return StorageEstimate(used=3_200_000, available=41_000_000_000, persisted=False)

    async def erase(self) -> None:
        store = self.store
        for kept in (store.generations, store.pictures, store.drafts, store.ledger, store.remote_files, store.tasks):
            kept.clear()
        store.kept_batches.clear()
        store.kept_rows.clear()
        store.pace.clear()
        self.store.logo = None


@dataclass(slots=True)
class MemoryOwners:
    """Owners of `linkepix.task_ports`: this program, and no others unless a test says so."""

    name: str = "this"
    others: frozenset[str] = frozenset()

    is_alive: bool = False

    async def join(self) -> str:
        self.is_alive = True
        return self.name

    async def alive(self) -> frozenset[str]:
        return self.others | ({self.name} if self.is_alive else frozenset())


def tasks_of(store: MemoryStore, owner: str = "this", clock: SteppingClock | None = None) -> Tasks:
    """The tasks of a program of this name, which lives alone."""
    ids = count(len(store.tasks) + 1)  # two of them over one store make no id twice
    return Tasks(store, store, MemoryOwners(owner), clock or SteppingClock(), lambda: f"task-{next(ids)}", 90)


@dataclass(slots=True)
class MemoryLexicon:
    """LexiconSource of `linkepix.ports`: none, unless a test has put one here. `reads` counts attempts."""

    table: bytes | None = None
    reads: int = 0

    async def read(self) -> bytes:
        self.reads += 1
        if self.table is None:
            raise FileNotFoundError("this test has no lexicon")
        return self.table


class NamedFileUrls:
    """FileUrls of `linkepix.ports`: a URL that holds the file's name; the file is there to be read."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}
        self._numbers = count()

    def url(self, name: str, mime: str, data: bytes) -> str:
        self.made[name] = data
        return f"blob:{name}:{next(self._numbers)}:{mime}"

    def forget_all(self) -> None:
        self.made.clear()


class NamedBlobUrls:
    """BlobUrls of `linkepix.ports`: a URL that says whose picture it is, and how many were made before it."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}
        self._numbers = count()

    @property
    def is_empty(self) -> bool:
        return not self.made

    def known(self, picture_key: str) -> str | None:
        return self.made.get(picture_key)

    def url(self, picture_key: str, picture: Picture) -> str:
        if picture_key not in self.made:
            self.made[picture_key] = f"blob:{picture_key}:{next(self._numbers)}:{picture.mime}"
        return self.made[picture_key]

    def forget(self, picture_key: str) -> None:
        self.made.pop(picture_key, None)

    def forget_all(self) -> None:
        self.made.clear()


JPEG_BYTES = 2_600_000


@dataclass(slots=True)
class FakePixels:
    """Pixels of `linkepix.ports`, without pixels: files are sizes, and a result's bytes follow from plan and quality.

    `files` has the size of each file that was chosen; one that isn't there is no picture. `data` has the bytes of
    files; the others are JPEGs of that size, as far as a head tells. `subjects` has the grid of each file in which
    something stands out. `plans` are those that were carried out, `compared` the pictures and results that were.
    `failure` is raised by the next plan or comparison.
    """

    files: dict[str, Size] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    plans: list[dict[str, object]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    compared: list[tuple[str, str]] = field(default_factory=list)
    stops: int = 0
    subjects: dict[str, bytes] = field(default_factory=dict)
    failure: LinkepixError | None = None

    def source(self, key: str) -> PictureSource:
        return BytesSource(self._bytes(key))

    def _bytes(self, key: str) -> bytes:
        if key not in self.data and key in self.files:
            return _jpeg_of(self.files[key])
        return self.data.get(key, b"no picture")

    def put(self, parts: Iterable[Part], sources: Sequence[str], mime: str, key: str = "") -> Assembled:
        key = key or f"put-{len(self.data) + len(self.forgotten)}-{mime}"
        self.data[key] = join(parts, *(self._bytes(source) for source in sources))
        if sources and sources[0] in self.files:
            self.files[key] = self.files[sources[0]]
        return Assembled(key, f"blob:{key}", len(self.data[key]))

    async def run(self, source: str, plan: Mapping[str, object]) -> Rendered:
        self.plans.append(dict(plan))
        if failure := self.failure:
            self.failure = None
            raise failure
        if source not in self.files:
            raise NotAPictureError(source)
        original = self.files[source]
        pixels = _after(cast("Sequence[dict[str, int]]", plan["steps"]), original)
        key = f"made-{len(self.plans)}"
        encoding = cast("dict[str, int] | None", plan.get("encode"))
        if plan.get("encode") == {"codec": "background"}:
            self.data[key] = self.subjects.get(source, bytes(GRID_BYTES))
            return Rendered(key, f"blob:{key}", f"blob:{key}:preview", GRID_BYTES, pixels, original)
        size = pixels.area * encoding.get("quality", 100) // 400 if encoding else 0
        url = f"blob:{key}" if encoding else ""
        self.data[key] = bytes(size)
        self.files[key] = pixels
        return Rendered(key, url, f"blob:{key}:preview", size, pixels, original)

    async def compare(self, source: str, plan: Mapping[str, object], made: str) -> float:
        """A tenth less for each hundredth that the quality is below 100."""
        self.compared.append((source, made))
        if failure := self.failure:
            self.failure = None
            raise failure
        encoding = cast("dict[str, int]", plan["encode"])
        return 1 - (100 - encoding.get("quality", 100)) / 1000

    async def read(self, key: str) -> bytes:
        if key not in self.data:
            raise PictureFileError("gone")
        return self.data[key]

    def stop(self) -> None:
        self.stops += 1

    def forget(self, key: str) -> None:
        self.forgotten.append(key)
        self.data.pop(key, None)

    def forget_all(self) -> None:
        self.files.clear()
        self.data.clear()


def _jpeg_of(size: Size) -> bytes:
    """A JPEG of JPEG_BYTES: a frame header of three components, and zeros for pixels."""
    frame = struct.pack(">BHHB", 8, size.height, size.width, 3) + bytes([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    segments = [struct.pack(">BBH", 0xFF, kind, len(rest) + 2) + rest for kind, rest in ((0xC0, frame), (0xDA, scan))]
    head = b"\xff\xd8" + b"".join(segments)
    return head.ljust(JPEG_BYTES - 2, b"\0") + b"\xff\xd9"


def _after(steps: Sequence[dict[str, int]], size: Size) -> Size:
    for step in steps:
        if "width" in step:
            size = Size(step["width"], step["height"])
        elif step.get("turns", 0) % 2:
            size = size.on_its_side
    return size
