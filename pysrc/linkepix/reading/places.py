"""Places: a town and a country, an address with its postal code."""

from __future__ import annotations

import re

from linkepix.reading.companies import company_score
from linkepix.reading.known import is_country, is_listed_role, is_place, words_of
from linkepix.reading.vocabulary import MARKETS, REGION_WORDS, REGIONS

_LONGEST = 80
_LONGEST_ADDRESS = 160
_FEWEST_DIGITS = 3
"""Of a postal code: "K1A 0B1"."""

_MOST_PARTS = 4
_MOST_WORDS = 5
_COMPANY = 0.5
_EDGES = " .,;:-\u2013\u2014()"
_TOWN = r"[^\W\d_][^\d,|;·(\n\u2013\u2014]{1,40}"
_START = r"(?:^|[,|·;\u2013\u2014-]\s?)(?:[A-Z]{1,3}[-\s])?"
_TOWN_AFTER_CODE = re.compile(
    _START + r"(?:\d{2,5}-\d{3}|\d{3}\s\d{2}|\d{4}\s[A-Z]{2}|\d{4,6})\s{1,3}(" + _TOWN + r")",
)
_STATE_AND_CODE = re.compile(r"([^\W\d_][^\d,|;·\n]{1,40}),?\s([A-Z]{2,3})\s(?:\d{4,5}\b|[A-Z]\d[A-Z]\s?\d[A-Z]\d)")
_TOWN_BEFORE_CODE = re.compile(
    r"([^\W\d_][^\d,|;·\n]{1,40}?),?\s[-\u2013]?\s?(?:[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|\d{3}\s?\d{3}\b|[A-Z]\d\d\s[A-Z\d]{4}\b)"
)
_JAPANESE = re.compile(r"〒?\s?\d{3}-\d{4}\s{0,3}([^\W\d_A-Za-z][^\d,|\s]{1,20})")
_STATE = re.compile(r"[A-Z]{2,3}")
_CEDEX = re.compile(r"\scedex\b.*", re.IGNORECASE)
_STREET = re.compile(
    r"(?<!\d)\d{1,6}[a-z]?\s{1,3}[A-Z]|\bstr(?:\.|aße|asse)\b|\b(?:street|road|avenue|rue|calle|via|ul\.)\b",
    re.IGNORECASE,
)


def place_score(text: str) -> float:
    """A town, a region, a country, from 0 to 1."""
    parts = [part.strip() for part in re.split(r"[,،、\uff0c]", text[: _LONGEST + 1])]
    if not text or len(text) > _LONGEST or len(parts) > _MOST_PARTS or any(map(str.isdigit, text)):
        return 0.0
    if not all(_looks_like_place(part) for part in parts) or any(map(_is_other, parts[:-1])):
        return 0.0
    if is_country(parts[-1]) or _is_region(text):
        return 0.9
    if is_place(parts[0]) or is_place(text):
        return 0.75
    if len(parts) > 1:
        return 0.85 if _STATE.fullmatch(parts[-1]) and parts[-1] in REGIONS else 0.35
    last = text.rsplit(maxsplit=1)[-1]
    return 0.8 if is_country(last) and len(text.split()) > 1 and not text.isascii() else 0.0


def city_in(text: str) -> str:
    """The town of a postal address ("20457 Hamburg", "Springfield, IL 62701"), or the empty string."""
    if len(text) > _LONGEST_ADDRESS or sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return ""
    if found := _STATE_AND_CODE.search(text):
        return f"{found[1].strip(_EDGES)}, {found[2]}" if _may_be_town(found[1]) else ""
    if found := _JAPANESE.search(text) or _TOWN_BEFORE_CODE.search(text) or _TOWN_AFTER_CODE.search(text):
        town = _CEDEX.sub("", found[1]).strip(_EDGES)
        return town if _may_be_town(town) else ""
    return ""


def is_street(text: str) -> bool:
    return len(text) <= _LONGEST_ADDRESS and any(map(str.isdigit, text)) and _STREET.search(text) is not None


def is_region(text: str) -> bool:
    """A code or a name of a market, a state or a country: "EMEA", "UK"."""
    return text.upper() in MARKETS or text in REGIONS or is_country(text)


def _is_other(part: str) -> bool:
    return company_score(part) >= _COMPANY or any(map(is_listed_role, words_of(part)))


def _looks_like_place(part: str) -> bool:
    words = part.split()
    first = next((character for character in part if character.isalpha()), "")
    return 0 < len(words) <= _MOST_WORDS and bool(first) and not first.islower() and part[-1:] not in {"!", "?"}


def _is_region(text: str) -> bool:
    words = [word.strip(_EDGES) for word in text.lower().split()]
    has_end = text.endswith(("市", "省", "県", "府", "都", "区", "縣", "시", "도"))
    return has_end or (len(words) > 1 and not REGION_WORDS.isdisjoint(words))


def _may_be_town(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _MOST_WORDS and not text[:1].islower()
