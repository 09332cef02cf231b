"""What a picture shows, in words: from what was drawn, and without a guess at who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.model.cues import CUE_CHOICES, Cues
from linkepix.model.generation import Depiction
from linkepix.model.request import Request

if TYPE_CHECKING:
    from jinja2 import Environment


def alt(templates: Environment, request: Request, shows: Depiction | None = None) -> str:
    words = templates.get_template("macros/words.html").make_module()
    return str(words.alt(request, shows)).strip()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("shows", "said"),
    [
        (
            Depiction(1, "wind-farm", "curly", "black", "tan", "young", "none", "round", "none", "smart"),
            "Cartoon of a character with curly black hair and round glasses, in smart clothes, at a wind farm",
        ),
        (
            Depiction(1, "music", "", "", "deep", "older", "beard", "none", "turban", "formal"),
            "Cartoon of a character, older, with a full beard and a turban, in formal clothes, by a grand piano",
        ),
        (
            Depiction(1, "wind-farm", "bald", "", "tan", "middle", "none", "sunglasses", "cap", "outdoor"),
            "Cartoon of a character with a bald head, sunglasses and a cap, in outdoor clothes, at a wind farm",
        ),
        (Depiction(1, "moon", "wig", "green", outfit="x"), "Cartoon of a character with hair"),
    ],
)
def test_it_says_what_was_drawn(templates: Environment, shows: Depiction, said: str) -> None:
    assert alt(templates, Request(style="comic"), shows) == f"{said}, comic style"


def test_the_style_is_that_of_the_drawing_whatever_was_asked_for_since(templates: Environment) -> None:
    shows = Depiction(1, "farm", style="line-art")
    assert alt(templates, Request(style="comic"), shows).endswith("a tractor, line art style")


def test_without_a_record_it_says_what_was_asked_for(templates: Environment) -> None:
    assert alt(templates, Request()) == "Cartoon of a character, flat vector style"
    asked = Request(cues=Cues(hair_colour="red", setting="farm"))
    assert (
        alt(templates, asked)
        == "Cartoon of a character with red hair, on a farm with a barn and a tractor, flat vector style"
    )


@pytest.mark.parametrize(("cue", "value"), [(cue, value) for cue, ids in CUE_CHOICES.items() for value in ids])
def test_every_cue_can_be_said_alone(templates: Environment, cue: str, value: str) -> None:
    assert alt(templates, Request(cues=Cues(**{cue: value}))).startswith(
        ("Cartoon of a character", "Cartoon of a character, older,")
    )
