"""Stage four: the privacy page's material, its plain-text version, and its version for programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from sitegen.output import Output
from sitegen.practices.anchors import PREFIXES, anchor, clause_address
from sitegen.practices.schema import DEVICE, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from sitegen.practices.schema import Data, Manifest, Place, Recipient, Statement

PLAIN, FOR_PROGRAMS = "privacy.txt", ".well-known/data-practices.json"
STORED = frozenset({"local storage", "IndexedDB", "cache", "service worker", "session"})
"""What a browser keeps in addition to cookies, and for longer than a page's memory."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A manifest in the order of a reader's questions.

    `stays` is kept on the device, `held` by us, and `sent` is neither; `spans` are pairs of a retention and what is
    kept for it; `storage` is every name that a browser keeps something under, with what is kept there: the name is
    empty where there is none. `denied` is what there is none of, and the statement that says so.
    """

    short: tuple[Statement, ...]
    topics: Mapping[str, tuple[Statement, ...]]
    stays: tuple[Data, ...]
    held: tuple[Data, ...]
    sent: tuple[Data, ...]
    recipients: tuple[Recipient, ...]
    hosting: tuple[Recipient, ...]
    spans: tuple[tuple[str, tuple[str, ...]], ...]
    storage: tuple[tuple[Place, str, tuple[Data, ...]], ...]
    denied: Mapping[str, Statement]
    data: Mapping[str, Data]
    names: Mapping[str, str]


def teach(templates: Environment) -> Environment:
    """Templates of a policy write `clause|anchor`."""
    templates.filters["anchor"] = anchor
    return templates


def policy_of(manifest: Manifest) -> Policy:
    held = tuple(item for item in manifest.data if _is_at(item, {"our server"}))
    stays = tuple(item for item in manifest.data if item not in held and _stays(item))
    return Policy(
        short=tuple(item for item in manifest.statement if item.short),
        topics=_topics(manifest),
        stays=stays,
        held=held,
        sent=tuple(item for item in manifest.data if item not in held + stays),
        recipients=tuple(item for item in manifest.recipient if item.kind != "hosting"),
        hosting=tuple(item for item in manifest.recipient if item.kind == "hosting"),
        spans=_spans(manifest),
        storage=_storage(manifest),
        denied={denied: item for item in manifest.statement for denied in item.denies},
        data={item.id: item for item in manifest.data},
        names={item.id: item.name for item in manifest.recipient},
    )


def policy_outputs(templates: Environment, manifest: Manifest, mark: str) -> list[Output]:
    """`mark` is a fingerprint of all that they are made from."""
    return [
        Output(PLAIN, mark, lambda: plain_text(templates, manifest).encode(), url=f"/{PLAIN}"),
        Output(FOR_PROGRAMS, mark, lambda: for_programs(manifest), url=f"/{FOR_PROGRAMS}"),
    ]


def page_of(templates: Environment, manifest: Manifest, source: str) -> str:
    """The policy's part of a page; `source` is where its tests can be read."""
    template = templates.get_template("pages/policy/policy.html")
    return template.render(manifest=manifest, policy=policy_of(manifest), source=source)


def plain_text(templates: Environment, manifest: Manifest) -> str:
    text = templates.get_template("pages/policy/policy.txt").render(manifest=manifest, policy=policy_of(manifest))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def for_programs(manifest: Manifest) -> bytes:
    """The manifest as JSON; each clause with the address at which people read it."""
    told: dict[str, Any] = msgspec.to_builtins(manifest)
    for table in (name.lower() for name in PREFIXES):
        for row, item in zip(told[table], getattr(manifest, table), strict=True):
            row["clause"] = clause_address(anchor(item))
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def _topics(manifest: Manifest) -> dict[str, tuple[Statement, ...]]:
    """A statement of the short version is said again in its place, where it can be held to account."""
    topics = get_args(Topic.__value__)
    return {topic: tuple(item for item in manifest.statement if item.topic == topic) for topic in topics}


def _is_at(data: Data, places: set[str]) -> bool:
    return any(place.where in places for place in data.place)


def _stays(data: Data) -> bool:
    """What is first in memory, on its way to somebody, does not stay, though a copy may."""
    return data.place[0].where in set(DEVICE) - {"memory"} or not _is_at(data, {"recipient"})


def _spans(manifest: Manifest) -> tuple[tuple[str, tuple[str, ...]], ...]:
    spans: dict[str, list[str]] = {}
    for item in manifest.data:
        for place in item.place:
            kept = spans.setdefault(place.retention, [])
            name = item.what if item.what[:2].isupper() else item.what[0].lower() + item.what[1:]
            kept.extend([] if name in kept else [name])
    return tuple((span, tuple(items)) for span, items in spans.items())


def _storage(manifest: Manifest) -> tuple[tuple[Place, str, tuple[Data, ...]], ...]:
    """Each name once, though two kinds of data may be kept under it."""
    places = [(place, item) for item in manifest.data for place in item.place if place.where in STORED]
    stored: dict[tuple[str, str], tuple[Place, tuple[Data, ...]]] = {}
    for place, item in places:
        for name in place.names or ("",):
            first, items = stored.get((place.where, name), (place, ()))
            stored[place.where, name] = first, (*items, item)
    return tuple((place, name, items) for (_, name), (place, items) in stored.items())
