"""What a manifest may not say although each field of it is well-formed: a claim that another one denies."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from sitegen.practices.hosts import is_host, origin_of
from sitegen.practices.retention import EXPECTED, is_retention, keeps_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.schema import Clause, Data, Encryption, Manifest, Place, Recipient

type Location = tuple[str | int, ...]

CIPHERS = {
    "Fernet": "AES-128-CBC with HMAC-SHA256",
    "AES-256-GCM": "AES-256-GCM",
    "AES-128-GCM": "AES-128-GCM",
    "ChaCha20-Poly1305": "ChaCha20-Poly1305",
}
"""What a scheme really is. Fernet: github.com/fernet/spec, Spec.md, "All encryption in this version is done with
AES 128 in CBC mode". A scheme that is not here ("encrypted disk") is taken at its word."""

_STRENGTH = re.compile(r"AES[- ]?(128|192|256)")


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
        _clauses(manifest),
        _places(manifest),
        _encryption(manifest),
        _hosts(manifest),
        _uses(manifest),
        _recipients(manifest),
        _analytics(manifest),
    ):
        for location, problem in problems:
            raise ContradictionError(location, problem)


type Found = Iterator[tuple[Location, str]]


def _ids(manifest: Manifest) -> Found:
    """Ids are parts of addresses: two of a kind would share one."""
    for table in ("statement", "data", "recipient", "permission", "cookie", "analytics", "right"):
        yield from _twice((table,), [item.id for item in getattr(manifest, table)])
    for number, recipient in enumerate(manifest.recipient):
        yield from _twice(("recipient", number, "use"), [use.id for use in recipient.use])


def _twice(place: Location, ids: list[str]) -> Found:
    counted = Counter(ids)
    for number, one in enumerate(ids):
        if counted[one] > 1:
            yield (*place, number, "id"), f"{one!r} is the id of two; each needs one of its own"


def _clauses(manifest: Manifest) -> Found:
    for table in ("statement", "data", "recipient", "permission", "cookie", "analytics"):
        clauses: tuple[Clause, ...] = getattr(manifest, table)
        for number, clause in enumerate(clauses):
            held = bool(clause.enforced and clause.held_by)
            if held == bool(clause.promise_only) or bool(clause.enforced) != bool(clause.held_by):
                yield (
                    (table, number, "promise_only"),
                    "a clause has 'enforced' with 'held_by', or 'promise_only': why no program can check it",
                )


def _places(manifest: Manifest) -> Found:
    known = {recipient.id: recipient for recipient in manifest.recipient}
    for (number, data), (index, place) in _each_place(manifest):
        where: Location = ("data", number, "place", index)
        if not is_retention(place.retention):
            yield (
                (*where, "retention"),
                f"{place.retention!r}; expected {EXPECTED}",
            )
        if keeps_nothing(place.retention):
            yield (*where, "retention"), "kept for no time is not kept: state how long, or leave the place out"
        yield from (((*where, field), problem) for field, problem in _of_place(data, place, known))
    for number, data in enumerate(manifest.data):
        if not data.place:
            yield ("data", number, "place"), "data that is nowhere: state a place, if only memory"


def _each_place(manifest: Manifest) -> Iterator[tuple[tuple[int, Data], tuple[int, Place]]]:
    for number, data in enumerate(manifest.data):
        for index, place in enumerate(data.place):
            yield (number, data), (index, place)


def _of_place(data: Data, place: Place, known: dict[str, Recipient]) -> Iterator[tuple[str, str]]:
    if place.where != "recipient":
        if place.recipient:
            yield "recipient", f"kept in {place.where!r}, so that no recipient keeps it"
        if place.where in {"local storage", "IndexedDB", "cache"} and not place.names:
            yield "names", f"what is kept in {place.where} has names there; expected a list of them"
        return
    if place.recipient not in known:
        yield "recipient", f"{place.recipient!r} is no [[recipient]]; expected the id of one"
    elif data.id not in {sent for use in known[place.recipient].use for sent in use.data}:
        yield "recipient", f"kept at {place.recipient!r}, which is not sent {data.id!r} by any [[recipient.use]]"


def _encryption(manifest: Manifest) -> Found:
    for (number, data), (index, place) in _each_place(manifest):
        if place.encryption:
            location = ("data", number, "place", index, "encryption")
            texts = (data.why, data.obtained, data.enforced, data.promise_only, place.encryption.note)
            yield from ((location, problem) for problem in _of_encryption(place.encryption, texts))


def _of_encryption(stated: Encryption, texts: tuple[str, ...]) -> Iterator[str]:
    really = CIPHERS.get(stated.scheme)
    if really is None:
        scheme = next((name for name in CIPHERS if name.lower() in stated.scheme.lower()), None)
        if scheme is None:
            return
        yield f"scheme {stated.scheme!r}: expected {scheme!r} alone; what it really is goes into 'cipher'"
        return
    if stated.cipher != really:
        yield f"{stated.scheme} is {really}; it cannot be called {stated.cipher!r}"
    claimed = set(_STRENGTH.findall(" ".join(texts)))
    if claimed - set(_STRENGTH.findall(really)):
        yield f"{stated.scheme} is {really}, and a text of the same data calls it AES-{min(claimed)}"


def _hosts(manifest: Manifest) -> Found:
    seen: dict[str, str] = {}
    for number, recipient in enumerate(manifest.recipient):
        if not recipient.hosts:
            yield ("recipient", number, "hosts"), "a recipient without hosts cannot be reached; expected one at least"
        for host in recipient.hosts:
            if not is_host(host):
                yield (
                    ("recipient", number, "hosts"),
                    f"{host!r} is no host; expected such as 'api.example.com', 'http://localhost:*', or 'self'",
                )
            if origin_of(host) in seen:
                yield ("recipient", number, "hosts"), f"{host!r} is declared twice, by {seen[origin_of(host)]!r} too"
            seen[origin_of(host)] = recipient.id


def _uses(manifest: Manifest) -> Found:
    known = {data.id for data in manifest.data}
    for number, recipient in enumerate(manifest.recipient):
        for index, use in enumerate(recipient.use):
            for sent in use.data:
                if sent not in known:
                    yield ("recipient", number, "use", index, "data"), f"{sent!r} is no [[data]]; expected ids of them"


def _recipients(manifest: Manifest) -> Found:
    for number, recipient in enumerate(manifest.recipient):
        if bool(recipient.use) == bool(recipient.dormant):
            yield (
                ("recipient", number, "dormant"),
                "a recipient is sent something, by [[recipient.use]], or it says in 'dormant' why nothing is sent yet",
            )
        if recipient.kind == "own machine" and any(origin_of(host).startswith("https") for host in recipient.hosts):
            yield ("recipient", number, "hosts"), "a program on the visitor's own machine is at localhost or 127.0.0.1"
        if recipient.kind != "own machine" and any(host.startswith("http:") for host in recipient.hosts):
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
