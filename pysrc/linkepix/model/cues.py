"""Broad cues that style a character: never a likeness. Ids only; their words are in templates."""

from __future__ import annotations

from dataclasses import dataclass

HAIR = ("short", "medium", "long", "curly", "tied", "bald")
HAIR_COLOURS = ("black", "brown", "blond", "red", "grey", "white")
SKINS = ("fair", "light", "olive", "tan", "brown", "deep")
AGES = ("young", "middle", "older")
FACIAL_HAIR = ("none", "moustache", "goatee", "beard")
GLASSES = ("none", "round", "square", "sunglasses")
HEAD_COVERINGS = ("none", "hijab", "turban", "cap")
OUTFITS = ("casual", "smart", "formal", "outdoor")
SETTING_FAMILIES: dict[str, tuple[str, ...]] = {
    "office": ("office", "meeting", "home-office", "software", "server-room", "call-centre", "town-hall"),
    "money": ("bank", "trading-floor", "courtroom"),
    "trade": ("shop", "salon", "hotel", "sports-hall"),
    "food": ("cafe", "restaurant", "kitchen", "bakery"),
    "health": ("ward", "operating-theatre", "dental", "pharmacy", "lab", "vet"),
    "learning": ("classroom", "lecture-hall", "library", "nursery"),
    "media": ("design", "studio", "photo", "music", "stage", "newsroom"),
    "making": ("workshop", "welding", "plant", "warehouse", "building-site", "fire-station"),
    "transport": ("harbour", "engine-room", "cab", "cockpit", "railway", "garage"),
    "land": ("outdoors", "farm", "greenhouse", "forest", "wind-farm", "solar", "power-station"),
}
"""Places of work, by kind; each is drawn in templates/scenes/drawings."""
PICTURE_SETTINGS = tuple(setting for family in SETTING_FAMILIES.values() for setting in family)

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
    skin: str = ""
    age: str = ""
    facial_hair: str = ""
    head_covering: str = ""


CUE_CHOICES: dict[str, tuple[str, ...]] = {
    "hair": HAIR,
    "hair_colour": HAIR_COLOURS,
    "skin": SKINS,
    "age": AGES,
    "facial_hair": FACIAL_HAIR,
    "glasses": GLASSES,
    "head_covering": HEAD_COVERINGS,
    "outfit": OUTFITS,
    "setting": PICTURE_SETTINGS,
}
"""Field of Cues → its ids, in the order in which a page shows them."""
