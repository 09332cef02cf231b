"""People who are named in passing: "spoke w/ Jane Doe from Acme", "my colleague Jane Doe", lists of those present.

A name is taken only as a run of words with capitals, right behind or before words that say that it is a person.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.companies import company_score
from linkepix.reading.headline import has_company_after_role, read_headline, sure
from linkepix.reading.known import is_country, is_given, is_place, words_of
from linkepix.reading.lines import BARS, COMMAS, split_all, split_once
from linkepix.reading.names import name_score, tidy_name, turned_name
from linkepix.reading.phrases import ATTENDEES, LEADS, NOBLE_TITLES, SURE_AT
from linkepix.reading.places import place_score
from linkepix.reading.row import comma_cells, read_cells
from linkepix.reading.shapes import role_score
from linkepix.reading.vocabulary import DEPARTMENTS, ENDINGS_OF_NOUNS, NAME_PARTICLES, TOPICS

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_TRUST = 0.55
_DOUBTFUL_TRUST = 0.45
_SURE_NAME = 0.65
_LONGEST = 300
_MOST_NAME_WORDS = 4
_MOST_COMPANY_WORDS = 5
_MOST_OCCUPATION_WORDS = 3
_ROW_CELLS = (3, 4)
_RESIDENT_CELLS = 3

_COLLEAGUE = re.compile(
    r"\b(?:my|our)\s(?:new\s)?(?:colleague|co-?worker|boss|manager|team-?mate|friend)\s"
    r"|\b[Mm]eine[nmr]?\s(?:neuen?\s)?(?:Kollegin|Chefin|Vorgesetzten?)\s|\b[Mm]ein(?:en|em)?\s(?:neuen?r?\s)?(?:Kollegen?|Chef)\s"
    r"|\b[Mm](?:a|on)\s(?:nouve(?:lle|au)\s)?(?:collègue|cheffe?)\s"
    r"|\b[Mm]i\s(?:nuev[oa]\s)?(?:colega|compañer[oa]|jef[ea])\s"
    r"|\b(?:[Mm]inha|[Mm]eu)\s(?:nov[oa]\s)?(?:colega|chefe)\s"
    r"|\bintroduce\syou\sto\s|\b(?:vous|te)\sprésente(?:r)?\s|\b(?:le|te|os)\spresento\sa\s|\b(?:lhe|te)\sapresento\s"
)
_SPOKE = re.compile(
    r"\b(?:[Ss]poke|[Ss]peaking|[Tt]alked|[Tt]alking|[Cc]hatted|[Cc]hat|[Cc]all|[Mm]et(?:\sup)?|[Ll]unch|[Cc]offee|[Mm]eeting)"
    r"\s(?:w/|with|to)\s?"
    r"|\b[Mm]et\s|\b(?:[Gg]espräch|[Tt]elefonat|[Hh]abe|[Tt]reffen)\smit\s|\b[Tt]raf\s"
    r"|\b(?:[Pp]arlé|[Éé]changé|[Dd]iscuté)\s(?:avec|à)\s|\b[Rr]encontré\s"
    r"|\b(?:[Hh]ablé|[Rr]eunión|[Ll]lamada)\scon\s|\b[Cc]onocí\sa\s"
    r"|\b(?:[Ff]alei|[Rr]eunião|[Cc]onversei)\scom\s|\b[Cc]onheci\s(?:a|o)?\s?"
)
_PARTICLE = re.compile(r"(?P<name>[^\W\d_a-z][\w'’.-]{0,30}(?:\s[^\W\d_a-z][\w'’.-]{0,30}){1,2})\s(?:von|de|da|do)\s")  # noqa: RUF001
_FROM = re.compile(r"\s(?:from|of|at|von|vom|aus|bei|de\schez|chez|de|da|do)\s(?:the\s|der\s)?")
_COVERS = (" covers ", " cubre ", " cobre ", " couvre ", " covering ")
_WRITES = (
    *(" reports on ", " reports for ", " writes for ", " writes on ", " writes about ", " blogs for "),
    *(" schreibt für ", " schreibt über ", " berichtet über ", " berichtet für ", " écrit pour ", " écrit sur "),
    *(" escribe para ", " escribe sobre ", " informa para ", " escreve para ", " escreve sobre "),
)
_IN = (" in ", " à ", " en ", " em ")
_WHO = ("who ", "der ", "die ", "qui ", "que ", "quien ", "quem ")
_FOR = (" for ", " für ", " pour ", " para ")


def read_mention(lines: Lines) -> Reading:
    """The first person whom a line names in one of these ways."""
    if (present := _read_present(lines)).name.value:
        return present
    found = (reading for line in lines for read in _READERS if (reading := read(line[:_LONGEST])).name.value)
    return next(found, Reading())


def read_duty(clause: str) -> tuple[Guess, Guess]:
    """Company and place of "I weld submarines in Turku for Merivene Oy"."""
    _, paper = split_once(clause, _FOR)
    _, town = split_once(clause, _IN)
    company, place = _run(paper, _MOST_COMPANY_WORDS), _run(town, _MOST_OCCUPATION_WORDS)
    return sure(company, _TRUST) if company else Guess(), sure(place, _TRUST) if place else Guess()


def _read_reporter(line: str) -> Reading:
    """Read "Jane Doe covers energy for The Ledger" and "Jane Doe writes for The Ledger"."""
    name, duty = split_once(line, (*_COVERS, *_WRITES))
    verb = line[len(name) :]
    if not duty or not _is_person(name):
        return Reading()
    _, paper = split_once(f" {duty}" if verb.lstrip().startswith(duty) else verb, _FOR)
    company = _run(paper, _MOST_COMPANY_WORDS)
    if not company and not verb.startswith(_WRITES):
        return Reading()
    work = Guess() if not company else sure(company, _TRUST)
    return Reading(_named(name), company=work)


def _read_colleague(line: str) -> Reading:
    """Read "meet my colleague Jane Doe, Head of Sales at Acme" and "…, who runs sales at Acme"."""
    found = _COLLEAGUE.search(line)
    return _read_named(line[found.end() :]) if found else Reading()


def _read_spoken_with(line: str) -> Reading:
    """Read "spoke w/ Jane Doe from Acme": a name without a company may be anything."""
    found = _SPOKE.search(line)
    reading = _read_named(line[found.end() :]) if found else Reading()
    return reading if reading.company.value or reading.location.value else Reading()


def _read_named(text: str) -> Reading:
    """A name at the start of a text, and what stands right behind it."""
    if employed := _parted(text):
        return _with_origin(sure(employed[0], _TRUST), employed[1], _DOUBTFUL_TRUST)
    name = _run(text, _MOST_NAME_WORDS)
    if not _is_person(name):
        return Reading()
    behind = text.lstrip()[len(name) :]
    named = sure(name, _TRUST)
    origin = _FROM.match(behind)
    if origin:
        return _with_origin(named, _run(behind[origin.end() :], _MOST_COMPANY_WORDS), _TRUST)
    clause = split_all(behind.lstrip(" ,(").partition(")")[0], (". ", "! ", "? "))[:1]
    work = clause[0].rstrip(".") if behind.startswith((", ", " (")) and clause else ""
    is_clause = work.startswith(_WHO)
    if not is_clause and (role_score(work) or has_company_after_role(work)):
        read = read_headline(work, _TRUST)
        return Reading(named, read.role, read.company, read.location)
    _, duty = split_once(f" {work}", LEADS)
    _, place_of_work = split_once(duty, SURE_AT)
    company = _run(place_of_work, _MOST_COMPANY_WORDS)
    return Reading(named, company=sure(company, _TRUST) if company else Guess())


def _parted(text: str) -> tuple[str, str] | None:
    """Part "Jana Weiss von Nordwind Logistik" where what follows the particle is no family name, as it is too long."""
    found = _PARTICLE.match(text.lstrip())
    if found is None or not _is_person(found["name"]):
        return None
    company = _run(text.lstrip()[found.end() :], _MOST_COMPANY_WORDS)
    return (found["name"], company) if len(company.split()) > 1 or company_score(company) else None


def _with_origin(named: Guess, origin: str, trust: float) -> Reading:
    """A town or a company; a single word that is not known may be either."""
    if not origin:
        return Reading(named)
    if is_place(origin) or is_country(origin) or place_score(origin) > _SURE_NAME:
        return Reading(named, location=sure(origin, trust))
    is_company = len(origin.split()) > 1 or company_score(origin) > 0
    return Reading(named, company=sure(origin, trust if is_company else _DOUBTFUL_TRUST))


def _read_row(line: str) -> Reading:
    """Read "Jane Doe - Purchasing - Delta Cement - Cairo": a field of work where a role is usual."""
    cells = split_all(line, BARS)
    if len(cells) not in _ROW_CELLS or not _is_person(cells[0]) or not set(words_of(cells[1])) & (TOPICS | DEPARTMENTS):
        return Reading()
    if any(any(map(str.isdigit, cell)) or _run(cell, _MOST_COMPANY_WORDS) != cell for cell in cells[2:]):
        return Reading()
    place = sure(cells[3], _TRUST) if len(cells) == _ROW_CELLS[1] else Guess()
    return Reading(_named(cells[0]), sure(cells[1], _TRUST), sure(cells[2], _TRUST), place)


def _read_resident(line: str) -> Reading:
    """Read "Graf Leopold von Wied, Forstwirt, Sigmaringen": the third part is a place that is known as one."""
    cells = split_all(line, COMMAS)
    if len(cells) != _RESIDENT_CELLS or not _is_person(cells[0]) or any(map(str.isdigit, line)):
        return Reading()
    is_known_place = is_place(cells[2]) or place_score(cells[2]) > _SURE_NAME
    if not is_known_place or len(cells[1].split()) > _MOST_OCCUPATION_WORDS or is_place(cells[1]):
        return Reading()
    is_titled = cells[0].split()[0].lower() in NOBLE_TITLES
    named = sure(tidy_name(cells[0]), _TRUST) if is_titled or role_score(cells[1]) else _named(cells[0])
    return Reading(named, sure(cells[1], _TRUST), location=sure(cells[2], _TRUST))


def _named(text: str) -> Guess:
    """A name that nothing around it makes sure: that takes a given name which is known."""
    name = tidy_name(text)
    return sure(name, _TRUST if is_given(name.split()[0]) else _DOUBTFUL_TRUST)


def _read_present(lines: Lines) -> Reading:
    """The first of those who are listed below or behind "Attendees:"."""
    for line, below in pairwise((*lines, "")):
        heading, mark, rest = line.partition(":")
        if mark and heading.strip().lower() in ATTENDEES:
            return _read_attendee(rest.strip() or below)
    return Reading()


def _read_attendee(entry: str) -> Reading:
    first = split_all(entry, (";", " / "))[:1]
    line = first[0] if first else ""
    if turned := turned_name(line):
        return Reading(_named(turned))
    head, rest = split_once(line.replace(" (", ", ").rstrip(")"), (*BARS, *COMMAS))
    if not _is_person(head):
        return Reading()
    work = read_cells([head, *comma_cells(rest)], _TRUST) if rest else Reading()
    return Reading(_named(head), work.role, work.company, work.location)


def _run(text: str, most: int) -> str:
    """The words with a capital at the start of a text, and particles between them; empty for more than `most`."""
    words: list[str] = []
    for word in text.split():
        is_part = word[:1].isupper() or word.startswith("&") or (bool(words) and word in NAME_PARTICLES)
        if not is_part:
            break
        bare = word.rstrip(",.;:!?)")
        words.append(word if _is_abbreviation(word) else bare)
        if bare != word and not _is_abbreviation(word):
            break
    while words and words[-1] in NAME_PARTICLES:
        words.pop()
    return " ".join(words) if len(words) <= most else ""


def _is_abbreviation(word: str) -> bool:
    """Such as "Dr." and "J."; a longer word with a stop ends a sentence."""
    return word.endswith(".") and len(word) <= len("Dr.")


def _is_person(text: str) -> bool:
    """Whether it surely is a full name, and no department, heading, company or place."""
    name = tidy_name(text)
    words = words_of(name)
    is_thing = any(word in TOPICS or word in DEPARTMENTS or _is_noun(word) for word in words)
    is_full = len(words) > 1 and name_score(name) > _SURE_NAME and name[:1].isupper()
    return is_full and not is_thing and not company_score(name) and place_score(name) < _SURE_NAME


def _is_noun(word: str) -> bool:
    return word.endswith(ENDINGS_OF_NOUNS) and not is_given(word)


_READERS = (_read_reporter, _read_colleague, _read_spoken_with, _read_row, _read_resident)
