"""One line that introduces somebody: a page's title, a row of a list, "Jane Doe is the CTO of Acme"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.companies import company_score
from linkepix.reading.contacts import is_contact
from linkepix.reading.east_asian import read_japanese, read_korean
from linkepix.reading.headline import has_company_after_role, read_company, read_headline, sure
from linkepix.reading.known import is_country, is_place
from linkepix.reading.lines import BARS, COMMAS, split_all, split_once
from linkepix.reading.mentions import read_duty
from linkepix.reading.names import is_credential, name_score, tidy_name, turned_name
from linkepix.reading.phrases import I_AM, IS_A, LEADS, LIVES_IN, MET, SHE_OR_HE, SURE_AT, WORKS_AT
from linkepix.reading.places import place_score
from linkepix.reading.row import comma_cells, read_cells
from linkepix.reading.sentences import sentences
from linkepix.reading.shapes import is_capitalised, role_score

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_LINES = 40
_LONGEST = 1_000
_MOST_SENTENCES = 6
_MOST_PARTS = 8
_MOST_NAME_WORDS = 4
_MOST_PLACE_WORDS = 4
_FULL_NAME = 0.5
_SURE_NAME = 0.65
_UNREAD_COUNT = re.compile(r"^\(\d{1,4}\+?\)\s")
_SITE = re.compile(r"\s[|\-\u2013\u2014]\sLinkedIn\b.{0,20}$")
_TITLE_BARS = (" - ", " \u2013 ", " \u2014 ", " | ")
_ROW_BARS = (*BARS, *COMMAS, ": ")
_GREETING_ENDS = (", ", "! ", " \u2013 ", " - ", ". ")
_LONGEST_GREETING = 20
_LONGEST_HEADING = 30
_FROM = (" from ", " aus ", " de ", " da ", " di ", " uit ", " från ", " fra ", " z ", " из ")
_I = ("i ", "ich ", "je ", "yo ", "eu ")
_ANDS = (
    " and i'm ",
    " and i am ",
    " und bin ",
    " et je suis ",
    " y soy ",
    " e sono ",
    " e sou ",
    " en ben ",
    " and ",
    " und ",
    " et ",
    " y ",
    " e ",
    " en ",
    " och ",
    " og ",
    " i ",
    " и ",
)

_TITLE_TRUST = 0.9
_ROW_TRUST = 0.8
_SENTENCE_TRUST = 0.75
_ASIDE_TRUST = 0.55
_ONE_NAME_TRUST = 0.6


def read_introduction(lines: Lines) -> Reading:
    """The first line that names a person and their work; else the first sentence that does in passing."""
    heads = [line[:_LONGEST] for line in lines[:_LINES]]
    for read in (_read_line, _read_aside):
        found = next((reading for line in heads if (reading := read(line)).name.value), None)
        if found:
            return found
    return Reading()


def _read_line(line: str) -> Reading:
    title = _UNREAD_COUNT.sub("", line)
    if _SITE.search(title):
        return _read_title(_SITE.sub("", title))
    found = sentences(line, _MOST_SENTENCES)
    readings = (_read_sentence(sentence) for sentence in found)
    reading = next((reading for reading in readings if reading.name.value), None) or _read_pronoun(found)
    if not reading.name.value or reading.location.value:
        return reading
    return replace(reading, location=_home(found))


def _read_pronoun(found: list[str]) -> Reading:
    """Read "I write to Ada Example. She runs the port at Nordwind": a name, and then a pronoun that stands for it."""
    for before, after in pairwise(found):
        pronoun, duty = split_once(after, (" ",))
        name = _name_at_end(before) if pronoun.lower() in SHE_OR_HE and duty else ""
        if name and (reading := _read_statement(f"{name} {duty}")).name.value:
            return reading
    return Reading()


def _home(found: list[str]) -> Guess:
    """Where a sentence says that somebody lives or works."""
    for sentence in found:
        _, place = split_once(sentence, LIVES_IN)
        place = _place_at_start(place)
        if place:
            return sure(place, _SENTENCE_TRUST)
    return Guess()


def _place_at_start(text: str) -> str:
    """Read "Bergen, Norway" of "Bergen, Norway, with two cats"."""
    kept: list[str] = []
    for part in split_all(text, COMMAS)[:2]:
        words = part.split()
        capital = next((at for at, word in enumerate(words) if not word[:1].isupper()), len(words))
        if not 0 < capital <= _MOST_PLACE_WORDS:
            break
        kept.append(" ".join(words[:capital]).rstrip(".;:"))
        if capital < len(words):
            break
    return ", ".join(kept)


def _read_title(title: str) -> Reading:
    """LinkedIn's own order: name, role, company; a company may hold a hyphen."""
    head, *parts = split_all(title, _TITLE_BARS)[:_MOST_PARTS] or [""]
    name = tidy_name(head)
    if not name_score(name):
        return Reading()
    named = Reading(name=sure(name, _TITLE_TRUST))
    if len(parts) > 1:
        company = " - ".join(parts[1:])
        return replace(named, role=sure(parts[0], _TITLE_TRUST), company=sure(company, _TITLE_TRUST))
    return replace(_read_title_end(parts[0]), name=named.name) if parts else named


