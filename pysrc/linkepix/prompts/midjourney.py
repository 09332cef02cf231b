"""A picture's prompt as Midjourney reads it: two hyphens begin a parameter, and a size is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.prompts.guard import check_picture_prompt

if TYPE_CHECKING:
    from linkepix.model.prospect import Prospect

_PARAMETER = re.compile(r"-{2,}|[\u2013\u2014]+")
"""Midjourney takes a dash for two hyphens, as telephones write one for them."""


def midjourney_prompt(prompt: str, size: str, prospect: Prospect) -> str:
    """Return the prompt with this size ("3:2"), and with no parameter that came from a field.

    Raises PromptLeakError as `picture_prompt` does.
    """
    plain = _PARAMETER.sub("-", prompt)
    check_picture_prompt(plain, prospect)
    return f"{plain} --ar {size}" if size else plain
