"""Cards as a library holds them, without anything having been drawn or written for them."""

from __future__ import annotations

from datetime import timedelta

from linkepix.model.company import Company
from linkepix.model.generation import Generation, Message, Picture
from linkepix.model.prospect import Prospect
from linkepix.model.request import Request
from tests.support.memory import START

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def card(number: int, name: str) -> tuple[Generation, Picture]:
    """Card "id-1" is the oldest; each following one is a minute younger."""
    prospect = Prospect(name=name, role="Head of Logistics", company="Nordwind GmbH", location="Hamburg")
    generation = Generation(
        id=f"id-{number}",
        created=(START + timedelta(minutes=number)).isoformat(),
        request=Request(prospect, Company(name="Kühlkette AG")),
        picture_mime="image/svg+xml",
        picture_prompt="A flat vector cartoon.",
        messages=(Message(f"Dear {name.partition(' ')[0]}, a short note."),),
    )
    return generation, Picture("image/svg+xml", SVG)
