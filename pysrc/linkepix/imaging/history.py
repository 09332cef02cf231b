"""Undo and redo, over whole recipes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkepix.model.recipe import Recipe

LONGEST = 200
"""Steps back."""


@dataclass(frozen=True, slots=True)
class History:
    """A recipe, those before it and, after Undo, those that came later; the nearest is last in both."""

    now: Recipe
    past: tuple[Recipe, ...] = ()
    future: tuple[Recipe, ...] = ()

    def do(self, recipe: Recipe) -> History:
        """What is no change is no step."""
        if recipe == self.now:
            return self
        return History(recipe, (*self.past, self.now)[-LONGEST:])

    def undo(self) -> History:
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], future=(*self.future, self.now))

    def redo(self) -> History:
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1])
