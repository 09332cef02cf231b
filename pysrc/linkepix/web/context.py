"""Everything that a view may use."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jinja2 import Environment

    from linkepix.model.practices import Practices
    from linkepix.ports import (
        BlobUrls,
        Clock,
        DeviceStorage,
        DraftStore,
        FileUrls,
        LogoStore,
        SettingsStore,
        StartUpLog,
    )
    from linkepix.services.activity import Activity
    from linkepix.services.drafting import ClearedFields
    from linkepix.services.editing import Editing
    from linkepix.services.generation.plan import Planner
    from linkepix.services.generation.run_queue import RunQueue
    from linkepix.services.imagekit import ImageKitEdits
    from linkepix.services.late_batches import LateBatches
    from linkepix.services.late_editing import LateEditing
    from linkepix.services.lexicon import LateLexicon
    from linkepix.services.library import Library
    from linkepix.services.makers import Makers
    from linkepix.services.remote_files import RemoteFiles
    from linkepix.services.settings import KeyRing
    from linkepix.services.spending import Spending
    from linkepix.services.tasks.queue import Queue
    from linkepix.services.tasks.tasks import Tasks


@dataclass(frozen=True, slots=True)
class AppContext:
    """`new_id` gives a fresh id, `new_seed` a number for the on-device makers.

    `load_late` makes modules importable that no start needs. It raises PartMissingError.
    """

    templates: Environment
    practices: Practices
    settings: SettingsStore
    keys: KeyRing
    activity: Activity
    makers: Makers
    library: Library
    remote_files: RemoteFiles
    imagekit: ImageKitEdits
    planner: Planner
    tasks: Tasks
    runs: RunQueue
    queue: Queue
    drafts: DraftStore
    logos: LogoStore
    device: DeviceStorage
    startup: StartUpLog
    lexicon: LateLexicon
    blob_urls: BlobUrls
    file_urls: FileUrls
    late_editing: LateEditing
    late_batches: LateBatches
    spending: Spending
    cleared: ClearedFields
    load_late: Callable[[], Awaitable[None]]
    clock: Clock
    new_id: Callable[[], str]
    new_seed: Callable[[], int]

    def forget_all(self) -> None:
        """Drop what Python still holds of the visitor after a page has gone."""
        self.library.forget_deleted()
        self.planner.forget()
        # Imported when a message is first checked.
        if checks := sys.modules.get("linkepix.grounding.check"):
            checks.forget()
        self.blob_urls.forget_all()
        self.file_urls.forget_all()
        self.late_editing.forget_all()
        self.late_batches.forget_all()
        self.cleared.forget()

    @property
    def editing(self) -> Editing:
        """For views of the studio, after `load_late`."""
        return self.late_editing.editing

    def render(self, template: str, **context: object) -> str:
        return self.templates.get_template(template).render(**context)
