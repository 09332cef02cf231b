"""What a container carries apart from the picture, in the same form for all containers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkepix.model.picture_info import Finding

MOST_CHARACTERS = 200

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Read from a file, or to be written into one.

    Attributes:
        exif: a TIFF structure, without "Exif" before it.
        xmp: an XMP packet.
        iptc: datasets of IPTC's Information Interchange Model, without Photoshop's resource around them.
        icc: a colour profile.
        texts: keyword and text, as PNG has them.
        comments: without a keyword, as JPEG and GIF have them.
        extras: findings that only the container knows, such as data after the picture's end.
    """

    exif: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""
    icc: bytes = b""
    texts: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()
    extras: tuple[Finding, ...] = ()


def clean(text: str) -> str:
    """Without control characters and what reorders text, in one line, cut to 200 characters."""
    line = " ".join(_UNSEEN.sub(" ", text[: 4 * MOST_CHARACTERS]).split())
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1] + "…"


def decode(text: bytes) -> str:
    """UTF-8 where it is, else Latin-1, of which everything is; up to the first zero byte."""
    text = text.partition(b"\0")[0]
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def is_text(text: str) -> bool:
    """Whether these are words, and not bytes that only happen to decode."""
    return "".join(text.split()).isprintable() and bool(text.strip())


def finding(kind: str, where: str, value: str | int) -> Finding:
    return Finding(kind, where, clean(str(value)))
