"""Parts that stand next to or below a name: role, company and place, by their look or else by their order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.companies import company_score
from linkepix.reading.contacts import is_contact, names_the_domain
from linkepix.reading.headline import has_company_after_role, is_past, read_headline, sure
from linkepix.reading.interface import BREAKS, EMPLOYMENT
from linkepix.reading.phrases import SURE_AT
from linkepix.reading.places import city_in, is_street, place_score
from linkepix.reading.shapes import is_proper_name, role_score

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PARTS = 6
_MOST_WORDS = 12
_LONGEST = 150
_KNOWN = 0.5
_SURE = 0.6
_NOTHING = -1
_UNKNOWN_COMPANY, _UNKNOWN_OTHER, _LOWER_CASE = 0.25, 0.15, 0.4
_LONGEST_PLACE_WORDS = 3
_IN_ORDER = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """A text with how much it looks like each field, from 0 to 1."""

    text: str
    role: float
    company: float
    place: float

    @property
    def is_known(self) -> bool:
        return max(self.role, self.company, self.place) >= _KNOWN


def weigh(text: str, labels: tuple[str, ...] = ()) -> Part:
    """Weigh one part. `labels` are of the mail's domains: a company that names one is surely a company."""
    if _is_other(text):
        return Part(text, 0.0, 0.0, 0.0)
    if city := city_in(text):
        return Part(city, 0.0, 0.0, 0.9)
    role, company, place = role_score(text), company_score(text), place_score(text)
    if names_the_domain(text, labels):
        company = max(company, 0.9)
    # "Bank of Scotland" is no place, and "Director of Group Purchasing" no company.
    if company >= role and company >= place:
        role, place = role * 0.3, place * 0.3
    elif role:
        company, place = company * 0.4, place * 0.3
    else:
        company *= 0.4
    return Part(text, role, company, place) if role or company or place else _unknown(text)


def read_parts(parts: Sequence[str], trust: float, labels: tuple[str, ...] = ()) -> Reading:
    """Role, company and place; where looks do not tell, their order does, and trust is less."""
    left = [part for part in parts[:_MOST_PARTS] if not is_past(part)]
    spoken = next((part for part in left if has_company_after_role(part)), "")
    # "Chair of History" above "Example University" names a field, and no company.
    has_better = any(weigh(part, labels).company >= _SURE for part in left if part not in spoken)
    if spoken and (not has_better or _says_at(spoken)):
        left.remove(spoken)
        return _with_place(read_headline(spoken, trust), [weigh(part, labels) for part in left], trust)
    return _assigned([weigh(part, labels) for part in left], trust)


def _says_at(text: str) -> bool:
    return any(mark in text for mark in SURE_AT)


def _is_other(text: str) -> bool:
    low = text.lower()
    is_long = len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or text.endswith((":", "?", "!"))
    return is_long or low in EMPLOYMENT or low in BREAKS or "@" in text or (is_contact(text) and not city_in(text))


def _unknown(text: str) -> Part:
    if any(map(str.isdigit, text)) or text.endswith("."):
        return Part(text, 0.0, 0.0, 0.0)
    if text.islower():
        return Part(text, _LOWER_CASE, 0.1, 0.1)
    if not is_proper_name(text.removeprefix("The ")):
        return Part(text, 0.0, 0.0, 0.0)
    is_short = len(text.split()) <= _LONGEST_PLACE_WORDS
    return Part(text, _UNKNOWN_OTHER, _UNKNOWN_COMPANY, _UNKNOWN_OTHER if is_short else 0.0)


def _with_place(work: Reading, parts: list[Part], trust: float) -> Reading:
    place = next((part for part in parts if part.place >= _KNOWN), None)
    if place is None and len(parts) == 1 and parts[0].place > 0:
        place = parts[0]
    if work.location.value or place is None:
        return work
    confidence = trust * (place.place if place.place >= _KNOWN else 0.6)
    return Reading(work.name, work.role, work.company, sure(place.text, confidence), work.notes)


def _assigned(parts: list[Part], trust: float) -> Reading:
    """The assignment that agrees best with looks and with the usual order: role, company, place."""
    choices = range(_NOTHING, len(parts))
    r, c, p = max(product(choices, choices, choices), key=lambda choice: _agreement(parts, choice))
    role, company, place = (parts[at] if at >= 0 else Part("", 0.0, 0.0, 0.0) for at in (r, c, p))
    known_role, known_company = role.role >= _LOWER_CASE, company.company >= _KNOWN
    return Reading(
        role=_guess(role.text, role.role, trust, by_order=0.6 if known_company and r == 0 else 0.0),
        company=_guess(company.text, company.company, trust, by_order=0.65 if known_role and abs(c - r) == 1 else 0.0),
        location=_guess(place.text, place.place, trust, by_order=_place_by_order(r, c, p, known_role or known_company)),
    )


def _agreement(parts: list[Part], choice: tuple[int, int, int]) -> float:
    r, c, p = choice
    taken = [at for at in choice if at >= 0]
    if len(taken) != len(set(taken)):
        return -1.0
    looks = (parts[r].role if r >= 0 else 0.0) + (parts[c].company if c >= 0 else 0.0)
    looks += parts[p].place if p >= 0 else 0.0
    in_order = sum(0 <= first < second for first, second in ((r, c), (c, p), (r, p)))
    return looks + _IN_ORDER * in_order - sum(taken) / 1000


def _place_by_order(r: int, c: int, p: int, is_certain: bool) -> float:  # noqa: FBT001
    return 0.6 if is_certain and r >= 0 and c >= 0 and p == max(r, c) + 1 else 0.0


def _guess(text: str, look: float, trust: float, *, by_order: float) -> Guess:
    if look >= _KNOWN:
        return sure(text, trust * look)
    return sure(text, trust * by_order) if look else Guess()


def is_address(text: str) -> bool:
    return is_street(text) or bool(city_in(text))
