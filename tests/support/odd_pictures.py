"""Pictures as they are rarely made, with what they show, and files that only look like pictures. Seeded."""

from __future__ import annotations

import random
import struct
import zlib

from PIL import Image, ImageChops

from linkepix.imaging.png import SIGNATURE
from tests.support.picture_files import animated, chunk, encode, photo
from tests.support.pictures import decoded

SIZE = (60, 44)
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""PNG, section 8.1: of each pass, the first column and row, and how far the next ones are."""

type Odd = dict[str, tuple[bytes, Image.Image]]
"""By name: a file, and what it shows."""


def odd_pictures() -> Odd:
    """Nothing is wrong with any of them."""
    plain, clear = photo(size=SIZE), photo("RGBA", SIZE)
    grey, few = photo("L", SIZE), photo(size=SIZE).quantize(200)
    lossy = {
        "progressive.jpg": encode(plain, "JPEG", quality=92, progressive=True),
        "fine.jpg": encode(plain, "JPEG", quality=92, subsampling=0),
        "grey.jpg": encode(grey, "JPEG", quality=92),
        "lossy.webp": encode(clear, "WEBP", quality=95),
        "modern.avif": encode(plain, "AVIF", quality=95),
        "mislabelled.png": encode(plain, "JPEG", quality=92),
    }
    exact = {
        "grey.png": (encode(grey, "PNG"), grey),
        "grey with alpha.png": (encode(photo("LA", SIZE), "PNG"), photo("LA", SIZE)),
        "clear.webp": (encode(clear, "WEBP", lossless=True, exact=True), clear),
        "interlaced.png": (interlaced(plain), plain),
        "palette.gif": (encode(few, "GIF", interlace=1), few),
        "plain.bmp": (encode(plain, "BMP"), plain),
        "few.bmp": (encode(few, "BMP"), few),
        "wrong name.jpg": (encode(plain, "WEBP", lossless=True), plain),
        "one pixel.png": (encode(plain.crop((0, 0, 1, 1)), "PNG"), plain.crop((0, 0, 1, 1))),
        "bits.png": (encode(grey.convert("1"), "PNG"), grey.convert("1")),
        "sixteen.png": (encode(photo("I;16", SIZE), "PNG"), grey),
        "ink.jpg": ink(plain),
        "holes.png": holes(),
    }
    return exact | {name: (data, decoded(data)) for name, data in lossy.items()}


def ink(picture: Image.Image) -> tuple[bytes, Image.Image]:
    """CMYK without a profile: light is what neither the colour's ink nor the black one takes."""
    colours = picture.convert("CMYK")
    black = Image.linear_gradient("L").resize(picture.size).point(lambda level: level // 2)
    cyan, magenta, yellow, _ = colours.split()
    made = Image.merge("CMYK", (cyan, magenta, yellow, black))
    light = [ImageChops.multiply(ImageChops.invert(band), ImageChops.invert(black)) for band in (cyan, magenta, yellow)]
    return encode(made, "JPEG", quality=95, subsampling=0), Image.merge("RGB", light)


def holes() -> tuple[bytes, Image.Image]:
    """A palette in which one colour is nothing, and one is half of it."""
    picture = photo(size=SIZE).quantize(32)
    data = encode(picture, "PNG", transparency=bytes([0, 128]))
    return data, decoded(data).convert("RGBA")


def interlaced(picture: Image.Image) -> bytes:
    """An RGB picture as PNG in seven passes, which Pillow doesn't write."""
    width, height = picture.size
    lines = b"".join(
        b"\0" + b"".join(bytes(_pixel(picture, x, y)) for x in range(left, width, across))
        for left, top, across, down in ADAM7
        for y in range(top, height, down)
        if left < width
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return SIGNATURE + chunks


def _pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def broken_files() -> dict[str, bytes]:
    """Cut off, overwritten, lying, empty, and no picture at all."""
    whole = {kind: encode(photo(size=SIZE), kind.upper()) for kind in ("jpeg", "png", "webp", "avif", "gif", "bmp")}
    whole["apng"] = animated("PNG")
    rng = random.Random(12)  # noqa: S311 - the same files in every run
    files = {"empty.jpg": b"", "noise.png": rng.randbytes(5_000), "text.webp": b"These are notes."}
    for kind, data in whole.items():
        files[f"head.{kind}"] = data[:40]
        files[f"half.{kind}"] = data[: len(data) // 2]
        files[f"almost.{kind}"] = data[:-9]
        files[f"overwritten.{kind}"] = overwritten(data, rng)
        files[f"only a signature.{kind}"] = data[:16] + rng.randbytes(3_000)
    return files | lying_files(whole)


def overwritten(data: bytes, rng: random.Random) -> bytes:
    """One byte in fifty is another one, after the headers."""
    changed = bytearray(data)
    for _ in range(max(4, len(data) // 50)):
        changed[rng.randrange(min(200, len(data) // 2), len(data))] = rng.randrange(256)
    return bytes(changed)


def lying_files(whole: dict[str, bytes]) -> dict[str, bytes]:
    """They say that they have more pixels than are in them, within what is opened, and beyond."""
    png = whole["png"]
    frame = whole["jpeg"].index(b"\xff\xc0") + 5
    return {
        f"says {width} by {height}.{kind}": lie
        for width, height in ((7_000, 7_000), (30_000, 30_000), (60_000, 4))
        for kind, lie in (
            ("png", png[:8] + chunk(b"IHDR", struct.pack(">II", width, height) + png[24:29]) + png[33:]),
            ("jpeg", whole["jpeg"][:frame] + struct.pack(">HH", height, width) + whole["jpeg"][frame + 4 :]),
            ("gif", whole["gif"][:6] + struct.pack("<HH", width, height) + whole["gif"][10:]),
            ("bmp", whole["bmp"][:18] + struct.pack("<ii", width, height) + whole["bmp"][26:]),
        )
    }
