"""A logo as it is kept, and where it stands on a postcard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.drawing.postcard.card import HEIGHT, INK, WHITE, WIDTH, Postcard
from linkepix.drawing.postcard.front import ground
from linkepix.drawing.postcard.letters import width
from linkepix.drawing.postcard.shapes import Box, Mark, Text
from linkepix.drawing.postcard.sheets import SIDES, sheet
from linkepix.errors import InputError
from linkepix.model.colour import adjust_brand
from linkepix.model.logo import Logo
from linkepix.services.logo import LOGO_SIDE, MAX_LOGO_BYTES, colours_in, logo_from
from tests.support.logos import CLEAR, MAGENTA, chunk, kinds, logo, sample

CARD = Postcard(
    "Hello, Ingrid", "Hi Ingrid,", ("Ingrid Sørlie-Hagen",), band="Fjordpilot for Nordlys Ferries", brand="#b5371b"
)
SOLID = sample([MAGENTA] * 4)
WIDE, TALL, SQUARE, SMALL = (
    Logo(b"", width, height) for width, height in ((400, 80), (100, 400), (400, 400), (32, 16))
)
NAVY, PALE, YELLOW = "#123c69", "#fafafa", "#ffe14d"


def marks(card: Postcard, side: str = "front") -> list[Mark]:
    wanted = next(known for known in SIDES if known == side)
    return [shape for shape in sheet(card, wanted).shapes if isinstance(shape, Mark)]


def plate(card: Postcard) -> Box:
    """What is behind the logo: the box before it, or the last one where there is no logo."""
    shapes = sheet(card, "front").shapes
    end = shapes.index(marks(card)[0]) if card.logo else len(shapes)
    return [shape for shape in shapes[:end] if isinstance(shape, Box)][-1]


@pytest.mark.parametrize("kept", [WIDE, TALL, SQUARE, SMALL, Logo(b"", 400, 1), Logo(b"", 1, 400)])
@pytest.mark.parametrize("band", [CARD.band, "", "Fjordpilot " * 30, "فيورد"])
def test_a_logo_keeps_its_proportions_inside_its_field_and_clear_of_the_words(kept: Logo, band: str) -> None:
    card = replace(CARD, band=band, logo=kept)
    (mark,) = marks(card)
    field = plate(card)
    assert mark.width / mark.height == pytest.approx(kept.width / kept.height)
    assert mark.width <= kept.width
    assert field.x < mark.x
    assert mark.x + mark.width < field.x + field.width <= WIDTH
    assert field.y < mark.y
    assert mark.y + mark.height < field.y + field.height <= HEIGHT
    assert field.x >= 0
    assert (field.x, field.width) == (int(field.x), int(field.width)), "its edges are sharp"
    for line in (shape for shape in sheet(card, "front").shapes if isinstance(shape, Text) and shape.y > HEIGHT / 2):
        assert line.x - width(line.text, line.font) / 2 >= mark.x + mark.width


@pytest.mark.parametrize(("kept", "size"), [(WIDE, (260, 52)), (TALL, (15, 60)), (SQUARE, (60, 60)), (SMALL, (32, 16))])
def test_a_logo_fills_its_room_and_is_not_enlarged(kept: Logo, size: tuple[int, int]) -> None:
    (mark,) = marks(replace(CARD, logo=kept))
    assert (mark.width, mark.height) == pytest.approx(size)


def test_the_logo_is_on_the_front_alone_and_in_both() -> None:
    card = replace(CARD, logo=WIDE)
    assert [len(marks(card, side)) for side in SIDES] == [1, 0, 1]
    assert marks(card, "both") == marks(card, "front")


def test_without_a_logo_the_band_is_as_it_was() -> None:
    assert not marks(CARD)
    assert (plate(CARD).height, plate(CARD).fill) == (60, "#b5371b")
    assert len([shape for shape in sheet(replace(CARD, band=""), "front").shapes if isinstance(shape, Box)]) == 2


@pytest.mark.parametrize(
    ("colours", "brand", "fill"),
    [
        ((), NAVY, NAVY),  # not transparent: whatever is behind it cannot be seen
        ((NAVY,), NAVY, WHITE),
        ((NAVY,), YELLOW, YELLOW),
        ((PALE,), NAVY, NAVY),
        ((PALE,), YELLOW, INK),
        ((NAVY, PALE), "#b5371b", INK),
        ((NAVY, "#8a1c1c"), "#b5371b", WHITE),
    ],
)
def test_a_logo_stands_on_the_brand_s_colour_where_it_can_be_seen_there(
    colours: tuple[str, ...], brand: str, fill: str
) -> None:
    kept = replace(WIDE, colours=colours)
    assert ground(kept, adjust_brand(brand)) == fill
    assert plate(replace(CARD, brand=brand, logo=kept)).fill == fill


def test_the_colours_of_a_transparent_logo_are_those_that_are_frequent() -> None:
    blue, white, speck = (10, 20, 200, 255), (250, 250, 250, 255), (0, 255, 0, 255)
    pixels = [blue] * 60 + [white] * 30 + [speck] * 2 + [(200, 0, 0, 90)] * 40 + [CLEAR] * 100
    assert colours_in(bytes(c for pixel in pixels for c in pixel)) == ("#0a14c8", "#fafafa")


@pytest.mark.parametrize("pixels", [[MAGENTA] * 100, [MAGENTA] * 99 + [CLEAR], [CLEAR] * 100])
def test_a_logo_without_gaps_or_without_anything_has_no_colours_to_mind(pixels: list[tuple[int, ...]]) -> None:
    assert colours_in(bytes(c for pixel in pixels for c in pixel)) == ()


def test_what_is_kept_has_pixels_and_nothing_else() -> None:
    secret = chunk(b"tEXt", b"Comment\0canary") + chunk(b"eXIf", b"canary") + chunk(b"prVt", b"canary")
    kept = logo_from(logo(30, 20, more=secret), SOLID)
    assert (kept.width, kept.height) == (30, 20)
    assert kept.png == logo(30, 20)
    assert kinds(kept.png) == [b"IHDR", b"IDAT", b"IEND"]


PNG = logo()


@pytest.mark.parametrize(
    ("png", "numbers", "problem", "told"),
    [
        (b"", SOLID, "", "empty"),
        (b"hello", SOLID, "", "unreadable"),
        (PNG[:-12], SOLID, "", "unreadable"),
        (PNG[8:], SOLID, "", "unreadable"),
        (PNG[:20] + PNG[24:], SOLID, "", "unreadable"),
        (PNG, "", "", "unreadable"),
        (PNG, "1,2,3", "", "unreadable"),
        (PNG, "1,2,3,256", "", "unreadable"),
        (PNG, "a,b,c,d", "", "unreadable"),
        (logo(LOGO_SIDE + 1, 1), SOLID, "", "large"),
        (logo(1, LOGO_SIDE + 1), SOLID, "", "large"),
        (logo(0, 1), SOLID, "", "large"),
        (b"x" * (MAX_LOGO_BYTES + 1), SOLID, "", "large"),
        (b"", "", "large", "large"),
        (b"", "", "empty", "empty"),
        (PNG, SOLID, "<b>", "unreadable"),
    ],
)
def test_what_can_be_no_logo_is_refused_with_its_problem(png: bytes, numbers: str, problem: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        logo_from(png, numbers, problem)
    assert (refused.value.field, refused.value.problem) == ("logo", told)


@given(st.binary(max_size=400), st.integers(0, 100))
def test_any_bytes_are_a_logo_or_refused(data: bytes, cut: int) -> None:
    for png in (data, PNG[:cut] + data, PNG[: len(PNG) - cut] + data):
        try:
            kept = logo_from(png, SOLID)
        except InputError as error:
            assert error.problem in {"empty", "large", "unreadable"}  # noqa: PT017 - most are refused, some may not be
        else:
            assert kept.png.startswith(b"\x89PNG")
