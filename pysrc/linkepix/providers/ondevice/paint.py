"""What the figure's skin, hair, clothes and covering are painted with in each style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.model.colour import INK
from linkepix.providers.ondevice.palette import HAIR_COLOURS, SKINS

if TYPE_CHECKING:
    from linkepix.providers.ondevice.palette import Tones
    from linkepix.providers.ondevice.wardrobe import Looks


def paints_for(style: str, tones: Tones, looks: Looks) -> dict[str, str]:
    """Part of the figure → SVG paint; "url(#hatch)" names a pattern in the style's frame."""
    cover = tones["mid"] if looks.cloth == "base" else tones["base"]
    worn = {"cloth": tones[looks.cloth], "trim": tones[looks.trim], "cover": cover, "skin": SKINS[looks.skin]}
    hair = hair_paint(looks)
    match style:
        case "line-art":
            worn |= {"cloth": tones["paper"], "trim": "url(#hatch)", "cover": "url(#hatch)"}
            return worn | {"hair": hair if hair == INK else "url(#strands)"}
        case "editorial":
            return worn | {"cloth": "url(#hatch)", "hair": hair}
        case "comic":
            return worn | {"cloth": "url(#cloth)", "hair": hair}
    return worn | {"hair": hair}


def hair_paint(looks: Looks) -> str:
    """The plain colour of the hair, for a style that draws it as strands. Raises nothing: unknown is ink."""
    return HAIR_COLOURS.get(looks.hair_colour, INK)
