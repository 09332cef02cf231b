"""Broad cues that style a character: never a likeness. Ids only; their words are in templates."""

from __future__ import annotations

from dataclasses import dataclass

HAIR = ("short", "medium", "long", "curly", "tied", "covered", "bald")
HAIR_COLOURS = ("black", "brown", "blond", "red", "grey", "white")
GLASSES = ("none", "round", "square", "sunglasses")
OUTFITS = ("casual", "smart", "formal", "outdoor")
PICTURE_SETTINGS = ("office", "workshop", "stage", "outdoors", "cafe")

STYLES = ("flat-vector", "editorial", "comic", "isometric", "paper-cut", "line-art")
"""Picture styles: every one is non-photorealistic."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What the visitor picked; the empty string leaves a cue to the maker."""

    hair: str = ""
    hair_colour: str = ""
    glasses: str = ""
    outfit: str = ""
    setting: str = ""


CUE_CHOICES: dict[str, tuple[str, ...]] = {
    "hair": HAIR,
    "hair_colour": HAIR_COLOURS,
    "glasses": GLASSES,
    "outfit": OUTFITS,
    "setting": PICTURE_SETTINGS,
}
"""Field of Cues → its ids, in the order in which a page shows them."""
