"""Longer texts without labels: somebody on a page among others, and pages about an organisation."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from linkepix.model.prospect import Reading
from linkepix.reading.block import read_block
from linkepix.reading.companies import company_score
from linkepix.reading.headline import sure
from linkepix.reading.names import name_score, tidy_name
from linkepix.reading.places import city_in
from linkepix.reading.shapes import role_score

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_LINES = 80
_ENTRY_LINES = 5
_LONGEST_LINE = 90
_NAME = 0.7
_ROLE = 0.7
_TRUST = 0.75
_SURE_COMPANY = 0.9
_COMPANY_TRUST = 0.6


def read_entry(lines: Lines) -> Reading:
    """The first name with a role on the line below, as on a page about a team."""
    for at, (line, below) in enumerate(pairwise(lines[:_LINES])):
        if len(below) > _LONGEST_LINE or name_score(tidy_name(line)) < _NAME or role_score(below) < _ROLE:
            continue
        if not role_score(line) and not company_score(line):
            entry = tuple(line for line in lines[at : at + _ENTRY_LINES] if len(line) <= _LONGEST_LINE)
            return read_block(entry, _TRUST, above=False)
    return Reading()


def read_organisation(lines: Lines) -> Reading:
    """A page that begins with a company's name and has its address: nobody's, but somebody may write to it."""
    company = next((line for line in lines[:2] if company_score(line) >= _SURE_COMPANY), "")
    place = next((city for line in lines[:_LINES] if company and (city := city_in(line))), "")
    return Reading(company=sure(company, _COMPANY_TRUST), location=sure(place, _COMPANY_TRUST)) if place else Reading()
