"""The end of an e-mail, or a card: a name, and under it what its owner does, where, and how to reach them."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.cards import read_parts
from linkepix.reading.contacts import domains, is_contact, mailbox_names, names_the_domain
from linkepix.reading.headline import has_company_after_role, sure
from linkepix.reading.lines import BARS, COMMAS, SIGNATURE_MARKS, split_all, split_once
from linkepix.reading.phrases import CLOSINGS, MAIL_HEADERS
from linkepix.reading.shapes import city_in, company_score, name_score, place_score, role_score, tidy_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkepix.reading.lines import Lines

_CLOSING_EDGES = " ,.!،、。\uff0c"
_LONGEST_CLOSING = 60
_SIGNATURE_LINES = 10
_CARD_LINES = 12
_CARD_LINE = 90
_LINES_ABOVE_NAME = 3
_NAME_PARTS = 6
_FULL_NAME = 0.5
_SIGNATURE_TRUST = 0.9
_CARD_TRUST = 0.7
_DOMAIN_TRUST = 0.3
_CLOSINGS_LONGEST_FIRST = tuple(sorted(CLOSINGS, key=len, reverse=True))


def read_signature(lines: Lines) -> Reading:
    """What stands under "Best regards," or "--"."""
    for start, line in enumerate(lines):
        after = _after_closing(line)
        if after is None:
            continue
        block = takewhile(_is_of_this_mail, lines[start + 1 : start + 1 + _SIGNATURE_LINES])
        reading = _read_block(tuple(filter(None, (after, *block))), _SIGNATURE_TRUST)
        if reading.name.value:
            return reading
    return Reading()


def read_card(lines: Lines) -> Reading:
    """The whole text, where it is as short as a card and holds a full name."""
    if len(lines) > _CARD_LINES or any(len(line) > _CARD_LINE for line in lines[:2]):
        return Reading()
    reading = _read_block(tuple(line for line in lines if len(line) <= _CARD_LINE), _CARD_TRUST)
    if reading.name.confidence < _CARD_TRUST * _FULL_NAME:
        return Reading()
    if reading.role.value or company_score(reading.company.value) or any(map(is_contact, lines)):
        return reading
    # A name with nothing beside it that looks like work may be any two words.
    return Reading(name=sure(reading.name.value, reading.name.confidence * 0.6))


def _is_of_this_mail(line: str) -> bool:
    return not line.lower().startswith(MAIL_HEADERS)


def _after_closing(line: str) -> str | None:
    """What follows a closing on its own line: often nothing, sometimes the name. None: no closing."""
    if line in SIGNATURE_MARKS:
        return ""
    low = line[:_LONGEST_CLOSING].lower()
    closing = next((closing for closing in _CLOSINGS_LONGEST_FIRST if low.startswith(closing)), "")
    rest = line[len(closing) :]
    after = rest.strip(_CLOSING_EDGES)
    if not closing or (after and (rest[0] not in _CLOSING_EDGES or name_score(after) < _FULL_NAME)):
        return None
    return after


def _read_block(block: Lines, trust: float) -> Reading:
    pieces = [piece for line in block for piece in split_all(line, BARS)]
    contacts = " ".join(piece for piece in pieces if "@" in piece or is_contact(piece))
    parts = [cell for piece in pieces for cell in _cells(piece) if city_in(cell) or not is_contact(cell)]
    at, name = _find_name(parts)
    # A Japanese signature has company and role above the name.
    work = read_parts([*parts[:at][-_LINES_ABOVE_NAME:], *parts[at + 1 :]], trust)
    return replace(
        work if name.value else Reading(),
        name=sure(name.value, trust if mailbox_names(contacts, name.value) else trust * name.confidence),
        company=_checked_by_domain(work.company, domains(contacts)) if name.value else Guess(),
        notes=Guess(),
    )


def _cells(part: str) -> list[str]:
    """Commas part what holds a name, or a role and a company; not an address and not "Berlin, Germany"."""
    first, rest = split_once(part, COMMAS)
    if not rest or city_in(part):
        return [part]
    if name_score(first) >= _FULL_NAME and not place_score(part):
        return [first, *_cells(rest)]
    is_role_and_company = role_score(first) and not has_company_after_role(part) and not role_score(rest)
    return split_all(part, COMMAS) if is_role_and_company else [part]


def _find_name(parts: Sequence[str]) -> tuple[int, Guess]:
    """The first full name, or a single one where a name belongs; its place in `parts` and its score."""
    names = [tidy_name(part) for part in parts[:_NAME_PARTS]]
    scores = [name_score(name) for name in names]
    at = next((at for at, score in enumerate(scores) if score >= _FULL_NAME), 0)
    return at, sure(names[at], scores[at]) if names else Guess()


def _checked_by_domain(company: Guess, labels: tuple[str, ...]) -> Guess:
    if company.value:
        return sure(company.value, 0.95) if names_the_domain(company.value, labels) else company
    return sure(labels[0].replace("-", " ").title(), _DOMAIN_TRUST) if labels else Guess()
