"""A profile page, selected whole and copied: LinkedIn's order of lines, in any of its languages.

The order has held since 2020 while the page's markup changed (Ember until 2025, SDUI since): name,
pronouns, degree, headline, company · school, place · "Contact info", then sections under one-word headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.experience import is_break, is_on_a_break, read_experience
from linkepix.reading.headline import read_headline, sure
from linkepix.reading.interface import CONTACT_INFO, EMPLOYMENT, PRONOUNS, SECTIONS
from linkepix.reading.known import lowered, words_of
from linkepix.reading.lines import DOTS, is_degree, split_all, split_once
from linkepix.reading.names import name_score, tidy_name
from linkepix.reading.places import place_score
from linkepix.reading.shapes import role_score
from linkepix.reading.vocabulary import SCHOOL_WORDS

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_TOP_CARD_LINES = 40
_ACTIVITY_LINES = 6
_LONGEST_PRONOUNS = 24
_LONGEST_LABEL = 30
_SURE_PLACE = 0.7
_COMMAS_OF_A_PLACE = 2
_PRONOUNS = re.compile(r"\(?[^\W\d_]{1,6}\s?/\s?[^\W\d_]{1,6}(?:\s?/\s?[^\W\d_]{1,6})?\)?")


@dataclass(frozen=True, slots=True)
class _Page:
    """`top` is the card above the first section; `place` the line that "Contact info" points to."""

    top: Lines
    place: str
    sections: dict[str, Lines]


def read_profile(lines: Lines) -> Reading:
    """Empty where the text has none of a profile's marks: a degree, "Contact info", its own headings."""
    page = _page(lines)
    at, name = _find_name(page, lines)
    headline, card = _headline_and_card(page.top[at + 1 :], name)
    marks = _marks(page, headline)
    if not marks or not name:
        return Reading()
    trust = 0.95 if marks > 1 else 0.8
    place = page.place or next((line for line in card if place_score(line)), "")
    work = _work(page, headline, _company_of_card(card, place, trust), trust)
    return Reading(
        name=sure(name, trust),
        role=work.role,
        company=work.company,
        location=sure(place, trust if page.place else trust * 0.8),
        notes=_notes(page, "" if work.notes.value == work.company.value else work.notes.value),
    )


def _work(page: _Page, headline: str, company_of_card: Guess, trust: float) -> Reading:
    section = page.sections.get("experience", ())
    if is_break(headline) or is_on_a_break(section):
        return Reading(notes=sure(headline, trust * 0.6))
    spoken, held = read_headline(headline, trust), read_experience(section, trust)
    company = _surest(held.company, spoken.company, company_of_card)
    role = held.role if _says_so(headline, held.role.value) or not spoken.role.value else spoken.role
    return Reading(
        role=_without_company(role, company.value),
        company=company,
        notes=spoken.notes,
    )


def _says_so(headline: str, role: str) -> bool:
    """A headline that holds the role of the experience, and more, is longer than the role."""
    return bool(role) and role.lower() in headline.lower()


def _without_company(role: Guess, company: str) -> Guess:
    """In East Asia the company stands before the role."""
    value = role.value.removeprefix(f"{company} ") if company else role.value
    return sure(value, role.confidence)


def _page(lines: Lines) -> _Page:
    starts = [(at, section) for at, line in enumerate(lines) if (section := _section(line))]
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    sections: dict[str, Lines] = {}
    for (at, section), end in zip(starts, ends, strict=False):
        sections.setdefault(section, lines[at + 1 : end])
    top = lines[: starts[0][0] if starts else len(lines)][:_TOP_CARD_LINES]
    return _Page(top, _place_before_contact_info(top), sections)


def _section(line: str) -> str:
    low = lowered(line)
    return next((section for section, headings in SECTIONS.items() if low in headings), "")


def _marks(page: _Page, headline: str) -> int:
    has_degree = any(map(is_degree, page.top))
    # Any site has a menu with "About": by itself it counts only under a name and a role.
    headings = [section for section in ("about", "activity", "experience") if section in page.sections]
    is_headed = "experience" in headings or len(headings) > 1 or (bool(headings) and role_score(headline) > 0)
    return has_degree + bool(page.place) + is_headed


