"""The figure that the pixel worker measures, against the formula written out in Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import fmean

import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.support.pictures import decoded, encoded, half_transparent, photo

NODE = Path(sys.executable).with_name("node")
MODULE = ROOT / "sitegen/javascript/codecs/ssim.mjs"
COMPARE = """
import { readFileSync } from "node:fs";
const pictures = JSON.parse(readFileSync(0, "utf8")).map(([width, height, data]) => ({ width, height, data }));
const { compare } = await import(process.argv[1]);
process.stdout.write(String(compare(...pictures)));
"""


def by_the_worker(*pictures: Image.Image) -> float:
    rows = [(picture.width, picture.height, list(picture.convert("RGBA").tobytes())) for picture in pictures]
    command: list[str | Path] = [NODE, "--input-type=module", "--eval", COMPARE, MODULE.as_uri()]
    done = subprocess.run(command, input=json.dumps(rows), capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own
    return float(done.stdout)


def brightness(picture: Image.Image) -> list[list[float]]:
    """Rows of BT.601's luma, over white."""
    white = Image.new("RGBA", picture.size, "white")
    data = Image.alpha_composite(white, picture.convert("RGBA")).tobytes()
    values = [0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2] for at in range(0, len(data), 4)]
    return [values[start : start + picture.width] for start in range(0, len(values), picture.width)]


def by_the_formula(one: Image.Image, other: Image.Image, side: int = 8, step: int = 4) -> float:
    """SSIM as Wang et al. give it (2004, equation 13), with population variances, in plain windows."""
    rows_a, rows_b = brightness(one), brightness(other)
    found = []
    for top in range(0, one.height - side + 1, step):
        for left in range(0, one.width - side + 1, step):
            a = [value for row in rows_a[top : top + side] for value in row[left : left + side]]
            b = [value for row in rows_b[top : top + side] for value in row[left : left + side]]
            found.append(of_a_window(a, b))
    return fmean(found)


def of_a_window(a: list[float], b: list[float]) -> float:
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_a, mean_b = fmean(a), fmean(b)
    variances = fmean((value - mean_a) ** 2 for value in a) + fmean((value - mean_b) ** 2 for value in b)
    covariance = fmean((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return ((2 * mean_a * mean_b + c1) * (2 * covariance + c2)) / ((mean_a**2 + mean_b**2 + c1) * (variances + c2))


@pytest.mark.parametrize("size", [(64, 48), (37, 29), (8, 8)])
@pytest.mark.parametrize("quality", [20, 80])
def test_it_is_the_formula_s(size: tuple[int, int], quality: int) -> None:
    original = photo(*size)
    result = decoded(encoded(original, "JPEG", quality=quality))
    assert by_the_worker(original, result) == pytest.approx(by_the_formula(original, result), abs=1e-9)


def test_a_picture_that_is_smaller_than_a_window_is_one() -> None:
    one, other = photo(5, 3), photo(5, 3, seed=8)
    data = [[value for row in brightness(picture) for value in row] for picture in (one, other)]
    assert by_the_worker(one, other) == pytest.approx(of_a_window(*data), abs=1e-9)


def test_the_same_picture_is_one_and_what_is_transparent_counts_as_white() -> None:
    clear = half_transparent(16, 12)
    white = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    assert by_the_worker(clear, white) == pytest.approx(1)
    assert by_the_worker(clear, Image.new("RGBA", clear.size, "black")) < 0.5
