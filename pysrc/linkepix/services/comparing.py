"""How alike a result and the picture that was encoded are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import PictureError
from linkepix.imaging.plan import plan_of
from linkepix.imaging.size_search import Trial

if TYPE_CHECKING:
    from linkepix.imaging.plan import Layers
    from linkepix.ports import Pixels
    from linkepix.services.open_pictures import OpenPicture


async def similarity_of(pixels: Pixels, picture: OpenPicture, layers: Layers) -> float:
    """Return SSIM of its result, 1 for the same; `layers` are its recipe's. Raises InputError and PictureError."""
    result = picture.result
    if not result or not picture.original:
        raise PictureError("there is nothing to compare")
    trial = Trial(result.quality, result.scale)
    known = picture.orientation, picture.kind, 0
    plan = plan_of(result.recipe, picture.original, trial, *known, layers, picture.gamut)
    return await pixels.compare(picture.id, plan, result.rendered.key)
