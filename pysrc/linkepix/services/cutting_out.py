"""What the studio does with the subject of the picture that is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.services.subjects import cut_out, painted, with_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkepix.services.editing import Editing


def toggle_background(editing: Editing) -> None:
    """Take the current picture's background away, or put it back."""
    if editing.current:
        editing.do(cut_out(editing.current.recipe))


def take_brush(editing: Editing, kind: str) -> None:
    editing.brush = editing.brush.taken(kind)


def paint(editing: Editing, shares: Sequence[tuple[float, float]]) -> None:
    """Paint with the brush through these points of the result that is shown."""
    if editing.current:
        editing.do(painted(editing.current, editing.brush, shares))


def crop_around_subject(editing: Editing) -> None:
    """Crop the current picture around its subject, once that has been found."""
    current = editing.current
    if current and current.original:
        known = replace(current, is_sought=True, error=None)
        editing.pictures[current.id] = with_subject(known, current.subject) if current.subject else known
