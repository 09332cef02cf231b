"""What a picture file is, and what it tells.

Both functions take a source, of which they read what they need, and raise PictureFileError and nothing else, whatever
the file holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging import exif, iptc, xmp
from linkepix.imaging.blocks import finding
from linkepix.imaging.containers import only_picture_errors, opened, read
from linkepix.model.picture_info import FINDING_KINDS, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkepix.imaging.blocks import Blocks
    from linkepix.model.picture_info import Finding, PictureInfo
    from linkepix.ports import PictureSource

DEFAULT_LIMITS = Limits()
MOST_FINDINGS = 100

_TEXT_KINDS = {
    "author": "author",
    "copyright": "copyright",
    "title": "description",
    "description": "description",
    "software": "software",
    "creation time": "date",
    "comment": "comment",
}
"""PNG's own keywords, in lower case."""


async def inspect(source: PictureSource, limits: Limits = DEFAULT_LIMITS) -> PictureInfo:
    """Return type, size and kind of a picture, by its content. Raises PictureFileError."""
    with only_picture_errors():
        info, _ = await read(*await opened(source), whole=False)
    width, height = info.width, info.height
    if not width or not height:
        raise PictureFileError("damaged", "no width or height")
    if max(width, height) > limits.side or width * height > limits.pixels:
        raise PictureFileError("too-large", f"{width} by {height}")
    return info


async def find_metadata(source: PictureSource) -> tuple[Finding, ...]:
    """Return what the file tells apart from the picture: each thing once, in the order of FINDING_KINDS.

    Raises PictureFileError.
    """
    with only_picture_errors():
        info, blocks = await read(*await opened(source), whole=True)
        found = list(dict.fromkeys(_findings(info, blocks)))[:MOST_FINDINGS]
    return tuple(sorted(found, key=lambda one: FINDING_KINDS.index(one.kind)))


def _findings(info: PictureInfo, blocks: Blocks) -> Iterator[Finding]:
    yield from exif.find(exif.parse(blocks.exif))
    if blocks.xmp:
        yield from xmp.find(blocks.xmp)
    yield from iptc.find(blocks.iptc)
    if info.has_profile:
        yield finding("profile", "icc", info.profile)
    if info.kind in {"avif", "heic", "jxl"} and info.orientation != 1:
        yield finding("orientation", "file", info.orientation)
    for keyword, text in blocks.texts:
        kind = _TEXT_KINDS.get(keyword.lower(), "text")
        yield finding(kind, "text", text if kind != "text" else f"{keyword}: {text}")
    yield from (finding("comment", "text", comment) for comment in blocks.comments)
    yield from blocks.extras
