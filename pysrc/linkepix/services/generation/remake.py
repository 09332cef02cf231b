"""Another version of a card: all of it, or one part in a certain way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.model.generation import PARTS
from linkepix.model.request import MANNERS

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
