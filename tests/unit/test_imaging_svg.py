"""What of SVG is drawn, and what would never end."""

from __future__ import annotations

import pytest

from linkepix.errors import PictureFileError
from tests.support import imaging

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, before: str = "") -> bytes:
    return f'{before}<svg {NAMES} viewBox="0 0 40 30">{inside}</svg>'.encode()


def nested(levels: int, reference: str) -> bytes:
    """Each level is drawn ten times by the next one."""
    groups = "".join(
        f'<g id="g{level}">{reference.format(level - 1) * 10 if level else "<rect/>"}</g>' for level in range(levels)
    )
    return drawing(groups)


FINE = {
    "plain": drawing("<rect width='4' height='4'/>"),
    "document type": drawing(
        "<rect/>", '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    ),
    "used often": drawing('<symbol id="s"><path/></symbol>' + '<use xlink:href="#s"/>' * 2_000),
    "painted by a style": drawing(
        '<style>.a{fill:url(#f)}</style><linearGradient id="f"><stop/><stop/></linearGradient>'
        + "<path class='a'/>" * 5_000
    ),
    "in a circle": drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
}


@pytest.mark.parametrize("name", FINE)
def test_what_programs_write_is_drawn(name: str) -> None:
    assert imaging.info(FINE[name]).shown == (40, 30)


ENDLESS = {
    "uses": nested(8, '<use href="#g{}"/>'),
    "old uses": nested(8, '<use xlink:href="#g{}"/>'),
    "masks": nested(8, '<rect mask="url(#g{})"/>'),
    "fills in a style": nested(8, "<rect style=\"fill: url('#g{}')\"/>"),
    "a long chain": drawing("".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(500))),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_would_never_end_is_too_complex(name: str) -> None:
    with pytest.raises(PictureFileError, match="too-complex"):
        imaging.info(ENDLESS[name])


def filtered(primitives: str, size: int, uses: int = 1) -> bytes:
    rectangles = '<rect class="a" width="9" height="9"/><path class="b"/>' * uses
    return (
        f'<svg {NAMES} width="{size}" height="{size}"><style>.a {{ filter: url(#f) }}</style>'
        f'<filter id="f">{primitives}</filter>{rectangles}</svg>'
    ).encode()


TURBULENCE = '<feTurbulence baseFrequency=".05" numOctaves="{}"/>'
SHADOW = '<feGaussianBlur stdDeviation="4"/><feOffset/><feMerge><feMergeNode/><feMergeNode/></feMerge>'


@pytest.mark.parametrize(
    "data",
    [
        filtered(TURBULENCE.format(20), 7_000),
        filtered(TURBULENCE.format(1) * 20, 7_000),
        filtered(TURBULENCE.format(1), 100, uses=1_000),
        filtered('<feConvolveMatrix order="40 40"/>', 1_000),
        filtered('<feMorphology radius="50"/>', 7_000),
        filtered("", 7_000)
        .replace(b"<rect", b'<rect style="filter: blur(9px) blur(9px) drop-shadow(0 0 9px red)"')
        .replace(b"<path", b'<path filter="blur(9px) blur(9px) blur(9px) blur(9px)"'),
        filtered("<feFlood/>" * 600, 1_000),
    ],
)
def test_filters_that_would_take_too_long_are_too_complex(data: bytes) -> None:
    with pytest.raises(PictureFileError, match="too-complex"):
        imaging.info(data)


@pytest.mark.parametrize(
    "data",
    [
        filtered(SHADOW, 7_000),
        filtered(SHADOW, 1_000, uses=80),
        filtered(TURBULENCE.format(4), 3_000),
        filtered(TURBULENCE.format(20), 1_000),
        filtered("", 7_000, uses=2_000),
    ],
)
def test_filters_that_programs_write_are_drawn(data: bytes) -> None:
    assert imaging.info(data).kind == "svg"


def test_entities_cannot_grow() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 500}">' for n in range(8))
    with pytest.raises(PictureFileError):
        imaging.info(drawing("<text>&e7;</text>", f"<!DOCTYPE svg [{entities}]>"))


@pytest.mark.parametrize("data", [drawing("<rect>"), drawing("")[:-3], drawing("&undefined;")])
def test_what_is_not_well_formed_is_damaged(data: bytes) -> None:
    with pytest.raises(PictureFileError, match="damaged"):
        imaging.info(data)
