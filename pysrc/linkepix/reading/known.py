"""What the lexicon knows of a word, beside the few words that are written here. A hit is evidence, not a verdict."""

from __future__ import annotations

from functools import lru_cache

from linkepix.reading.lexicon import ends_like_role, kinds
from linkepix.reading.vocabulary import (
    COUNTRIES,
    LONG_COUNTRIES,
    REGIONS,
    ROLE_STEMS,
    ROLE_WORDS,
    SURNAMES_THAT_ARE_ROLES,
)

_EDGES = ".,;:!?()[]«»“”„\"'&"


def lowered(text: str) -> str:
    """Lower case of the same length: "İ" is one letter there."""
    return text.replace("İ", "i").lower()


def words_of(text: str) -> list[str]:
    """Lower case, without punctuation at the edges."""
    return [word for raw in lowered(text).split() if (word := raw.strip(_EDGES))]


def is_role_word(low: str) -> bool:
    """Whether `low`, in lower case, names a job, by the lists or as a compound of one in the lexicon."""
    return is_listed_role(low) or "role" in kinds(low) or ends_like_role(low)


@lru_cache(maxsize=4096)
def is_listed_role(low: str) -> bool:
    return low in ROLE_WORDS or low.removesuffix("s") in ROLE_WORDS or any(stem in low for stem in ROLE_STEMS)


def is_given(word: str) -> bool:
    return "given" in kinds(word.lower())


def is_surname(word: str) -> bool:
    low = word.lower()
    return low in SURNAMES_THAT_ARE_ROLES or "surname" in kinds(low)


def is_country(text: str) -> bool:
    low = text.lower().strip(_EDGES)
    return low in COUNTRIES or low in LONG_COUNTRIES or "country" in kinds(low)


def is_place(text: str) -> bool:
    return "place" in kinds(text.lower().strip(_EDGES))


def is_legal(word: str) -> bool:
    """Whether the lexicon knows it as a legal form and as nothing else: "II" is of a name, "OK" a state."""
    return kinds(word.lower()) == {"legal"} and word not in REGIONS
