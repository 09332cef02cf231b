"""What the figure may wear: cues → names of parts in Notionists, picked by looking at every one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from linkepix.model.cues import Cues


def _variants(numbers: str) -> tuple[str, ...]:
    return tuple(f"variant{number}" for number in numbers.split())


HATS: Final = ("hat", "variant61")
SCARVES: Final = _variants("62 63")
TWO_GARMENTS: Final = _variants("09 10 17 18 20")
"""Clothes whose second path is another garment (lapels, a tie, the shirt under a jacket), not a line."""

HAIR: Final[Mapping[str, tuple[str, ...]]] = {
    "short": _variants("05 06 12 13 15 16 18 19 25 31 34 35 38 49 54 55"),
    "medium": _variants("02 04 10 11 24 43 58"),
    "long": _variants("23 28 36 37 41"),
    "curly": _variants("01 09 20 22 33 40"),
    "tied": _variants("29 39 46 47 48 57 59"),
    "covered": HATS + SCARVES,
    "bald": (),
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
FACE: Final[Mapping[str, tuple[str, ...]]] = {
    "mouth": _variants("03 14 22 23 25 30"),
    "eyes": _variants("05"),
    "eyebrows": _variants("01 05 12"),
    "nose": _variants("01 02 05 06 07 08 13 14 16 18 20"),
}
"""The friendly ones: no frown, no drooping lid, no clenched teeth."""

BEARDS: Final = _variants("02 03 05 09 12")
GESTURES: Final = ("waveLongArm",)

_BEARDED: Final = ("short", "bald")
_USUAL_HAIR: Final = ("short", "medium", "long", "curly", "tied", "short", "medium")
_USUAL_GLASSES: Final = ("none", "none", "none", "round", "square")
_USUAL_CLOTH: Final = (("base", "ink"), ("base", "white"), ("mid", "deep"), ("white", "base"))
_USUAL_COLOURS: Final = ("black", "black", "brown", "brown", "blond", "red", "grey")


@dataclass(frozen=True, slots=True)
class Looks:
    """`parts`: pairs of DiceBear's component and variant, "" for none.

    `hair_colour` is a cue's id; `cloth` the name of a tone, and `trim` that of what is worn with it.
    """

    hair_colour: str
    cloth: str
    trim: str
    parts: tuple[tuple[str, str], ...]


def dress(cues: Cues, chance: random.Random) -> Looks:
    """Chooses the parts: what a cue says, and chance for the rest. An unknown cue counts as none.

    Chance is asked equally often whatever the cues are, so that picking one cue changes nothing else.
    """
    hair = _cued(cues.hair, HAIR, _USUAL_HAIR, chance)
    glasses = _cued(cues.glasses, GLASSES, _USUAL_GLASSES, chance)
    outfit = _cued(cues.outfit, CLOTHES, tuple(CLOTHES), chance)
    colour = _any_of(_USUAL_COLOURS, chance)
    parts = (
        ("hair", _any_of(HAIR[hair], chance)),
        ("glasses", _any_of(GLASSES[glasses], chance)),
        ("clothes", _any_of(CLOTHES[outfit], chance)),
        *((component, _any_of(names, chance)) for component, names in FACE.items()),
        ("beard", _seldom(BEARDS if hair in _BEARDED else (), 0.25, chance)),
        ("gesture", _seldom(GESTURES, 0.3, chance)),
        ("head", "variant01"),
    )
    cloth, trim = chance.choice(_USUAL_CLOTH)
    return Looks(cues.hair_colour or colour, cloth, trim, parts)


def used() -> dict[str, tuple[str, ...]]:
    """Component → every variant of it that `dress` may choose."""
    tables = {"hair": HAIR, "glasses": GLASSES, "clothes": CLOTHES}
    chosen = {name: tuple(v for group in table.values() for v in group) for name, table in tables.items()}
    return {**chosen, **FACE, "beard": BEARDS, "gesture": GESTURES, "head": ("variant01",)}


def _cued(cue: str, known: Mapping[str, object], usual: tuple[str, ...], chance: random.Random) -> str:
    chosen = _any_of(usual, chance)
    return cue if cue in known else chosen


def _seldom(names: tuple[str, ...], share: float, chance: random.Random) -> str:
    shown, name = chance.random() < share, _any_of(names, chance)
    return name if shown else ""


def _any_of(names: tuple[str, ...], chance: random.Random) -> str:
    """The empty string where there is nothing to choose from; asks chance once in any case."""
    place = chance.random()
    return names[int(place * len(names))] if names else ""
