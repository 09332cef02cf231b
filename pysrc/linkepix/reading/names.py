"""Names of people: what stands around one, how much a text looks like one, and which end is the given name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from linkepix.reading.companies import company_score
from linkepix.reading.known import (
    is_country,
    is_given,
    is_listed_role,
    is_place,
    is_role_word,
    is_surname,
    words_of,
)
from linkepix.reading.phrases import LABELS
from linkepix.reading.vocabulary import (
    CIVIL_TITLES,
    CREDENTIALS,
    MIXED_CREDENTIALS,
    NAME_PARTICLES,
    NOT_A_NAME,
    ROLE_MODIFIERS,
    TITLES,
)

_LABELS = frozenset(label for labels in LABELS.values() for label in labels)

_SHORTEST = 2
_LONGEST = 60
_LONGEST_LINE = 300
_MOST_WORDS = 7
_LONGEST_ABBREVIATION = len("Prof.")
_LONGEST_EAST_ASIAN_NAME = len("長谷川太郎")
_LONGEST_EAST_ASIAN_WORD = len("エイダサンプ")
_PUNCTUATION = frozenset(" -'\u2019.·・\u05be")
_EDGES = ".,;:!?()[]«»“”„\"'&"
_DECORATION = " *_#~-\u2013\u2014•·\"'“”«»"
_ENDS = re.compile(r"[,|<\[\uff0c、،:\t/]|\s[-\u2013\u2014]\s")
_NICKNAME = re.compile(r"[(\uff08\"\u201c\u201e«][^()\uff08\uff09\"\u201c\u201d»]{1,40}[)\uff09\"\u201d»]")
_ON_BEHALF = re.compile(r"^(?:i\.\s?[AV]\.|ppa\.?|p\.p\.)\s")
_TITLE_PARTS = re.compile(r"[.\-()ªº/]+")
_ANDS = frozenset({"and", "und", "et", "y", "e", "&"})
"""Between two people who share a surname."""

_HONORIFICS = ("様", "さん", "氏", "先生", "女士", "님")


def tidy_name(text: str) -> str:
    """Cuts what stands around a name: "Ms", ", PhD", "(she/her)", a nickname, "🚀"."""
    shown = _ENDS.split(_NICKNAME.sub(_kept, _ON_BEHALF.sub("", text[:_LONGEST_LINE])), maxsplit=1)[0]
    words = "".join(" " if _is_symbol(character) else character for character in shown).strip(_DECORATION).split()
    while len(words) > 1 and _is_civil(words[0]):
        words.pop(0)
    while len(words) > 2 and is_credential(words[-1]):  # noqa: PLR2004 - first and last name stay
        words.pop()
    name = " ".join(words).rstrip("-'\u2019")
    return next((name.removesuffix(end).strip() for end in _HONORIFICS if name.endswith(end)), name)


def _kept(found: re.Match[str]) -> str:
    """What follows a title at once is a part of it: "Mag.(FH)"."""
    return found[0] if found.start() and found.string[found.start() - 1] == "." else " "


def is_credential(word: str) -> bool:
    """A degree or a rank behind a name: "PhD", "MBA"."""
    # "MA" is a degree, "Ma" is a surname.
    known = word.lower().strip("., ®") in CREDENTIALS and not word.istitle()
    return known or word.strip(".,") in MIXED_CREDENTIALS


def is_title(word: str) -> bool:
    """Such as "Dr." and "Dipl.-Ing."."""
    parts = [part for part in _TITLE_PARTS.split(word.lower()) if part]
    return bool(parts) and parts[0] in TITLES


def name_score(text: str) -> float:
    """A person's name and nothing else, from 0 to 1."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return 0.0
    words = text.split()
    while len(words) > 1 and (is_title(words[0]) or words[0].lower() in {"the", "le"}):
        words.pop(0)
    if not _has_name_characters(words):
        return 0.0
    inner = [word for word in words[1:] if word in NAME_PARTICLES or word in _ANDS]
    said = words_of(" ".join(word for word in words if word not in inner))
    if text.lower() in _LABELS or not NOT_A_NAME.isdisjoint(said) or is_country(text) or company_score(text):
        return 0.0
    titled = len(words) < len(text.split())
    score = _cased_score(words) if text.lower() != text.upper() else _uncased_score(words)
    return min(score + 0.3, 0.85) if titled and score else score


