"""Which type a file is, by its first bytes. A name or a MIME type decides nothing: either may be wrong.

Sources: WHATWG MIME Sniffing; ISO 14496-12 and 23000-22 (brands); ISO 18181-2 (JPEG XL).
"""

from __future__ import annotations

from linkepix.imaging import xml

_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\0\0\1\0", "ico"),
)
_AV1_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_BITMAP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_SVG = "http://www.w3.org/2000/svg"
HEAD = 4096
"""Bytes by which all types but SVG are known. What stands before an SVG's root may be longer."""


def kind_of(head: bytes) -> str:
    """Return one of KINDS; "" of what is none of them."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind if kind != "ico" or _is_icon(head) else ""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS:
        return "bmp"
    return "svg" if is_svg(head) else ""


def _is_icon(head: bytes) -> bool:
    """The signature is short: there are pictures, and the first entry's reserved byte is zero."""
    return head[4:6] != b"\0\0" and len(head) > 9 and head[9] == 0  # noqa: PLR2004 - its place


def _by_brand(head: bytes) -> str:
    """The major brand, or the first that is known of the compatible ones."""
    size = min(int.from_bytes(head[:4]), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    if _AV1_BRANDS & set(brands):
        return "avif"
    return "heic" if _HEIF_BRANDS & set(brands) else ""


def is_svg(head: bytes) -> bool:
    """Whether the root element is SVG's. Leading blanks are none in XML, yet browsers of old let them pass."""
    text = head.lstrip()
    if not text.startswith((b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return False
    root = xml.root_of(text)
    return root is not None and root.name == f"{_SVG} svg"
