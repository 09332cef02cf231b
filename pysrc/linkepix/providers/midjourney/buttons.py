"""Midjourney's buttons ⇄ steps that can be asked of a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.model.gateway import STEPS, Step
from linkepix.providers.answers import text_at

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUSTOM_ID = re.compile(r"MJ::JOB::(upsample|variation|reroll)::(\d)(?:::|$)")
"""Others exist, such as "MJ::JOB::upsample_v6_2x_subtle::1::…"; they are no step of ours."""

_NAMES = {"upsample": "upscale", "variation": "vary"}


def steps_of(buttons: Iterable[object], field: str) -> tuple[Step, ...]:
    """Read buttons whose id is in this field; those that are no step are left out."""
    found: dict[str, Step] = {}
    for custom_id in (text_at(button, field) for button in buttons):
        if match := _CUSTOM_ID.match(custom_id):
            step_id = "reroll" if match[1] == "reroll" else f"{_NAMES[match[1]]}{match[2]}"
            found.setdefault(step_id, Step(step_id, custom_id))
    return tuple(found[step_id] for step_id in STEPS if step_id in found)


def all_steps() -> tuple[Step, ...]:
    """Return those of four pictures in one, for a gateway that tells no buttons."""
    return tuple(Step(step_id) for step_id in STEPS)


def kind_and_number(step: Step) -> tuple[str, int]:
    """Return ("upscale", 2), and ("reroll", 0)."""
    match = re.fullmatch(r"(upscale|vary)([1-4])", step.id)
    return (match[1], int(match[2])) if match else ("reroll", 0)