def given_first(name: str) -> str:
    """Turn "Example, Ada" into "Ada Example", and "Example Jr., Ada, PhD" into "Ada Example Jr."."""
    last, _, rest = name.partition(",")
    given = rest.partition(",")[0].strip()
    is_turned = name_score(tidy_name(last)) and name_score(given) and not is_credential(given)
    return f"{given} {last.strip()}" if is_turned else tidy_name(name) or name.strip()


def turned_name(line: str) -> str:
    """The name in "Example, Ada" as "Ada Example"; empty where the line may be anything else."""
    last, _, given = (part.strip() for part in line.partition(","))
    if "," in given:
        given, _, credential = (part.strip() for part in given.partition(","))
        if not is_credential(credential):
            return ""
    is_one = len([word for word in last.split() if word.lower() not in NAME_PARTICLES]) == 1
    words = given.split()
    if not is_one or not 0 < len(words) <= 3 or not name_score(last) or not name_score(given):  # noqa: PLR2004
        return ""
    is_code = len(given) <= 3 and given.isupper()  # noqa: PLR2004 - "Leeds, UK"
    is_other = (
        is_code
        or is_credential(given)
        or (is_place(given) and not is_given(words[0]))
        or any(map(is_listed_role, words_of(given)))
    )
    return "" if is_other or is_country(given) else f"{given} {last}"


@lru_cache(maxsize=1024)
def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk"}


def _is_of_name(character: str) -> bool:
    return character.isalpha() or character in _PUNCTUATION or unicodedata.category(character)[0] == "M"


def _is_civil(word: str) -> bool:
    return word.lower().strip(".") in CIVIL_TITLES and (word.endswith(".") or len(word) > 1)


def _has_name_characters(words: list[str]) -> bool:
    if not all(map(_is_of_name, "".join(words))) or not any(map(str.isalpha, "".join(words))):
        return False
    # "Prof." and "J." are of a name, "finished." is the end of a sentence.
    is_abbreviated = all(len(word) <= _LONGEST_ABBREVIATION for word in words if word.endswith("."))
    return 0 < len(words) <= _MOST_WORDS and is_abbreviated


def _cased_score(words: list[str]) -> float:
    plain = [word for word in words if word.lower() not in NAME_PARTICLES and word not in _ANDS]
    if not plain or (_is_role(plain) and not _is_surname_at_end(plain)):
        return 0.0
    if not all(map(_has_capital, plain)):
        return 0.2 if len(words) in (2, 3) and all(map(str.islower, words)) else 0.0
    by_count = {1: 0.3, 2: 0.8, 3: 0.8, 4: 0.7}
    score = by_count.get(len(plain), 0.5)
    if _is_role(plain):
        return 0.55
    is_known = is_given(plain[0]) or is_given(plain[-1])
    return min(score + 0.1, 0.9) if is_known and len(plain) > 1 else score


def _is_role(words: list[str]) -> bool:
    listed = any(map(is_listed_role, words_of(" ".join(words))))
    # A name that is a job in the lexicon is a name more often than not.
    low = words[-1].lower()
    return listed or (len(words) == 1 and is_role_word(low) and not is_given(low))


def _is_surname_at_end(words: list[str]) -> bool:
    """Whether it ends a name: "Ada Fletcher" is a name; "Head Fletcher" is none."""
    first = [word.strip(_EDGES) for word in " ".join(words[:-1]).lower().split()]
    is_other = any(word in ROLE_MODIFIERS or is_listed_role(word) for word in first)
    return 2 <= len(words) <= 3 and not is_other and is_surname(words[-1])  # noqa: PLR2004


def _has_capital(word: str) -> bool:
    """Such as "d'Arc" and "al-Masri"."""
    return any(part[:1].isupper() for part in re.split(r"['\u2019-]", word))


def _uncased_score(words: list[str]) -> float:
    letters = "".join(words)
    if any(map(is_listed_role, words)):
        return 0.0
    if not any(_is_east_asian(letter) for letter in letters):
        return 0.65 if 2 <= len(words) <= 5 else 0.3  # noqa: PLR2004 - given name, father's, family
    if "・" in letters or "·" in letters:
        return 0.7
    if len(words) == 2 and max(map(len, words)) <= _LONGEST_EAST_ASIAN_WORD:  # noqa: PLR2004 - family, given
        return 0.8
    return 0.55 if len(words) == 1 and len(letters) <= _LONGEST_EAST_ASIAN_NAME else 0.0


def _is_east_asian(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" or letter >= "\U00020000"
