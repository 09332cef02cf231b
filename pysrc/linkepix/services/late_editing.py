"""The studio's service, imported when the studio is first asked for: no start needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkepix.ports import Pixels
    from linkepix.services.editing import Editing


@dataclass(slots=True)
class LateEditing:
    """Late modules must have been loaded before `editing` is asked for."""

    pixels: Pixels
    _editing: Editing | None = None

    @property
    def editing(self) -> Editing:
        if self._editing is None:
            from linkepix.services.editing import Editing

            self._editing = Editing(self.pixels)
        return self._editing

    def forget_all(self) -> None:
        if self._editing:
            self._editing.forget_all()
