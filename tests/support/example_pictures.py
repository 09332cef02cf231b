"""The drawings in static/img that the illustrator made: examples on the pages, and one small drawing for each cue.

As a command (`python -m tests.support.example_pictures`) it writes them again; tests/unit/test_example_pictures.py
says when that is due.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from jinja2 import FileSystemLoader

from linkepix.model.colour import INK
from linkepix.model.company import DEFAULT_BRAND_COLOUR
from linkepix.model.cues import FACIAL_HAIR, GLASSES, HAIR, HEAD_COVERINGS, OUTFITS, SKINS, STYLES, Cues
from linkepix.model.request import MakerChoice
from linkepix.providers.base import PictureJob
from linkepix.providers.ondevice.figure import Figures
from linkepix.providers.ondevice.illustrator import Illustrator
from linkepix.providers.ondevice.palette import SKINS as SKIN_COLOURS
from linkepix.providers.ondevice.wardrobe import CLOTHES, COVERINGS, Looks
from linkepix.providers.ondevice.wardrobe import FACIAL_HAIR as BEARDS
from linkepix.providers.ondevice.wardrobe import GLASSES as SPECTACLES
from linkepix.providers.ondevice.wardrobe import HAIR as HAIRCUTS
from linkepix.web.templating import environment
from tests.conftest import ROOT
from tests.support.contact_sheets import notionists

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = ROOT / "static" / "img"
CELL: Final = 100
"""Side of one small drawing in cues.svg; they stand in a row, in the order of `DRAWN`."""

DRAWN: Final = (
    *(("hair", value) for value in HAIR),
    *(("skin", value) for value in SKINS),
    *(("facial_hair", value) for value in FACIAL_HAIR),
    *(("glasses", value) for value in GLASSES),
    *(("head_covering", value) for value in HEAD_COVERINGS),
    *(("outfit", value) for value in OUTFITS),
)
_HEAD: Final = "translate(-32 -15) scale(0.096)"
_BUST: Final = "translate(-8 -20) scale(0.067)"
_LOOKS: Final = {"mouth": "variant23", "nose": "variant05", "eyes": "variant05", "eyebrows": "variant05"}
_PAINTS: Final = {"cloth": "#e3a998", "trim": "#ffffff", "hair": INK, "cover": "#d98472", "skin": "#f3c9a8"}


def pictures() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    illustrator = Illustrator(environment(FileSystemLoader(ROOT / "templates")), notionists)
    cues = Cues(hair="tied", hair_colour="black", skin="tan", age="young", glasses="round", outfit="casual")
    job = PictureJob("", cues, STYLES[0], DEFAULT_BRAND_COLOUR, 21, MakerChoice(), scenes=("cafe",))
    for style in STYLES:
        yield f"style-{style}.svg", illustrator.svg(replace(job, style=style))
    example = replace(job, style="editorial", choice=MakerChoice(size="1536x1024"), scenes=("warehouse",))
    yield "example.svg", illustrator.svg(example)
    yield "cues.svg", cue_drawings()


def cue_drawings() -> str:
    """Return all small drawings in one row; parts that are the same in several are in it once."""
    figures = Figures(notionists)
    parts: dict[str, str] = {}
    cells = "".join(_cell(n, *cue, figures, parts) for n, cue in enumerate(DRAWN))
    size = f'width="{CELL * len(DRAWN)}" height="{CELL}" viewBox="0 0 {CELL * len(DRAWN)} {CELL}"'
    defs = "".join(f'<g id="{name}">{drawn}</g>' for drawn, name in parts.items())
    clip = f'<clipPath id="cell"><path d="M0 0h{CELL}v{CELL}h-{CELL}z"/></clipPath>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} fill="none"><defs>{clip}{defs}</defs>{cells}</svg>'


def _cell(place: int, cue: str, value: str, figures: Figures, parts: dict[str, str]) -> str:
    figure = figures.draw(_looks(cue, value), _PAINTS | ({"skin": SKIN_COLOURS[value]} if cue == "skin" else {}))
    names = {}
    for name, drawn in re.findall(r'<g id="(\w+)">(.*?)</g>', figure.parts):
        names[name] = parts.setdefault(drawn, f"p{len(parts)}")
    body = re.sub(r'href="#(\w+)"', lambda found: f'href="#{names[found[1]]}"', figure.body)
    scaled = f'<g transform="{_BUST if cue == "outfit" else _HEAD}">{body}</g>'
    return f'<g transform="translate({place * CELL} 0)"><g clip-path="url(#cell)">{scaled}</g></g>'


def _looks(cue: str, value: str) -> Looks:
    chosen = {"hair": HAIRCUTS["short"][1], "glasses": "", "beard": "", "clothes": CLOTHES["smart"][0]} | _LOOKS
    match cue:
        case "hair":
            chosen["hair"] = (*HAIRCUTS[value], "")[0]
        case "facial_hair":
            chosen["beard"] = (*BEARDS[value], "")[0]
        case "glasses":
            chosen["glasses"] = (*SPECTACLES[value], "")[0]
        case "head_covering":
            chosen["hair"] = (*COVERINGS[value], chosen["hair"])[0]
        case "outfit":
            chosen["clothes"] = CLOTHES[value][0]
    parts = (("head", "variant01"), *chosen.items())
    return Looks("short", "black", "light", "young", "none", "none", "none", "smart", "mid", "white", parts)


def main() -> int:
    for name, text in pictures():
        (FOLDER / name).write_text(f"{text}\n", "utf-8")
        print(FOLDER / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
