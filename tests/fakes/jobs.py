"""What makers are asked for in tests, and how to listen to them."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from linkepix.model.channel import channel_by_id
from linkepix.model.company import Company
from linkepix.model.cues import Cues
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice
from linkepix.providers.base import MessageJob, PictureJob

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

NO_CHOICE = MakerChoice(provider="")


def picture_job(choice: MakerChoice = NO_CHOICE, prompt: str = "A flat-vector card, Zoë.") -> PictureJob:
    return PictureJob(prompt, Cues(), "flat-vector", "#b5371b", 7, choice)


def message_job(choice: MakerChoice = NO_CHOICE) -> MessageJob:
    return MessageJob(
        "You write outreach messages.",
        "<prospect>Zoë — “storage”</prospect>",
        Prospect(),
        Company(),
        channel_by_id("email"),
        1,
        7,
        choice,
    )


async def parts_of[T](work: AsyncGenerator[T]) -> list[T]:
    """Everything that a maker yields."""
    async with aclosing(work) as parts:
        return [part async for part in parts]


async def parts_and_error[T](work: AsyncGenerator[T]) -> tuple[list[T], Exception | None]:
    """What a maker yields, and what it raises then."""
    parts: list[T] = []
    async with aclosing(work) as coming:
        try:
            async for part in coming:
                parts.append(part)  # noqa: PERF401 - what came before an error is kept
        except Exception as error:  # noqa: BLE001 - a test looks at it, whatever it is
            return parts, error
    return parts, None
