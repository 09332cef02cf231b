"""Which names may begin with the family name, and which are a team's and no person's.

Lists and passports put the family name first ("Müller Hans"), and so do Hungarians, Vietnamese and Chinese. Where
a name may be such a one, its first word is not used alone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Final

import linkepix
from linkepix.writing.text import word_set

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS: Final[Mapping[str, str]] = json.loads(
    linkepix.__loader__.get_data(f"{linkepix.__path__[0]}/writing/names.json")  # type: ignore[union-attr]
)
PARTICLES: Final = word_set(LISTS["particles"])


def unaccented(text: str) -> str:
    """Return the text casefolded and without accents, as names are listed."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _unaccented_set(name: str) -> frozenset[str]:
    return frozenset(map(unaccented, word_set(LISTS[name])))


_VIETNAMESE: Final = word_set(LISTS["vietnamese"])
_VIETNAMESE_MIDDLE: Final = word_set(LISTS["vietnamese_middle"])
_VIETNAMESE_GIVEN: Final = word_set(LISTS["vietnamese_given"])
"""Family names that are given names too."""
_HUNGARIAN: Final = word_set(LISTS["hungarian"])
_HUNGARIAN_GIVEN: Final = word_set(LISTS["hungarian_given"])
_EAST_ASIAN: Final = word_set(LISTS["east_asian"]) | word_set(LISTS["japanese"])
_FAMILY_STARTS: Final = word_set(LISTS["family_starts"])
"""First words of family names of several words, and of some given names: "La", "Mac", "St."."""
_GIVEN_PARTICLES: Final = word_set(LISTS["given_particles"])
"""Those that are also short for a given name: "Al", "Van"."""
_GIVEN: Final = _unaccented_set("given")
"""Given names that are hardly ever family names."""
_ANY_GIVEN: Final = _GIVEN | _unaccented_set("given_too") | _unaccented_set("hungarian_given")
_SURNAMES: Final = _unaccented_set("surnames") | (_unaccented_set("hungarian") - _ANY_GIVEN)
"""Family names that are hardly ever given names."""
_GROUPS: Final = word_set(LISTS["groups"])
"""A name with one of these is a team's; `_FUNCTIONS` only where there is nothing else."""
_FUNCTIONS: Final = word_set(LISTS["functions"])
_GROUP_ENDING: Final = re.compile(r"\w+(?:team|abteilung|büro)")
_FAMILY_ENDING: Final = re.compile(
    r"\w{2,}(?:escu|eanu|ová|ski|ska|cki|cka|czyk|wicz|vić|nić|ović|ević|enko|opoulos|opoulou|akis|idis|idou|shvili|oğlu"
    r"|avičius|aitė|ienė|sson|nen|ström|qvist|meier|mayer|meyer)|mc\w{3,}|o['’]\w{3,}|\w{3,}(?:ov|ova|yev|eeva|ев|ева|ов|ова|ский|ская|енко|чук)"
)


def is_group(words: list[str]) -> bool:
    """Tell whether a name is that of a team or a mailbox: "Sales Team", "Info", "HR-Abteilung"."""
    parts = [part for word in words for part in word.casefold().split("-") if part]
    named = any(part in _GROUPS or _GROUP_ENDING.fullmatch(part) for part in parts)
    return named or (bool(parts) and all(part in _FUNCTIONS for part in parts))


def is_family_alone(words: list[str]) -> bool:
    """Tell whether a name is one family name with its particles: "de la Cruz"."""
    rest = [word for word in words if word.casefold() not in PARTICLES]
    return words[0] in PARTICLES and len(rest) <= 1


def begins_with_particle(words: list[str]) -> bool:
    """Tell whether the first word may be half of one: in "ten Brink Joop" and "Mac an tSaoir", but not in "Al Gore"."""
    first = words[0].casefold()
    if words[0].islower() and first in PARTICLES:
        return True
    if first.startswith(("al-", "el-")) or (first == "o" and len(words) > 2):  # noqa: PLR2004 - "O Brien Patrick"
        return True
    is_given = first in _GIVEN_PARTICLES and len(words) == 2  # noqa: PLR2004 - "Van Jones"
    return first in _FAMILY_STARTS and not is_given


def given_at_end(words: list[str]) -> bool:
    """Tell whether a Vietnamese or Hungarian name surely has its given name last."""
    first, last = words[0].casefold(), words[-1].casefold()
    if first in _HUNGARIAN and last in _HUNGARIAN_GIVEN:
        return unaccented(first) not in _ANY_GIVEN
    if first not in _VIETNAMESE:
        return False
    if len(words) > 2 and words[1].casefold() in _VIETNAMESE_MIDDLE:  # noqa: PLR2004
        return True
    marked = any(ord(c) > 0x7F for c in "".join(words))  # noqa: PLR2004 - not ASCII
    sure = marked or len(words) > 2 or first in {"nguyen", "tran", "pham"}  # noqa: PLR2004
    return sure and first not in _VIETNAMESE_GIVEN | {"le"} and last not in _VIETNAMESE


def may_be_family_first(words: list[str]) -> bool:
    """Tell whether the first word may be the family name, for a name whose order nothing else says."""
    first, last = words[0].casefold(), words[-1].casefold()
    both = first in _HUNGARIAN and last in _HUNGARIAN_GIVEN
    if both or first in _EAST_ASIAN or first in _VIETNAMESE - _VIETNAMESE_GIVEN:
        return True
    plain = unaccented(first)
    if plain in _ANY_GIVEN:
        return False
    if len(words) > 2 and last in _VIETNAMESE - _VIETNAMESE_GIVEN:  # noqa: PLR2004 - Minh Anh Nguyen has two given names
        return True
    return plain in _SURNAMES or unaccented(last) in _GIVEN or bool(_FAMILY_ENDING.fullmatch(first))
