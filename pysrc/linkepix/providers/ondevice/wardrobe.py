"""How the figure may look: cues → names of parts in Notionists, picked by looking at every one of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from linkepix.model.cues import AGES, HAIR_COLOURS, SKINS

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from linkepix.model.cues import Cues


def _variants(numbers: str) -> tuple[str, ...]:
    return tuple(f"variant{number}" for number in numbers.split())


CAP: Final = "hat"
TURBAN: Final = "variant61"
SCARVES: Final = _variants("62 63")
TWO_GARMENTS: Final = _variants("09 10 17 18 20")
"""Clothes whose second path is another garment (lapels, a tie, the shirt under a jacket), not a line."""

HAIR: Final[Mapping[str, tuple[str, ...]]] = {
    "short": _variants("05 06 12 13 15 16 18 19 21 25 31 34 35 38 44 49 52 54 55 56"),
    "medium": _variants("02 04 10 11 24 43 58"),
    "long": _variants("08 23 28 36 37 41"),
    "curly": _variants("01 03 09 17 20 22 33 40"),
    "tied": _variants("29 30 39 46 47 48 57 59"),
    "bald": (),
}
COVERINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "none": (),
    "hijab": SCARVES,
    "turban": (TURBAN,),
    "cap": (CAP,),
}
GLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "none": (),
    "round": _variants("11"),
    "square": _variants("03 08"),
    "sunglasses": _variants("01 02 09"),
}
CLOTHES: Final[Mapping[str, tuple[str, ...]]] = {
    "casual": _variants("09 10 11 18 23 24"),
    "smart": _variants("14 15 21 22 25"),
    "formal": _variants("13 16 17 19 20"),
    "outdoor": _variants("01 03 05 12"),
}
FACIAL_HAIR: Final[Mapping[str, tuple[str, ...]]] = {
    "none": (),
    "moustache": _variants("03 07 09"),
    "goatee": _variants("01 12"),
    "beard": _variants("02"),
}
FACE: Final[Mapping[str, tuple[str, ...]]] = {
    "mouth": _variants("03 14 22 23 25 30"),
    "eyes": _variants("05"),
    "eyebrows": _variants("01 05 12"),
    "nose": _variants("01 02 05 06 07 08 13 14 16 18 20"),
}
"""The friendly ones: no frown, no drooping lid, no clenched teeth."""

LINES: Final[Mapping[str, str]] = {
    "middle": "M214 300q14 24 44 30M520 318q-6 14-18 22",
    "older": "M214 296q14 26 48 34M524 316q-6 16-20 24M226 118q70-26 150-14M252 158q60-18 116-8M250 398q-22 36-12 78",
}
"""Around the eyes, on the forehead and beside the mouth; in the head's own units."""

GESTURES: Final = ("waveLongArm",)

_USUAL_HAIR: Final = ("short", "medium", "long", "curly", "tied", "short", "medium", "curly", "bald")
_USUAL_COVERINGS: Final = (*("none",) * 17, "hijab", "turban", "cap")
_USUAL_GLASSES: Final = (*("none",) * 13, *("round",) * 5, *("square",) * 5, "sunglasses")
_USUAL_CLOTH: Final = (("base", "ink"), ("base", "white"), ("mid", "deep"), ("white", "base"))
_USUAL_COLOURS: Final = (*("black",) * 4, *("brown",) * 3, "blond", "red", "grey", "white")
_USUAL_AGES: Final = ("young", "young", "middle", "middle", "older")
_AGED_COLOURS: Final = ("grey", "white", "grey")


@dataclass(frozen=True, slots=True)
class Looks:
    """What a figure looks like, in ids of cues and in parts.

    The first eight are cues' ids; `cloth` is the name of a tone, and `trim` that of what is worn with it. `parts`:
    pairs of a component and its variant, "" for none.
    """

    hair: str
    hair_colour: str
    skin: str
    age: str
    facial_hair: str
    glasses: str
    head_covering: str
    outfit: str
    cloth: str
    trim: str
    parts: tuple[tuple[str, str], ...]


