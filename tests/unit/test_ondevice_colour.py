"""The arithmetic of the visitor's brand colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.model.colour import (
    INK,
    PAPER,
    WHITE,
    adjust_brand,
    at_lightness,
    contrast,
    mix,
    normalise,
    readable_on,
    text_on,
    to_lab,
)
from linkepix.model.company import DEFAULT_BRAND_COLOUR
from linkepix.providers.ondevice.palette import tones_of

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_is_the_ratio_that_wcag_gives(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


@given(COLOURS)
def test_text_on_any_adjusted_brand_colour_can_be_read(colour: str) -> None:
    brand = adjust_brand(colour)
    assert contrast(text_on(brand), brand) >= 4.5


@pytest.mark.parametrize("colour", ["#b5371b", "#1b5fd1", "#2e7d32", "#f2c200", "#111111", "#ffffff"])
def test_a_brand_colour_that_can_be_read_on_stays_as_it_is(colour: str) -> None:
    assert adjust_brand(colour) == colour


def test_a_brand_colour_that_nothing_can_be_read_on_gets_a_little_darker() -> None:
    brand = adjust_brand("#808080")
    assert brand != "#808080"
    assert contrast(WHITE, brand) == pytest.approx(4.5, abs=0.2)


@pytest.mark.parametrize("colour", ["", "red", "#12", "#12345g", "#1234567", "url(#x)", "#\uff11\uff12\uff13"])
def test_what_is_no_hex_colour_becomes_the_default_brand_colour(colour: str) -> None:
    assert normalise(colour) == adjust_brand(colour) == DEFAULT_BRAND_COLOUR


def test_short_and_bare_hex_colours_are_understood() -> None:
    assert normalise(" FC0 ") == "#ffcc00"
    assert normalise("#FFCC00") == "#ffcc00"


@given(COLOURS, COLOURS)
def test_text_moved_away_from_its_background_can_be_read(text: str, background: str) -> None:
    assert contrast(readable_on(text, background), background) >= 4.5


def test_text_that_can_be_read_already_is_not_touched() -> None:
    assert readable_on("#1f1d1a", "#faf7f1") == "#1f1d1a"


@given(COLOURS, COLOURS)
def test_a_mix_starts_at_one_colour_and_ends_at_the_other(one: str, other: str) -> None:
    assert mix(one, other, 0) == one
    assert mix(one, other, 1) == other


@given(COLOURS)
def test_lightness_is_brought_between_its_bounds(colour: str) -> None:
    lightness, _, _ = to_lab(at_lightness(colour, 0.4, 0.6))
    assert 0.35 < lightness < 0.65  # a screen's gamut clips the strongest colours


@given(COLOURS)
def test_ink_shows_on_every_tone_it_draws_on_and_every_tone_shows_on_paper(colour: str) -> None:
    tones = tones_of(colour)
    assert all(contrast(INK, tones[name]) > 2 for name in ("wash", "light", "mid", "base"))
    assert contrast(tones["base"], PAPER) > 1.3
    assert contrast(tones["deep"], PAPER) > contrast(tones["base"], PAPER)
