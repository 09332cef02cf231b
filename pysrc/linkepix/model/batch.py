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

type RowProblem = Literal["", "empty", "nothing-to-go-on", "repeats"]
"""Why a row is left out: no cell of it says anything, no field does, or an earlier row is the same person."""

type BatchState = Literal["trying", "running", "stopped"]
TRYING: Final = "trying"
RUNNING: Final = "running"
STOPPED: Final = "stopped"
"""`trying`: only the first cards were asked for. What has become of the rest is told by the tasks."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """`number` is the row's own in the table, counted from 1 without the header; `cells` are its cells as they came.

    `card` is the id that its card gets. `earlier` is the number of the row that it repeats, 0 for none.
    """

    number: int
    prospect: Prospect = field(default_factory=Prospect)
    card: str = ""
    cells: tuple[str, ...] = ()
    problem: RowProblem = ""
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """`name` is the table's, `header` its columns; `request` is what all cards have in common: it has no prospect.

    `cards` counts the rows that a card is made for. `good` are the numbers of tried rows that the visitor approves.
    `address_column` is that of e-mail addresses, counted from 0, or -1.
    """

    id: str
    created: str
    name: str = ""
    request: Request = field(default_factory=Request)
    header: tuple[str, ...] = ()
    address_column: int = -1
    cards: int = 0
    good: tuple[int, ...] = ()
    state: BatchState = TRYING
    kept_until: str = ""
