"""One person in one row: cells of a table, or of a line with bars or commas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess, Reading
from linkepix.reading.cards import read_parts, weigh
from linkepix.reading.companies import company_score, is_legal_form
from linkepix.reading.contacts import domains, mailbox_names
from linkepix.reading.headline import sure
from linkepix.reading.known import is_place, words_of
from linkepix.reading.lines import COMMAS, split_all
from linkepix.reading.names import given_first, is_credential, name_score, tidy_name, turned_name
from linkepix.reading.shapes import role_score
from linkepix.reading.vocabulary import TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME_CELLS = 3
_FULL_NAME = 0.5
_WEAK_NAME = 0.2


def read_cells(cells: Sequence[str], trust: float) -> Reading:
    """The first cell that is a name, and what the others say; empty where there is no work next to a name."""
    labels = domains(" ".join(cell for cell in cells if "@" in cell))
    scores = [_cell_score(cell) for cell in cells[:_NAME_CELLS]]
    at = next((at for at, score in enumerate(scores) if score >= _FULL_NAME), 0)
    if at and scores[0] >= _WEAK_NAME and weigh(cells[1]).role >= _FULL_NAME:
        # "Cher | Singer | Moon Records": one name, and then work.
        at = 0
    if not scores or scores[at] < _WEAK_NAME:
        return Reading()
    rest = [cell for other, cell in enumerate(cells) if other != at and not is_credential(cell)]
    work = _with_place_last(read_parts(rest, trust, labels), rest)
    name = turned_name(cells[at]) or given_first(cells[at])
    is_theirs = mailbox_names(" ".join(cells), name)
    if not is_theirs and not work.role.value and not company_score(work.company.value):
        return Reading()
    return replace(work, name=sure(name, trust * (1.0 if is_theirs else min(0.6 + 0.5 * scores[at], 1.0))))


def _with_place_last(work: Reading, cells: Sequence[str]) -> Reading:
    """Take the last cell for where somebody is if it is a place and a company for no other reason than its position."""
    company = work.company.value
    is_town = bool(company) and company == cells[-1] and is_place(company) and not company_score(company)
    if not is_town or work.location.value or not work.role.value:
        return work
    return replace(work, company=Guess(), location=work.company)


def _cell_score(cell: str) -> float:
    return name_score(turned_name(cell) or tidy_name(cell)) if not weigh(cell).is_known or turned_name(cell) else 0.0


def comma_cells(text: str) -> list[str]:
    """Parts of a text at its commas, but for those inside "VP, Sales" and "Acme, Inc."."""
    cells: list[str] = []
    for part in split_all(text, COMMAS):
        if cells and (is_legal_form(part) or (role_score(cells[-1]) and TOPICS.issuperset(words_of(part)))):
            cells[-1] += f", {part}"
        elif not is_credential(part):
            cells.append(part)
    return _with_places_joined(cells)


def _with_places_joined(cells: list[str]) -> list[str]:
    """A town and its state at the end are one place."""
    for size in (3, 2):
        if len(cells) > size and weigh(", ".join(cells[-size:])).place >= 0.8:  # noqa: PLR2004
            is_plain = not any(weigh(cell).role or weigh(cell).company >= 0.5 for cell in cells[-size:])  # noqa: PLR2004
            if is_plain:
                return [*cells[:-size], ", ".join(cells[-size:])]
    return cells
