"""Labels of LinkedIn's pages in each of its languages, from `linkedin.json`: headings, buttons, counters.

All are in lower case. A page is read by its order first; a label only confirms what a line is.
"""

from __future__ import annotations

import json

import linkepix

_KINDS: dict[str, dict[str, list[str]]] = json.loads(
    linkepix.__loader__.get_data(f"{linkepix.__path__[0]}/reading/linkedin.json")  # type: ignore[union-attr]
)["labels"]


def _all(kind: str) -> frozenset[str]:
    return frozenset(label for language in _KINDS.values() for label in language.get(kind, ()))


SECTIONS = {kind: _all(kind) for kind in ("about", "activity", "experience", "other")}
CONTACT_INFO = tuple(sorted(_all("contact"), key=len, reverse=True))
PRONOUNS = _all("pronouns")
PRESENT = _all("present")
BREAKS = _all("breaks")
"""What stands in the place of a role and is none: "Career break", "Retired"."""

CHROME = _all("buttons")
"""Buttons and menus of a page, copied along with it."""

COUNTERS = tuple(sorted(_all("counters")))
"""A short line with a digit and one of these counts something."""

EMPLOYMENT = _all("employment") | _all("sites")
"""How somebody is employed: it stands where a company may."""

OTHER_PEOPLE = _all("others")
"""What follows these headings is about somebody else: nothing below is read."""
