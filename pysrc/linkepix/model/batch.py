"""A batch: one card for each row of a table, all made from the same request.

Times are ISO 8601 in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from linkepix.model.prospect import Prospect
from linkepix.model.request import Request

TRIALS = 3
"""Cards that are made first, to be looked at."""

type Problem = Literal["", "empty", "unnamed", "incomplete", "repeated"]
"""Of a row: a blank one; one without a name and a company; without what is needed; of somebody who was there."""

type BatchState = Literal["trying", "running", "stopped"]
TRYING: Final = "trying"
RUNNING: Final = "running"
STOPPED: Final = "stopped"
"""`trying`: only the first cards were asked for. What has become of the rest is told by the tasks."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row of the table.

    Attributes:
        number: the row's, as a spreadsheet counts it.
        card: the id that its card gets; "" where it gets none.
        problem: why it gets none, or "".
        repeats: the number of the row that has the same person, 0 for none.
        email: an address to write to, and `profile` that of a page about the person; "" where the table has none.
        first_name: and `last_name`, where the table has them apart.
        others: its cells in the columns that no field was matched to, as they are in the table.
    """

    number: int
    prospect: Prospect = field(default_factory=Prospect)
    card: str = ""
    problem: Problem = ""
    repeats: int = 0
    email: str = ""
    profile: str = ""
    first_name: str = ""
    last_name: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Cards of one table.

    Attributes:
        name: of the table's file, "" for a paste.
        request: what all cards have in common: it has no prospect.
        columns: names of those that no field was matched to (`BatchRow.others`).
        cards: how many rows get one.
        tried: rows whose cards come first.
    """

    id: str
    created: str
    name: str = ""
    request: Request = field(default_factory=Request)
    columns: tuple[str, ...] = ()
    cards: int = 0
    tried: tuple[BatchRow, ...] = ()
    state: BatchState = TRYING
    kept_until: str = ""
