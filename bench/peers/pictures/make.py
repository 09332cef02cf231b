"""Makes the pictures of `bench.studio` in a folder: photos that scikit-image ships, as PNG, and one of 12 megapixels.

Run by the Python of .bench/venv.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import skimage
from PIL import Image, ImageOps

DATA = Path(skimage.__file__).parent / "data"
PHOTOS = ("coffee.png", "chelsea.png", "astronaut.png", "rocket.jpg", "retina.jpg")
LARGE = (4000, 3000)
LONGEST = 640
"""Of a photo that is judged: SSIMULACRA2 in Python takes a second for a megapixel."""

TILE = 500
SEED = 12
GPS, LATITUDE, SOFTWARE, ORIENTATION = 0x8825, 2, 0x0131, 0x0112


def main(folder: Path) -> None:
    photos = [Image.open(DATA / name).convert("RGB") for name in PHOTOS]
    for name, photo in zip(PHOTOS, photos, strict=True):
        photo.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        photo.save(folder / f"{Path(name).stem}.png")
    originals = [Image.open(DATA / name).convert("RGB") for name in PHOTOS]
    exif = Image.Exif()
    exif[SOFTWARE], exif[ORIENTATION] = "bench", 1
    exif.get_ifd(GPS)[LATITUDE] = (48.0, 8.0, 13.8)
    mosaic(originals).save(folder / "large.jpg", quality=92, exif=exif)


def mosaic(photos: list[Image.Image]) -> Image.Image:
    """Pieces of the photos, each turned, mirrored and scaled by chance: the same in every run."""
    random = Random(SEED)  # noqa: S311 - no secret
    large = Image.new("RGB", LARGE)
    for left in range(0, LARGE[0], TILE):
        for top in range(0, LARGE[1], TILE):
            photo = random.choice(photos)
            side = random.randint(200, min(photo.size))
            x, y = random.randint(0, photo.width - side), random.randint(0, photo.height - side)
            piece = photo.crop((x, y, x + side, y + side)).resize((TILE, TILE), Image.Resampling.LANCZOS)
            piece = ImageOps.mirror(piece) if random.randrange(2) else piece
            large.paste(piece.rotate(90 * random.randrange(4)), (left, top))
    return large


main(Path(sys.argv[1]))