def _place_before_contact_info(top: Lines) -> str:
    for at, line in enumerate(top):
        label = next((words for words in CONTACT_INFO if lowered(line).endswith(words)), "")
        if label:
            before = line[: -len(label)].strip(" ·")
            return before or (top[at - 1].strip(" ·") if at else "")
    return next(filter(None, map(_place_before_dot, top)), "")


def _place_before_dot(line: str) -> str:
    """A place, a dot and a few words that nobody knows: "Contact info" in one more language."""
    place, label = split_once(line, DOTS)
    is_label = (
        0 < len(label) <= _LONGEST_LABEL
        and not any(map(str.isdigit, label))
        and not (place_score(label) or label.lower() in EMPLOYMENT)
    )
    is_place = place_score(place) >= _SURE_PLACE or (is_label and place.count(", ") == _COMMAS_OF_A_PLACE)
    return place if is_label and is_place and not role_score(label) else ""


def _is_contact_info(line: str) -> bool:
    return lowered(line).endswith(CONTACT_INFO)


def _find_name(page: _Page, lines: Lines) -> tuple[int, str]:
    """The line of the top card that is most like a name, by its look and by what stands around it."""
    best = (0.0, 0, "")
    # Above a degree stands the name; what is below it is about work.
    end = next((at for at, line in enumerate(page.top) if is_degree(line)), len(page.top)) + 1
    above = (
        page.top[:end]
        if any(name_score(_name_in(line)) and not _is_pronouns(line) for line in page.top[:end])
        else page.top
    )
    for at, line in enumerate(above):
        name = _name_in(line)
        score = name_score(name)
        if not score or line == page.place or _is_pronouns(line):
            continue
        score += 0.4 * _has_degree_near(page.top, at) + 0.2 * (_mentions(lines, name) > 1) - at / 1000
        if score > best[0]:
            best = (score, at, name)
    return best[1:]


def _name_in(line: str) -> str:
    return tidy_name(split_once(line, DOTS)[0])


def _has_degree_near(top: Lines, at: int) -> bool:
    return is_degree(top[at]) or any(is_degree(line) or _is_pronouns(line) for line in top[at + 1 : at + 3])


def _mentions(lines: Lines, name: str) -> int:
    return sum(name in line for line in lines)


def _is_pronouns(line: str) -> bool:
    first = split_once(line, DOTS)[0]
    return len(first) <= _LONGEST_PRONOUNS and (_PRONOUNS.fullmatch(first) is not None or first.lower() in PRONOUNS)


def _headline_and_card(after_name: Lines, name: str) -> tuple[str, Lines]:
    """The first line under the name that is neither it, its pronouns nor a degree; and the lines below."""
    told = [line for line in after_name if not (_is_pronouns(line) or is_degree(line) or name in line)]
    if not told or _is_contact_info(told[0]):
        return "", tuple(told)
    return told[0], tuple(told[1:])


def _company_of_card(card: Lines, place: str, trust: float) -> Guess:
    """The company of "company · school", which stands between headline and place."""
    end = next((at for at, line in enumerate(card) if place and line.startswith(place)), 2)
    above = [line for line in card[:end] if not place_score(line)]
    first = split_all(above[0], DOTS)[0] if above and place else ""
    is_other = role_score(first) or not SCHOOL_WORDS.isdisjoint(words_of(first)) or _is_contact_info(first)
    return Guess() if is_other else sure(first, trust * 0.7)


def _surest(*guesses: Guess) -> Guess:
    return max(guesses, key=lambda guess: guess.confidence)


def _notes(page: _Page, motto: str) -> Guess:
    about = page.sections.get("about", ())
    # "Ada Example posted this • 2w" is the page's line about the post, not the post.
    posts = [line for line in page.sections.get("activity", ()) if "•" not in line]
    text = "\n".join((motto, *about, *posts[:_ACTIVITY_LINES]))
    return sure(text.strip(), 0.8 if about or posts else 0.6)
