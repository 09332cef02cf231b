"""What a few words look like by themselves: a name, a role, a company, a place. Scores from 0 to 1.

A score is a rule of thumb, not a probability. 0 means "no"; the rest is weighed by where the words stand.
"""

from __future__ import annotations

import re
import unicodedata

from linkepix.reading.lines import COMMAS, split_all
from linkepix.reading.vocabulary import (
    COMPANY_PARTS,
    COMPANY_WORDS,
    COUNTRIES,
    CREDENTIALS,
    LEGAL_FORMS,
    LONG_COUNTRIES,
    NAME_PARTICLES,
    NOT_A_NAME,
    REGION_WORDS,
    ROLE_STEMS,
    ROLE_WORDS,
    SHORT_LEGAL_FORMS,
)

_SHORTEST_NAME = 2
_LONGEST_NAME = 60
_MOST_NAME_WORDS = 6
_LONGEST_ABBREVIATION = len("Prof.")
_LONGEST_EAST_ASIAN_NAME = len("長谷川太郎")
_LONGEST_EAST_ASIAN_WORD = len("エイダサンプ")
_MOST_PROPER_WORDS = 5
_LONGEST_ROLE = 120
_MOST_ROLE_WORDS = 14
_LONGEST_COMPANY = 100
_MOST_COMPANY_WORDS = 8
_LONGEST_PLACE = 80
_MOST_PLACE_PARTS = 4
_NAME_PUNCTUATION = frozenset(" -'\u2019.·・")
_WORD_EDGES = ".,;:!?()[]«»“”„\"'&"

_NAME_ENDS = re.compile(r"[,(|<\[\uff0c、،]")
_CITY_AFTER_CODE = re.compile(r"\b\d{4,5}\s([^\W\d_][^\d,|]{1,40})")
_CITY_BEFORE_CODE = re.compile(r"([^\W\d_][^\d,|]{1,40}, [A-Z]{2}) \d{5}\b")


def words_of(text: str) -> list[str]:
    """Lower case, without punctuation at the edges."""
    return [word for raw in text.lower().split() if (word := raw.strip(_WORD_EDGES))]


def tidy_name(text: str) -> str:
    """Cuts what stands around a name: ", PhD", "(she/her)", "🚀"."""
    name = _NAME_ENDS.split(text, maxsplit=1)[0].strip()
    while name and not _is_letter_or_mark(name[-1]) and name[-1] != ".":
        name = name[:-1]
    words = name.split()
    while len(words) > 2 and is_credential(words[-1]):  # noqa: PLR2004 - first and last name stay
        words.pop()
    return " ".join(words)


def name_score(text: str) -> float:
    """A person's name and nothing else."""
    words = text.split()
    if not _SHORTEST_NAME <= len(text) <= _LONGEST_NAME or not _has_name_characters(text, words):
        return 0.0
    if not NOT_A_NAME.isdisjoint(words_of(text)) or role_score(text) or company_score(text) or _is_country(text):
        return 0.0
    return _cased_name_score(words) if _is_cased(text) else _uncased_name_score(words)


def role_score(text: str) -> float:
    """A job title."""
    words = words_of(text)
    if len(text) > _LONGEST_ROLE or len(words) > _MOST_ROLE_WORDS:
        return 0.0
    low = text.lower()
    if ROLE_WORDS.isdisjoint(words) and not any(stem in low for stem in ROLE_STEMS):
        return 0.0
    return 0.5 if text.endswith((".", "!", "?", "。")) else 0.9


def company_score(text: str) -> float:
    """A company, by its legal form or by a word such as "Bank"."""
    words = text.split()
    if not words or len(text) > _LONGEST_COMPANY or len(words) > _MOST_COMPANY_WORDS:
        return 0.0
    if is_legal_form(words[-1]) or (len(words) > 1 and is_legal_form(words[0])):
        return 0.95
    if any(part in text for part in COMPANY_PARTS):
        return 0.85
    low = words_of(text)
    return 0.0 if COMPANY_WORDS.isdisjoint(low) or COMPANY_WORDS.issuperset(low) else 0.5


