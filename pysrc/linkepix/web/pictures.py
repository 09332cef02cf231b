"""Addresses under which a page shows the pictures of saved cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkepix.model.generation import Generation
    from linkepix.web.context import AppContext


async def picture_address(app: AppContext, generation: Generation) -> str:
    """Return the empty string for a card without a picture. Its bytes are read once, not each time it is shown."""
    if not generation.has("picture"):
        return ""
    if known := app.blob_urls.known(generation.picture_key):
        return known
    picture = await app.library.picture(generation)
    return app.blob_urls.url(generation.picture_key, picture) if picture else ""
