"""Pictures between library and studio: opened there, edited, and saved as another version or as a record of their own.

What was opened stays in memory until the visitor saves a result; what is saved is the result's file, as it would be
downloaded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.errors import InputError, LinkepixError, NotInLibraryError
from linkepix.imaging.plan import plan_of
from linkepix.imaging.size_search import Trial
from linkepix.model.generation import Generation, Picture
from linkepix.model.recipe import QUALITIES, Recipe
from linkepix.model.request import Request
from linkepix.services.open_pictures import Chosen, Origin

if TYPE_CHECKING:
    from linkepix.ports import Pixels, Rendered
    from linkepix.services.editing import Editing
    from linkepix.services.library import Library

MOST_BYTES = 50_000_000
"""Of a result that is saved: it is in Python's memory on its way. A JPEG of 50 megapixels has about 20 million."""

SMALL_ENOUGH = 200_000
"""Bytes of a picture that needs no thumbnail next to it."""

THUMBNAIL_SIDE = 480
"""Pixels, of the longer side: twice what the library shows, for dense screens."""

_ENDINGS = {"image/jpeg": "jpg", "image/svg+xml": "svg"}
"""Of file names, where they are not the type's own."""

_NOT_IN_NAMES = re.compile(r"[\W_]+")


async def open_from_library(editing: Editing, library: Library, record_id: str) -> None:
    """Open the picture that a record shows, or show it if it is open.

    Raises NotInLibraryError, also for a record without a picture, and StorageError.
    """
    record = await library.get(record_id)
    key = f"library-{record.id}-{record.picture_version}"
    if key in editing.pictures:
        editing.show(key)
        return
    picture = await library.picture(record) if record.has("picture") else None
    if picture is None:
        raise NotInLibraryError(record_id)
    person = record.request.prospect.name or record.request.prospect.company
    stem = record.file_name.rpartition(".")[0] or _NOT_IN_NAMES.sub("-", person.lower()).strip("-") or "card"
    editing.origins[key] = Origin(record.id, record.file_name or person, is_card=not record.is_picture)
    editing.pixels.put([picture.data], [], picture.mime, key)
    name = f"{stem}.{_ENDINGS.get(picture.mime, picture.mime.rpartition('/')[2])}"
    editing.add([Chosen(key, name, picture.mime, len(picture.data))])


async def save_in_library(editing: Editing, library: Library, record_id: str, now: str) -> None:
    """Save the current result as a picture of the library, under the name that it would be downloaded by; once.

    `now` is ISO 8601 in UTC. Raises InputError for a result of more than MOST_BYTES, PictureFileError, StorageFullError
    and StorageError.
    """
    current = editing.current
    if current is None or current.result is None or not current.is_done or current.result.saved_as:
        return
    name = editing.names[current.id]
    picture = await _read(editing.pixels, current.result.rendered, current.result.recipe)
    record = Generation(record_id, now, Request(), picture_mime=picture.mime, file_name=name)
    await library.save_picture(record, picture, await _thumbnail(editing.pixels, current.result.rendered, picture))
    editing.mark_saved(current, saved_as=record_id)


async def save_as_version(editing: Editing, library: Library, now: str) -> None:
    """Save the current result as a new version of the card or picture that it was opened from; once.

    Raises what `save_in_library` raises, and NotInLibraryError.
    """
    current, origin = editing.current, editing.origin
    if current is None or origin is None or current.result is None or not current.is_done or current.result.is_version:
        return
    picture = await _read(editing.pixels, current.result.rendered, current.result.recipe)
    thumbnail = await _thumbnail(editing.pixels, current.result.rendered, picture)
    await library.add_picture(origin.record_id, picture, thumbnail, now)
    editing.mark_saved(current, is_version=True)


async def _read(pixels: Pixels, made: Rendered, recipe: Recipe) -> Picture:
    if made.size > MOST_BYTES:
        raise InputError("result", "large")
    return Picture(f"image/{recipe.format}", await pixels.read(made.key))


async def _thumbnail(pixels: Pixels, made: Rendered, picture: Picture) -> Picture | None:
    """Make a small copy, in the same format, as its codec is here. One that can't be made is no reason not to save."""
    if len(picture.data) <= SMALL_ENOUGH:
        return None
    kind = next(name for name in QUALITIES if picture.mime == f"image/{name}")
    small = Recipe(width=THUMBNAIL_SIDE, height=THUMBNAIL_SIDE, format=kind)
    try:
        rendered = await pixels.run(made.key, plan_of(small, made.pixels, Trial(QUALITIES[kind])))
        data = await pixels.read(rendered.key)
    except LinkepixError:
        return None
    pixels.forget(rendered.key)
    return Picture(picture.mime, data)
