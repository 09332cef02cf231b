"""Odd and broken files in the studio, all in one page: each gets a result or a sentence, and the page lives on."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.browser.studio import check, choose_pictures, download, press, select
from tests.support.odd_pictures import broken_files, odd_pictures
from tests.support.pictures import corner_colours, corners, decoded, difference, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    type Open = Callable[[str], Page]

STUDIO = "/app/studio/"

ROWS = """() => [...document.querySelectorAll(".print")].map((print) => [
  print.querySelector(".print-name").textContent,
  print.querySelector(".problem")?.textContent.trim() ?? "",
  /; result /.test(print.textContent),
])"""

TOLERANCE = 2.5
"""Levels, on average: decoders differ in how they enlarge the colours of JPEG, WebP and AVIF."""


def rows(page: Page) -> dict[str, tuple[str, bool]]:
    """By the file's name: the sentence that it got, or "", and whether it has a result."""
    return {name: (problem, is_made) for name, problem, is_made in page.evaluate(ROWS)}


def test_odd_pictures_come_out_as_pillow_decodes_them(open_app: Open) -> None:
    odd = odd_pictures()
    page = open_app(STUDIO)
    choose_pictures(page, {name: data for name, (data, _) in odd.items()})
    check(page, "Encode again")
    select(page, "Format", "webp")
    select(page, "Format", "png")
    press(page, "Apply to all")
    assert {name: row for name, row in rows(page).items() if row != ("", True)} == {}
    with zipfile.ZipFile(io.BytesIO(download(page, "Download all (ZIP)")[1])) as archive:
        made = [decoded(archive.read(name)) for name in archive.namelist()]
    assert len(made) == len(odd)
    for result, (name, (_, expected)) in zip(made, odd.items(), strict=True):
        assert result.format == "PNG", name
        mode = "RGBA" if "A" in result.getbands() or "transparency" in result.info else "RGB"
        if mode == "RGBA":
            assert result.convert(mode).getchannel("A").tobytes() == expected.convert(mode).getchannel("A").tobytes(), (
                name
            )
        assert difference(over_white(result), over_white(expected)) < TOLERANCE, name


def over_white(picture: Image.Image) -> Image.Image:
    under = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(under, picture.convert("RGBA")).convert("RGB")


@pytest.mark.parametrize("part", [0, 1])
def test_broken_files_get_a_result_or_a_sentence_and_the_tab_lives_on(open_app: Open, part: int) -> None:
    files = dict(list(broken_files().items())[part::2])
    page = open_app(STUDIO)
    choose_pictures(page, {"first.png": encoded(corners(), "PNG"), **files})
    check(page, "Encode again")
    press(page, "Apply to all")
    found = rows(page)
    assert found.keys() == {"first.png", *files}
    neither = [name for name, (problem, is_made) in found.items() if not is_made and not problem.endswith(".")]
    assert neither == [], found
    assert sum(bool(problem) for problem, _ in found.values()) > len(files) / 2, "the control: most are beyond help"
    choose_pictures(page, {"small.png": encoded(corners(), "PNG")})
    press(page, "Show small.png")
    assert corner_colours(decoded(download(page)[1])) == [0, 1, 2, 3]
