"""The section "Experience" of a profile: its first item is what somebody does now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.model.prospect import Reading
from linkepix.reading.companies import company_score
from linkepix.reading.headline import sure
from linkepix.reading.interface import BREAKS, EMPLOYMENT
from linkepix.reading.lines import BARS, DOTS, split_all
from linkepix.reading.shapes import role_score

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_ITEM_LINES = 8
_LONG_BREAKS = tuple(phrase for phrase in BREAKS if len(phrase) > 8)  # noqa: PLR2004 - not "retired" of "Retired Nurse"
_LONGEST_DURATION = 24
_GROUP_LINES = 3
_DATES = re.compile(r"\d{4}.{0,12}[-\u2013\u2014~〜至]")
_PAST = re.compile(r"\d{4}.{0,12}[-\u2013\u2014~〜至].{0,12}\d{4}")
_DURATION = re.compile(
    r"\d\s?(?:yr|mo|year|month|jahr|monat|ans?\b|mois|año|mes|anno|anni|jaar|maand|год|лет|мес|年|か月|个月|년|개월)",
    re.IGNORECASE,
)


def read_experience(section: Lines, trust: float) -> Reading:
    """Role and company of the first item, which stand above its dates; empty where there are none."""
    dated = next((at for at, line in enumerate(section[:_ITEM_LINES]) if _DATES.search(line)), 0)
    above = section[:dated]
    if not dated or _PAST.search(section[dated]):
        return Reading()
    head = [line for line in above if not _is_employment(line)]
    if not head:
        return Reading()
    role, company = head[0], split_all(head[1], DOTS)[0] if len(head) > 1 else ""
    if _is_grouped(above):
        role, company = head[-1], head[0]
    if is_break(role) or is_break(company):
        return Reading()
    if company_score(role) > role_score(role) and not company_score(company):
        role, company = company, role
    return Reading(role=sure(role, trust * 0.9), company=sure(company, trust * 0.95))


def is_on_a_break(section: Lines) -> bool:
    """Whether the first item is a pause and no job."""
    return any(map(is_break, section[:2]))


def is_break(text: str) -> bool:
    """Such as "Career break" or "Retired | …": what stands in the place of a role, and is none."""
    low = split_all(text.lower(), BARS)[:1]
    return bool(low) and (low[0] in BREAKS or low[0].startswith(_LONG_BREAKS))


def _is_grouped(above: Lines) -> bool:
    """Several roles at one company: the company stands above them all, with the years spent there."""
    return len(above) >= _GROUP_LINES and _DURATION.search(above[1]) is not None


def _is_employment(line: str) -> bool:
    kind = split_all(line.lower(), DOTS)[0]
    return kind in EMPLOYMENT or (len(line) <= _LONGEST_DURATION and _DURATION.search(line) is not None)