def dress(cues: Cues, chance: random.Random) -> Looks:
    """Chooses the parts: what a cue says, and chance for the rest. An unknown cue counts as none.

    Chance is asked equally often whatever the cues are, so that picking one cue changes nothing else. Facial hair is
    only drawn where it was picked.
    """
    hair = _cued(cues.hair, HAIR, _USUAL_HAIR, chance)
    covering = _cued(_covering(cues), COVERINGS, _USUAL_COVERINGS, chance)
    glasses = _cued(cues.glasses, GLASSES, _USUAL_GLASSES, chance)
    outfit = _cued(cues.outfit, CLOTHES, tuple(CLOTHES), chance)
    skin = _cued(cues.skin, SKINS, SKINS, chance)
    age = _cued(cues.age, AGES, _USUAL_AGES, chance)
    facial_hair = _cued(cues.facial_hair, FACIAL_HAIR, ("none",), chance)
    colour = _hair_colour(cues, age, chance)
    worn = {"hair": _any_of(HAIR[hair], chance), "covering": _any_of(COVERINGS[covering], chance)}
    parts = (
        ("head", "variant01"),
        ("lines", age if age in LINES else ""),
        ("hair", worn["covering"] or worn["hair"]),
        ("glasses", _any_of(GLASSES[glasses], chance)),
        ("clothes", _any_of(CLOTHES[outfit], chance)),
        *((component, _any_of(names, chance)) for component, names in FACE.items()),
        ("beard", _any_of(FACIAL_HAIR[facial_hair], chance)),
        ("gesture", _seldom(GESTURES, 0.12, chance)),
    )
    cloth, trim = chance.choice(_USUAL_CLOTH)
    return Looks(hair, colour, skin, age, facial_hair, glasses, covering, outfit, cloth, trim, parts)


def shown(looks: Looks) -> dict[str, str]:
    """What can be seen, by cue, "" for what cannot: the colour of hair under a scarf."""
    named = {name: str(value) for name, value in asdict(looks).items() if name not in {"cloth", "trim", "parts"}}
    hidden = looks.head_covering in {"hijab", "turban"}
    hairless = hidden or (looks.hair == "bald" and looks.head_covering == "none")
    return named | ({"hair": ""} if hidden else {}) | ({"hair_colour": ""} if hairless else {})


def used() -> dict[str, tuple[str, ...]]:
    """Component → every variant of it that `dress` may choose."""
    tables = {"hair": {**HAIR, **COVERINGS}, "glasses": GLASSES, "clothes": CLOTHES, "beard": FACIAL_HAIR}
    chosen = {name: tuple(v for group in table.values() for v in group) for name, table in tables.items()}
    return {**chosen, **FACE, "gesture": GESTURES, "head": ("variant01",)}


def _covering(cues: Cues) -> str:
    """Who picked hair wants to see it."""
    return cues.head_covering or ("none" if cues.hair or cues.hair_colour else "")


def _hair_colour(cues: Cues, age: str, chance: random.Random) -> str:
    usual, aged, turned = _any_of(_USUAL_COLOURS, chance), _any_of(_AGED_COLOURS, chance), chance.random()
    if cues.hair_colour in HAIR_COLOURS:
        return cues.hair_colour
    return aged if age == "older" and turned < 0.8 else usual  # noqa: PLR2004 - four of five


def _cued(
    cue: str, known: Mapping[str, object] | tuple[str, ...], usual: tuple[str, ...], chance: random.Random
) -> str:
    chosen = _any_of(usual, chance)
    return cue if cue in known else chosen


def _seldom(names: tuple[str, ...], share: float, chance: random.Random) -> str:
    shown, name = chance.random() < share, _any_of(names, chance)
    return name if shown else ""


def _any_of(names: tuple[str, ...], chance: random.Random) -> str:
    """The empty string where there is nothing to choose from; asks chance once in any case."""
    place = chance.random()
    return names[int(place * len(names))] if names else ""
