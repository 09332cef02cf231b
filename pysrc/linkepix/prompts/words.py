"""Words as a careful person compares them: without case, accents, width or hidden characters."""

from __future__ import annotations

import unicodedata

from linkepix.model.plain_text import plain_line

# Letters that Unicode does not take apart, and what people type instead of them.
_UNDIVIDED = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj", "ñ": "ny"})

# Nukta, kana voicing and virama make another letter; all other combining marks are accents or points.
_LETTER_MAKING = frozenset({0, 7, 8, 9})
_FEWEST_LETTERS = 2
_MOST_EXPANSION = 3  # code points per code point in NFC: unicode.org/faq/normalization

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xAC00, 0xD7A3),  # Hangul syllables: particles follow without a space
    (0xF900, 0xFAFF),  # Han, for compatibility
    (0x20000, 0x3FFFF),  # Han, rare
)


def folded(text: str) -> str:
    """NFKC, case-folded, without accents; equal for "MÜLLER", "müller" and "Mu\u0308ller"."""
    return _without_accents(_normalised(text))


def words_in(text: str) -> frozenset[str]:
    """Every form of every word of `text` that has two letters or more.

    "Anne-Marie" is three words: anne, marie and annemarie. "Müller" has two forms: muller and mueller.
    """
    normal = _normalised(text)
    spellings = {_without_accents(normal), _without_accents(normal.translate(_SPELT_OUT))}
    return frozenset(word for spelling in spellings for word in _words(spelling))


def words_of_name(name: str) -> frozenset[str]:
    """`words_in` a name, and all of it as one word: "李 明" signs as 李明, "Ada Example" as adaexample."""
    return words_in(name) | words_in("".join(_normalised(name).split()))


def is_unspaced(word: str) -> bool:
    """Whether its script puts no spaces between words, so that it may stand inside a longer run."""
    return any(low <= ord(character) <= high for character in word for low, high in _UNSPACED)


def _normalised(text: str) -> str:
    visible = plain_line(text, _MOST_EXPANSION * len(text))
    # Twice, as folding case can leave text that is not in NFKC.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.translate(_UNDIVIDED))
    kept = (character for character in apart if unicodedata.combining(character) in _LETTER_MAKING)
    return unicodedata.normalize("NFC", "".join(kept))


def _words(text: str) -> set[str]:
    found: set[str] = set()
    for run in text.split():
        pieces = "".join(character if _is_of_word(character) else " " for character in run).split()
        found.update(pieces, ["".join(pieces)])
    return {word for word in found if sum(map(str.isalpha, word)) >= _FEWEST_LETTERS}


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"
