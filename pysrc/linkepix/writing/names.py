"""What to call somebody: the given name where it is sure which word that is, the whole name where it is not.

Half a name is worse than none: "Hi Abd" and "Dear Nguyễn" say that the sender did not look. Orders of names:
w3.org/International/questions/qa-personal-names.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from linkepix.model.plain_text import plain_line
from linkepix.writing.name_order import (
    LISTS,
    PARTICLES,
    begins_with_particle,
    given_at_end,
    is_family_alone,
    is_group,
    may_be_family_first,
    unaccented,
)
from linkepix.writing.text import units, word_set

_TITLE: Final = re.compile(
    r"(?:dr|prof|mr|mrs|ms|miss|mx|ing|dipl|mag|m|mme|mlle|sr|sra|srta|dra|d|dña|dott|dott\.ssa|avv|eng|rev|pfr|capt|col|gen|lt"
    r"|maj|sgt|hon|med|h\.c|rer\.nat|phil|jur|dipl\.-ing|dipl\.-kfm|dipl\.-inf|mudr|mgr|bc|drs|ir)\."
    r"|dr|prof|professor|professora|profesor|profesora|professeur|mr|mrs|ms|miss|mx|sir|dame|lord|lady|herr|frau|mme|mlle"
    r"|monsieur|madame|sr|sra|srta|señor|señora|senhor|senhora|don|doña|dona|doctor|doctora|dra|doutor|doutora|docteur|doktor|rev"
    r"|reverend|father|sister|captain|colonel|general|rabbi|imam|sheikh|hon|pfarrer|maître|honorable|honourable|univ\.?|hr|fr|avv|mag|dipl",
    re.IGNORECASE,
)
_ACADEMIC: Final = {
    "Frau": re.compile(r"^frau\s", re.IGNORECASE),
    "Herr": re.compile(r"^herrn?\s", re.IGNORECASE),
    "Prof.": re.compile(r"(?:^|\s)prof(?:\.|essor\w*)?\s", re.IGNORECASE),
    "Dr.": re.compile(r"(?:^|\s)(?:dr\.?|doktor)\s", re.IGNORECASE),
}
_SUFFIX: Final = re.compile(
    r"(?:jr|sr|ii|iii|iv|phd|ph\.d|md|m\.d|mba|msc|m\.sc|bsc|b\.sc|ma|m\.a|ba|b\.a|cfa|cpa|pmp|esq|llm|ll\.m|llb|jd|dds|rn"
    r"|cissp|shrm-cp|shrm-scp|frcs|obe|mbe|cbe|pe|p\.e|acca|cima|dphil|edd|fca|aca|csm|cpo|dvm)\.?",
    re.IGNORECASE,
)
_PRONOUNS: Final = re.compile(
    r"(?:she|he|they|her|him|his|them|ze|zir|hers|theirs|any|all|ella|él|elle|il|iel|sie|er|ela|ele)"
    r"(?:\s*/\s*\w+)*",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"\(([^()]*)\)|\[([^\[\]]*)\]|[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(?<!\w)['‘’]([^'‘’]+)['‘’](?!\w)"
)
_CUT: Final = re.compile(r"\s*(?:[|•·⋅/\\;:]|\s[-–—]\s).*")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?)+|[A-Z]|[A-Z]{2}")
_NOT_LATIN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_LONGEST: Final = 40
_MOST_GIVEN: Final = 3
_LONGEST_READ: Final = 200

_EAST_ASIAN: Final = word_set(LISTS["east_asian"])
_MOHAMMED: Final = word_set(LISTS["mohammed"])
"""Short for Mohammed, and seldom what somebody is called."""
_NOBILITY: Final = word_set(LISTS["nobility"])
_HONORIFIC: Final = word_set(LISTS["honorific"])
_SERVANT_OF: Final = word_set(LISTS["servant_of"])
_PAIRS: Final = word_set(LISTS["pairs"], ";")
"""Two words that are one given name, without accents."""
_ANDS: Final = frozenset({"and", "und", "et", "og", "och"})
"""Between two people."""
_PATRONYMIC: Final = re.compile(r"\w+(?:вич|вна|чна|ovich|evich|ovna|evna)", re.IGNORECASE)


def call_by(name: str, typed: str = "") -> str:
    """How to greet somebody: what was `typed`, else by rule, else "" for "Hello,"."""
    if wanted := _typed(typed):
        return wanted
    line = plain_line(name, _LONGEST_READ)
    words, titled = _words_of(_turned(_ASIDE.sub(" ", line)))
    if not _is_name(words):
        return ""
    words = _given_first(words)
    nickname = _nickname(line, words[0], words[-1])
    return nickname or _of_words([_cased(word, words) for word in words], titled=titled)


def full_name(name: str) -> str:
    """The whole name without titles, degrees and asides, as languages use it that greet so; "" where it is none."""
    words, _ = _words_of(_turned(_ASIDE.sub(" ", plain_line(name, _LONGEST_READ))))
    return " ".join(_cased(word, words) for word in _given_first(words)) if _is_name(words) else ""


def formal_name(name: str) -> str:
    """The whole name with "Frau", "Prof." and the like if typed, as some languages keep them; "" where it is none."""
    whole = full_name(name)
    line = _turned(_ASIDE.sub(" ", plain_line(name, _LONGEST_READ)))
    titles = [title for title, pattern in _ACADEMIC.items() if pattern.search(line)]
    family_name_alone = " " not in whole and bool(_words_of(line)[1]) and not titles
    return " ".join([*titles, whole]) if whole and not family_name_alone else ""


def _given_first(words: list[str]) -> list[str]:
    """Turn "MÜLLER Klaus" into "Klaus MÜLLER": where only some words are in capitals, they are the family name."""
    shouted = [word for word in words if len(word) > 2 and word.isupper() and "." not in word]  # noqa: PLR2004
    marked = shouted == words[: len(shouted)] and all(not word.isupper() for word in words[len(shouted) :])
    return words[len(shouted) :] + shouted if shouted and marked and len(shouted) < len(words) else words


def _typed(value: str) -> str:
    line = plain_line(value, _LONGEST_READ).strip(" ,;:!")
    return line if any(c.isalpha() for c in line) and units(line) <= _LONGEST else ""


def _of_words(words: list[str], *, titled: bool) -> str:
    whole = " ".join(words)
    if _NOT_LATIN.search(whole):
        return whole
    if len(words) == 1:
        # A title and one word is a family name: "Dr Patel".
        return "" if titled or _is_one_initial(whole) else whole
    if (titled and words[0].casefold() in PARTICLES) or is_family_alone(words):
        return ""  # "Freiherr von Stetten": a family name alone
    return _given_of(words, whole)


def _given_of(words: list[str], whole: str) -> str:  # noqa: PLR0911 - one for each kind of name
    first, second = words[0].casefold(), words[1].casefold()
    if _is_initials(words[0]) and not begins_with_particle(words):
        return _of_initials(words)
    if _is_pair(first, second):
        return f"{words[0][0].upper()}{words[0][1:]} {words[1]}"
    if given_at_end(words):
        return words[-1]
    if second in _ANDS:
        return whole
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[-1]):  # noqa: PLR2004 - Петров Иван Сергеевич
        return words[1]
    if first in _MOHAMMED:
        return words[1] if len(words) > 2 else whole  # noqa: PLR2004 - it has a name of its own
    if first.split("-")[0] in _SERVANT_OF and not first.startswith("el-"):
        return _servant(words)
    return whole if begins_with_particle(words) or may_be_family_first(words) else words[0]


def _of_initials(words: list[str]) -> str:
    """J.P. and JP are what somebody is called; "J. P. Morgan" and "J. Smith" hide it; "J. Robert Hale" is Robert."""
    if len(words[0].replace(".", "")) > 1 and not (len(words) > 2 and _is_initials(words[1])):  # noqa: PLR2004
        return words[0]
    middle = [word for word in words[1:-1] if not _is_initials(word)]
    return middle[0] if len(middle) == 1 and len(words) == 3 else ""  # noqa: PLR2004 - initial, name, family name


def _servant(words: list[str]) -> str:
    """Abd al-Rahman, Abdul Karim, Abu Bakr: both words, with the article between them if it is written apart."""
    if "-" in words[0]:
        return words[0]
    article = len(words) > 2 and words[1].casefold() in {"al", "el", "ar", "as", "ur", "ul", "allah"}  # noqa: PLR2004
    return " ".join(words[: 3 if article else 2])


def _is_pair(first: str, second: str) -> bool:
    return unaccented(f"{first.rstrip('.')} {second}") in _PAIRS


def _nickname(line: str, first: str, last: str) -> str:
    """The aside that is a name, for a person whose first and last words are given.

    Pronouns and degrees are none. A word after the family name is a former one, "Anna Berg (Holm)". A longer
    word is the full form of what they go by, "Bob (Robert) Miller", unless it stands for a name that others find hard.
    """
    for aside in _ASIDE.finditer(line):
        word = next(filter(None, aside.groups()), "").strip()
        spelled = all(c.isalpha() or c in ".'’-" for c in word) and word[:1].isupper() and not word.isupper()
        former = aside[0][0] == "(" and not line[aside.end() :].strip(" ,") and len(line[: aside.start()].split()) > 1
        fuller = len(word) > len(first) and last.casefold() not in _EAST_ASIAN
        if spelled and not former and not fuller and not _PRONOUNS.fullmatch(word) and not _SUFFIX.fullmatch(word):
            return word
    return ""


def _turned(line: str) -> str:
    """Turn "Doe, Jane" into "Jane Doe"; what follows other commas is a degree."""
    line = _CUT.sub("", line)
    before, comma, after = line.partition(",")
    after = after.partition(",")[0].strip()
    words = [word for word in after.split() if not _SUFFIX.fullmatch(word) and not _PRONOUNS.fullmatch(word)]
    whole = words and len(words) == len(after.split()) and len(words) <= _MOST_GIVEN
    turns = whole and words[0].casefold() not in _NOBILITY and _is_family(before.split())
    return f"{after} {before}" if comma and turns else before


def _is_family(words: list[str]) -> bool:
    """Whether it can be what stands before the comma: two words, or more with particles."""
    return len([word for word in words if word.casefold() not in PARTICLES]) <= 2  # noqa: PLR2004 - García López


def _words_of(line: str) -> tuple[list[str], bool]:
    words = [word.strip(" ,;:!?…") for word in line.split()]
    words = [word for word in words if any(c.isalpha() for c in word)]
    titled = False
    while len(words) > 1 and (_TITLE.fullmatch(words[0]) or words[0].casefold() in _NOBILITY | _HONORIFIC):
        words, titled = words[1:], titled or words[0].casefold() not in _HONORIFIC
    if len(words) == 1 and "." in words[0] and _TITLE.fullmatch(words[0]):
        return [], True
    while len(words) > 1 and (_SUFFIX.fullmatch(words[-1]) and not words[-1].islower()):
        words = words[:-1]
    return words, titled


def _is_name(words: list[str]) -> bool:
    whole = " ".join(words)
    spelled = all(c.isalpha() or unicodedata.category(c)[0] == "M" or c in " .'’ʻ‘-‐·" for c in whole)
    return bool(words) and not is_group(words) and spelled and units(whole) <= _LONGEST and len(words) <= 7  # noqa: PLR2004 - no name has more


def _is_initials(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word))


def _is_one_initial(word: str) -> bool:
    return len(word.replace(".", "")) == 1 and word.isascii()


def _cased(word: str, words: list[str]) -> str:
    """MARIA and maria become Maria; JP, J.P., McKay, "de" and "van" stay as typed."""
    shouted = len(word) > 2 and word.isupper() and "." not in word  # noqa: PLR2004 - "JP" and "J.P." are initials
    whispered = word.islower() and (word == words[0] or all(other.islower() for other in words))
    if (shouted or whispered) and word.casefold() not in PARTICLES:
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)
    return word
