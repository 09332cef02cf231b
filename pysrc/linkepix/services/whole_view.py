"""The picture that a crop is drawn on: turned as the recipe says, and with all that is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.imaging.plan import whole_plan

if TYPE_CHECKING:
    from linkepix.ports import Pixels, Rendered
    from linkepix.services.open_pictures import OpenPicture


@dataclass(slots=True)
class WholeView:
    """`shown` is a preview, for as long as it is looked at; None if it isn't."""

    pixels: Pixels
    shown: Rendered | None = None
    _of: tuple[str, bool, int] | None = None

    def is_of(self, picture: OpenPicture) -> bool:
        """Whether this picture is shown, turned as its recipe says now."""
        return self.shown is not None and self._of == _mark(picture)

    async def look(self, picture: OpenPicture) -> None:
        """Show this picture in place of another. Raises PictureError; nothing is shown then."""
        self.close()
        plan = whole_plan(picture.recipe, picture.orientation, picture.kind, picture.original, picture.gamut)
        self.shown = await self.pixels.run(picture.id, plan)
        self._of = _mark(picture)

    def close(self) -> None:
        if self.shown:
            self.pixels.forget(self.shown.key)
        self.shown = None


def _mark(picture: OpenPicture) -> tuple[str, bool, int]:
    return picture.id, picture.recipe.is_mirrored, picture.recipe.turns
