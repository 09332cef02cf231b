"""What common senders call the columns of a mail merge, from `senders.json`: rows of data, each with its source.

A sender that matches columns by hand, as Mailchimp does, has the names that its own fields have.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Sender:
    """One program that sends.

    Attributes:
        id: for forms and records.
        name: as its maker writes it.
        columns: its name for some of `writing.COLUMNS`, in the order in which they stand.
        source: where these names were read.
        blank: columns that it fills in itself, and that have to be there.
        most_bytes: what it keeps of a cell, 0 for all: a message may be longer.
    """

    id: str
    name: str
    columns: Mapping[str, str]
    source: str
    blank: tuple[str, ...] = ()
    most_bytes: int = 0


@cache
def senders() -> tuple[Sender, ...]:
    """Return all of senders.json, read by the loader that found this module."""
    path = str(Path(__file__).with_name("senders.json"))
    rows = json.loads(sys.modules[__name__].__loader__.get_data(path))  # type: ignore[union-attr]
    return tuple(Sender(**{**row, "blank": tuple(row.get("blank", ()))}) for row in rows)


def sender_of(sender_id: str) -> Sender | None:
    return next((sender for sender in senders() if sender.id == sender_id), None)