def _read_title_end(text: str) -> Reading:
    if has_company_after_role(text) or role_score(text):
        return read_headline(text, _TITLE_TRUST)
    return Reading(company=sure(text, _TITLE_TRUST * 0.6)) if is_capitalised(text) else Reading()


def _read_sentence(sentence: str) -> Reading:
    if introduced := _after_opening(sentence):
        return _read_introduced(introduced)
    if (labelled := _read_statement(_after_heading(sentence))).name.value:
        return labelled
    for read in (_read_row, _read_statement, read_japanese, read_korean):
        reading = read(sentence)
        if reading.name.value:
            return reading
    return Reading()


def _after_heading(sentence: str) -> str:
    """What follows "About the author: " or "Speaker: "."""
    heading, rest = split_once(sentence[:_LONGEST], (": ",))
    is_heading = len(heading) <= _LONGEST_HEADING and not any(map(str.isdigit, heading))
    return rest if is_heading else ""


def _read_row(line: str) -> Reading:
    """Read "Name, Role at Company, Place" and "Name | Role | Company | Place"."""
    head, rest = split_once(line, _ROW_BARS)
    turned, below = split_once(line, BARS)
    if below and turned_name(turned):
        head, rest = turned, below
    if not name_score(turned_name(head) or tidy_name(head)):
        return Reading()
    parts = [part for part in split_all(rest, BARS)[:_MOST_PARTS] if not (is_contact(part) or _is_credentials(part))]
    if len(parts) == 1 and not has_company_after_role(parts[0]):
        parts = comma_cells(parts[0])[:_MOST_PARTS]
    return read_cells([head, *parts], _ROW_TRUST) if parts else Reading()


def _is_credentials(part: str) -> bool:
    return all(map(is_credential, split_all(part, COMMAS)))


def _after_opening(sentence: str) -> str:
    """What follows "I'm " at the start, or behind a greeting."""
    low = sentence[: 2 * _LONGEST_GREETING].lower()
    ends = [(place, mark) for mark in _GREETING_ENDS if 0 < (place := low.find(mark)) <= _LONGEST_GREETING]
    starts = (0, *(place + len(mark) for place, mark in ends))
    found = ((start, opening) for start in starts for opening in I_AM if low.startswith(opening, start))
    start, opening = next(found, (0, ""))
    return sentence[start + len(opening) :] if opening else ""


def _read_introduced(text: str) -> Reading:
    own = _read_own_duty(text)
    if own.name.value:
        return own
    row = _read_row(text)
    if row.name.value:
        return _without_origin(row)
    head, work = split_once(text, (*BARS, *COMMAS, *_ANDS))
    name = tidy_name(head)
    if not name_score(name) or not name[:1].isupper():
        return Reading()
    spoken = read_headline(work, _SENTENCE_TRUST) if role_score(work) or has_company_after_role(work) else Reading()
    spoken = _without_origin(spoken) if spoken.role.value and role_score(spoken.role.value) else Reading()
    # A single word starts any sentence, but "I am" comes before a name.
    return replace(spoken, name=sure(name, _SENTENCE_TRUST if name_score(name) >= _FULL_NAME else _ONE_NAME_TRUST))


