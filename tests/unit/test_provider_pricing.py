"""What it costs, before and after."""

from __future__ import annotations

import pytest

from linkepix.model.request import ON_DEVICE, MakerChoice
from linkepix.providers.pricing import (
    PRICES_CHECKED,
    estimate_message_usd,
    estimate_picture_usd,
    gpt_image_tokens,
    usage_cost,
)
from linkepix.providers.registry import OPENAI_MESSAGE, OPENAI_PICTURE

# Two partial pictures of 100 tokens at $30 per million.
PARTIALS = 0.006


@pytest.mark.parametrize(
    ("factor", "square", "wide", "screen"),
    [(16, 196, 158, 106), (24, 439, 343, 246), (48, 1756, 1372, 947), (64, 3122, 2459, 1683)],
)
def test_a_gpt_image_has_as_many_tokens_as_the_price_table_says(
    factor: int, square: int, wide: int, screen: int
) -> None:
    assert gpt_image_tokens(1024, 1024, factor) == square
    assert gpt_image_tokens(1536, 1024, factor) == gpt_image_tokens(1024, 1536, factor) == wide
    assert gpt_image_tokens(1280, 720, factor) == screen


@pytest.mark.parametrize(
    ("model", "size", "quality", "usd"),
    [
        ("gpt-image-2.5-flare", "1024x1024", "low", 0.0059),
        ("gpt-image-2.5-flare", "1536x1024", "medium", 0.0103),
        ("gpt-image-2.5-sunburst-2026-09-08", "1280x720", "max", 0.1136),
        ("gpt-image-2", "1024x1024", "medium", 0.0527),
        ("", "", "", 0.0132),
    ],
)
def test_a_picture_of_openai_is_estimated_with_its_partials(model: str, size: str, quality: str, usd: float) -> None:
    estimate = estimate_picture_usd(MakerChoice("openai", model, size, quality))
    assert estimate == pytest.approx(usd + PARTIALS, abs=0.0001)


@pytest.mark.parametrize(("model", "usd"), [("", 0.0336), ("gemini-3-pro-image", 0.1344)])
def test_a_picture_of_gemini_is_estimated(model: str, usd: float) -> None:
    assert estimate_picture_usd(MakerChoice("gemini", model, "1:1", "1K")) == pytest.approx(usd)


@pytest.mark.parametrize(
    "choice",
    [
        MakerChoice("openai", "gpt-image-9"),
        MakerChoice("openai", "gpt-image-2.6-flare"),
        MakerChoice("openai", "chatgpt-image-latest"),
        MakerChoice("openai", "gpt-image-2.5-flare", "auto"),
        MakerChoice("openai", "gpt-image-2", "1024x1024", "max"),
        MakerChoice("gemini", "gemini-9-image"),
    ],
)
def test_a_picture_has_no_estimate_when_its_row_does_not_know(choice: MakerChoice) -> None:
    assert estimate_picture_usd(choice) is None


def test_a_message_is_estimated_from_the_length_of_its_prompt() -> None:
    # 1,000 tokens in at $0.10, 1,000 out at $0.50, per million.
    assert estimate_message_usd(MakerChoice("openai"), 4_000) == pytest.approx(0.0006)
    assert estimate_message_usd(MakerChoice("gemini", "gemini-3.8-flash"), 4_000) == pytest.approx(0.0045)


@pytest.mark.parametrize("model", ["my-own", "gpt-5"])
def test_a_message_has_no_estimate_when_its_row_does_not_know(model: str) -> None:
    assert estimate_message_usd(MakerChoice("openai", model), 4_000) is None


def test_the_device_is_free() -> None:
    assert estimate_picture_usd(MakerChoice(ON_DEVICE)) == 0.0
    assert estimate_message_usd(MakerChoice(ON_DEVICE), 4_000) == 0.0


def test_usage_is_charged_by_kind_of_token() -> None:
    picture = OPENAI_PICTURE.row("gpt-image-2.5-flare")
    assert usage_cost(picture, text_in=1_000_000) == pytest.approx(5)
    assert usage_cost(picture, picture_out=1_000_000) == pytest.approx(30)
    assert usage_cost(OPENAI_MESSAGE.row("gpt-6-luna"), text_out=1_000_000) == pytest.approx(0.5)
    assert usage_cost(None, text_in=1) is None


def test_prices_have_a_date() -> None:
    assert PRICES_CHECKED == "2026-11-20"
