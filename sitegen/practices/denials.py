"""What a manifest says that there is none of, and what it offers to refuse: neither may contradict its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.practices.contradictions import Found
    from sitegen.practices.schema import Denied, Manifest

_NEEDED = {"remove-extension": "permission", "refuse-cookies": "cookie", "refuse-analytics": "analytics"}
"""Rights to be rid of something, and the table without which there is nothing to be rid of."""


def denials(manifest: Manifest) -> Found:
    """A statement that denies what a table declares."""
    for number, statement in enumerate(manifest.statement):
        for denied in statement.denies:
            if found := _declared(manifest, denied):
                take = f"take {denied!r} and its words out of {statement.id!r}, or the table"
                yield ("statement", number, "denies"), f"says that there is none, and {found} declares one; {take}"


def rights(manifest: Manifest) -> Found:
    for number, right in enumerate(manifest.right):
        table = _NEEDED.get(right.id)
        if table and not getattr(manifest, table):
            yield ("right", number, "id"), f"{right.id!r} needs something to be rid of; expected a [[{table}]]"


def _declared(manifest: Manifest, denied: Denied) -> str:
    """The first table that says that there is one; the empty string where none does."""
    if denied == "account":
        return next((f'[[data]] "{data.id}"' for data in manifest.data if data.whose == "account"), "")
    if denied == "server":
        kept = (f'[[data]] "{data.id}"' for data in manifest.data for p in data.place if p.where == "our server")
        sent = (f'[[recipient]] "{row.id}"' for row in manifest.recipient if row.reached_from == "server")
        return next(iter((*kept, *sent)), "")
    return next((f'[[{denied}]] "{row.id}"' for row in getattr(manifest, denied)), "")
