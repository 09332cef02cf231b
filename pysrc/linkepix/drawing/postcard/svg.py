"""A sheet as an SVG that stands alone: for a file that no page paints.

It names our fonts, which a reader may not have: each line of text says how long it is, so that another font is squeezed
or stretched to it and nothing runs over. Pictures are in it, as files next to it are not opened by every reader.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from linkepix.drawing.postcard.letters import exact_width
from linkepix.drawing.postcard.shapes import Box, Mark, Picture

if TYPE_CHECKING:
    from linkepix.drawing.postcard.shapes import Anchor, Shape, Sheet, Text

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_START: dict[Anchor, str] = {"left": "start", "center": "middle", "right": "end"}
_FROM_RIGHT: dict[Anchor, str] = {"left": "end", "center": "middle", "right": "start"}


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture's file. `width` and `height` are its pixels, 0 where they aren't known: then its middle is shown."""

    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    @property
    def address(self) -> str:
        return f"data:{self.mime};base64,{b64encode(self.data).decode()}"


def as_svg(sheet: Sheet, picture: Embedded | None = None, logo: Embedded | None = None) -> bytes:
    """Return the file. A picture or logo that isn't given is left out."""
    size = f'width="{sheet.width}" height="{sheet.height}" viewBox="0 0 {sheet.width} {sheet.height}"'
    shapes = "\n".join(filter(None, (_drawn(shape, picture, logo) for shape in sheet.shapes)))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{shapes}\n</svg>\n'.encode()


def _drawn(shape: Shape, picture: Embedded | None, logo: Embedded | None) -> str:
    if isinstance(shape, Picture):
        return _picture(shape, picture) if picture else ""
    if isinstance(shape, Mark):
        return f'<image {_place(shape)} href="{logo.address}"/>' if logo else ""
    return _box(shape) if isinstance(shape, Box) else _text(shape)


def _place(shape: Picture | Mark | Box) -> str:
    return f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'


def _picture(shape: Picture, picture: Embedded) -> str:
    """As static/js/postcard.js does it: the whole shape is covered, and what is outside is cut off by an inner SVG."""
    if picture.width and picture.height:
        zoom = max(shape.width / picture.width, shape.height / picture.height)
        wide, high = picture.width * zoom, picture.height * zoom
        left, top = (shape.width - wide) / 2, (shape.height - high) * shape.above
        image = f'x="{left:g}" y="{top:g}" width="{wide:g}" height="{high:g}" preserveAspectRatio="none"'
    else:
        image = f'width="{shape.width:g}" height="{shape.height:g}" preserveAspectRatio="xMidYMid slice"'
    return f'<svg {_place(shape)} overflow="hidden"><image {image} href="{picture.address}"/></svg>'


def _box(shape: Box) -> str:
    filled = f'<rect {_place(shape)} fill="{shape.fill}"/>'
    if not shape.line:
        return filled
    inside = Box(
        shape.x + shape.line / 2, shape.y + shape.line / 2, shape.width - shape.line, shape.height - shape.line, ""
    )
    return f'{filled}\n<rect {_place(inside)} fill="none" stroke="{shape.stroke}" stroke-width="{shape.line:g}"/>'


def _text(shape: Text) -> str:
    font = shape.font
    anchor = (_FROM_RIGHT if shape.rtl else _START)[shape.anchor]
    long = exact_width(shape.text, font)
    length = f' textLength="{min(long, shape.width):.1f}" lengthAdjust="spacingAndGlyphs"' if long else ""
    style = f'font-family="{font.family}, {font.generic}" font-weight="{font.weight}" font-size="{font.size:g}"'
    direction = ' direction="rtl"' if shape.rtl else ""
    words = escape(_NOT_XML.sub("", shape.text))
    place = f'x="{shape.x:g}" y="{shape.y:g}" text-anchor="{anchor}"{direction}{length}'
    return f'<text {place} {style} fill="{shape.colour}">{words}</text>'
