"""Names of the studio's results, by the visitor's pattern, and all of them in one archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.imaging.archive import Archive, checksum
from linkepix.imaging.names import NameFields, example, file_names, folder_name
from linkepix.model.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from linkepix.model.recipe import Size
    from linkepix.ports import Assembled, Pixels
    from linkepix.services.open_pictures import OpenPicture

ZIP = "application/zip"


def names_of(pictures: Iterable[OpenPicture], pattern: str) -> dict[str, str]:
    """Return a name for each picture that has a result by its recipe, by its id: all of a folder are different.

    Raises InputError for a bad pattern.
    """
    made = [picture for picture in pictures if picture.fresh]
    rows = [_fields(picture, picture.fresh.rendered.pixels) for picture in made if picture.fresh]
    return dict(zip((picture.id for picture in made), file_names(pattern, rows), strict=True))


def example_of(picture: OpenPicture, pattern: str) -> str:
    """Return the name that the picture would have. Raises InputError for a bad pattern."""
    size = picture.result.rendered.pixels if picture.result else picture.pixels
    return example(pattern, _fields(picture, size)) if size else ""


def _fields(picture: OpenPicture, size: Size) -> NameFields:
    recipe = picture.result.recipe if picture.result else picture.recipe
    date = picture.head.date if picture.head else ""
    folder = folder_name(picture.folder)
    return NameFields(picture.name, size.width, size.height, recipe.format, recipe.preset, date, folder)


async def pack(pixels: Pixels, pictures: Mapping[str, OpenPicture], pattern: str, now: datetime) -> Assembled | None:
    """Put all results into a ZIP that refers to them; None where there are none. `now` is local time.

    Results by another recipe than the picture has now are left out: they may hold what the visitor has taken out.
    What was chosen with its folder is in that folder. Each result is read once, in chunks, for its checksum. Raises
    InputError and PictureFileError.
    """
    archive, parts, keys = Archive(now), list[Part](), list[str]()
    for picture_id, name in names_of(pictures.values(), pattern).items():
        result, folder = pictures[picture_id].fresh, folder_name(pictures[picture_id].folder)
        if result:
            source = pixels.source(result.rendered.key)
            path = f"{folder}/{name}" if folder else name
            parts += archive.add(path, source.size, await checksum(source), len(keys))
            keys.append(result.rendered.key)
    return pixels.put([*parts, archive.close()], keys, ZIP) if keys else None
