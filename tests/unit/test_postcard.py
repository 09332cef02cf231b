"""The layout of a postcard: what is on it fits, whatever the words are."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.drawing.postcard.back import SETTINGS, set_message
from linkepix.drawing.postcard.card import HEIGHT, WIDTH, Postcard
from linkepix.drawing.postcard.letters import SANS, is_right_to_left, width
from linkepix.drawing.postcard.shapes import Box, Picture, Text
from linkepix.drawing.postcard.sheets import SIDES, sheet
from linkepix.drawing.postcard.turn import FRAMES, turning
from linkepix.drawing.postcard.wrapping import balanced, shortened, wrapped
from linkepix.model.colour import contrast
from tests.fakes.answers import png

SENTENCE = "Most yards say that batteries fail in winter, when the ship is far away. "
CARD = Postcard(
    greeting="Hello, Ingrid",
    message="Hi Ingrid,\n\ntwelve years of electric ferries is a long time.\n\nKari",
    address=("Ingrid Sørlie-Hagen", "Head of Fleet Maintenance", "Nordlys Ferries", "Tromsø, Norway"),
    band="Fjordpilot for Nordlys Ferries",
    stamp="drawn on this device",
    rest="The rest is in the message.",
    brand="#b5371b",
)
LONG = Postcard(
    greeting="Hello, " + "Wolfeschlegelsteinhausen" * 4,
    message=SENTENCE * 100,
    address=("Hubert Blaine " + "Wolfe" * 20, "Senior Vice President of Everything " * 8, "Holdings " * 40, "Wales"),
    band="Fjordpilot " * 30,
    stamp="drawn by a provider with a very long name indeed",
    rest=CARD.rest,
    brand="#ffe14d",
)
OTHERS = (
    replace(CARD, greeting="مرحبا، مريم", message="مرحبا مريم،\n\nكيف حالك؟", address=("مريم", "", "", "دبي")),
    replace(
        CARD, greeting="こんにちは、美咲", message="北極圏で十二年間、電気フェリーを運航。" * 30, address=("高橋 美咲",)
    ),
    replace(CARD, greeting="Вітаю, Олено", message="Дванадцять років електричних поромів. " * 20),
    replace(CARD, message="https://example.com/" + "a" * 3000),
    Postcard("", "", ()),
)


def lines_of(card: Postcard) -> list[Text]:
    return [shape for shape in sheet(card, "both").shapes if isinstance(shape, Text)]


def extent(line: Text) -> tuple[float, float]:
    wide = width(line.text, line.font)
    left = {"left": line.x, "center": line.x - wide / 2, "right": line.x - wide}[line.anchor]
    return left, left + wide


def assert_fits(card: Postcard) -> None:
    for line in lines_of(card):
        left, right = extent(line)
        assert width(line.text, line.font) <= line.width + 0.01, line
        assert left >= 0, line
        assert right <= WIDTH, line
        assert line.font.size <= line.y <= 2 * HEIGHT - line.font.size * 0.2, line


@pytest.mark.parametrize("card", [CARD, LONG, *OTHERS])
def test_every_line_is_inside_its_room_and_the_card(card: Postcard) -> None:
    assert_fits(card)


@settings(max_examples=60)
@given(st.text(max_size=2500), st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4))
def test_any_words_fit(message: str, name: str, address: list[str]) -> None:
    assert_fits(replace(CARD, greeting=name, message=message, address=tuple(address)))


@pytest.mark.parametrize("card", [CARD, LONG, *OTHERS])
def test_lines_of_a_column_do_not_touch(card: Postcard) -> None:
    back = [line for line in lines_of(card) if line.y > HEIGHT]
    for column in {line.x for line in back}:
        heights = sorted((line.y, line.font.size) for line in back if line.x == column)
        assert all(below - above >= size for (above, _), (below, size) in pairwise(heights)), heights


def test_the_message_keeps_clear_of_the_address() -> None:
    for card in (CARD, LONG):
        back = [line for line in lines_of(card) if line.y > HEIGHT]
        message_right = max(extent(line)[1] for line in back if line.x < WIDTH / 3)
        others_left = min(extent(line)[0] for line in back if line.x > WIDTH / 3)
        assert message_right < others_left


def test_all_words_of_a_short_message_are_there_in_the_largest_type() -> None:
    setting, lines = set_message(CARD.message, CARD.rest)
    assert setting == SETTINGS[0]
    assert "\n".join(text for text, _ in lines).split() == CARD.message.split()


def test_a_message_of_the_longest_inmail_is_there_in_full_in_smaller_type() -> None:
    message = (SENTENCE * 30)[:1900].strip()
    setting, lines = set_message(message, CARD.rest)
    assert setting.size < SETTINGS[0].size
    assert " ".join(text for text, _ in lines) == message


def test_what_has_no_room_is_cut_and_the_card_says_where_the_rest_is() -> None:
    lines = [text for text, _ in set_message(SENTENCE * 100, CARD.rest)[1]]
    assert lines[-1] == CARD.rest
    assert lines[-3].endswith("…")


def test_sheets_have_their_sizes_and_both_is_front_above_back() -> None:
    front, back, both = (sheet(CARD, side) for side in SIDES)
    assert (front.width, front.height) == (back.width, back.height) == (1200, 627)
    assert (both.width, both.height) == (1200, 1254)
    assert len(both.shapes) == len(front.shapes) + len(back.shapes)
    picture = next(shape for shape in front.shapes if isinstance(shape, Picture))
    assert (picture.x, picture.y, picture.width, picture.height) == (0, 0, 1200, 627)


def test_without_words_there_are_no_boxes_for_them() -> None:
    assert not [shape for shape in sheet(Postcard("", "", ()), "front").shapes if isinstance(shape, Text)]
    assert len([shape for shape in sheet(Postcard("", "", ()), "front").shapes if isinstance(shape, Box)]) == 1


@pytest.mark.parametrize("brand", ["#ffe14d", "#b5371b", "#000000", "#ffffff", "#8a8a8a", "no colour"])
def test_the_band_is_readable_in_any_brand_colour(brand: str) -> None:
    shapes = sheet(replace(CARD, greeting="", brand=brand), "front").shapes
    band = [shape for shape in shapes if isinstance(shape, Box)][-1]
    text = next(shape for shape in shapes if isinstance(shape, Text))
    assert contrast(text.colour, band.fill) >= 4.5


def test_arabic_is_read_and_set_from_the_right() -> None:
    greeting, *rest = lines_of(OTHERS[0])
    assert greeting.rtl
    message = next(line for line in rest if line.text == "كيف حالك؟")
    assert (message.rtl, message.anchor) == (True, "right")
    assert not is_right_to_left("12 Hello مريم")


def chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    found, position = [], 8
    while position < len(picture):
        (length,) = struct.unpack_from(">I", picture, position)
        kind, data = picture[position + 4 : position + 8], picture[position + 8 : position + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack_from(">I", picture, position + 8 + length)[0]
        found.append((kind, data))
        position += 12 + length
    return found


def test_a_turning_card_shows_each_side_long_enough_and_turns_back_the_same_way() -> None:
    frames = [png((20 * number, 0, 0)) for number in range(FRAMES)]
    data = {chunk: number for number, frame in enumerate(frames) for kind, chunk in chunks(frame) if kind == b"IDAT"}
    found = chunks(turning(frames))
    shown = [data[chunk[4:] if kind == b"fdAT" else chunk] for kind, chunk in found if kind in {b"IDAT", b"fdAT"}]
    assert shown == [0, 1, 2, 3, 4, 5, 11, 10, 9, 8, 7, 6, 7, 8, 9, 10, 11, 5, 4, 3, 2, 1]
    delays = [struct.unpack_from(">H", chunk, 20)[0] for kind, chunk in found if kind == b"fcTL"]
    assert len(delays) == len(shown)
    assert {shown[place] for place, delay in enumerate(delays) if delay >= 1000} == {0, 6}
    numbers = [struct.unpack_from(">I", chunk)[0] for kind, chunk in found if kind in {b"fcTL", b"fdAT"}]
    assert numbers == list(range(len(numbers)))


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [png((0, 0, 0))],
        [b"no picture"] * FRAMES,
        [png((0, 0, 0))[:20]] * FRAMES,
        [*[png((0, 0, 0))] * (FRAMES - 1), png((0, 0, 0), 32)],
    ],
)
def test_frames_that_make_no_animation_are_refused(frames: list[bytes]) -> None:
    with pytest.raises(ValueError, match="frame"):
        turning(frames)


def test_markup_is_words() -> None:
    text = '<script>alert(1)</script> & "quotes"'
    sheets = json.loads(json.dumps(sheet(replace(CARD, greeting=text), "front").as_dict()))
    assert next(shape["text"] for shape in sheets["shapes"] if shape["shape"] == "text") == text


def test_ideographs_break_anywhere_but_before_a_full_stop() -> None:
    lines = wrapped("北極圏で十二年間、電気フェリー。", SANS.at(20), 100)
    assert len(lines) > 2
    assert not any(line[0] in "、。" for line in lines)


def test_a_joined_emoji_is_not_taken_apart() -> None:
    family = "👩🏽‍🔧"
    assert all(line.replace(family, "") == "" for line in wrapped(family * 20, SANS.at(20), 100))


def test_short_lines_are_balanced() -> None:
    assert balanced("drawn on this device", SANS.at(19), 118) == ["drawn on", "this device"]


def test_a_shortened_line_ends_with_an_ellipsis() -> None:
    assert shortened("a" * 100, SANS.at(20), 100).endswith("a…")
    assert shortened("Short", SANS.at(20), 100) == "Short"
