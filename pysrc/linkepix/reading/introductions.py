"""One line that introduces somebody: a page's title, a row of a list, "Jane Doe is the CTO of Acme"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from linkepix.model.prospect import Reading
from linkepix.reading.cards import read_parts
from linkepix.reading.companies import company_score
from linkepix.reading.contacts import is_contact
from linkepix.reading.headline import has_company_after_role, read_company, read_headline, sure
from linkepix.reading.lines import BARS, COMMAS, split_all, split_once
from linkepix.reading.names import is_credential, name_score, tidy_name
from linkepix.reading.phrases import I_AM, IS_A, WORKS_AT
from linkepix.reading.sentences import sentences
from linkepix.reading.shapes import is_capitalised, role_score

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_LINES = 60
_LONGEST = 1_000
_MOST_SENTENCES = 6
_MOST_PARTS = 8
_MOST_NAME_WORDS = 4
_FULL_NAME = 0.5
_UNREAD_COUNT = re.compile(r"^\(\d{1,4}\+?\)\s")
_SITE = re.compile(r"\s[|\-\u2013\u2014]\sLinkedIn\b.{0,20}$")
_TITLE_BARS = (" - ", " \u2013 ", " \u2014 ", " | ")
_GREETING_ENDS = (", ", "! ", " \u2013 ", " - ")
_LONGEST_GREETING = 20
_ANDS = (" and ", " und ", " et ", " y ", " e ", " en ")

_TITLE_TRUST = 0.9
_ROW_TRUST = 0.8
_SENTENCE_TRUST = 0.75
_ASIDE_TRUST = 0.55


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
    readings = map(_read_sentence, sentences(line, _MOST_SENTENCES))
    return next((reading for reading in readings if reading.name.value), Reading())


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
    row = _read_row(sentence)
    return row if row.name.value else _read_statement(sentence)


def _read_row(line: str) -> Reading:
    """Read "Name, Role at Company, Place" and "Name | Role | Company | Place"."""
    head, rest = split_once(line, (*BARS, *COMMAS))
    name = tidy_name(head)
    score = name_score(name)
    parts = [part for part in split_all(rest, BARS)[:_MOST_PARTS] if not is_contact(part)]
    if not score or not parts:
        return Reading()
    work = read_parts(_cells(parts), _ROW_TRUST)
    if not work.role.value and not company_score(work.company.value):
        return Reading()
    return replace(work, name=sure(name, _ROW_TRUST * min(0.6 + 0.5 * score, 1.0)))


def _cells(parts: list[str]) -> list[str]:
    """Parts between bars, without degrees; where there are no bars, commas part them."""
    if len(parts) == 1 and not has_company_after_role(parts[0]):
        parts = split_all(parts[0], COMMAS)[:_MOST_PARTS]
    return [part for part in parts if not is_credential(part)]


def _after_opening(sentence: str) -> str:
    """What follows "I'm " at the start, or behind a greeting."""
    low = sentence[: 2 * _LONGEST_GREETING].lower()
    ends = [(place, mark) for mark in _GREETING_ENDS if 0 < (place := low.find(mark)) <= _LONGEST_GREETING]
    starts = (0, *(place + len(mark) for place, mark in ends))
    found = ((start, opening) for start in starts for opening in I_AM if low.startswith(opening, start))
    start, opening = next(found, (0, ""))
    return sentence[start + len(opening) :] if opening else ""


def _read_introduced(text: str) -> Reading:
    row = _read_row(text)
    if row.name.value:
        return row
    name, work = split_once(text, (*BARS, *COMMAS, *_ANDS))
    return _named(name, read_parts([work], _SENTENCE_TRUST) if role_score(work) else Reading())


def _read_statement(sentence: str) -> Reading:
    """Read "Jane Doe works at Acme" and "Jane Doe is the CTO of Acme"."""
    name, company = split_once(sentence, WORKS_AT)
    if company and is_capitalised(company):
        return _named(name, read_company(company, _SENTENCE_TRUST))
    name, work = split_once(sentence, IS_A)
    if not work or not (role_score(work) or has_company_after_role(work)):
        return Reading()
    return _named(name, read_headline(work, _SENTENCE_TRUST))


def _read_aside(line: str) -> Reading:
    """Read "…, said Jane Doe, CTO at Acme": a name that ends before a comma, and a role behind it."""
    for sentence in sentences(line, _MOST_SENTENCES):
        clauses = split_all(sentence, COMMAS)
        for before, work in pairwise(clauses):
            name = _name_at_end(before) if role_score(work) else ""
            if name:
                spoken = read_headline(_without_who_is(work), _ASIDE_TRUST)
                return replace(spoken, name=sure(name, _ASIDE_TRUST))
    return Reading()


def _without_who_is(clause: str) -> str:
    who, role = split_once(clause, IS_A)
    return role if role and " " not in who else clause


def _name_at_end(clause: str) -> str:
    words = clause.split()[-_MOST_NAME_WORDS:]
    tails = (" ".join(words[start:]) for start in range(len(words) - 1))
    return next((tail for tail in tails if name_score(tail) > _FULL_NAME), "")


def _named(name: str, work: Reading) -> Reading:
    """Only what surely is a full name starts a sentence about a person: a single word starts any."""
    is_full = name_score(tidy_name(name)) >= _FULL_NAME
    return replace(work, name=sure(tidy_name(name), _SENTENCE_TRUST)) if is_full else Reading()
