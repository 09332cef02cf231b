"""A block of lines about one person: the end of an e-mail, a card, an entry of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.cards import is_address, read_parts, weigh
from linkepix.reading.companies import company_score
from linkepix.reading.contacts import domains, is_contact, mailbox_names, names_the_domain
from linkepix.reading.headline import has_company_after_role, sure
from linkepix.reading.known import words_of
from linkepix.reading.lines import BARS, COMMAS, split_all, split_once
from linkepix.reading.names import is_credential, name_score, tidy_name, turned_name
from linkepix.reading.places import city_in, is_region, is_street, place_score
from linkepix.reading.row import comma_cells
from linkepix.reading.shapes import is_proper_name, role_score
from linkepix.reading.vocabulary import DEPARTMENTS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkepix.reading.cards import Part
    from linkepix.reading.lines import Lines

_NAME_PARTS = 8
_LINES_ABOVE_NAME = 3
_PARTS_BELOW_NAME = 8
FULL_NAME = 0.5
_KNOWN = 0.5
_DOMAIN_TRUST = 0.3


def read_block(lines: Lines, trust: float, *, above: bool = True) -> Reading:
    """Empty where no name is found. `above`: whether company and role may stand above the name (as in Japan)."""
    text = " ".join(lines)
    labels = domains(text)
    parts = _parts(lines)
    at, name = _find_name(parts)
    if not name.value:
        return Reading()
    before = [part for part in parts[:at][-_LINES_ABOVE_NAME:] if above and weigh(part, labels).is_known]
    if before and not _may_stand_below(name.value, [weigh(part, labels) for part in before], text):
        return Reading()
    below = _until_next_person(parts[at + 1 :], name.value)
    is_row = len(lines) == 1
    work = read_parts(_cells([*before, *below], is_row=is_row), trust, labels)
    is_theirs = mailbox_names(text, name.value)
    return replace(
        work,
        name=sure(name.value, trust if is_theirs else trust * name.confidence),
        company=_checked_by_domain(work.company, labels),
        notes=Guess(),
    )


def _may_stand_below(name: str, above: list[Part], text: str) -> bool:
    """In East Asia the name comes last; elsewhere what stands below a role is its company more often than a name."""
    is_elsewhere = name.lower() != name.upper()
    return not is_elsewhere or mailbox_names(text, name) or any(part.company >= _KNOWN for part in above)


def _parts(lines: Lines) -> list[str]:
    """Lines without what is only to reach somebody by; a line with bars gives several parts."""
    parts: list[str] = []
    for line in lines:
        if turned_name(line):
            parts.append(line)
        else:
            parts += [cell for piece in split_all(line, BARS) for cell in _after_name(piece)]
    return [part for part in parts if city_in(part) or not is_contact(part)]


def _after_name(part: str) -> list[str]:
    """Part "Ada Example, PhD, Head of Logistics" into a name and a role."""
    first, rest = split_once(part, COMMAS)
    is_name = name_score(tidy_name(first)) >= FULL_NAME and place_score(part) < _KNOWN
    has_digits = any(map(str.isdigit, part))
    if not rest or not is_name or has_digits or is_address(part) or company_score(part) > company_score(first):
        return [part]
    cells = split_all(rest, COMMAS)
    while cells and is_credential(cells[0]):
        cells.pop(0)
    return [first, ", ".join(cells)] if cells else [first]


def _find_name(parts: Sequence[str]) -> tuple[int, Guess]:
    """The first full name, or a single one at the start; its place in `parts` and its score."""
    best, found = 0, Guess()
    for at, part in enumerate(parts[:_NAME_PARTS]):
        turned = turned_name(part)
        name = turned or tidy_name(part)
        score = name_score(name) if turned or not weigh(part).is_known or name_score(name) >= FULL_NAME else 0.0
        score *= 0.8 if turned else 1.0
        if score >= FULL_NAME:
            return at, sure(name, score)
        if score > found.confidence and at == 0:
            best, found = at, sure(name, score)
    return best, found


def _until_next_person(parts: list[str], name: str) -> list[str]:
    """What stands below a name, up to the next person's; without the name again."""
    kept: list[str] = []
    for part in parts[:_PARTS_BELOW_NAME]:
        tidy = tidy_name(part)
        if tidy == name:
            continue
        has_work = any(weigh(other).is_known for other in kept)
        if has_work and name_score(tidy) > 0.75 and not weigh(part).is_known and _is_followed_by_role(parts, part):  # noqa: PLR2004
            break
        kept.append(part)
    return kept


def _is_followed_by_role(parts: list[str], part: str) -> bool:
    after = parts[parts.index(part) + 1 :][:1]
    return bool(after) and role_score(after[0]) > 0


def _cells(parts: list[str], *, is_row: bool) -> list[str]:
    """Parts with those taken apart that hold two fields: "Partner, Bracken Law LLP"."""
    if is_row:
        return [cell for part in parts for cell in ([part] if has_company_after_role(part) else comma_cells(part))]
    has_company = any(weigh(part).company >= _KNOWN for part in parts)
    return [cell for part in parts for cell in _split_part(part, has_company=has_company)]


def _may_be_company(text: str) -> bool:
    """What stands behind a role and a comma: "Works Manager, Valley Steel", but not "Manager, Channel Sales"."""
    is_other = role_score(text) or is_region(text) or place_score(text) >= _KNOWN
    return is_proper_name(text) and not is_other and (TOPICS | DEPARTMENTS).isdisjoint(words_of(text))


def _split_part(part: str, *, has_company: bool) -> list[str]:
    if city_in(part):
        first = split_all(part, COMMAS)[0]
        is_company = company_score(first) >= _KNOWN and first != part
        return [first, part] if is_company else [part]
    cells = comma_cells(part)
    if is_street(part):
        # What is left of an address is neither a company nor a town.
        return [cell for cell in cells if weigh(cell).is_known and not any(map(str.isdigit, cell))]
    if len(cells) < 2 or place_score(part) >= _KNOWN or has_company_after_role(part):  # noqa: PLR2004
        return [part]
    weighed = [weigh(cell) for cell in cells]
    at = next((at for at, cell in enumerate(weighed) if cell.company >= _KNOWN), 0)
    if not at and weighed[0].role and len(cells) == 2 and not has_company and _may_be_company(cells[1]):  # noqa: PLR2004
        return cells
    if weighed[0].role and at:
        return [", ".join(cells[:at]), *cells[at:]]
    return cells if weighed[0].company >= _KNOWN else [part]


def _checked_by_domain(company: Guess, labels: tuple[str, ...]) -> Guess:
    if company.value:
        return sure(company.value, 0.95) if names_the_domain(company.value, labels) else company
    return sure(labels[0].replace("-", " ").title(), _DOMAIN_TRUST) if labels and labels[0].isalpha() else Guess()
