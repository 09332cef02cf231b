"""A photograph that tells where it was taken, and how to take that out of it."""

from __future__ import annotations

from linkepix.model.generation import Picture

PLACE = b"GPS 53.5503N 9.9937E canary"
NAME = "Anna at the lake IMG_4711.jpg"

_START, _END = b"\xff\xd8", b"\xff\xd9"


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


_EXIF = _segment(0xE1, b"Exif\0\0" + PLACE + NAME.encode())
_TABLE = _segment(0xDB, bytes(range(65)))

PHOTO = Picture("image/jpeg", _START + _EXIF + _TABLE + _END)
BARE = Picture("image/jpeg", _START + _TABLE + _END)


async def strip(picture: Picture) -> Picture:
    """Stand in for `linkepix.imaging`: the metadata of PHOTO is one segment."""
    return Picture(picture.mime, picture.data.replace(_EXIF, b""))


async def strip_nothing(picture: Picture) -> Picture:
    return picture
