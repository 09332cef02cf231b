"""Another version of a card: all of it, or one part in a certain way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.errors import WorkForgottenError
from linkepix.model.gateway import Follow
from linkepix.model.generation import PARTS
from linkepix.model.request import MANNERS
from linkepix.providers.base import PictureJob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.model.generation import Generation, Part
    from linkepix.model.request import Manner, Request
    from linkepix.services.generation.plan import Job, Plan

_PART_OF: Mapping[str, Part] = {
    "picture": "picture", "scene": "picture",
    "message": "message", "shorter": "message", "warmer": "message", "direct": "message",
}  # fmt: skip


def remake(
    base: Generation, request: Request, plan: Plan, *, how: str, seed: int, at: str
) -> tuple[Generation, tuple[Job, ...]]:
    """Return `base` with room for what is made again at this time, and the jobs that make it.

    `how` is a part's name, "scene" for the same figure in another scene, a manner for a rewrite of the message, or
    anything else for both parts.
    """
    parts = (_PART_OF[how],) if how in _PART_OF else PARTS
    same = base.picture_shows if how == "scene" else None
    manner: Manner = next((manner for manner in MANNERS if manner == how), "")
    return base.made_again(parts, request, at), plan.jobs_for(parts, seed, same, manner)


def next_step(base: Generation, step_id: str, at: str) -> tuple[Generation, tuple[Job, ...]]:
    """Return `base` with room for what its gateway makes of its picture by this step, and the job that asks for it.

    It is made from what the picture was made from: the form on the page has no part in it. Raises WorkForgottenError
    where the picture has no such step.
    """
    work = base.picture_work
    step = work.step(step_id) if work else None
    if work is None or step is None:
        raise WorkForgottenError(base.request.picture_by.provider)
    request = base.request
    choice = replace(request.picture_by, provider=work.provider)
    job = PictureJob(
        base.picture_prompt,
        request.cues,
        request.style,
        request.company.brand_colour,
        seed=0,
        choice=choice,
        follow=Follow(work.reference, step),
    )
    return base.made_again(("picture",), request, at), (job,)
