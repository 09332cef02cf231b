"""Private topics in notes, in five languages at once, by words, stems and parts from templates/messages/private.txt.

Words are looked up and not matched by a pattern: a pattern of this many words takes a browser too long to compile.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from linkepix.writing.words import lines_of

if TYPE_CHECKING:
    from jinja2 import Environment

_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Topics:
    """What is looked for, without accents. Phrases begin with a blank, and end with one unless they are stems."""

    words: frozenset[str]
    stems: frozenset[str]
    phrases: tuple[str, ...]
    parts: tuple[str, ...]
    ends: tuple[str, ...]

    def found_in(self, line: str) -> bool:
        words = _WORD.findall(_folded(line))
        text = f" {' '.join(words)} "
        if any(phrase in text for phrase in self.phrases) or any(part in text for part in self.parts):
            return True
        return any(self._is_private(piece) for word in words for piece in {word, *re.split("['-]", word)})

    def _is_private(self, word: str) -> bool:
        begun = any(word[:length] in self.stems for length in range(_SHORTEST, len(word) + 1))
        return begun or word in self.words or word.endswith(self.ends)


def _folded(text: str) -> str:
    """Small letters without accents, as private.txt has its words."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return "".join(c for c in letters if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def topics_of(templates: Environment) -> Topics:
    """All topics of all languages: notes may be in another one than the message."""
    lines = (line for lines in lines_of(templates, "private").values() for line in lines)
    entries = sorted({_folded(entry).replace("_", " ") for line in lines for entry in line.split()})
    single = [entry for entry in entries if " " not in entry]
    begins = [entry for entry in single if not entry.startswith("*")]
    inner = [entry for entry in single if entry.startswith("*")]
    return Topics(
        words=frozenset(entry for entry in begins if not entry.endswith("*")),
        stems=frozenset(entry[:-1] for entry in begins if entry.endswith("*")),
        phrases=tuple(f" {entry} ".removesuffix("* ") for entry in entries if " " in entry),
        parts=tuple(entry.strip("*") for entry in inner if entry.endswith("*")),
        ends=tuple(entry[1:] for entry in inner if not entry.endswith("*")),
    )
