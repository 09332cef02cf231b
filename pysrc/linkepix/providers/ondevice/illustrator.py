"""Draws the front of the postcard on the device: a figure in a scene, as one SVG document."""

from __future__ import annotations

import random
from functools import cached_property
from typing import TYPE_CHECKING

from linkepix.model.cues import PICTURE_SETTINGS, SETTING_FAMILIES, STYLES
from linkepix.model.generation import Depiction, Picture
from linkepix.providers.base import FinishedPicture
from linkepix.providers.ondevice.brush import brush_for
from linkepix.providers.ondevice.composition import Card, document
from linkepix.providers.ondevice.figure import Figures
from linkepix.providers.ondevice.layout import layout_for
from linkepix.providers.ondevice.paint import hair_paint, paints_for
from linkepix.providers.ondevice.palette import tones_of
from linkepix.providers.ondevice.scene import Drawings
from linkepix.providers.ondevice.wardrobe import dress, shown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from jinja2 import Environment

    from linkepix.providers.base import PartialPicture, PictureJob
    from linkepix.providers.ondevice.figure import Definition


class Illustrator:
    """A PictureMaker without a network. The same job gives the same bytes.

    `style_definition` answers the parsed JSON of DiceBear's style "notionists"; it is asked once, for the
    first picture.
    """

    def __init__(self, templates: Environment, style_definition: Callable[[], Definition]) -> None:
        self._templates = templates
        self._figures = Figures(style_definition)

    async def draw(self, job: PictureJob) -> AsyncGenerator[PartialPicture | FinishedPicture]:
        """Yields one FinishedPicture, "image/svg+xml", of the job's size in pixels. Raises nothing."""
        svg, shows = self._drawn(job)
        yield FinishedPicture(Picture("image/svg+xml", svg.encode()), shows=shows)

    def svg(self, job: PictureJob) -> str:
        """One SVG document without text, scripts, style sheets or references to elsewhere."""
        return self._drawn(job)[0]

    def _drawn(self, job: PictureJob) -> tuple[str, Depiction]:
        looks = dress(job.cues, random.Random(job.seed))  # noqa: S311 - a choice of hats, not a secret
        chance = random.Random(job.scene_seed or job.seed)  # noqa: S311 - the same
        style = job.style if job.style in STYLES else STYLES[0]
        tones = tones_of(job.brand_colour)
        place = _place(job, chance)
        scene = self._drawings.scene(place)
        card = Card(
            layout_for(job.choice.size),
            tones,
            brush_for(style, tones),
            scene,
            scene.picked(chance),
            self._figures.draw(looks, paints_for(style, tones, looks)),
            hair=hair_paint(looks),
            cloth=tones[looks.cloth],
        )
        return document(style, card), Depiction(job.seed, place, style=style, **shown(looks))

    @cached_property
    def _drawings(self) -> Drawings:
        return Drawings.read(self._templates.get_template("scenes/all.txt").render())


def _place(job: PictureJob, chance: random.Random) -> str:
    """The setting that was picked, or one of the job's scenes.

    One of the same kind, where it must be another one than before and the job has no other.
    """
    place = chance.random()
    if job.cues.setting in PICTURE_SETTINGS:
        return job.cues.setting
    known = [scene for scene in job.scenes if scene in PICTURE_SETTINGS] or SETTING_FAMILIES["office"][:4]
    others = [scene for scene in known if scene != job.last_scene] or _akin(job.last_scene)
    return others[int(place * len(others))]


def _akin(scene: str) -> list[str]:
    family = next(family for family in SETTING_FAMILIES.values() if scene in family)
    return [other for other in family if other != scene]
