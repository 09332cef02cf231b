"""Cities, regions and countries."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sitegen.lexicon.packages import address_formats, cities, countries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.lexicon.packages import Extract
    from sitegen.project import Project

SMALLEST_CITY = 100_000
"""People."""
MANY_NAMES = 3_000_000
MANY_NAMES_IN_EUROPE = 300_000
"""People of a city that has all of its names, also "Mailand" and "Мюнхен"; GeoNames's own are English."""

_FEWEST_LETTERS = 3
"""Of a name in Latin letters: shorter ones are codes of airports and regions."""
_MOST_WORDS = 2
"""Of other names; longer ones are transcriptions ("Los-Anzheles shaary")."""
_MOST_PLACES = 260
"""Of one locale of Faker: longer lists are of villages."""

_APOSTROPHES = {"'", "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"}
"""Only in transcriptions ("K'un-ming")."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI", "DEVAN")
"""As names of characters begin."""


def places(project: Project, extract: Extract) -> Iterator[str]:
    yield from filter(_is_long_enough, _cities(project))
    yield from filter(_is_long_enough, _regions(project))
    for person in extract.people.values():
        if len(person.place) <= _MOST_PLACES:
            yield from filter(_is_long_enough, person.place)


def _cities(project: Project) -> Iterator[str]:
    europe = {code for code, country in countries(project).items() if country["continentcode"] == "EU"}
    for city in cities(project):
        if city["population"] >= SMALLEST_CITY:
            yield city["name"]
        if city["population"] >= (MANY_NAMES_IN_EUROPE if city["countrycode"] in europe else MANY_NAMES):
            yield from filter(_is_other_name, city["alternatenames"])


def _is_other_name(name: str) -> bool:
    """Leave out transcriptions, most of which GeoNames has in lower case ("mywnykh"), and codes ("MUC")."""
    if name[:1].islower() or (name.isascii() and name.isupper()) or _APOSTROPHES & set(name):
        return False
    written = all(unicodedata.name(sign, "").startswith(_SCRIPTS) for sign in name if sign.isalpha())
    return written and len(name.split()) <= _MOST_WORDS


def _regions(project: Project) -> Iterator[str]:
    """Regions of the first level, in the country's languages."""
    for key, form in address_formats(project).items():
        if "/" not in key:
            yield from form.get("sub_names", form.get("sub_keys", "")).split("~")
            yield from form.get("sub_lnames", "").split("~")


def _is_long_enough(name: str) -> bool:
    return len(name) >= _FEWEST_LETTERS if name.isascii() else bool(name)
