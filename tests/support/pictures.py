"""Pictures for tests, made by Pillow: small, and each with something that shows what was done to it."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.Image import Transpose

CORNERS = ((220, 40, 40), (40, 160, 60), (40, 70, 200), (230, 200, 60))
"""Colours: upper left, upper right, lower left, lower right."""

ORIENTATION = 0x0112
STORED: dict[int, Transpose | None] = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""How an upright picture lies in a file whose EXIF orientation this is (TIFF 6.0, tag 274)."""


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """Four rectangles, each of its own colour."""
    picture = Image.new("RGB", (2, 2))
    for index, colour in enumerate(CORNERS):
        picture.putpixel((index % 2, index // 2), colour)
    return picture.resize((width, height), Image.Resampling.NEAREST)


def corner_colours(picture: Image.Image) -> list[int]:
    """Which of CORNERS is in the middle of each quarter, in their order."""
    width, height = picture.size
    places = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [nearest(picture.convert("RGB").getpixel(place)) for place in places]


def nearest(pixel: object) -> int:
    assert isinstance(pixel, tuple)
    distances = [sum(abs(one - other) for one, other in zip(pixel, colour, strict=True)) for colour in CORNERS]
    return distances.index(min(distances))


def oriented(orientation: int, kind: str = "JPEG") -> bytes:
    """The four corners as a file that is upright only once its orientation has been applied."""
    picture = corners()
    stored = STORED[orientation]
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return encoded(picture.transpose(stored) if stored is not None else picture, kind, exif=exif, quality=95)


def photo(width: int, height: int, seed: int = 7) -> Image.Image:
    """Soft blobs of colour under fine grain: it compresses about as a photo does."""
    random = Random(seed)  # noqa: S311 - the same picture each time
    small = Image.new("RGB", (12, 9))
    small.putdata([(random.randrange(256), random.randrange(256), random.randrange(256)) for _ in range(108)])
    grain = Image.frombytes("L", (width, height), random.randbytes(width * height))
    soft = small.resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(soft, Image.merge("RGB", (grain, grain, grain)), 0.06)


def half_transparent(width: int = 80, height: int = 60) -> Image.Image:
    """The left half is nothing, the right half opaque blue."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    picture.paste((40, 70, 200, 255), (width // 2, 0, width, height))
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def decoded(data: bytes) -> Image.Image:
    """All of it, so that a file which is cut off fails here."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean distance of two pictures of one size, per channel, of 255."""
    assert one.size == other.size
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height * 3)


IN_SUBJECT = (240, 300)
"""A place in the subject of `portrait`."""


def portrait(width: int = 480, height: int = 360) -> Image.Image:
    """Somebody before a soft background: what stands out is plain to see. Drawn twice as large."""
    picture = photo(width, height).resize((width * 2, height * 2)).filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(picture)
    _figure(draw, width, height, hair=(74, 46, 28), coat=(38, 52, 92), skin=(222, 178, 146), shirt=(240, 240, 236))
    for side in (-1, 1):
        draw.ellipse((width + side * 45 - 13, height * 0.56, width + side * 45 + 13, height * 0.62), fill=(40, 30, 26))
    draw.arc((width - 45, height * 0.68, width + 45, height * 0.84), 20, 160, fill=(150, 60, 60), width=8)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def portrait_mask(width: int = 480, height: int = 360) -> Image.Image:
    """Where the subject of `portrait` is: white, of one band."""
    picture = Image.new("L", (width * 2, height * 2))
    _figure(ImageDraw.Draw(picture), width, height, hair=255, coat=255, skin=255, shirt=255)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _figure(draw: ImageDraw.ImageDraw, middle: int, height: int, **fills: tuple[int, int, int] | int) -> None:
    """Draw a figure around `middle`, in a picture of twice `height`."""
    head = height * 0.62
    draw.ellipse((middle - 300, height, middle + 300, height * 3), fill=fills["coat"])
    draw.polygon([(middle - 50, height), (middle + 50, height), (middle, height * 1.3)], fill=fills["shirt"])
    draw.rectangle((middle - 42, head, middle + 42, height * 1.06), fill=fills["skin"])
    draw.ellipse((middle - 132, head - 190, middle + 132, head + 130), fill=fills["hair"])
    draw.ellipse((middle - 105, head - 140, middle + 105, head + 140), fill=fills["skin"])


def overlap(one: Image.Image, other: Image.Image) -> float:
    """Return how far two masks agree: what both have, as a part of what either has."""
    halves = [mask.point(lambda level: 255 * (level > 127)) for mask in (one, other)]
    both, either = ImageChops.darker(*halves), ImageChops.lighter(*halves)
    return both.histogram()[255] / either.histogram()[255]
