"""Assemble the application, once for all platforms (docs/adr/0014-one-composition-root.md)."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from linkepix.services.activity import Activity
from linkepix.services.drafting import ClearedFields
from linkepix.services.generation.plan import Planner
from linkepix.services.generation.run_queue import RunQueue
from linkepix.services.imagekit import ImageKitEdits
from linkepix.services.late_batches import LateBatches
from linkepix.services.late_editing import LateEditing
from linkepix.services.lexicon import LateLexicon
from linkepix.services.library import Library
from linkepix.services.maker_factory import LateMakerFactory
from linkepix.services.makers import Makers, nothing_to_load
from linkepix.services.remote_files import RemoteFiles
from linkepix.services.settings import KeyRing
from linkepix.services.spending import Spending
from linkepix.services.tasks.queue import Queue
from linkepix.services.tasks.tasks import Tasks
from linkepix.web.app import create_app
from linkepix.web.context import AppContext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx
    from jinja2 import Environment
    from starlette.applications import Starlette

    from linkepix.model.practices import Practices
    from linkepix.ports import (
        BlobUrls,
        Clock,
        DeviceStorage,
        DraftStore,
        FileUrls,
        LedgerStore,
        LexiconSource,
        LibraryStore,
        LogoStore,
        Pixels,
        RemoteFileStore,
        SettingsStore,
        StartUpLog,
    )
    from linkepix.services.tasks.worker import Worker
    from linkepix.task_ports import BatchStore, News, Owners, PaceStore, QueueLock, TaskStore


def say_nothing(_is_out: bool) -> None:  # noqa: FBT001 - a callback's only argument
    """Tell nobody: elsewhere than in a browser no page is left."""


class SystemClock:
    """Clock of `linkepix.ports`."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def midnight(self) -> datetime:
        """In the zone of the device: Pyodide asks JavaScript's Date for it. The offset is that of midnight itself."""
        here = self.now().astimezone()
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        return midnight.astimezone(UTC)


def new_id() -> str:
    """Return 32 hexadecimal digits."""
    return uuid.uuid4().hex


def new_seed() -> int:
    """Return a number for the on-device makers."""
    return secrets.randbits(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What an application runs on. Each platform supplies one: `browser/platform.py`, tests/support/app_context.py.

    `open_transport` carries requests to providers; it is called when the first one is needed, and what it returns is
    only ever used behind the guard. `notionists` returns the parsed definition of DiceBear's style of that name.
    `load_late` makes modules importable that no start needs; it raises PartMissingError. `tell_sending` takes whether
    anything is out that costs money.
    """

    templates: Environment
    practices: Practices
    settings: SettingsStore
    library: LibraryStore
    drafts: DraftStore
    logos: LogoStore
    ledger: LedgerStore
    remote_files: RemoteFileStore
    tasks: TaskStore
    batches: BatchStore
    owners: Owners
    paces: PaceStore
    queue_lock: QueueLock
    news: News
    device: DeviceStorage
    startup: StartUpLog
    lexicon: LexiconSource
    blob_urls: BlobUrls
    file_urls: FileUrls
    pixels: Pixels
    open_transport: Callable[[], httpx.AsyncBaseTransport]
    notionists: Callable[[], dict[str, Any]]
    load_late: Callable[[], Awaitable[None]] = nothing_to_load
    tell_sending: Callable[[bool], None] = say_nothing
    clock: Clock = field(default_factory=SystemClock)
    new_id: Callable[[], str] = new_id
    new_seed: Callable[[], int] = new_seed


@dataclass(frozen=True, slots=True)
class App:
    """The assembled application: its ASGI face, and what its views use."""

    asgi: Starlette
    context: AppContext


def open_worker(
    platform: Platform, runs: RunQueue, keys: KeyRing, planner: Planner, spending: Spending, batches: LateBatches
) -> Worker:
    """Return the queue's worker, of late modules."""
    from linkepix.services.batches.hooks import hooks_of
    from linkepix.services.tasks.lanes import Lanes
    from linkepix.services.tasks.worker import Worker

    lanes = Lanes(platform.paces, keys.key, platform.clock)
    hooks = hooks_of(planner, platform.new_seed, spending, batches.is_wanted)
    return Worker(runs, lanes, platform.queue_lock, platform.news, hooks)


def tasks_of(platform: Platform) -> Tasks:
    return Tasks(
        platform.tasks,
        platform.library,
        platform.owners,
        platform.clock,
        platform.new_id,
        platform.practices.task_days,
        platform.settings,
    )


def build_app(platform: Platform) -> App:
    keys = KeyRing(platform.settings)
    practices, templates = platform.practices, platform.templates
    activity = Activity(platform.ledger, platform.clock, platform.new_id, practices.activity_days)
    factory = LateMakerFactory(templates, platform.notionists, platform.open_transport, practices.recipients, activity)
    makers = Makers(factory, keys, platform.load_late)
    library = Library(platform.library)
    tasks = tasks_of(platform)
    planner = Planner(templates, practices, keys.address)
    batches = LateBatches(platform.batches, tasks)
    spending = Spending(platform.settings, platform.tasks, platform.clock)
    runs = RunQueue(makers, library, tasks, tell_sending=platform.tell_sending)
    work = partial(open_worker, platform, runs, keys, planner, spending, batches)
    queue = Queue(runs, platform.news, platform.load_late, work)
    remote_files = RemoteFiles(platform.remote_files, platform.clock)
    open_cloud = partial(factory.imagekit, clock=platform.clock)
    imagekit = ImageKitEdits(keys, open_cloud, remote_files, platform.clock, platform.new_id)
    context = AppContext(
        templates=templates,
        practices=practices,
        settings=platform.settings,
        keys=keys,
        activity=activity,
        makers=makers,
        library=library,
        remote_files=remote_files,
        imagekit=imagekit,
        planner=planner,
        tasks=tasks,
        runs=runs,
        queue=queue,
        drafts=platform.drafts,
        logos=platform.logos,
        device=platform.device,
        startup=platform.startup,
        lexicon=LateLexicon(platform.lexicon),
        blob_urls=platform.blob_urls,
        file_urls=platform.file_urls,
        load_late=platform.load_late,
        late_editing=LateEditing(platform.pixels, imagekit, activity),
        late_batches=batches,
        spending=spending,
        cleared=ClearedFields(),
        clock=platform.clock,
        new_id=platform.new_id,
        new_seed=platform.new_seed,
    )
    return App(create_app(context), context)
