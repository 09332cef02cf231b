"""Where each clause stands on the privacy page: the ledger and the disclosure point there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.practices.schema import Clause, Recipient, Use

PRIVACY = "/privacy/"

PREFIXES = {
    "Data": "keeps",
    "Recipient": "sends",
    "Statement": "promises",
    "Permission": "extension",
    "Cookie": "cookie",
    "Analytics": "counts",
    "Right": "right",
}


def anchor(clause: Clause) -> str:
    return f"{PREFIXES[type(clause).__name__]}-{clause.id}"


def use_anchor(recipient: Recipient, use: Use) -> str:
    return f"{anchor(recipient)}-{use.id}"


def clause_address(name: str) -> str:
    return f"{PRIVACY}#{name}"
