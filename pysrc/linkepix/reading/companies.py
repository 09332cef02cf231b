"""Companies and other organisations, by their look."""

from __future__ import annotations

from linkepix.reading.known import is_legal, words_of
from linkepix.reading.vocabulary import (
    COMPANY_FIRST,
    COMPANY_PARTS,
    COMPANY_STEMS,
    COMPANY_WORDS,
    LEGAL_FORMS,
    SHORT_LEGAL_FORMS,
)

_LONGEST_COMPANY = 100
_MOST_COMPANY_WORDS = 9


def company_score(text: str) -> float:
    """A company, by its legal form or by a word such as "Bank"."""
    if len(text) > _LONGEST_COMPANY:
        return 0.0
    words = text.split()
    if not words or len(words) > _MOST_COMPANY_WORDS or text.endswith(":"):
        return 0.0
    # "Inc." alone is the end of a name; "(Pty) Ltd" and "Sp. z o.o." have more than one word.
    ends = [word for word in words[-3:-1] if len(word.strip(".,")) > 2]  # noqa: PLR2004
    if len(words) > 1 and (is_legal_form(words[-1]) or any(map(_is_listed_form, (*ends, words[0])))):
        return 0.95
    return 0.85 if any(part in text for part in COMPANY_PARTS) else _by_words(words, words_of(text))


def _by_words(words: list[str], low: list[str]) -> float:
    if not low:
        return 0.0
    is_first = len(words) > 1 and low[0] in COMPANY_FIRST and words[0][:1].isupper()
    if is_first or any(stem in low[0] for stem in COMPANY_STEMS):
        return 0.75
    if not (COMPANY_WORDS.isdisjoint(low) or COMPANY_WORDS.issuperset(low)):
        return 0.6
    return 0.5 if _joins_names(words) else 0.0


def _joins_names(words: list[str]) -> bool:
    """Such as "North & South" and "Ada's Garage"."""
    is_pair = "&" in words[1:-1] and all(word[:1].isupper() for word in words if word != "&")
    is_owned = len(words) == 2 and words[0].endswith(("'s", "\u2019s")) and words[1][:1].isupper()  # noqa: PLR2004
    return is_pair or is_owned


def is_legal_form(word: str) -> bool:
    """Nothing but "Inc." or its like: it belongs to the name before the comma."""
    return _is_listed_form(word) or (len(bare := _bare(word)) > 2 and is_legal(bare))  # noqa: PLR2004 - "as", "se"


def _is_listed_form(word: str) -> bool:
    """Before the last word only these are believed: "PT Samudra", but not "Business Credit"."""
    bare = _bare(word)
    if len(bare) <= 2:  # noqa: PLR2004 - "as" and "se" are words
        return bare in SHORT_LEGAL_FORMS
    return bare.lower() in LEGAL_FORMS


def _bare(word: str) -> str:
    return word.strip('.,()«»"')
