"""What a picture's prompt must never hold: the prospect's name, an address, or a picture."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from linkepix.errors import PromptLeakError
from linkepix.prompts.words import folded, is_unspaced, words_in, words_of_name

if TYPE_CHECKING:
    from linkepix.model.prospect import Prospect

_REFERENCES = {
    "URL": re.compile(r"[a-z][a-z0-9+.-]{1,20}:/|\bwww\.|[^\W_]\.[^\W\d_]{2}", re.IGNORECASE),
    "e-mail address": re.compile(r"\S@"),
    "data reference": re.compile(r"\b(?:data|blob|file|javascript):\S", re.IGNORECASE),
    "picture in markup": re.compile(r"<\s?(?:img|image|svg|picture)\b|!\[", re.IGNORECASE),
    "encoded picture": re.compile(r"[A-Za-z0-9+/=_-]{64}"),
}


def collides(text: str, words: frozenset[str]) -> bool:
    """Whether one of `words`, as `words_of_name` gives them, stands in `text`.

    Case, accents, width and hidden characters make no difference. A word of a script without spaces is
    found inside a longer run too, because nobody sees there where a word ends.
    """
    if not words.isdisjoint(words_in(text)):
        return True
    run = folded(text)
    return any(is_unspaced(word) and word in run for word in words)


def check_picture_prompt(prompt: str, prospect: Prospect) -> None:
    """Raises PromptLeakError where `prompt` holds a word of the name, an address or a picture.

    The error names the kind of leak and not its text, because errors are kept in records.
    """
    if collides(prompt, words_of_name(prospect.name)):
        raise PromptLeakError("the picture's prompt holds a word of the prospect's name")
    plain_letters = unicodedata.normalize("NFKC", prompt)
    for kind, pattern in _REFERENCES.items():
        if pattern.search(plain_letters):
            raise PromptLeakError(f"the picture's prompt holds: {kind}")
