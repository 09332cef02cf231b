"""Pages of other sites, each known by a line that only it has: Crunchbase, GitHub, Google Maps, XING.

Read from their pages as they were copied in 2025 and 2026.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from linkepix.model.prospect import Reading
from linkepix.reading.companies import company_score
from linkepix.reading.headline import sure
from linkepix.reading.interface import EMPLOYMENT
from linkepix.reading.names import name_score, tidy_name
from linkepix.reading.places import city_in, place_score
from linkepix.reading.shapes import role_score

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_TRUST = 0.9
_WEAK = 0.6
_MOST_LINES = 60
_LONGEST_LINE = 300
_GITHUB = re.compile(r"(?<![\d.,k])\d[\d.,k]{0,11} followers? · \d[\d.,k]{0,11} following", re.IGNORECASE)
_LOCAL_TIME = re.compile(r"\d{1,2}:\d\d(?: \(UTC| - |$)")
_RATING = re.compile(r"[1-5][.,]\d(?: ?★.{0,20})?")
_MAPS_BUTTONS = frozenset(
    {
        "directions",
        "nearby",
        "route",
        "routenplaner",
        "itinéraire",
        "indicaciones",
        "indicazioni",
        "cómo llegar",
        "rotas",
    }
)


def read_site(text: str) -> Reading | None:
    """None for any other text. `text` is plain."""
    shown = (line[:_LONGEST_LINE] for line in text.split("\n"))
    head = tuple(islice((line for line in shown if any(map(str.isalnum, line))), _MOST_LINES))
    readers = (_read_github, _read_maps, _read_xing)
    return next((reading for read in readers if (reading := read(head)) is not None), None)


def _read_github(lines: Lines) -> Reading | None:
    at = next((at for at, line in enumerate(lines) if _GITHUB.search(line)), 0)
    if not at:
        return None
    above = lines[:at]
    name = next((line for line in above if name_score(tidy_name(line)) and not line.islower()), "")
    bio = [line for line in above[above.index(name) + 1 :] if " · " not in line] if name else []
    company, place = _company_and_place(lines[at + 1 : at + 5])
    return Reading(
        name=sure(tidy_name(name), _TRUST),
        company=sure(company, _TRUST * 0.9),
        location=sure(place, _TRUST),
        notes=sure("\n".join(bio), 0.8),
    )


def _company_and_place(below: Lines) -> tuple[str, str]:
    """Each may be missing; an organisation often starts with "@"."""
    company = place = ""
    for line in below:
        if _LOCAL_TIME.match(line) or "://" in line or line.lower() == "achievements":
            break
        if line.startswith("@") or company_score(line):
            company = company or line
        elif place_score(line) or company:
            place = place or line
    return company, place


def _read_maps(lines: Lines) -> Reading | None:
    """A company's entry: its name stands above the stars, its address below "Directions"."""
    rated = next((at for at, line in enumerate(lines) if at and _RATING.fullmatch(line)), 0)
    is_map = any(line.lower() in _MAPS_BUTTONS for line in lines)
    if not rated or not is_map:
        return None
    place = next((city for line in lines[rated + 1 :] if (city := city_in(line))), "")
    return Reading(company=sure(lines[rated - 1], _TRUST * 0.9), location=sure(place, _TRUST * 0.9))


def _read_xing(lines: Lines) -> Reading | None:
    """Name, then "employed as, role, company", then the place."""
    for at, line in enumerate(lines[:-1]):
        name = tidy_name(line)
        parts = [part.strip() for part in lines[at + 1].split(",")]
        if len(parts) < 2 or parts[0].lower() not in _XING_STATUS or not name_score(name):  # noqa: PLR2004
            continue
        rest = [part for part in parts[1:] if part.lower() not in EMPLOYMENT]
        role = rest[0] if rest else ""
        place = lines[at + 2] if len(lines) > at + 2 and place_score(lines[at + 2]) else ""
        return Reading(
            name=sure(name, _TRUST),
            role=sure(role, _TRUST if role_score(role) else _WEAK),
            company=sure(", ".join(rest[1:]), _TRUST * 0.9),
            location=sure(place, _TRUST),
        )
    return None


_XING_STATUS = frozenset(
    """
    angestellt selbstständig selbständig freiberuflich verbeamtet praktikum student studentin ausbildung gesellschafter
    inhaber vorstand geschäftsführer berufserfahrung
    """.split()  # noqa: SIM905 - a list of words is easier to change as words
)
