"""One line about somebody's work: "Role at Company, Place | more", in the order in which people write it."""

from __future__ import annotations

import re

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.companies import company_score, is_legal_form
from linkepix.reading.known import words_of
from linkepix.reading.lines import BARS, COMMAS, split_all, split_once
from linkepix.reading.phrases import HOUSED_AT, LIVES_IN, MAYBE_AT, SURE_AT
from linkepix.reading.places import place_score
from linkepix.reading.sentences import sentences
from linkepix.reading.shapes import is_capitalised, is_proper_name, role_score
from linkepix.reading.vocabulary import TITLES_BEFORE_OF, TOPICS

_OF = (" of ", " von ", " der ", " de ", " di ", " du ", " do ", " da ", " van ")
_OWNED_BY = ("の", "的")
_COPULAS = ("です", "である")
_SURE_COMPANY = 0.85
_KNOWN_COMPANY = 0.7
_LONGEST_ROLE = 120
_MOST_ROLE_WORDS = 4
_MOST_PLACES = 3
_MOST_PARTS = 8
_MOST_PLACE_WORDS = 3
_FORMER = (
    "former ",
    "ex-",
    "ex ",
    "formerly ",
    "previously ",
    "ehemalige",
    "ancien ",
    "ancienne ",
    "antiguo ",
    "antigua ",
    "retired ",
    "past ",
    "past: ",
    "prev. ",
    "previous ",
    "was ",
    "zuvor ",
    "vormals ",
    "früher ",
    "anteriormente ",
    "précédemment ",
    "in precedenza ",
    "voorheen ",
    "tidigare ",
    "wcześniej ",
    "ранее ",
)
_ANDS = (" and ", " & ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " и ", ", ")
_ARTICLES = re.compile(r"^(?:our new|our|the|an?|unsere?|notre|nuestr[ao]|bin|als)\s", re.IGNORECASE)
_ARTICLE = ("the ", "our ", "my ", "his ", "her ", "their ", "this ")
_SOMEBODY = ("a ", "an ", "also ", "ein ", "eine ", "une ", "una ", "uma ")
_SOUTH_EAST_ASIAN_AT = " ที่ "
_NO_COMPANY = ("the age ", "the moment", "home", "work", "i ", "a ", "an ", "present", "large", "heart", "scale")


def sure(value: str, confidence: float) -> Guess:
    """A guess, whose confidence is 0 where there is no value."""
    return Guess(value, round(confidence, 2)) if value and confidence > 0 else Guess()


def read_headline(text: str, trust: float) -> Reading:
    """Role, company and place of one line; what stands behind a bar comes back as notes."""
    first, rest = _without_past(text)
    first, home = split_once(first, LIVES_IN)
    role, at, sureness = _part_at(first)
    work = read_company(at, trust * sureness)
    if is_past(first):
        return Reading(notes=sure(text, trust * 0.6))
    if work.company.value:
        role_trust = trust if role_score(role) else trust * 0.5
        return Reading(
            role=sure(_first_role(role), role_trust),
            company=work.company,
            location=work.location,
            notes=sure(rest, trust * 0.6),
        )
    second, more = split_once(rest, BARS)
    if company_score(first) >= _SURE_COMPANY and role_score(second):
        # In East Asia, and on many cards, the company stands first.
        first, second = second, first
    if not role_score(first):
        return Reading(notes=sure(text, trust * 0.6))
    is_company = company_score(second) >= _SURE_COMPANY
    return Reading(
        role=sure(_first_role(first), trust * 0.9),
        company=sure(second, trust * 0.9) if is_company else Guess(),
        location=sure(home.rstrip("."), trust * 0.9) if place_score(home) or is_capitalised(home) else Guess(),
        notes=sure(more if is_company else rest, trust * 0.6),
    )


def _without_past(text: str) -> tuple[str, str]:
    """The first part that is about the present, and what stands behind it; the first part where none is."""
    first, rest = split_once(text, BARS)
    parts = split_all(text, BARS)[:_MOST_PARTS] if is_past(first) else []
    at = next((at for at, part in enumerate(parts) if not is_past(part)), 0)
    return (parts[at], " | ".join(parts[at + 1 :])) if at else (first, rest)


def is_past(text: str) -> bool:
    """Such as "Former CTO" or "ex-CTO": a job that somebody had."""
    return text.lower().startswith(_FORMER)


def _first_role(role: str) -> str:
    """Cut "our writer and lives in Bergen" down to "writer", but not "Founder and CEO"."""
    role = _ARTICLES.sub("", role)
    role = next((role.removesuffix(mark.rstrip()) for mark in _ANDS if role.endswith(mark.rstrip())), role)
    for mark in _ANDS:
        head, _, tail = role.partition(mark)
        if tail and role_score(head) and not role_score(tail) and tail[:1].islower():
            return head.rstrip(" ,")
    return role.rstrip(" ,")


def read_company(text: str, trust: float) -> Reading:
    """What follows "at": a company, and perhaps a place behind a comma."""
    first, *more = sentences(_without_second_job(text), 2) or [""]
    head, *others = split_all(first if more else _without_second_job(text), COMMAS) or [""]
    while others and is_legal_form(others[0]):
        head = f"{head}, {others.pop(0)}"
    company, inside = split_once(head, (" in ", " ("))
    if not is_legal_form(company.rpartition(" ")[2]):
        company = company.rstrip(" .")
    places = [part.strip(" ().") for part in (inside, *others)]
    place = ", ".join(_leading_places(places))
    is_common = company == company.lower() and company.startswith(_ARTICLE)
    if not company or is_common or company.lower().startswith(_NO_COMPANY):
        return Reading()
    return Reading(company=sure(company, trust), location=sure(place, trust * 0.7))


def _without_second_job(text: str) -> str:
    """Cut "Acme and Board Member at Elsewhere" behind "Acme"."""
    for mark in _ANDS:
        head, _, tail = text.partition(mark)
        second, company = split_once(tail, SURE_AT)
        is_job = role_score(second) or (bool(company) and len(second.split()) <= _MOST_ROLE_WORDS)
        is_job = is_job or tail.startswith((*_FORMER, *_SOMEBODY))
        if tail and is_job and head[:1].isalnum():
            return head
    return text


def _leading_places(parts: list[str]) -> list[str]:
    """The parts that may be a place, up to the first that may not."""
    kept: list[str] = []
    for part in filter(None, parts[: _MOST_PLACES + 1]):
        if (
            not (is_proper_name(part) or part.islower())
            or len(part.split()) > _MOST_PLACE_WORDS
            or role_score(part)
            or company_score(part)
            or is_past(part)
        ):
            break
        kept.append(part)
    return kept


def has_company_after_role(text: str) -> bool:
    return bool(_part_at(text)[1])


def _part_at(text: str) -> tuple[str, str, float]:
    """Role, company with what follows it, and how surely they are that."""
    role, company = split_once(text, SURE_AT)
    if not company and _SOUTH_EAST_ASIAN_AT in text:
        role, _, company = text.partition(_SOUTH_EAST_ASIAN_AT)
    if (
        company
        and any(map(str.isalpha, company))
        and role
        and not role.endswith((":", "-"))
        and len(role) <= _LONGEST_ROLE
    ):
        return role, company, 1.0
    role, company = _split_last(text, MAYBE_AT)
    if not company and company_score(_split_last(text, HOUSED_AT)[1]) >= _KNOWN_COMPANY:
        role, company = _split_last(text, HOUSED_AT)
    is_work = role_score(role) or (company_score(company) >= _KNOWN_COMPANY and len(role.split()) <= _MOST_ROLE_WORDS)
    if is_work and is_capitalised(company) and not _is_topic(company):
        return role, company, 1.0 if company_score(company) >= _SURE_COMPANY else 0.65
    if of := _part_of(text):
        return *of, 0.85
    return _part_company_first(text)


def _part_of(text: str) -> tuple[str, str] | None:
    """Read "CEO of Acme" and "Head of Sales of Acme Ltd"; not "Head of Sales", nor "Chair of History, Acme College"."""
    role, company = split_once(text, _OF)
    first, others = split_once(company, COMMAS)
    has_better = company_score(others) > company_score(first) and not is_legal_form(others)
    if _may_be_of_company(role) and company[:1].isupper() and not _is_topic(company) and not has_better:
        return role, company
    role, company = _split_last(text, _OF)
    first, _ = split_once(company, COMMAS)
    is_company = company_score(first) >= _SURE_COMPANY and ", " not in role
    return (role, company) if is_company and role_score(role) and company[:1].isupper() else None


def _part_company_first(text: str) -> tuple[str, str, float]:
    """北風株式会社の物流部長, 北风有限公司的物流总监, 株式会社北風 物流部 部長."""
    for separator in (*_OWNED_BY, " "):
        company, _, role = text.partition(separator)
        if company_score(company) == _SURE_COMPANY and role_score(role):
            for copula in _COPULAS:
                role = role.removesuffix(copula)
            return role, company, 0.95
    return "", "", 0.0


def _may_be_of_company(role: str) -> bool:
    words = words_of(role)
    return bool(words) and words[-1] in TITLES_BEFORE_OF and "vice" not in words


def _is_topic(text: str) -> bool:
    return TOPICS.issuperset(words_of(text))


def _split_last(text: str, separators: tuple[str, ...]) -> tuple[str, str]:
    place, length = max((text.rfind(separator), len(separator)) for separator in separators)
    if place <= 0:
        return text, ""
    return text[:place].strip(), text[place + length :].strip()
