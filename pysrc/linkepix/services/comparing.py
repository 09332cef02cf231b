"""How alike a result and the picture that was encoded are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.imaging.plan import plan_of
from linkepix.imaging.size_search import Trial

if TYPE_CHECKING:
    from linkepix.model.recipe import Size
    from linkepix.ports import Pixels
    from linkepix.services.open_pictures import OpenPicture, Result


async def similarity_of(pixels: Pixels, picture: OpenPicture, original: Size, result: Result) -> float:
    """Return SSIM, 1 for the same. Raises InputError and PictureError."""
    plan = plan_of(result.recipe, original, Trial(result.quality, result.scale), picture.orientation)
    return await pixels.compare(picture.id, plan, result.rendered.key)
