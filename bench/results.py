"""What was measured, to be printed and written."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

type Row = tuple[str, str]
"""What was measured, and the figure with its unit."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Navigation to the first thing on the page that Python made, once a round."""

    site: str
    kind: str
    condition: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of the bodies of one first visit, as the edge sent them; `files` by path."""

    site: str
    files: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.files.values())

    def heaviest(self, count: int) -> list[tuple[str, int]]:
        return sorted(self.files.items(), key=lambda item: -item[1])[:count]


@dataclass(frozen=True, slots=True)
class Score:
    """Lighthouse on one page: 0 to 100 in each category, and the titles of what did not pass."""

    page: str
    preset: str
    categories: dict[str, int]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that the report shows as they are, under a title and after a note."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Machine:
    date: str
    cores: int
    architecture: str
    chromium: str
    python: str
    rounds: int
    slowdown: float
    """How many times as long a loop in a worker took while the browser was slowed."""


@dataclass(frozen=True, slots=True)
class Report:
    machine: Machine
    versions: dict[str, str]
    timings: tuple[Timing, ...]
    weights: tuple[Weight, ...]
    scores: tuple[Score, ...]
    tables: tuple[Table, ...] = ()
