"""A task: one thing that is to be made, and each attempt to have it made.

Times are ISO 8601 in UTC; "" for one that has not come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from linkepix.model.generation import Part  # noqa: TC001 - records are rebuilt from their annotations

type State = Literal["queued", "running", "done", "refused", "failed", "cancelled", "unknown"]
QUEUED: Final = "queued"
RUNNING: Final = "running"
DONE: Final = "done"
REFUSED: Final = "refused"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
UNKNOWN: Final = "unknown"
STATES: tuple[State, ...] = (QUEUED, RUNNING, DONE, REFUSED, FAILED, CANCELLED, UNKNOWN)
"""`unknown`: it was sent and may have been billed, and nothing is known of its end. A person decides what happens."""

ENDED: frozenset[State] = frozenset({DONE, REFUSED, FAILED, CANCELLED})
"""States that need nobody any more."""

type Billed = Literal["", "yes", "no", "unknown"]
BILLED: Final = "yes"
NOT_BILLED: Final = "no"
MAYBE_BILLED: Final = "unknown"
"""What is known of an attempt's cost once it has ended."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request for the thing. It is on record before the request leaves.

    `is_paid` is False for what is made on the device. `reference` is the provider's own id of the work, by which its
    end can be asked for without paying again. `cost_usd` is None where nothing is known.
    """

    number: int
    started: str
    is_paid: bool
    reference: str = ""
    ended: str = ""
    billed: Billed = ""
    cost_usd: float | None = None

    @property
    def is_open(self) -> bool:
        return not self.ended


@dataclass(frozen=True, slots=True)
class Task:
    """One part of a card.

    Attributes:
        id: a UUID of version 7, so that ids are in the order of their making.
        part: of the card, that is to be made.
        provider: of the maker.
        card: the id of the card in the library that the result goes into.
        title: whom it is for, as the list shows it.
        job: the card's request and what the maker is given, as JSON (`services.tasks.jobs`).
        batch: the batch that it belongs to, and `row` its row in the table, counted from 1.
        priority: higher ones first; of the same, older ones.
        not_before: it waits until then.
        owner: the program that runs it, as `Owners` of `linkepix.task_ports` names it; "" while none does.
        crashes: how often the program ended while it was being made on the device.
        progress: from 0 to 1, None where the provider does not say.
        error: the `code` of the error (`linkepix.errors`) that ended it.
        address: where its result is, if it is ready and could not be fetched.
        kept_until: when it is purged.
        revision: grows with each change, so that a late writer can't undo a newer one.
    """

    id: str
    created: str
    part: Part
    provider: str
    card: str
    job: str
    state: State
    title: str = ""
    batch: str = ""
    row: int = 0
    priority: int = 0
    not_before: str = ""
    attempts: tuple[Attempt, ...] = ()
    owner: str = ""
    crashes: int = 0
    progress: float | None = None
    error: str = ""
    address: str = ""
    finished: str = ""
    kept_until: str = ""
    revision: int = 0

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt whose end is not known yet: at most the last one."""
        return self.attempts[-1] if self.attempts and self.attempts[-1].is_open else None

    @property
    def reference(self) -> str:
        """The provider's id of the work under way, by which its end can be asked for; "" if there is none."""
        return self.open_attempt.reference if self.open_attempt else ""

    @property
    def may_be_billed(self) -> bool:
        """Whether an attempt may have cost something that nobody has seen a result of."""
        return any(attempt.billed == MAYBE_BILLED for attempt in self.attempts)

    @property
    def cost_usd(self) -> float | None:
        """What all attempts have cost; None where one that was billed does not say."""
        costs = [attempt.cost_usd for attempt in self.attempts if attempt.billed == BILLED]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None
