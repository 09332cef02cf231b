"""Postcards for an archive: as SVG, which Python makes without a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.drawing.postcard.sheets import sheet
from linkepix.drawing.postcard.svg import Embedded, as_svg
from linkepix.errors import PictureFileError
from linkepix.imaging.inspect import inspect
from linkepix.imaging.source import BytesSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.drawing.postcard.card import Postcard
    from linkepix.model.generation import Generation, Picture


@dataclass(frozen=True, slots=True)
class SvgPostcards:
    """PostcardMaker of `take_away`. `compose` puts a card into words, with the logo that there is."""

    compose: Callable[[Generation], Postcard]
    ending: str = ".svg"

    async def make(self, card: Generation, picture: Picture | None) -> bytes:
        """Return front and back, one above the other."""
        postcard = self.compose(card)
        logo = postcard.logo
        mark = Embedded("image/png", logo.png, logo.width, logo.height) if logo else None
        return as_svg(sheet(postcard, "both"), await _embedded(picture) if picture else None, mark)


async def _embedded(picture: Picture) -> Embedded:
    """With its size, where the file says it: then the same part of it is shown as on the page."""
    try:
        info = await inspect(BytesSource(picture.data))
    except PictureFileError:
        return Embedded(picture.mime, picture.data)
    return Embedded(picture.mime, picture.data, info.width, info.height)