def is_legal_form(word: str) -> bool:
    """Nothing but "Inc." or its like: it belongs to the name before the comma."""
    bare = word.strip('.,()«»"')
    if len(bare) <= 2:  # noqa: PLR2004 - "as" and "se" are words
        return bare in SHORT_LEGAL_FORMS
    return bare.lower() in LEGAL_FORMS


def is_credential(word: str) -> bool:
    """A degree or a rank behind a name: "PhD", "MBA"."""
    # "MA" is a degree, "Ma" is a surname.
    return word.lower().strip(".,") in CREDENTIALS and not word.istitle()


def place_score(text: str) -> float:
    """A town, a region, a country."""
    parts = split_all(text, COMMAS)
    if not parts or len(text) > _LONGEST_PLACE or len(parts) > _MOST_PLACE_PARTS or any(map(str.isdigit, text)):
        return 0.0
    if role_score(text) or company_score(text) or not all(is_capitalised(part) for part in parts):
        return 0.0
    if _is_country(parts[-1]) or not REGION_WORDS.isdisjoint(words_of(text)):
        return 0.9
    return 0.5 if len(parts) > 1 else 0.0


def city_in(text: str) -> str:
    """The town of a postal address ("20457 Hamburg", "Springfield, IL 62701"), or the empty string."""
    found = _CITY_BEFORE_CODE.search(text) or _CITY_AFTER_CODE.search(text)
    return found[1].strip(" .-") if found else ""


def is_capitalised(text: str) -> bool:
    """At most five words and a capital first, where the script has capitals: the look of a proper name."""
    words = text.split()
    first = next((character for character in text if character.isalpha()), "")
    return 0 < len(words) <= _MOST_PROPER_WORDS and bool(first) and not first.islower()


def is_proper_name(text: str) -> bool:
    """Capitalised, without a digit, and with none of the words of menus and greetings."""
    return is_capitalised(text) and not any(map(str.isdigit, text)) and NOT_A_NAME.isdisjoint(words_of(text))


def _has_name_characters(text: str, words: list[str]) -> bool:
    if not all(_is_letter_or_mark(character) or character in _NAME_PUNCTUATION for character in text):
        return False
    # "Prof." and "J." are of a name, "finished." is the end of a sentence.
    is_abbreviated = all(len(word) <= _LONGEST_ABBREVIATION for word in words if word.endswith("."))
    return len(words) <= _MOST_NAME_WORDS and is_abbreviated


def _is_letter_or_mark(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character)[0] == "M"


def _is_cased(text: str) -> bool:
    return text.lower() != text.upper()


def _cased_name_score(words: list[str]) -> float:
    plain_words = [word for word in words if word.lower() not in NAME_PARTICLES]
    if not all(word[0].isupper() for word in plain_words):
        return 0.2 if len(words) in (2, 3) and all(map(str.islower, words)) else 0.0
    by_count = {0: 0.0, 1: 0.3, 2: 0.8, 3: 0.8, 4: 0.7}
    return by_count.get(len(plain_words), 0.5)


def _uncased_name_score(words: list[str]) -> float:
    letters = "".join(words)
    if not any(_is_east_asian(letter) for letter in letters):
        return 0.65 if 2 <= len(words) <= 4 else 0.3  # noqa: PLR2004 - given name, father's, family
    if "・" in letters or "·" in letters:
        return 0.7
    if len(words) == 2 and max(map(len, words)) <= _LONGEST_EAST_ASIAN_WORD:  # noqa: PLR2004 - family, given
        return 0.8
    return 0.55 if len(words) == 1 and len(letters) <= _LONGEST_EAST_ASIAN_NAME else 0.0


def _is_east_asian(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" or letter >= "\U00020000"


def _is_country(text: str) -> bool:
    low = text.lower().strip(_WORD_EDGES)
    return low in COUNTRIES or low in LONG_COUNTRIES
