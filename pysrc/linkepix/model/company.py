"""The visitor's own company: remembered on the device, told in every message."""

from __future__ import annotations

from dataclasses import dataclass

TONES = ("friendly", "professional", "direct", "playful")
DEFAULT_BRAND_COLOUR = "#b5371b"


@dataclass(frozen=True, slots=True)
class Company:
    """`tone` is one of TONES; `language` a language's own name ("English"); colour is "#rrggbb".

    `sender` is the visitor's own name, with which messages are signed.
    """

    name: str = ""
    offer: str = ""
    tone: str = TONES[0]
    language: str = "English"
    brand_colour: str = DEFAULT_BRAND_COLOUR
    sender: str = ""