def _read_own_duty(text: str) -> Reading:
    """Read "Tuula, I weld submarines in Turku for Merivene Oy"; empty where no company is named."""
    name, clause = split_once(text, COMMAS)
    if not clause.lower().startswith(_I) or not name[:1].isupper() or not name_score(name):
        return Reading()
    company, place = read_duty(clause)
    trust = _SENTENCE_TRUST if name_score(name) >= _FULL_NAME else _ONE_NAME_TRUST
    return Reading(name=sure(name, trust), company=company, location=place) if company.value else Reading()


def _without_origin(spoken: Reading) -> Reading:
    """Read "panadera de Cádiz" as what somebody is and where they are from."""
    role, place = split_once(spoken.role.value, _FROM)
    if not (place and (is_place(place) or is_country(place))):
        return spoken
    home = spoken.location if spoken.location.value else sure(place, _ASIDE_TRUST)
    return replace(spoken, role=sure(role, spoken.role.confidence), location=home)


def _read_statement(sentence: str) -> Reading:
    """Read "Jane Doe works at Acme" and "Jane Doe is the CTO of Acme"."""
    name, company = split_once(sentence, WORKS_AT)
    if company and is_capitalised(company):
        return _named(name, read_company(company, _SENTENCE_TRUST))
    name, work = split_once(sentence, IS_A)
    if work and (role_score(_first_clause(work)) or has_company_after_role(work)):
        return _named(name, read_headline(work, _SENTENCE_TRUST))
    name, duty = split_once(sentence, LEADS)
    _, place_of_work = split_once(duty, SURE_AT)
    if place_of_work[:1].isupper():
        return _named(name, read_company(_until_next_verb(place_of_work), _ASIDE_TRUST))
    is_sure = bool(duty) and name_score(tidy_name(name)) > _SURE_NAME and len(name.split()) > 1
    return Reading(name=sure(tidy_name(name), _ASIDE_TRUST)) if is_sure else Reading()


def _until_next_verb(text: str) -> str:
    """Cut "Nordwind in Hamburg and has two cats" behind "Hamburg"."""
    head, tail = split_once(text, _ANDS)
    return head if tail[:1].islower() else text


def _first_clause(text: str) -> str:
    return split_all(text, (*COMMAS, *LIVES_IN))[0] if text.strip() else ""


def _read_aside(line: str) -> Reading:
    """Read "…, said Jane Doe, CTO at Acme": a name that ends before a comma, and a role behind it."""
    for sentence in sentences(line, _MOST_SENTENCES):
        if (bracketed := _read_bracketed(sentence)).name.value:
            return bracketed
        clauses = split_all(sentence, COMMAS)[: 2 * _MOST_PARTS]
        for before, work in pairwise(clauses):
            name = _name_at_end(before) if role_score(work) else ""
            if name:
                spoken = read_headline(_without_who_is(work), _ASIDE_TRUST)
                return replace(spoken, name=sure(name, _ASIDE_TRUST))
    return Reading()


def _read_bracketed(sentence: str) -> Reading:
    """Read "spoke to Jane Doe (CTO, Acme) today"."""
    before, mark, behind = sentence.partition(" (")
    inside, _, _ = behind.partition(")")
    name = _name_at_end(before) if mark and role_score(_first_clause(inside)) else ""
    parts = [inside] if has_company_after_role(inside) else comma_cells(inside)[:_MOST_PARTS]
    return read_cells([name, *parts], _ASIDE_TRUST) if name else Reading()


def _without_who_is(clause: str) -> str:
    who, role = split_once(clause, IS_A)
    return role if role and " " not in who else clause


def _name_at_end(clause: str) -> str:
    words = clause.split()
    words = words[words[0].lower() in MET :][-_MOST_NAME_WORDS:] if words else words
    tails = (" ".join(words[start:]) for start in range(len(words) - 1))
    return next((tail for tail in tails if name_score(tail) > _FULL_NAME and not place_score(tail)), "")


def _named(name: str, work: Reading) -> Reading:
    """Only what surely is a full name starts a sentence about a person: a single word starts any."""
    is_full = name_score(tidy_name(name)) >= _FULL_NAME and not company_score(name)
    return replace(work, name=sure(tidy_name(name), _SENTENCE_TRUST)) if is_full else Reading()
