"""What of a file's metadata may stay, by the visitor's choice. What stays is written from scratch.

What is opaque never stays, whatever the choice: maker notes, thumbnails, content credentials, other pictures, data
after the picture's end. Each of them may hold a place, or what was cropped away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from linkepix.imaging import exif, icc, iptc, xmp
from linkepix.imaging.blocks import Blocks
from linkepix.model.picture_info import KEEP_ALL_BUT_PLACE, KEEP_CREDIT, REMOVE_EVERYTHING

MOST_BYTES_OF_ENTRY = 16_000
"""Of one EXIF entry that stays: a segment of JPEG holds 65,533 bytes in all."""

_MAIN_CREDIT = frozenset({exif.ARTIST, exif.COPYRIGHT, 0x9C9D})
_MAIN = frozenset(
    {0x010E, 0x010F, 0x0110, 0x0112, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x013C, 0x013E, 0x013F}
    | {0x0211, 0x0213, 0x0214, 0x4746, 0x4749, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F}
)
"""Tags of IFD0 that may stay when only the place goes: the standard's, and Windows' texts."""

_CAMERA = frozenset(
    {0x829A, 0x829D, 0x8822, 0x8824, 0x8827, *range(0x8830, 0x8836), 0x9000, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012}
    | {0x9101, 0x9102, *range(0x9201, 0x920B), 0x9214, 0x9286, 0x9290, 0x9291, 0x9292, 0xA000, 0xA001, 0xA002, 0xA003}
    | {0xA20B, 0xA20E, 0xA20F, 0xA210, 0xA214, 0xA215, 0xA217, 0xA300, 0xA301, *range(0xA401, 0xA40B), 0xA40C, 0xA420}
    | {*range(0xA430, 0xA439), 0xA460, 0xA461, 0xA500}
)
"""Likewise of the Exif IFD. Left out: maker notes, related sound, and readings of pressure and depth of water."""

_ABOUT_PIXELS = frozenset({0xA001, 0xA002, 0xA003, 0xA500})
"""Colour space, width, height and gamma, of the original."""

_TEXTS_CREDIT = frozenset({"author", "copyright"})
_TEXTS = _TEXTS_CREDIT | {
    "title",
    "description",
    "creation time",
    "software",
    "disclaimer",
    "warning",
    "source",
    "comment",
}
"""PNG's own keywords. Under another one may stand anything, such as a whole EXIF in hexadecimal."""


def keep(blocks: Blocks, choice: str, *, orientation: int) -> Blocks:
    """Return what is to be written. `orientation` is what EXIF must go on saying; 1 where it need not."""
    if choice == KEEP_ALL_BUT_PLACE:
        return _all_but_place(blocks, orientation)
    if choice == KEEP_CREDIT:
        return _credit(blocks, orientation)
    return Blocks(exif=_oriented(orientation), icc=profile_by(choice, blocks.icc))


def for_new_pixels(blocks: Blocks, choice: str) -> Blocks:
    """Return what is to be written into a result that was encoded: upright, in sRGB, without a profile."""
    if choice == REMOVE_EVERYTHING:
        return Blocks()
    staying = keep(blocks, choice, orientation=1)
    found = exif.parse(staying.exif)
    shots = {tag: entry for tag, entry in found.camera.items() if tag not in _ABOUT_PIXELS}
    written = exif.build(found.order, found.main, shots)
    return replace(staying, exif=written, xmp=xmp.for_new_pixels(staying.xmp), icc=b"")


def profile_by(choice: str, profile: bytes) -> bytes:
    """Return what stays of a colour profile.

    If everything goes: what the colours need, and nothing of sRGB's, as which a picture without a profile is shown.
    Otherwise the profile as it is, or nothing of what is none.
    """
    if choice == REMOVE_EVERYTHING:
        return b"" if icc.is_srgb(profile) else icc.minimal(profile)
    return profile if icc.tags(profile) else b""


def _oriented(orientation: int) -> bytes:
    return b"" if orientation == 1 else exif.upright_by(orientation)


def _all_but_place(blocks: Blocks, orientation: int) -> Blocks:
    found = exif.parse(blocks.exif)
    return Blocks(
        exif=_written(found, _MAIN, _CAMERA, orientation),
        xmp=xmp.without_place(blocks.xmp),
        iptc=iptc.without_place(blocks.iptc),
        icc=profile_by(KEEP_CREDIT, blocks.icc),
        texts=tuple((keyword, text) for keyword, text in blocks.texts if keyword.lower() in _TEXTS),
        comments=blocks.comments,
    )


def _credit(blocks: Blocks, orientation: int) -> Blocks:
    found = exif.parse(blocks.exif)
    return Blocks(
        exif=_written(found, _MAIN_CREDIT, frozenset({exif.PHOTOGRAPHER}), orientation),
        xmp=xmp.credit(blocks.xmp),
        iptc=iptc.credit(blocks.iptc),
        icc=profile_by(KEEP_CREDIT, blocks.icc),
        texts=tuple((keyword, text) for keyword, text in blocks.texts if keyword.lower() in _TEXTS_CREDIT),
    )


def _written(found: exif.Exif, main: frozenset[int], camera: frozenset[int], orientation: int) -> bytes:
    """Only the chosen tags. The orientation is what the picture is shown by, not what else is written."""
    chosen = {tag: entry for tag, entry in found.main.items() if tag in main and _is_small(entry)}
    chosen.pop(exif.ORIENTATION, None)
    shots = {tag: entry for tag, entry in found.camera.items() if tag in camera and _is_small(entry)}
    if orientation != 1 or (exif.ORIENTATION in main and exif.ORIENTATION in found.main):
        chosen[exif.ORIENTATION] = exif.Entry(exif.SHORT, 1, orientation.to_bytes(2, _ORDERS[found.order]))
    return exif.build(found.order, chosen, shots)


_ORDERS: dict[str, Literal["little", "big"]] = {"<": "little", ">": "big"}


def _is_small(entry: exif.Entry) -> bool:
    return len(entry.value) <= MOST_BYTES_OF_ENTRY


def fitting(blocks: Blocks, most: int) -> Blocks:
    """Without what is larger than a container can hold in one piece."""
    return replace(
        blocks,
        exif=blocks.exif if len(blocks.exif) <= most else b"",
        xmp=blocks.xmp if len(blocks.xmp) <= most else b"",
        iptc=blocks.iptc if len(blocks.iptc) <= most else b"",
    )
