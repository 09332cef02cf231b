"""Does the application work on this device? It is tried, not asked."""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.errors import LinkepixError
from linkepix.model.channel import CHANNELS
from linkepix.model.company import Company
from linkepix.model.cues import STYLES, Cues
from linkepix.model.prospect import Prospect
from linkepix.model.request import ON_DEVICE, MakerChoice
from linkepix.model.startup import StartUp
from linkepix.providers.base import FinishedPicture, FinishedText, MessageJob, PictureJob

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.ports import StartUpLog
    from linkepix.services.library import Library
    from linkepix.services.makers import Makers

NOBODY = Prospect(name="Ada Example", role="Head of Logistics", company="Example Works")
"""Whom the trial card is for. It is not kept."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`what` was tried ("draw", "write", "store"), how long it took, and what went wrong if it did."""

    what: str
    milliseconds: float
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    trials: tuple[Trial, ...]
    startup: StartUp


async def examine(makers: Makers, library: Library, log: StartUpLog) -> Findings:
    """Raises nothing: what does not work is what is looked for."""
    trials = (
        await _try("draw", lambda: _draw(makers)),
        await _try("write", lambda: _write(makers)),
        await _try("store", library.count),
    )
    return Findings(trials, await _read(log))


async def _try(what: str, act: Callable[[], Awaitable[object]]) -> Trial:
    begun = time.perf_counter()
    problem = ""
    try:
        await act()
    except LinkepixError as error:
        problem = str(error) or type(error).__name__
    return Trial(what, (time.perf_counter() - begun) * 1000, problem)


async def _read(log: StartUpLog) -> StartUp:
    try:
        return await log.read()
    except LinkepixError:
        return StartUp()


async def _draw(makers: Makers) -> None:
    job = PictureJob("", Cues(), STYLES[0], Company().brand_colour, seed=1, choice=MakerChoice())
    async with aclosing(makers.picture_maker(ON_DEVICE).draw(job)) as pieces:
        made = [piece async for piece in pieces if isinstance(piece, FinishedPicture)]
    if not made:
        raise LinkepixError("no picture came of it")


async def _write(makers: Makers) -> None:
    channel = CHANNELS[0]
    job = MessageJob("", "", NOBODY, Company(), channel, variants=1, seed=1, choice=MakerChoice())
    async with aclosing(makers.message_maker(ON_DEVICE).write(job)) as pieces:
        made = [piece async for piece in pieces if isinstance(piece, FinishedText)]
    if not made:
        raise LinkepixError("no message came of it")
