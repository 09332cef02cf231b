"""The studio's services, imported when the studio is first asked for: no start needs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkepix.ports import Pixels
    from linkepix.services.activity import Activity
    from linkepix.services.cloud_editing import CloudEditing
    from linkepix.services.editing import Editing
    from linkepix.services.imagekit import ImageKitEdits


@dataclass(slots=True)
class LateEditing:
    """Late modules must have been loaded before `editing` or `cloud` is asked for."""

    pixels: Pixels
    imagekit: ImageKitEdits
    activity: Activity
    _editing: Editing | None = None
    _cloud: CloudEditing | None = None

    @property
    def editing(self) -> Editing:
        if self._editing is None:
            from linkepix.services.editing import Editing

            self._editing = Editing(self.pixels)
        return self._editing

    @property
    def cloud(self) -> CloudEditing:
        if self._cloud is None:
            from linkepix.services.cloud_editing import CloudEditing

            self._cloud = CloudEditing(self.editing, self.imagekit, self.activity)
        return self._cloud

    def forget_all(self) -> None:
        if self._cloud:
            self._cloud.forget_all()
        if self._editing:
            self._editing.forget_all()
