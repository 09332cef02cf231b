"""What may be said in a message: fields as they were typed → words that fit into a sentence, or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkepix.model.plain_text import plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.providers.base import MessageJob

_TITLES: Final = re.compile(
    r"(?:dr|prof|mr|mrs|ms|mx|ing|dipl\.-ing|mag|m|mme|sr|sra)\.|dr|prof|professor|mr|mrs|ms|mx|sir|dame|herr|frau|mme"
    r"|mlle|sra",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"[(\[|·•/].*")
_QUOTES: Final = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb"
_OUTER: Final = " ,;:.!?\u2026-\u2013\u2014_|/\\" + _QUOTES
"""Punctuation that belongs to the sentence it came from."""
_BULLETS: Final = "#*•· "

_LONGEST: Final[Mapping[str, int]] = {
    "name": 40,
    "role": 60,
    "company": 50,
    "location": 40,
    "us": 50,
    "offer": 600,
}
"""In UTF-16 units. What is longer is not what its field's name says: a message does better without it."""
_READ: Final = 2_000
"""Characters of a field that are looked at."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Each is one line without outer blanks or punctuation, or "" where unknown or of no use.

    `us` is the visitor's company. Notes are left out on purpose: they are the visitor's own, and nobody can
    tell by rule whether a line of them may be shown to the person they are about.
    """

    first_name: str
    full_name: str
    role: str
    company: str
    location: str
    us: str
    offer: str


def facts_of(job: MessageJob) -> Facts:
    prospect, company = job.prospect, job.company
    full_name = _name(prospect.name)
    return Facts(
        first_name=_first_name(full_name),
        full_name=full_name,
        role=_phrase(prospect.role, "role"),
        company=_phrase(prospect.company, "company"),
        location=_phrase(prospect.location, "location"),
        us=_phrase(company.name, "us"),
        offer=clipped(_words(company.offer), _LONGEST["offer"]),
    )


def units(text: str) -> int:
    """Length as a web page counts it, in UTF-16 code units: never less than len(), 2 for an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, limit: int) -> str:
    """The text, or its first whole words and an ellipsis in at most `limit` units, or "" where none fits."""
    if units(text) <= limit:
        return text
    words: list[str] = []
    for word in text.split(" "):
        if units(" ".join([*words, word])) + 1 > limit:
            break
        words.append(word)
    kept = " ".join(words).rstrip(_OUTER)
    return kept + "…" if kept else ""


def _words(value: str) -> str:
    """One line without outer punctuation; "" unless a letter or digit is in it."""
    line = plain_line(value, _READ).lstrip(_BULLETS).strip(_OUTER)
    return line if any(c.isalnum() for c in line) else ""


def _phrase(value: str, field: str) -> str:
    words = _words(value)
    return words if units(words) <= _LONGEST[field] else ""


def _name(value: str) -> str:
    """Without pronouns, degrees and what else profiles carry; "Doe, Jane" becomes "Jane Doe"."""
    before, _, after = _words(_ASIDE.sub("", value)).partition(", ")
    words = f"{after} {before}" if after and " " not in before else before
    name = " ".join(_cased(word) for word in words.split())
    spelled = all(c.isalpha() or unicodedata.category(c)[0] == "M" or c in " .'\u2019-" for c in name)
    return name if spelled and any(c.isalpha() for c in name) and units(name) <= _LONGEST["name"] else ""


def _cased(word: str) -> str:
    """MARIA becomes Maria; JP, J.P., McKay and "de" stay as typed."""
    shouted = word.isupper() and len(word) > 2 and "." not in word  # noqa: PLR2004 - "JP" and "J.P." are initials
    return word.capitalize() if shouted else word


def _first_name(full_name: str) -> str:
    """The first word that is no title and no initial; "" where there is none."""
    words = (word for word in full_name.split() if not _TITLES.fullmatch(word))
    first = next(words, "")
    usable = first and not first.endswith(".") and (len(first) > 1 or not first.isascii())
    return first[0].upper() + first[1:] if usable else ""
