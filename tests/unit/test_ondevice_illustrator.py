"""The picture that is drawn on the device."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from linkepix.model.cues import CUE_CHOICES, GLASSES, PICTURE_SETTINGS, SETTING_FAMILIES, STYLES, Cues
from linkepix.model.generation import Depiction
from linkepix.model.request import MakerChoice
from linkepix.providers.base import FinishedPicture, PictureJob
from linkepix.providers.ondevice.figure import pruned
from linkepix.providers.ondevice.illustrator import Illustrator
from linkepix.providers.ondevice.palette import SKINS
from linkepix.providers.ondevice.wardrobe import dress, shown, used
from tests.fakes.jobs import parts_of
from tests.support.contact_sheets import PROSPECTS, prospect, write_sheet
from tests.support.contact_sheets import notionists as definition

if TYPE_CHECKING:
    from jinja2 import Environment

SIZES = ("1024x1024", "1536x1024", "1024x1536")
ALLOWED = {"svg", "defs", "g", "use", "path", "circle", "pattern"}
REFERENCE = re.compile(r'(?:url\(#|href="#)([^")]+)')


def job(seed: int = 1, style: str = STYLES[0], size: str = "", colour: str = "#b5371b", **cues: str) -> PictureJob:
    return PictureJob("", Cues(**cues), style, colour, seed, MakerChoice(size=size))


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
    look_over(illustrator.svg(job(len(setting), style, size, setting=setting)), size)


def look_over(svg: str, size: str) -> None:
    """What is true of every card, whoever is on it. How it looks when painted: tests/browser/test_contact_sheets.py."""
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
    assert not [element for element in root.iter() if element.tag.endswith("}g") and not len(element)], "empty groups"
    assert not re.search(r"None|nan|undefined|\{|\}", svg)
    assert not any((element.text or "").strip() for element in root.iter())
    assert len(svg.encode()) < 80_000


def test_of_300_prospects_no_two_have_the_same_card_and_none_is_broken(illustrator: Illustrator) -> None:
    cards = [illustrator.svg(prospect(seed)) for seed in range(PROSPECTS)]
    write_sheet("prospects", [(str(seed), card) for seed, card in enumerate(cards)])
    for card in cards:
        look_over(card, SIZES[0])
    assert len(set(cards)) == PROSPECTS == 300


def test_the_figures_of_one_place_and_style_differ_too(illustrator: Illustrator) -> None:
    assert len({illustrator.svg(job(seed, setting="harbour")) for seed in range(100)}) == 100


def test_any_leaves_every_value_possible_and_facial_hair_out() -> None:
    looks = [dress(Cues(), random.Random(seed)) for seed in range(2000)]  # noqa: S311 - a choice of hats
    for cue, ids in CUE_CHOICES.items():
        if cue not in {"setting", "facial_hair"}:
            assert {getattr(one, cue) for one in looks} == set(ids), cue
    assert {one.facial_hair for one in looks} == {"none"}


def test_cues_are_combined_freely() -> None:
    picked = Cues(hair="long", facial_hair="beard", head_covering="turban", glasses="round", skin="deep", age="older")
    looks = dress(picked, random.Random(1))  # noqa: S311 - a choice of hats
    parts = dict(looks.parts)
    assert (parts["hair"], parts["beard"], parts["lines"]) == ("variant61", "variant02", "older")
    assert shown(looks) | {"outfit": ""} == {
        "hair": "",
        "hair_colour": "",
        "skin": "deep",
        "age": "older",
        "facial_hair": "beard",
        "glasses": "round",
        "head_covering": "turban",
        "outfit": "",
    }


@pytest.mark.parametrize("style", STYLES)
def test_each_skin_is_painted_on_face_and_hand(illustrator: Illustrator, style: str) -> None:
    for skin, colour in SKINS.items():
        svg = illustrator.svg(job(2, style, skin=skin))
        assert re.search(rf'<g id="head"><path[^>]* fill="{colour}"', svg)


def test_hair_that_was_picked_is_not_covered_by_chance() -> None:
    for seed in range(300):
        assert dress(Cues(hair="curly"), random.Random(seed)).head_covering == "none"  # noqa: S311 - a choice of hats


def test_a_picture_says_what_it_shows(illustrator: Illustrator) -> None:
    picked = job(8, hair="tied", hair_colour="red", skin="tan", age="young", glasses="round", outfit="smart")
    (made,) = asyncio.run(parts_of(illustrator.draw(replace(picked, scenes=("farm",)))))
    assert isinstance(made, FinishedPicture)
    assert made.shows == Depiction(
        8, "farm", "tied", "red", "tan", "young", "none", "round", "none", "smart", STYLES[0]
    )


def test_the_setting_that_was_picked_wins_over_the_work(illustrator: Illustrator) -> None:
    picked = replace(job(8, setting="stage"), scenes=("farm",))
    assert illustrator.svg(picked) == illustrator.svg(job(8, setting="stage"))
    assert illustrator.svg(replace(job(8), scenes=("farm",))) == illustrator.svg(job(8, setting="farm"))


def test_an_unknown_field_of_work_is_an_office_of_several_kinds(illustrator: Illustrator) -> None:
    offices = {scene_of(illustrator, job(seed)) for seed in range(40)}
    assert offices == set(SETTING_FAMILIES["office"][:4])


def test_the_same_person_in_another_scene(illustrator: Illustrator) -> None:
    first = replace(job(8), scenes=("harbour",))
    again = replace(first, scene_seed=99, last_scene="harbour")
    figure = re.compile(r'<g id="head">.*</g></defs>')
    assert figure.findall(illustrator.svg(first)) == figure.findall(illustrator.svg(again)) != []
    assert figure.findall(illustrator.svg(first)) != figure.findall(illustrator.svg(replace(first, seed=9)))
    assert scene_of(illustrator, first) == "harbour"
    assert scene_of(illustrator, again) in set(SETTING_FAMILIES["transport"]) - {"harbour"}


def test_a_scene_that_was_picked_is_not_left_for_another(illustrator: Illustrator) -> None:
    picked = replace(job(8, setting="harbour"), scene_seed=99, last_scene="harbour")
    assert scene_of(illustrator, picked) == "harbour"


def scene_of(illustrator: Illustrator, job: PictureJob) -> str:
    (made,) = asyncio.run(parts_of(illustrator.draw(job)))
    assert isinstance(made, FinishedPicture)
    assert made.shows
    return made.shows.scene


@pytest.mark.parametrize("size", ["1200x627", "512x512", "1080x1350", "2400x1254"])
def test_a_card_may_have_any_shape(illustrator: Illustrator, size: str) -> None:
    for style in STYLES:
        look_over(illustrator.svg(job(3, style, size, setting="lab")), size)


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


def test_dyed_hair_has_a_line_around_it_and_a_cap_has_its_own(illustrator: Illustrator) -> None:
    line = re.compile(r'stroke-width="14" stroke-linejoin="round" href="#hair')
    assert line.search(illustrator.svg(job(4, hair="long", hair_colour="white")))
    assert not line.search(illustrator.svg(job(4, head_covering="cap")))


def test_a_bald_head_has_an_outline_and_no_hair(illustrator: Illustrator) -> None:
    svg = illustrator.svg(job(4, hair="bald"))
    assert "#hair" not in svg
    assert "#hair" in illustrator.svg(job(4, hair="short")), "the control: hair would be there"


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
    del odd["components"]["mouth"]
    with pytest.raises(KeyError, match="mouth"):
        Illustrator(templates, lambda: odd).svg(job())


def test_what_is_bundled_of_the_style_is_small_and_draws_the_same(
    templates: Environment, illustrator: Illustrator
) -> None:
    small = pruned(definition())
    assert len(json.dumps(small)) < 0.65 * len(json.dumps(definition()))
    pruned_one = Illustrator(templates, lambda: small)
    for seed in range(200):
        assert pruned_one.svg(prospect(seed)) == illustrator.svg(prospect(seed))
    with_all = job(4, facial_hair="goatee", head_covering="turban")
    assert pruned_one.svg(with_all) == illustrator.svg(with_all)
