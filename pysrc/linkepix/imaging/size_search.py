"""The best picture that has at most so many bytes: a search over quality, then over dimensions.

Encoders are asked, not modelled: `next_trial` says what to encode next, given what came of all trials so far. A file is
taken to grow with its quality, which holds but for a few bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOWEST_QUALITY = 30
"""Below, faces and letters fall apart: fewer pixels look better."""
SHRUNK_QUALITY = 70
"""What a picture with fewer pixels may have at most: more is wasted on it."""
SMALLEST_SCALE = 0.05
CLOSE = 0.95
"""Of the limit: no closer is looked for."""
MOST_TRIALS = 16
MARGIN = 0.85
"""What is shrunk is shrunk more than the area suggests: that leaves room for a better quality."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`scale` is of the result's sides, 1 for what the recipe says."""

    quality: int
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Tried:
    trial: Trial
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Search:
    """`limit` in bytes, `highest` the quality that was chosen; `has_quality` is False for PNG."""

    limit: int
    highest: int
    has_quality: bool
    may_shrink: bool

    def next_trial(self, tried: Sequence[Tried]) -> Trial | None:
        """Return None when it is over: `best` is then the answer, whether it fits or not."""
        if not tried:
            return Trial(self.highest)
        if len(tried) >= MOST_TRIALS:
            return None
        scale = tried[-1].trial.scale
        here = [one for one in tried if one.trial.scale == scale]
        fitting = [one for one in here if one.size <= self.limit]
        if not fitting:
            return self._lowest(here) or self._smaller(here)
        return self._higher(fitting, [one for one in here if one.size > self.limit])

    def best(self, tried: Sequence[Tried]) -> Tried:
        """Return the largest and finest that fits; where none does, the smallest file."""
        fitting = [one for one in tried if one.size <= self.limit]
        if fitting:
            return max(fitting, key=lambda one: (one.trial.scale, one.trial.quality))
        return min(tried, key=lambda one: one.size)

    def _lowest(self, here: Sequence[Tried]) -> Trial | None:
        """What does not fit even so needs fewer pixels: better known at once."""
        lowest = min(self.highest, LOWEST_QUALITY)
        is_tried = any(one.trial.quality == lowest for one in here)
        return Trial(lowest, here[0].trial.scale) if self.has_quality and not is_tried else None

    def _higher(self, fitting: Sequence[Tried], over: Sequence[Tried]) -> Trial | None:
        """Halve what lies between the finest that fits and the coarsest that does not."""
        best = max(fitting, key=lambda one: one.trial.quality)
        if not self.has_quality or best.size >= CLOSE * self.limit:
            return None
        finest = self.highest if best.trial.scale == 1 else min(self.highest, SHRUNK_QUALITY)
        upper = min((one.trial.quality for one in over), default=finest + 1)
        middle = (best.trial.quality + upper) // 2
        return Trial(middle, best.trial.scale) if middle > best.trial.quality else None

    def _smaller(self, here: Sequence[Tried]) -> Trial | None:
        """Files shrink more slowly than the area, so the last step is to the smallest scale, however far it seems."""
        smallest = min(here, key=lambda one: one.size)
        scale = smallest.trial.scale * min(MARGIN, MARGIN * sqrt(self.limit / smallest.size))
        if not self.may_shrink or smallest.trial.scale <= SMALLEST_SCALE:
            return None
        return Trial(smallest.trial.quality, max(scale, SMALLEST_SCALE))
