"""The picture that is drawn on the device."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from linkepix.model.cues import CUE_CHOICES, GLASSES, PICTURE_SETTINGS, STYLES, Cues
from linkepix.model.request import MakerChoice
from linkepix.providers.base import FinishedPicture, PictureJob
from linkepix.providers.ondevice.illustrator import Illustrator
from linkepix.providers.ondevice.wardrobe import dress, used

if TYPE_CHECKING:
    from jinja2 import Environment

SIZES = ("1024x1024", "1536x1024", "1024x1536")
ALLOWED = {"svg", "defs", "g", "use", "path", "circle", "pattern", "clipPath"}
REFERENCE = re.compile(r'(?:url\(#|href="#)([^")]+)')


def job(seed: int = 1, style: str = STYLES[0], size: str = "", colour: str = "#b5371b", **cues: str) -> PictureJob:
    return PictureJob("", Cues(**cues), style, colour, seed, MakerChoice(size=size))


def definition() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((files("dicebear_styles") / "notionists.json").read_text("utf-8"))
    return parsed


@pytest.fixture(scope="module")
def illustrator(templates: Environment) -> Illustrator:
    return Illustrator(templates, definition)


def test_drawing_yields_one_finished_picture_that_costs_nothing(illustrator: Illustrator) -> None:
    async def parts() -> list[object]:
        return [part async for part in illustrator.draw(job())]

    (part,) = asyncio.run(parts())
    assert isinstance(part, FinishedPicture)
    assert part.picture.mime == "image/svg+xml"
    assert part.picture.data.decode() == illustrator.svg(job())
    assert part.usage is None


def test_the_style_is_read_at_the_first_picture_and_only_once(templates: Environment) -> None:
    asked = []

    def counted() -> dict[str, Any]:
        asked.append(1)
        return definition()

    illustrator = Illustrator(templates, counted)
    assert not asked
    illustrator.svg(job(1))
    illustrator.svg(job(2))
    assert len(asked) == 1


@pytest.mark.parametrize(("style", "size"), list(product(STYLES, SIZES)))
@pytest.mark.parametrize("setting", PICTURE_SETTINGS)
def test_every_card_is_self_contained_and_small(illustrator: Illustrator, style: str, size: str, setting: str) -> None:
    svg = illustrator.svg(job(len(setting), style, size, setting=setting))
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    width, height = size.split("x")
    names = Counter(element.tag.rpartition("}")[2] for element in root.iter())
    attributes = {name for element in root.iter() for name in element.attrib}
    ids = Counter(element.attrib["id"] for element in root.iter() if "id" in element.attrib)

    assert root.attrib["viewBox"] == f"0 0 {width} {height}"
    assert (root.attrib["width"], root.attrib["height"]) == (width, height)
    assert set(names) <= ALLOWED
    assert not attributes & {"style", "class", "onload"}
    assert max(ids.values()) == 1
    assert set(REFERENCE.findall(svg)) <= set(ids)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert "#0c107" not in svg, "a part was left unpainted"
    assert not any((element.text or "").strip() for element in root.iter())
    assert len(svg.encode()) < 60_000


def test_the_same_job_gives_the_same_bytes(templates: Environment, illustrator: Illustrator) -> None:
    assert Illustrator(templates, definition).svg(job(7)) == illustrator.svg(job(7))


def test_other_seeds_give_other_people(illustrator: Illustrator) -> None:
    assert len({illustrator.svg(job(seed)) for seed in range(20)}) == 20


def test_each_style_size_setting_and_colour_gives_another_card(illustrator: Illustrator) -> None:
    cards = {
        illustrator.svg(job(3, style, size, colour, setting=setting))
        for style, size, colour, setting in product(STYLES, SIZES, ("#1b5fd1", "#f2c200"), PICTURE_SETTINGS)
    }
    assert len(cards) == len(STYLES) * len(SIZES) * 2 * len(PICTURE_SETTINGS)


@pytest.mark.parametrize(("field", "choice"), [(f, c) for f, choices in CUE_CHOICES.items() for c in choices])
def test_every_cue_can_be_drawn_in_every_style(illustrator: Illustrator, field: str, choice: str) -> None:
    other = next(c for c in CUE_CHOICES[field] if c != choice)
    for style in STYLES:
        cues = {"hair": "short"} | {field: choice}
        changed = {"hair": "short"} | {field: other}
        assert illustrator.svg(job(5, style, **cues)) != illustrator.svg(job(5, style, **changed))


def test_picking_one_cue_changes_nothing_else() -> None:
    for seed, glasses in product(range(50), GLASSES):
        free = dict(dress(Cues(), random.Random(seed)).parts)  # noqa: S311 - a choice of hats
        picked = dict(dress(Cues(glasses=glasses), random.Random(seed)).parts)  # noqa: S311 - the same
        assert {**free, "glasses": ""} == {**picked, "glasses": ""}


def test_every_part_that_may_be_worn_is_in_the_style() -> None:
    components = definition()["components"]
    missing = {(c, v) for c, names in used().items() for v in names if v not in components[c]["variants"]}
    assert not missing


def test_dyed_hair_has_a_line_around_it_and_a_hat_has_not(illustrator: Illustrator) -> None:
    line = re.compile(r'stroke-width="14" stroke-linejoin="round" href="#hair')
    assert line.search(illustrator.svg(job(4, hair="long", hair_colour="white")))
    hats = [illustrator.svg(job(seed, hair="covered")) for seed in range(20)]
    assert {bool(line.search(hat)) for hat in hats} == {True, False}, "scarves have one, hats have their own"


def test_a_bald_head_has_an_outline_and_no_hair(illustrator: Illustrator) -> None:
    svg = illustrator.svg(job(4, hair="bald"))
    assert "#hair" not in svg
    assert 'd="M72 193c' in svg


def test_the_hair_colour_is_used(illustrator: Illustrator) -> None:
    assert "#e8c15c" in illustrator.svg(job(4, hair="long", hair_colour="blond"))
    assert "#e8c15c" not in illustrator.svg(job(4, hair="long", hair_colour="grey"))


def test_the_brand_colour_is_used_and_a_bad_one_is_replaced(illustrator: Illustrator) -> None:
    assert "#1b5fd1" in illustrator.svg(job(colour="#1B5FD1"))
    assert "#b5371b" in illustrator.svg(job(colour='"/><script>'))


def test_what_is_not_known_is_drawn_anyway(illustrator: Illustrator) -> None:
    unknown = job(6, "hologram", "auto", hair="wig", hair_colour="green", glasses="3d", outfit="x", setting="../x")
    svg = illustrator.svg(unknown)
    assert 'viewBox="0 0 1024 1024"' in svg
    ET.fromstring(svg)  # noqa: S314 - our own drawing


def test_wet_paint_from_one_picture_is_not_on_the_next(illustrator: Illustrator) -> None:
    before = illustrator.svg(job(9, "line-art"))
    illustrator.svg(job(9, "comic", colour="#2e7d32"))
    assert illustrator.svg(job(9, "line-art")) == before


def test_a_drawing_of_another_make_is_refused(templates: Environment) -> None:
    odd = definition()
    odd["canvas"]["elements"] = [{"type": "element", "name": "path", "attributes": {"d": "M0 0"}}]
    with pytest.raises(ValueError, match="DiceBear"):
        Illustrator(templates, lambda: odd).svg(job())
