"""What a picture file is, and what it tells. Ids and data: the words for them are in templates."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("jpeg", "png", "webp", "avif", "gif", "bmp", "svg", "heic", "jxl", "tiff", "ico")
"""Types by content. APNG is an animated "png", an AVIF sequence an animated "avif"."""

STRIPPABLE = frozenset({"jpeg", "png", "webp", "avif"})
"""Types from which metadata can be removed without encoding again."""

REMOVE_EVERYTHING = "everything"
KEEP_CREDIT = "credit"
KEEP_ALL_BUT_PLACE = "place"
METADATA_CHOICES = (REMOVE_EVERYTHING, KEEP_CREDIT, KEEP_ALL_BUT_PLACE)
"""Remove everything; keep colour profile and credit; keep all but the place."""

DISPLAY_P3 = "display-p3"
"""Of photos of iPhones. The name is a canvas's (PredefinedColorSpace in HTML)."""

FINDING_KINDS = (
    *("place", "camera", "lens", "serial", "software", "date", "author", "credit", "copyright", "description"),
    *("keywords", "comment", "text", "profile", "orientation", "thumbnail", "maker-notes", "content-credentials"),
    *("motion-photo", "other-pictures", "trailing", "unreadable"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may say that it is, in pixels; a larger one is refused before it is decoded."""

    side: int = 32_767
    pixels: int = 250_000_000
    """Photographs of 200 megapixels exist."""


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What a file's headers say. None means that they don't say it, or not where it is cheap to look.

    Attributes:
        kind: one of KINDS.
        size: of the file, in bytes.
        width: in pixels as stored, before `orientation`.
        height: likewise.
        orientation: as EXIF numbers them, 1 (upright) to 8; in AVIF and HEIC from the file's own rotation and mirror.
            Chromium turns a picture by it when it decodes JPEG, PNG and AVIF, and leaves WebP as it is stored.
        alpha: whether there is transparency, as far as the header tells.
        animated: whether there is more than one frame.
        frames: how many.
        depth: bits in a channel.
        colour: "rgb", "grey", "palette", "cmyk" or "ycck"; "" where the header does not tell.
        profile: the embedded colour profile's own name; "" without a profile or name.
        has_profile: whether a colour profile is embedded.
        interlaced: whether it is interlaced or progressive.
        gamut: what colours AVIF and HEIC are in: DISPLAY_P3, or "" for sRGB and for any other.
    """

    kind: str
    size: int
    width: int
    height: int
    orientation: int = 1
    alpha: bool | None = None
    animated: bool = False
    frames: int | None = 1
    depth: int | None = 8
    colour: str = ""
    profile: str = ""
    has_profile: bool = False
    interlaced: bool = False
    gamut: str = ""

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as the picture is shown, upright."""
        return (self.height, self.width) if self.orientation in {5, 6, 7, 8} else (self.width, self.height)

    @property
    def is_cmyk(self) -> bool:
        return self.colour in {"cmyk", "ycck"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the file tells, apart from the picture.

    Attributes:
        kind: one of FINDING_KINDS.
        where: "exif", "xmp", "iptc", "icc", "text" or "file".
        value: as the file has it, cleaned and cut to 200 characters; a place as "48.137154, 11.576124" or in the file's
            words; a number of bytes for what is not text.
    """

    kind: str
    where: str
    value: str
