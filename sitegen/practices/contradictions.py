"""What a manifest may not say although each field of it is well-formed: a claim that another one denies."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from sitegen.practices.anchors import anchor, use_anchor
from sitegen.practices.denials import denials, rights
from sitegen.practices.encryption import problem_of_prose, problems_in_fields, problems_of_data, strengths_stated
from sitegen.practices.hosts import is_host, is_local, overlap
from sitegen.practices.names import names
from sitegen.practices.retention import EXPECTED, cannot_be, is_retention, keeps_nothing
from sitegen.practices.schema import CLAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.schema import Clause, Data, Manifest, Place, Recipient

type Location = tuple[str | int, ...]

_TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")


class ContradictionError(Exception):
    """`location` is the way to the field, as table names, numbers counted from 0, and the field's name."""

    def __init__(self, location: Location, problem: str) -> None:
        super().__init__(problem)
        self.location = location
        self.problem = problem


def check_consistency(manifest: Manifest) -> None:
    """Raises ContradictionError for the first that is found."""
    for problems in (
        _ids(manifest),
        _anchors(manifest),
        _clauses(manifest),
        _places(manifest),
        names(manifest),
        _encryption(manifest),
        _prose(manifest),
        _hosts(manifest),
        _uses(manifest),
        _recipients(manifest),
        _analytics(manifest),
        denials(manifest),
        rights(manifest),
    ):
        for location, problem in problems:
            raise ContradictionError(location, problem)


type Found = Iterator[tuple[Location, str]]


def _ids(manifest: Manifest) -> Found:
    """Ids are parts of addresses: two of a kind would share one."""
    for table in CLAUSES:
        yield from _twice((table,), [item.id for item in getattr(manifest, table)])
    for number, recipient in enumerate(manifest.recipient):
        yield from _twice(("recipient", number, "use"), [use.id for use in recipient.use])


def _twice(place: Location, ids: list[str]) -> Found:
    counted = Counter(ids)
    for number, one in enumerate(ids):
        if counted[one] > 1:
            yield (*place, number, "id"), f"{one!r} is the id of two; each needs one of its own"


def _anchors(manifest: Manifest) -> Found:
    """A purpose of "a" called "b" would stand on the page where a recipient "a-b" does."""
    taken = {anchor(recipient) for recipient in manifest.recipient}
    for number, recipient in enumerate(manifest.recipient):
        for index, use in enumerate(recipient.use):
            address = use_anchor(recipient, use)
            if address in taken:
                yield (
                    ("recipient", number, "use", index, "id"),
                    f"{address!r} is another's address; expected another id",
                )
            taken.add(address)


def _clauses(manifest: Manifest) -> Found:
    for table in CLAUSES:
        clauses: tuple[Clause, ...] = getattr(manifest, table)
        for number, clause in enumerate(clauses):
            enforced, promised = clause.enforced.strip(), clause.promise_only.strip()
            if bool(enforced) == bool(promised) or bool(enforced) != bool(clause.held_by):
                yield (
                    (table, number, "promise_only"),
                    "a clause has 'enforced' with 'held_by', or 'promise_only': why no program can check it",
                )
            for test in clause.held_by:
                if not _TEST.fullmatch(test):
                    yield (table, number, "held_by"), f"{test!r}; expected such as 'tests/unit/test_x.py::test_y'"


def _places(manifest: Manifest) -> Found:
    known = {recipient.id: recipient for recipient in manifest.recipient}
    for (number, data), (index, place) in _each_place(manifest):
        where: Location = ("data", number, "place", index)
        if problem := _of_retention(place):
            yield (*where, "retention"), problem
        yield from (((*where, field), problem) for field, problem in _of_place(data, place, known))
    for number, data in enumerate(manifest.data):
        if not data.place:
            yield ("data", number, "place"), "data that is nowhere: state a place, if only memory"


def _of_retention(place: Place) -> str:
    if not is_retention(place.retention):
        return f"{place.retention!r}; expected {EXPECTED}"
    if keeps_nothing(place.retention):
        return "kept for no time is not kept: state how long, or leave the place out"
    return cannot_be(place.retention, place.where)


def _each_place(manifest: Manifest) -> Iterator[tuple[tuple[int, Data], tuple[int, Place]]]:
    for number, data in enumerate(manifest.data):
        for index, place in enumerate(data.place):
            yield (number, data), (index, place)


def _of_place(data: Data, place: Place, known: dict[str, Recipient]) -> Iterator[tuple[str, str]]:
    if place.where != "recipient":
        if place.recipient:
            yield "recipient", f"kept in {place.where!r}, so that no recipient keeps it"
        if place.where in {"local storage", "IndexedDB", "cache", "service worker"} and not place.names:
            yield "names", f"what is kept in {place.where} has names there; expected a list of them"
        return
    if place.recipient not in known:
        yield "recipient", f"{place.recipient!r} is no [[recipient]]; expected the id of one"
    elif data.id not in {sent for use in known[place.recipient].use for sent in use.data}:
        yield "recipient", f"kept at {place.recipient!r}, which is not sent {data.id!r} by any [[recipient.use]]"


