"""Everything that a view may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from linkepix.services.create import CurrentRun

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from linkepix.model.generation import Picture
    from linkepix.model.practices import Practices
    from linkepix.ports import Clock, DeviceStorage, DraftStore, SettingsStore, StartUpLog
    from linkepix.services.activity import Activity
    from linkepix.services.library import Library
    from linkepix.services.makers import Makers
    from linkepix.services.settings import KeyRing


class PictureAddresses(Protocol):
    """Addresses under which the page shows pictures: `blob:` in the browser."""

    def known(self, generation_id: str) -> str | None:
        """The address that it already has: asked first, since a picture's bytes are megabytes."""
        ...

    def address(self, generation_id: str, picture: Picture) -> str:
        """The same address for the same generation, until it is forgotten."""
        ...

    def forget(self, generation_id: str) -> None:
        """Gives the picture's memory back; one without an address is no error."""
        ...

    def forget_all(self) -> None: ...


class FileAddresses(Protocol):
    """Addresses from which the page downloads a file."""

    def address(self, name: str, mime: str, data: bytes) -> str:
        """The one that this name had before is no longer good."""
        ...


@dataclass(frozen=True, slots=True)
class AppContext:
    """`new_id` gives a fresh id, `new_seed` a number for the on-device makers."""

    templates: Environment
    settings: SettingsStore
    keys: KeyRing
    practices: Practices
    activity: Activity
    makers: Makers
    library: Library
    drafts: DraftStore
    device: DeviceStorage
    startup: StartUpLog
    addresses: PictureAddresses
    files: FileAddresses
    clock: Clock
    new_id: Callable[[], str]
    new_seed: Callable[[], int]
    current: CurrentRun = field(default_factory=CurrentRun)

    def render(self, template: str, **context: object) -> str:
        return self.templates.get_template(template).render(**context)
