"""Parts that stand beside or below a name: role, company and place, by their look or else by their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.model.prospect import Reading
from linkepix.reading.headline import has_company_after_role, read_headline, sure
from linkepix.reading.shapes import city_in, company_score, is_proper_name, place_score, role_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkepix.model.prospect import Guess

_MOST_PLACES = 3
_MOST_PARTS = 20


def read_parts(parts: Sequence[str], trust: float) -> Reading:
    """Role, company and place; where shape does not tell, their order does, and trust is halved."""
    left = list(parts[:_MOST_PARTS])
    spoken = next((part for part in left if has_company_after_role(part)), "")
    if spoken:
        left.remove(spoken)
    base = read_headline(spoken, trust) if spoken else Reading()
    # Behind "Role at Company" comes a motto as often as a town; two roles are two people.
    is_ordered = not spoken and sum(role_score(part) > company_score(part) for part in left) == 1
    return Reading(
        role=base.role if base.role.value else _take_role(left, trust),
        company=base.company if base.company.value else _take_company(left, trust, is_ordered=is_ordered),
        location=base.location if base.location.value else _take_place(left, trust, is_ordered=is_ordered),
        notes=base.notes,
    )


def _take_role(left: list[str], trust: float) -> Guess:
    scored = [(role_score(part), part) for part in left if role_score(part) > company_score(part)]
    score, part = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    if part:
        left.remove(part)
    return sure(part, trust * score)


def _take_company(left: list[str], trust: float, *, is_ordered: bool) -> Guess:
    score, part = max(((company_score(part), part) for part in left), key=lambda pair: pair[0], default=(0.0, ""))
    if not score:
        part = next((part for part in left if is_ordered and _may_be_company(part)), "")
    if part:
        left.remove(part)
    return sure(part, trust * max(score, 0.55))


def _may_be_company(part: str) -> bool:
    return is_proper_name(part) and not (place_score(part) or city_in(part) or role_score(part))


def _take_place(left: list[str], trust: float, *, is_ordered: bool) -> Guess:
    for part in left:
        if city := city_in(part):
            return sure(city, trust * 0.8)
        if score := place_score(part):
            return sure(part, trust * score)
    rest = [part for part in left if is_ordered and is_proper_name(part) and not part.endswith(".")]
    return sure(", ".join(rest[:_MOST_PLACES]), trust * 0.5)