def _encryption(manifest: Manifest) -> Found:
    for number, data in enumerate(manifest.data):
        encrypted = [(index, place.encryption) for index, place in enumerate(data.place) if place.encryption]
        for index, encryption in encrypted:
            for problem in problems_in_fields(encryption):
                yield ("data", number, "place", index, "encryption"), problem
        texts = [data.why, data.obtained, data.enforced, data.promise_only, *(one.note for _, one in encrypted)]
        for which, problem in problems_of_data([one for _, one in encrypted], texts):
            yield ("data", number, "place", encrypted[which][0], "encryption"), problem


def _prose(manifest: Manifest) -> Found:
    encryptions = [place.encryption for _, (_, place) in _each_place(manifest) if place.encryption]
    stated = strengths_stated(encryptions)
    for location, text in _texts(msgspec.to_builtins(manifest)):
        if problem := problem_of_prose(text, stated):
            yield location, problem


def _texts(found: object, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """Every string of the manifest, and where it stands."""
    if isinstance(found, str):
        yield location, found
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, (list, tuple)) else ()
    for step, item in items:
        yield from _texts(item, (*location, step))


def _hosts(manifest: Manifest) -> Found:
    seen: list[tuple[str, str]] = []
    for number, recipient in enumerate(manifest.recipient):
        place = ("recipient", number, "hosts")
        if not recipient.hosts:
            yield place, "a recipient without hosts cannot be reached; expected one at least"
        for host in recipient.hosts:
            if not is_host(host):
                yield place, f"{host!r} is no host; expected such as 'api.example.com', 'http://localhost:*', or 'self'"
            for other, owner in seen:
                if overlap(host, other):
                    yield place, f"{host!r} is declared twice, by {owner!r} too; expected one recipient for each host"
            seen.append((host, recipient.id))


def _uses(manifest: Manifest) -> Found:
    known = {data.id: data for data in manifest.data}
    for number, recipient in enumerate(manifest.recipient):
        for index, use in enumerate(recipient.use):
            for sent in use.data:
                if sent not in known:
                    yield ("recipient", number, "use", index, "data"), f"{sent!r} is no [[data]]; expected ids of them"
                elif not _arrives(known[sent], recipient):
                    yield ("recipient", number, "use", index, "data"), _homeless(sent, recipient)


def _homeless(sent: str, recipient: Recipient) -> str:
    expected = f"expected a [[data.place]] of {sent!r} with recipient = {recipient.id!r}"
    return f"{sent!r} is sent, and nothing says how long it is kept there; {expected}"


def _arrives(data: Data, recipient: Recipient) -> bool:
    """What is on our server is where that server is hosted."""
    ours = recipient.kind == "hosting" and any(place.where == "our server" for place in data.place)
    return ours or any(place.recipient == recipient.id for place in data.place)


def _recipients(manifest: Manifest) -> Found:
    for number, recipient in enumerate(manifest.recipient):
        if bool(recipient.use) == bool(recipient.dormant):
            yield (
                ("recipient", number, "dormant"),
                "a recipient is sent something, by [[recipient.use]], or it says in 'dormant' why nothing is sent yet",
            )
        if recipient.kind == "own machine" and not all(is_local(host) for host in recipient.hosts):
            yield ("recipient", number, "hosts"), "a program on the visitor's own machine is at localhost or 127.0.0.1"
        if recipient.kind != "own machine" and any(is_local(host) for host in recipient.hosts):
            yield ("recipient", number, "hosts"), "plain http can be read on its way; expected a name"


def _analytics(manifest: Manifest) -> Found:
    kinds = {recipient.id: recipient.kind for recipient in manifest.recipient}
    for number, item in enumerate(manifest.analytics):
        if kinds.get(item.recipient) not in {"analytics", "hosting"}:
            yield ("analytics", number, "recipient"), f"{item.recipient!r} is no [[recipient]] of kind 'analytics'"
        if item.aggregated and item.identifies:
            yield ("analytics", number, "identifies"), "statistics that are aggregated identify nobody"
        if not is_retention(item.retention) or keeps_nothing(item.retention):
            yield ("analytics", number, "retention"), f"{item.retention!r}; expected such as '24 months'"
    counted = {item.recipient for item in manifest.analytics}
    for number, recipient in enumerate(manifest.recipient):
        if recipient.kind == "analytics" and recipient.id not in counted:
            yield ("recipient", number, "kind"), "a recipient for analytics needs a table [[analytics]] that names it"
