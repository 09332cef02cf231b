"""Names under which a browser keeps something: one name has one retention, and says which database it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.contradictions import Found, Location
    from sitegen.practices.schema import Manifest, Place

_STORE = re.compile(r"[^/\s]+/[^/\s]+")


def names(manifest: Manifest) -> Found:
    """Two kinds of data may share a store, as a card and its prompt do; they then go at the same time."""
    stated: dict[tuple[str, str], tuple[str, str]] = {}
    listed: set[tuple[str, str, str]] = set()
    for location, owner, place in _each(manifest):
        for name in place.names:
            if place.where == "IndexedDB" and not _STORE.fullmatch(name):
                yield location, f"{name!r} is no store of a database; expected such as 'database/store'"
            if (owner, place.where, name) in listed:
                yield location, f"{name!r} is listed twice; expected it once"
            listed.add((owner, place.where, name))
            other, retention = stated.setdefault((place.where, name), (owner, place.retention))
            if retention != place.retention:
                yield location, f"{name!r} is kept {retention!r} by {other!r}; expected the same retention here"


def _each(manifest: Manifest) -> Iterator[tuple[Location, str, Place]]:
    for number, data in enumerate(manifest.data):
        for index, place in enumerate(data.place):
            yield ("data", number, "place", index, "names"), data.id, place
