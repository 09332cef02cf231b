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


def test_entities_cannot_grow() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 500}">' for n in range(8))
    with pytest.raises(PictureFileError):
        imaging.info(drawing("<text>&e7;</text>", f"<!DOCTYPE svg [{entities}]>"))


@pytest.mark.parametrize("data", [drawing("<rect>"), drawing("")[:-3], drawing("&undefined;")])
def test_what_is_not_well_formed_is_damaged(data: bytes) -> None:
    with pytest.raises(PictureFileError, match="damaged"):
        imaging.info(data)
