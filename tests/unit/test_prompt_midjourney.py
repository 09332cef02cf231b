"""A picture's prompt as Midjourney reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import PromptLeakError
from linkepix.model.company import Company
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.prompts.midjourney import midjourney_prompt
from linkepix.services.generation.plan import plan
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from jinja2 import Environment

ADA = Prospect("Ada Example", "Head of Logistics --v 5 \u2014no hats", "Nordwind --ar 9:16 GmbH")
REQUEST = Request(ADA, Company(), picture_by=MakerChoice("linkrapi", size="3:2"))


def test_a_field_sets_no_parameter(templates: Environment) -> None:
    prompt = plan(templates, our_practices(), REQUEST).jobs[0].texts[0]
    assert prompt.endswith(" --ar 3:2")
    assert prompt.count("--") == 1
    assert "\u2014" not in prompt
    assert "Logistics" in prompt


def test_the_size_fits_the_channel_where_none_was_chosen(templates: Environment) -> None:
    request = replace(REQUEST, picture_by=MakerChoice("linkrapi"))
    assert plan(templates, our_practices(), request).jobs[0].texts[0].rpartition(" --ar ")[2] in ("1:1", "3:2", "16:9")


def test_the_name_is_in_no_prompt(templates: Environment) -> None:
    prompt = plan(templates, our_practices(), REQUEST).jobs[0].texts[0]
    assert "Ada" not in prompt
    assert "Example" not in prompt
    with pytest.raises(PromptLeakError):
        midjourney_prompt("A portrait of Ada--in comic style", "1:1", ADA)
