"""Which language a message is written in, known before it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Final[Mapping[str, str]] = {
    "english": "en",
    "deutsch": "de",
    "german": "de",
    "français": "fr",
    "francais": "fr",
    "french": "fr",
    "español": "es",
    "espanol": "es",
    "spanish": "es",
    "português": "pt-BR",
    "portugues": "pt-BR",
    "portuguese": "pt-BR",
}
_PORTUGAL: Final = re.compile(r"portugu\w+.*(?:portugal|pt-pt|europ)")
_INFORMAL_TONES: Final = frozenset({"friendly", "playful"})


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is en, de, fr, es, pt-BR or pt-PT. `is_fallback`: another one was wanted, and English is written."""

    code: str
    is_fallback: bool = False

    @property
    def base(self) -> str:
        """The language without its region: the name of its files."""
        return self.code.partition("-")[0]


def language_of(name: str) -> Language:
    """The language of this name, in its own words or in English; English for one that is not known, or for none."""
    wanted = " ".join(name.split()).casefold()
    if _PORTUGAL.match(wanted):
        return Language("pt-PT")
    code = _NAMES.get(wanted.partition("(")[0].strip(), "")
    return Language(code or "en", is_fallback=bool(wanted) and not code)


def form_of(language: Language, tone: str) -> int:
    """Which of two forms stands in `[one|other]` in a file of words: tú or usted, Brazil or Portugal."""
    if language.base == "pt":
        return 1 if language.code == "pt-PT" else 0
    return 0 if tone in _INFORMAL_TONES else 1
