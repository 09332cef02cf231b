"""A postcard as an SVG that stands alone: everything in its place, and nothing in it that runs."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.drawing.postcard.card import HEIGHT, WIDTH, Postcard
from linkepix.drawing.postcard.letters import SANS, exact_width, width
from linkepix.drawing.postcard.shapes import Picture, Sheet, Text
from linkepix.drawing.postcard.sheets import sheet
from linkepix.drawing.postcard.svg import Embedded, as_svg
from linkepix.model.logo import Logo
from tests.fakes.answers import png

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
CARD = Postcard(
    greeting="Hello, Ingrid",
    message="Hi Ingrid,\n\ntwelve years of electric ferries is a long time.\n\nKari",
    address=("Ingrid Sørlie-Hagen", "Head of Fleet Maintenance", "Nordlys Ferries", "Tromsø, Norway"),
    band="Fjordpilot for Nordlys Ferries",
    stamp="drawn on this device",
    brand="#b5371b",
    logo=Logo(png((40, 20, 0)), 40, 20),
)
LOGO = Embedded("image/png", png((40, 20, 0)), 40, 20)


def parsed(card: Postcard, picture: Embedded | None = None, logo: Embedded | None = None) -> ET.Element:
    return ET.fromstring(as_svg(sheet(card, "both"), picture, logo))  # noqa: S314 - ours


def lines_of(root: ET.Element) -> Iterator[tuple[str, float]]:
    for line in root.iter(f"{SVG}text"):
        yield line.text or "", float(line.get("textLength", 0))


def test_every_line_of_the_postcard_is_there_with_its_length() -> None:
    root = parsed(CARD)
    wanted = [shape for shape in sheet(CARD, "both").shapes if isinstance(shape, Text)]
    lines = list(lines_of(root))
    assert [text for text, _ in lines] == [shape.text for shape in wanted]
    assert all(0 < length <= shape.width for (_, length), shape in zip(lines, wanted, strict=True))
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(2 * HEIGHT))


def test_the_length_of_letters_that_our_fonts_lack_is_left_to_the_reader() -> None:
    assert exact_width("山田", SANS) is None
    assert exact_width("Anna", SANS) == pytest.approx(width("Anna", SANS) / 1.03)
    lines = dict(lines_of(parsed(Postcard("こんにちは", "مرحبا", ("Anna",)))))
    assert lines["こんにちは"] == 0
    assert lines["Anna"] > 0


def test_a_line_from_the_right_ends_where_its_room_begins() -> None:
    root = parsed(Postcard("", "مرحبا مريم", ()))
    (line,) = root.iter(f"{SVG}text")
    assert (line.get("direction"), line.get("text-anchor")) == ("rtl", "start")


@pytest.mark.parametrize(
    ("size", "place"),
    [((600, 627), (0, -219.45, 1200, 1254)), ((2400, 627), (-600, 0, 2400, 627)), ((1200, 627), (0, 0, 1200, 627))],
)
def test_of_a_picture_the_same_is_shown_as_on_the_page(
    size: tuple[int, int], place: tuple[float, float, float, float]
) -> None:
    """35 % of what is too high is cut off at the top, half of what is too wide at each side."""
    picture = Embedded("image/png", png((6, 6, 6)), *size)
    shape = Sheet(WIDTH, HEIGHT, (Picture(0, 0, WIDTH, HEIGHT, 0.35),))
    root = ET.fromstring(as_svg(shape, picture))  # noqa: S314 - ours
    (image,) = root.iter(f"{SVG}image")
    assert tuple(float(image.get(name, "")) for name in ("x", "y", "width", "height")) == pytest.approx(place)
    frame = root.find(f"{SVG}svg")
    assert frame is not None
    assert frame.get("overflow") == "hidden"


def test_pictures_are_in_the_file_byte_for_byte() -> None:
    picture = Embedded("image/jpeg", b"\xff\xd8 a picture")
    addresses = [image.get("href", "") for image in parsed(CARD, picture, LOGO).iter(f"{SVG}image")]
    assert [address.partition(",")[0] for address in addresses] == ["data:image/jpeg;base64", "data:image/png;base64"]
    assert base64.b64decode(addresses[0].partition(",")[2]) == picture.data
    assert not list(parsed(CARD).iter(f"{SVG}image"))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_words_make_an_svg_of_the_same_few_elements(words: str) -> None:
    odd = f'<script>alert(1)</script>"&\x00{words}'
    root = parsed(Postcard(odd, odd, (odd,), band=odd, stamp=odd, brand='"><script>'))
    assert {element.tag for element in root.iter()} <= {f"{SVG}{name}" for name in ("svg", "rect", "text", "image")}
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
