"""Draws the front of the postcard on the device: a figure in a scene, as one SVG document."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from linkepix.model.cues import PICTURE_SETTINGS, STYLES
from linkepix.model.generation import Picture
from linkepix.providers.base import FinishedPicture
from linkepix.providers.ondevice.brush import brush_for
from linkepix.providers.ondevice.figure import Figures
from linkepix.providers.ondevice.isometric import faces
from linkepix.providers.ondevice.layout import layout_for
from linkepix.providers.ondevice.paint import hair_paint, paints_for
from linkepix.providers.ondevice.palette import tones_of
from linkepix.providers.ondevice.wardrobe import dress

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from jinja2 import Environment

    from linkepix.providers.base import PartialPicture, PictureJob
    from linkepix.providers.ondevice.figure import Definition
    from linkepix.providers.ondevice.isometric import Face
    from linkepix.providers.ondevice.layout import Layout
    from linkepix.providers.ondevice.palette import Tones


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
        yield FinishedPicture(Picture("image/svg+xml", self.svg(job).encode()))

    def svg(self, job: PictureJob) -> str:
        """One SVG document without text, scripts, style sheets or references to elsewhere."""
        chance = random.Random(job.seed)  # noqa: S311 - a choice of hats, not a secret
        looks = dress(job.cues, chance)
        usual_setting = chance.choice(PICTURE_SETTINGS)
        style = job.style if job.style in STYLES else STYLES[0]
        tones = tones_of(job.brand_colour)
        figure = self._figures.draw(looks).painted(paints_for(style, tones, looks))
        return self._templates.get_template(f"scenes/{style}.svg.xml").render(
            setting=job.cues.setting if job.cues.setting in PICTURE_SETTINGS else usual_setting,
            layout=layout_for(job.choice.size),
            tones=tones,
            brush=brush_for(style, tones),
            room_of=self._room,
            hair=hair_paint(looks),
            cloth=tones[looks.cloth],
            figure={name: Markup(svg) for name, svg in asdict(figure).items()},  # noqa: S704 - nothing typed in it
        )

    def _room(self, setting: str, layout: Layout, tones: Tones) -> Iterator[Face]:
        """For the isometric template, which alone has use for it."""
        rooms = json.loads(self._templates.get_template("scenes/rooms.json").render())
        return faces(rooms[setting], layout.corner, tones)
