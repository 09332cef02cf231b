"""Plans that are carried out: a picture of one frame as it comes, an animated one put together of its frames."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import PictureError, PictureFileError
from linkepix.imaging.animation import assembled

if TYPE_CHECKING:
    from linkepix.imaging.plan import Plan
    from linkepix.ports import Pixels, Rendered


async def render(pixels: Pixels, source: str, plan: Plan) -> Rendered:
    """Raises what `Pixels.run` does."""
    made = await pixels.run(source, plan)
    if not made.animation:
        return made
    mime = str(plan["mime"])
    try:
        parts = await assembled(pixels.source(made.key), made.animation, made.pixels, mime.removeprefix("image/"))
        put = pixels.put(parts, [made.key], mime, made.key)
    except PictureFileError as error:
        pixels.forget(made.key)
        raise PictureError(str(error)) from error
    return replace(made, url=put.url, size=put.size)
