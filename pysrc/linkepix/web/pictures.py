"""Addresses under which a page shows the pictures of saved cards, and the logo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from linkepix.model.generation import Picture

if TYPE_CHECKING:
    from linkepix.model.generation import Generation
    from linkepix.model.logo import Logo
    from linkepix.web.context import AppContext


async def picture_address(app: AppContext, generation: Generation) -> str:
    """Return the empty string for a card without a picture. Its bytes are read once, not each time it is shown."""
    if not generation.has("picture"):
        return ""
    if known := app.blob_urls.known(generation.picture_key):
        return known
    picture = await app.library.picture(generation)
    return app.blob_urls.url(generation.picture_key, picture) if picture else ""


async def thumbnail_address(app: AppContext, generation: Generation) -> str:
    """Return the address of a small copy where there may be one: what comes from the studio can have megabytes."""
    if not (generation.picture_edited or generation.is_picture):
        return await picture_address(app, generation)
    if known := app.blob_urls.known(generation.thumbnail_key):
        return known
    picture = await app.library.thumbnail(generation)
    return app.blob_urls.url(generation.thumbnail_key, picture) if picture else ""


def logo_address(app: AppContext, logo: Logo | None) -> str:
    """Return the empty string for none. Another logo has another address: another tab may have changed it."""
    return app.blob_urls.url(f"logo/{crc32(logo.png):08x}", Picture("image/png", logo.png)) if logo else ""
