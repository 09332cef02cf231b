"""What may be said in a message: the fields as they were typed → words that fit into a sentence, or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from linkepix.providers.base import MessageJob

_JOINERS: Final = "\u200c\u200d"
"""Invisible, and part of the spelling in Persian, in Indic scripts and in emoji."""

_TITLES: Final = frozenset(
    "dr dr. prof prof. professor mr mr. mrs mrs. ms ms. mx mx. sir dame herr frau ing ing. dipl.-ing. mag mag. "
    "m. mme mme. mlle sr sr. sra sra. don doña".split()
)
_ASIDE: Final = re.compile(r"[(\[|·•/].*")
_SUFFIX: Final = re.compile(r",\s*[A-Z.\- ]{2,12}$|,\s*Ph\.?\s?D\.?$|,\s*(?:MSc|BSc|Jr\.?|Sr\.?)$")
_EDGES: Final = " \t,;:.!?…-–—_*#\"'„“”‚‘’«»|/\\"

# Longer than this, and it is not what the field's name says: a message does better without it.
_LONGEST: Final = {"name": 40, "role": 60, "company": 50, "location": 40, "us": 50, "offer": 600}


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
    """The text itself, or its first whole words and an ellipsis in at most `limit` units; "" where none fits."""
    if units(text) <= limit:
        return text
    words: list[str] = []
    for word in text.split(" "):
        if units(" ".join([*words, word])) + 1 > limit:
            break
        words.append(word)
    kept = " ".join(words).rstrip(_EDGES)
    return kept + "…" if kept else ""


def _words(value: str) -> str:
    """One line without control characters; "" unless a letter or digit is in it."""
    visible = "".join(c if c in _JOINERS or unicodedata.category(c)[0] != "C" else " " for c in value)
    line = " ".join(visible.split()).strip(_EDGES)
    return line if any(c.isalnum() for c in line) else ""


def _phrase(value: str, field: str) -> str:
    words = _words(value)
    return words if units(words) <= _LONGEST[field] else ""


def _name(value: str) -> str:
    """Without pronouns, degrees and what else profiles carry; "Doe, Jane" becomes "Jane Doe"."""
    name = _SUFFIX.sub("", _words(_ASIDE.sub("", value)))
    last, comma, first = name.partition(", ")
    if comma:
        name = f"{first} {last}" if " " not in last else last
    name = " ".join(_cased(word) for word in name.split())
    spelled = all(c.isalpha() or unicodedata.category(c)[0] == "M" or c in " .'’-" + _JOINERS for c in name)
    return name if spelled and any(c.isalpha() for c in name) and units(name) <= _LONGEST["name"] else ""


def _cased(word: str) -> str:
    """MARIA and maria become Maria; McKay and "de" in the middle of nothing stay as typed."""
    shouted = word.isupper() and len(word) > 2 and "." not in word  # noqa: PLR2004 - "JP" and "J.P." are initials
    return word.capitalize() if shouted else word


def _first_name(full_name: str) -> str:
    """The first word that is no title and no initial; "" where there is none."""
    words = (word for word in full_name.split() if word.casefold() not in _TITLES)
    first = next(words, "")
    usable = first and not first.endswith(".") and (len(first) > 1 or not first.isascii())
    return first[0].upper() + first[1:] if usable else ""
