"""Contact sheets of the drawings made on the device, to be looked at.

As a command (`python -m tests.support.contact_sheets`) it writes .cache/contact_sheets/: one sheet for each style
with every place at 200 pixels, "figures" with every cue, "prospects" with 300 of them, and one for each other shape of
card; as HTML, and as PNG where there is a Chromium. Names of sheets limit it to these. Unit tests write "prospects".
"""

from __future__ import annotations

import json
import random
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import FileSystemLoader
from playwright.sync_api import sync_playwright

from linkepix.model.cues import CUE_CHOICES, PICTURE_SETTINGS, STYLES, Cues
from linkepix.model.request import MakerChoice
from linkepix.providers.base import PictureJob
from linkepix.providers.ondevice.illustrator import Illustrator
from linkepix.web.templating import environment
from tests.conftest import ROOT
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ROOT / ".cache" / "contact_sheets"
PROSPECTS = 300
PIXELS = 200
COLUMNS = 8
COLOURS = ("#b5371b", "#1b5fd1", "#2e7d32", "#f2c200", "#5b2a86", "#111111", "#0e7c86", "#d6336c")
SHAPES = ("1536x1024", "1024x1536", "1200x627")


class Print(NamedTuple):
    caption: str
    job: PictureJob


def notionists() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((files("dicebear_styles") / "notionists.json").read_text("utf-8"))
    return parsed


def prospect(seed: int) -> PictureJob:
    """Return the job of one of many different prospects."""
    chance = random.Random(seed)  # noqa: S311 - pictures to look at
    place, style, colour = chance.choice(PICTURE_SETTINGS), chance.choice(STYLES), chance.choice(COLOURS)
    return PictureJob("", Cues(), style, colour, seed + 1, MakerChoice(), scenes=(place,))


def sheets() -> Iterator[tuple[str, list[Print]]]:
    for style in STYLES:
        yield style, [_print(place, n, style, setting=place) for n, place in enumerate(PICTURE_SETTINGS)]
    yield (
        "figures",
        [
            _print(f"{cue} {value}", n, STYLES[n % len(STYLES)], **{cue: value})
            for cue, values in CUE_CHOICES.items()
            if cue != "setting"
            for n, value in enumerate(values * 2)
        ],
    )
    yield "prospects", [Print(str(seed), prospect(seed)) for seed in range(PROSPECTS)]
    for size in SHAPES:
        yield size, [_print(p, n, STYLES[n % len(STYLES)], size, setting=p) for n, p in enumerate(PICTURE_SETTINGS)]


def _print(caption: str, seed: int, style: str, size: str = "", **cues: str) -> Print:
    return Print(caption, PictureJob("", Cues(**cues), style, COLOURS[0], seed + 1, MakerChoice(size=size)))


def write(names: list[str]) -> list[Path]:
    illustrator = Illustrator(environment(FileSystemLoader(ROOT / "templates")), notionists)
    return [
        write_sheet(name, [(caption, illustrator.svg(job)) for caption, job in prints])
        for name, prints in sheets()
        if not names or name in names
    ]


def write_sheet(name: str, drawings: list[tuple[str, str]]) -> Path:
    """A sheet of captions and SVG documents."""
    figures = "".join(f"<figure>{svg}<figcaption>{caption}</figcaption></figure>" for caption, svg in drawings)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.html"
    path.write_text(f"{_HEAD}{_with_own_ids(figures)}", "utf-8")
    return path


_HEAD = f"""<!doctype html><meta charset="utf-8"><style>
body {{ margin: 4px; font: 11px sans-serif }}
figure {{ display: inline-block; margin: 2px }} svg {{ height: {PIXELS}px; width: auto; display: block }}
</style>"""


def _with_own_ids(figures: str) -> str:
    """Drawings in one document must not share the names of their parts."""
    drawings = figures.split("<svg")
    named = (d.replace('id="', f'id="d{n}').replace('href="#', f'href="#d{n}') for n, d in enumerate(drawings))
    return "<svg".join(d.replace("url(#", f"url(#d{n}") for n, d in enumerate(named))


def photograph(pages: list[Path], chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": COLUMNS * (PIXELS + 8) + 16, "height": 400})
        for path in pages:
            page.goto(path.as_uri())
            page.screenshot(path=path.with_suffix(".png"), full_page=True)
        browser.close()


def main() -> int:
    pages = write(sys.argv[1:])
    if chromium := find_chromium():
        photograph(pages, chromium)
    print(*pages, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
