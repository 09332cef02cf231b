"""Rows of tasks in IndexedDB: what lists, searches and the queue ask for, and the indexes by which they are found."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from linkepix.model.search import folded

if TYPE_CHECKING:
    from linkepix.model.task import State, Task

AGE, BY_STATE, TURN, EXPIRY, OF_BATCH, STATE_OF_BATCH, END = (
    "age", "by-state", "turn", "expiry", "of-batch", "state-of-batch", "end",
)  # fmt: skip
INDEXES = {
    AGE: ["age"],
    BY_STATE: ["state", "age"],
    TURN: ["state", "turn"],
    EXPIRY: ["kept_until"],
    OF_BATCH: ["batch", "row"],
    STATE_OF_BATCH: ["batch", "state"],
    END: ["finished"],
}
"""Indexes of TASK_ROWS, each by these fields in turn."""


class Row(TypedDict):
    """What is asked of many tasks at once; fields as in Task.

    `text` is the title, folded. `age` and `turn` are keys in the order of the list, newest first, and of the queue.
    """

    id: str
    age: list[float | str]
    turn: list[float | str]
    state: State
    text: str
    batch: str
    row: int
    not_before: str
    finished: str
    cost: float
    kept_until: str
    revision: int


def row_of(task: Task) -> Row:
    created = _seconds(task.created)
    return {
        "id": task.id,
        "age": [-created, task.row, task.id],
        "turn": [-task.priority, created, task.row, task.id],
        "state": task.state,
        "text": _folded(task.title),
        "batch": task.batch,
        "row": task.row,
        "not_before": task.not_before,
        "finished": task.finished,
        "cost": task.cost_usd or 0.0,
        "kept_until": task.kept_until,
        "revision": task.revision,
    }


@lru_cache(4)
def _seconds(created: str) -> float:
    """All tasks of a batch have the same time."""
    return datetime.fromisoformat(created).timestamp()


@lru_cache(4)
def _folded(title: str) -> str:
    """Both tasks of a card have the same title."""
    return folded(title)
