"""The tables of `content/data-practices.toml`. Each field is a statement that the privacy page makes.

Texts are parts of sentences that templates put together (`templates/pages/policy/`): `what` is a noun ("API keys"),
`purpose` begins with "to", `when` with "when"; `says`, `enforced`, `how` and the like are whole sentences.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads annotations
from typing import Annotated, Literal

from msgspec import Meta, Struct

MANIFEST = "content/data-practices.toml"
"""Where it stands, below the checkout's root."""

type Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*$", description="lower-case words with hyphens")]
"""Lower-case words with hyphens: it becomes part of an address."""

type Words = Annotated[str, Meta(min_length=3, pattern=r"\S$", description="words, without a space at their end")]
type Address = Annotated[
    str, Meta(pattern=r"^https://[a-z0-9.-]+/\S*$", description="an address that begins with https://")
]

DEVICE = ("local storage", "IndexedDB", "cache", "service worker", "memory", "session")
"""Places on the visitor's own device; the other two are not."""

type Whereabouts = Literal[
    "local storage", "IndexedDB", "cache", "service worker", "memory", "session", "our server", "recipient"
]
type Kind = Literal[
    "AI provider",
    "gateway",
    "hosting",
    "authentication",
    "billing",
    "CDN",
    "image processing",
    "analytics",
    "own machine",
]
type Denied = Literal["account", "analytics", "cookie", "permission", "server"]
type Topic = Literal["stays", "leaves", "hosting", "extension", "security", "never", "children", "changes"]

THIS_SITE = "self"
"""Stands among a recipient's hosts for the host that the site itself is served from."""


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table is: frozen, and closed to fields that nobody knows."""


class Clause(Table, frozen=True, kw_only=True):
    """Something that the page claims.

    It is `enforced`, said for a reader who is no programmer, and `held_by` tests ("tests/x/test_y.py::test_z");
    or it is a promise that no program can check, and `promise_only` says why.
    """

    id: Id
    enforced: str = ""
    held_by: tuple[str, ...] = ()
    promise_only: str = ""


class Site(Table, frozen=True, kw_only=True):
    """Who promises. `changes` says how a change is announced, `answered` within what time mail is."""

    operator: Words
    product: Words
    contact: Annotated[str, Meta(pattern=r"^\S+@\S+\.\S+$", description="a mail address")]
    updated: date
    changes: Words
    answered: str = ""


class Encryption(Table, frozen=True, kw_only=True):
    """A scheme by its name, and what it really is: "Fernet" is "AES-128-CBC with HMAC-SHA256"."""

    scheme: Words
    cipher: str = ""
    note: str = ""


class Place(Table, frozen=True, kw_only=True):
    """Where something is kept, and how long. `names` are keys of local storage, or `database/store`."""

    where: Whereabouts
    retention: Words
    names: tuple[str, ...] = ()
    recipient: str = ""
    encryption: Encryption | None = None


class Data(Clause, frozen=True, kw_only=True):
    """A kind of data. `obtained` says how it comes to be there, where that is not plain.

    The first place decides where the page tells of it: what stays on the device, or what leaves it.
    """

    what: Words
    examples: tuple[Words, ...] = ()
    whose: Literal["visitor", "prospect", "account"]
    why: Words
    obtained: str = ""
    place: tuple[Place, ...]


class Use(Table, frozen=True, kw_only=True):
    """What a recipient is sent, why, and by which act of the visitor."""

    id: Id
    purpose: Annotated[str, Meta(pattern=r"^to \S", description="a phrase that begins with 'to'")]
    when: Annotated[
        str,
        Meta(
            pattern=r"^(when|each time|after|before) \S", description="a phrase that begins with 'when' or 'each time'"
        ),
    ]
    data: Annotated[tuple[Id, ...], Meta(min_length=1)]
    not_sent: str = ""


class Recipient(Clause, frozen=True, kw_only=True):
    """Somebody who receives something, from the worker, from a page or from a server of ours.

    `hosts` are names ("api.example.com": https on its own port), origins ("http://localhost:*"), or `THIS_SITE`.
    `delivers` is what pages load from it. One that nothing is sent to yet says why, in `dormant`.
    """

    name: Words
    kind: Kind
    hosts: tuple[str, ...]
    reached_from: Literal["worker", "page", "server"]
    delivers: tuple[Literal["images", "fonts"], ...] = ()
    use: tuple[Use, ...] = ()
    dormant: str = ""
    policy: Address | Literal[""] = ""
    agreement: Literal["none", "in place", "where it applies"]


class Permission(Clause, frozen=True, kw_only=True):
    """A permission of the browser extension: why, what it reads and when, what it never does."""

    name: Words
    reason: Words
    reads: Words
    never: Words


class Cookie(Clause, frozen=True, kw_only=True):
    name: Words
    purpose: Annotated[str, Meta(pattern=r"^to \S", description="a phrase that begins with 'to'")]
    essential: bool
    lifetime: Words


class Analytics(Clause, frozen=True, kw_only=True):
    """`recipient` is the id of one; `opt_out` says how."""

    recipient: Id
    collected: Annotated[tuple[Words, ...], Meta(min_length=1)]
    aggregated: bool
    identifies: bool
    retention: Words
    opt_out: Words


class Right(Clause, frozen=True, kw_only=True):
    """What a visitor may ask for, or do. Its ids are a closed set: the page has a heading for each."""

    id: Literal[
        "access",
        "correct",
        "delete",
        "export",
        "clear",
        "choose-place",
        "remove-extension",
        "refuse-cookies",
        "refuse-analytics",
        "ask",
    ]
    how: Words
    answered_within: str = ""


class Statement(Clause, frozen=True, kw_only=True):
    """A promise in words. One that is `short` is also in the short version at the top of the page.

    `denies` is what it says that there is none of; it may not stand beside a table that says otherwise.
    """

    says: Words
    topic: Topic
    short: bool = False
    denies: tuple[Denied, ...] = ()


CLAUSES = ("statement", "data", "recipient", "permission", "cookie", "analytics", "right")
"""The tables of `Manifest` whose rows are clauses."""


class Manifest(Table, frozen=True, kw_only=True):
    """All of it. What there is none of is stated as well: `cookie = []`."""

    version: Literal[1]
    site: Site
    statement: tuple[Statement, ...]
    data: tuple[Data, ...]
    recipient: tuple[Recipient, ...]
    permission: tuple[Permission, ...]
    cookie: tuple[Cookie, ...]
    analytics: tuple[Analytics, ...]
    right: tuple[Right, ...]
