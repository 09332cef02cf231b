"""What a picture or a message costs: about, before it is made; from the provider's own count, afterwards.

Every answer is in US dollars, and None where the registry's row does not know the model: a guess is worse
than no price.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.providers.registry import CHECKED, provider_by_id

if TYPE_CHECKING:
    from linkepix.model.request import MakerChoice
    from linkepix.providers.registry import ModelRow

PRICES_CHECKED = CHECKED
"""The ISO date on which the rows' prices were read."""

TOKENS_PER_PARTIAL = 100
"""developers.openai.com/api/docs/guides/image-generation, "Partial images cost"."""

CHARACTERS_PER_TOKEN = 4
"""The rule of thumb that both providers publish for English text."""

EXPECTED_OUTPUT_TOKENS = 1_000
"""Three short variants, and what a model thinks before it writes them: thoughts are charged as output."""

_PIXELS = re.compile(r"(\d+)x(\d+)")
_MILLION = 1_000_000


def estimate_picture_usd(choice: MakerChoice) -> float | None:
    """The picture itself, and the partial ones on its way; its prompt adds about a tenth of a cent.

    Raises KeyError for a provider that is not in the registry.
    """
    capability = provider_by_id(choice.provider).picture
    if capability is None or not capability.models:
        return 0.0
    choice = capability.completed(choice)
    row = capability.row(choice.model)
    tokens = _picture_tokens(row, choice) if row else None
    if tokens is None:
        return None
    return usage_cost(row, picture_out=tokens + TOKENS_PER_PARTIAL * capability.partials)


def estimate_message_usd(choice: MakerChoice, prompt_chars: int) -> float | None:
    """One answer to a prompt of so many characters.

    Raises KeyError for a provider that is not in the registry.
    """
    capability = provider_by_id(choice.provider).message
    if capability is None or not capability.models:
        return 0.0
    row = capability.row(capability.completed(choice).model)
    return usage_cost(row, text_in=prompt_chars // CHARACTERS_PER_TOKEN, text_out=EXPECTED_OUTPUT_TOKENS)


def usage_cost(row: ModelRow | None, *, text_in: int = 0, text_out: int = 0, picture_out: int = 0) -> float | None:
    """The price of so many tokens of each kind."""
    if row is None or row.prices is None:
        return None
    prices = row.prices
    dollars = text_in * prices.text_in + text_out * prices.text_out + picture_out * prices.picture_out
    return dollars / _MILLION


def _picture_tokens(row: ModelRow, choice: MakerChoice) -> int | None:
    if row.picture_tokens:
        return row.picture_tokens
    factor = dict(row.factors).get(choice.quality)
    pixels = _PIXELS.fullmatch(choice.size)
    if factor is None or pixels is None:
        return None
    return gpt_image_tokens(int(pixels[1]), int(pixels[2]), factor)


def gpt_image_tokens(width: int, height: int, factor: int) -> int:
    """How many tokens a GPT image of so many pixels has.

    The formula is the community's (community.openai.com, thread 1382699). It was held against a published
    price table: all 30 rows of gpt-image-2.5 agree, gpt-image-2 within a tenth of a cent.
    """
    long, short = max(width, height), min(width, height)
    scaled = (2 * factor * short + long) // (2 * long)
    return -(-factor * scaled * (2 * _MILLION + width * height) // (4 * _MILLION))
