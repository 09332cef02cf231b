"""A picture file without what it tells, and with the very bytes of its pixels. Decides nothing: see `keep.py`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import avif, bmff, jpeg, png, riff
from linkepix.imaging.containers import only_picture_errors, opened, read, read_picture
from linkepix.imaging.keep import for_new_pixels, keep, profile_by
from linkepix.model.picture_info import METADATA_CHOICES, REMOVE_EVERYTHING, STRIPPABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.imaging.blocks import Blocks
    from linkepix.imaging.containers import Picture
    from linkepix.model.parts import Part
    from linkepix.ports import PictureSource


async def strip(source: PictureSource, choice: str = REMOVE_EVERYTHING) -> tuple[Part, ...]:
    """Return the file in parts, without what the choice removes. Raises PictureFileError.

    `choice` is one of METADATA_CHOICES. The type must be in STRIPPABLE.
    """
    if choice not in METADATA_CHOICES:
        raise ValueError(choice)
    with only_picture_errors():
        reader, kind = await opened(source)
        if kind not in STRIPPABLE:
            raise PictureFileError("not-strippable", kind)
        return _rebuilt(await read_picture(reader, kind, whole=True), choice)


async def find_staying(source: PictureSource, choice: str) -> Blocks:
    """Return what of a file's metadata goes into a result that is encoded. Raises PictureFileError."""
    with only_picture_errors():
        _, blocks = await read(*await opened(source), whole=True)
        return for_new_pixels(blocks, choice)


async def dress(source: PictureSource, staying: Blocks) -> tuple[Part, ...]:
    """Return a file that was encoded, in parts, with this metadata. Raises PictureFileError."""
    with only_picture_errors():
        reader, kind = await opened(source)
        picture = await read_picture(reader, kind, whole=True)
        if isinstance(picture, riff.Webp):
            return riff.dressed(picture, staying)
        return _put_together(picture, staying, lambda profile: profile)


def _rebuilt(picture: Picture, choice: str) -> tuple[Part, ...]:
    # AVIF turns pictures by properties of its own, which stay; EXIF's orientation does nothing there.
    orientation = 1 if isinstance(picture, bmff.Heif) else picture.info.orientation
    staying = keep(picture.blocks, choice, orientation=orientation)
    return _put_together(picture, staying, partial(profile_by, choice))


def _put_together(picture: Picture, staying: Blocks, profile: Callable[[bytes], bytes]) -> tuple[Part, ...]:
    match picture:
        case jpeg.Jpeg():
            return jpeg.rebuild(picture, staying)
        case png.Png():
            return png.rebuild(picture, staying)
        case riff.Webp():
            return riff.rebuild(picture, staying)
        case bmff.Heif():
            return avif.rebuild(picture, staying, profile)
