"""Draws the front of the postcard on the device: a figure in a scene, as one SVG document."""

from __future__ import annotations

import random
from dataclasses import asdict
from typing import TYPE_CHECKING

from markupsafe import Markup

from linkepix.model.cues import SETTINGS, STYLES
from linkepix.model.generation import Picture
from linkepix.providers.base import FinishedPicture
from linkepix.providers.ondevice.brush import brush_for
from linkepix.providers.ondevice.figure import Figures
from linkepix.providers.ondevice.isometric import faces, read_rooms
from linkepix.providers.ondevice.layout import layout_for
from linkepix.providers.ondevice.palette import tones_of
from linkepix.providers.ondevice.paint import hair_paint, paints_for
from linkepix.providers.ondevice.wardrobe import dress

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
        self._rooms = read_rooms()

    async def draw(self, job: PictureJob) -> AsyncGenerator[PartialPicture | FinishedPicture]:
        """Yields one FinishedPicture, "image/svg+xml", of the job's size in pixels. Raises nothing of ours."""
        yield FinishedPicture(Picture("image/svg+xml", self.svg(job).encode()))

    def svg(self, job: PictureJob) -> str:
        chance = random.Random(job.seed)  # noqa: S311 - a choice of hats, not a secret
        looks = dress(job.cues, chance)
        usual_setting = chance.choice(SETTINGS)
        style = job.style if job.style in STYLES else STYLES[0]
        tones = tones_of(job.brand_colour)
        figure = self._figures.draw(looks).painted(paints_for(style, tones, looks))
        layout = layout_for(job.choice.size)
        setting = job.cues.setting if job.cues.setting in SETTINGS else usual_setting
        return self._templates.get_template(f"scenes/{style}.svg.xml").render(
            setting=setting,
            layout=layout,
            room=faces(self._rooms[setting], layout.corner, tones),
            tones=tones,
            brush=brush_for(style, tones),
            hair=hair_paint(looks),
            cloth=tones[looks.cloth],
            # The figure is made of our own definition; nothing that a visitor typed is in it.
            figure={name: Markup(svg) for name, svg in asdict(figure).items()},  # noqa: S704 - see above
        )
