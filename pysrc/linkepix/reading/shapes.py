"""What a few words look like by themselves: a role, a proper name. Scores from 0 to 1.

A score is a rule of thumb, not a probability. 0 means "no"; the rest is weighed by where the words stand.
"""

from __future__ import annotations

from linkepix.reading.known import is_listed_role, is_role_word, words_of
from linkepix.reading.vocabulary import MONTHS_AND_DAYS, NOT_A_NAME

_MOST_PROPER_WORDS = 5
_LONGEST_ROLE = 120
_MOST_ROLE_WORDS = 14
_MOST_LOOKED_UP = 6
_ENDS_OF_HEAD = frozenset(
    {",", "/", "&", "|", "-", "of", "for", "in", "de", "des", "du", "di", "für", "im", "til", "för"}
)


def role_score(text: str) -> float:
    """A job title."""
    if len(text) > _LONGEST_ROLE:
        return 0.0
    words = words_of(text)
    if not words or len(words) > _MOST_ROLE_WORDS:
        return 0.0
    is_sentence = text.endswith((".", "!", "?", "。"))
    if is_sentence and len(words) > _MOST_LOOKED_UP:
        return 0.0
    if any(map(is_listed_role, words)):
        return 0.5 if is_sentence else 0.9
    return 0.7 if len(words) <= _MOST_LOOKED_UP and any(map(is_role_word, _heads(words))) else 0.0


def _heads(words: list[str]) -> set[str]:
    """The words that may say what the job is: the first, the last, and the last before "of"."""
    end = next((at for at, word in enumerate(words) if at and word in _ENDS_OF_HEAD), len(words))
    return {words[0], words[-1], words[end - 1]}


def is_capitalised(text: str) -> bool:
    """At most five words and a capital first, where the script has capitals: the look of a proper name."""
    words = text.split()
    first = next((character for character in text if character.isalpha()), "")
    return 0 < len(words) <= _MOST_PROPER_WORDS and bool(first) and not first.islower()


def is_proper_name(text: str) -> bool:
    """Capitalised, without a digit, and with none of the words of menus and greetings."""
    return (
        is_capitalised(text)
        and not any(map(str.isdigit, text))
        and (NOT_A_NAME | MONTHS_AND_DAYS).isdisjoint(words_of(text))
    )
