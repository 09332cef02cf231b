"""How many bytes each editor takes for the same quality: SSIMULACRA2 on real photos, at their own size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log
from statistics import fmean
from typing import TYPE_CHECKING

from linkepix.model.recipe import QUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.editors import Edit, Editor, Editors
    from linkepix.model.recipe import Format

LOSSY: tuple[Format, ...] = ("jpeg", "webp", "avif")
TRIED = (40, 60, 70, 80, 90, 100)
"""Qualities, until one is as good as ours. Between two, the logarithm of bytes is about straight."""


@dataclass(frozen=True, slots=True)
class Point:
    quality: float
    size: float
    score: float


@dataclass(frozen=True, slots=True)
class Equal:
    """One editor, one kind of file: bytes of all photos at the scores of ours, and the mean quality that it took."""

    kind: Format
    editor: str
    size: float
    quality: int
    score: float


def point_at(target: float, points: Iterable[Point]) -> Point:
    """Return the point with this score, between those on both sides of it; at the ends, the nearest.

    `points` come by quality, and are asked for no further than needed.
    """
    below = None
    for above in points:
        if above.score >= target:
            return _between(target, below or above, above)
        below = above
    if below is None:
        raise ValueError("no points")
    return below


def _between(target: float, below: Point, above: Point) -> Point:
    share = (target - below.score) / (above.score - below.score) if above.score > below.score else 1.0
    size = exp(log(below.size) + share * (log(above.size) - log(below.size)))
    return Point(below.quality + share * (above.quality - below.quality), size, target)


def measure_equal_quality(editors: Editors, photos: Sequence[Edit]) -> list[Equal]:
    """`photos` are edits of which only the source and its size count."""
    found = []
    for kind in LOSSY:
        usual = [replace(photo, kind=kind, quality=QUALITIES[kind]) for photo in photos]
        ours = [_tried(editors, editors.all[0], edit) for edit in usual]
        found.append(_equal(kind, editors.all[0].name, ours))
        for editor in editors.all[1:]:
            if kind in editor.encodes:
                pairs = zip(usual, ours, strict=True)
                found.append(_equal(kind, editor.name, [_like(editors, editor, edit, one) for edit, one in pairs]))
    return found


def _equal(kind: Format, editor: str, points: Sequence[Point]) -> Equal:
    quality, score = (fmean(getattr(point, name) for point in points) for name in ("quality", "score"))
    return Equal(kind, editor, sum(point.size for point in points), round(quality), score)


def _like(editors: Editors, editor: Editor, edit: Edit, ours: Point) -> Point:
    return point_at(ours.score, (_tried(editors, editor, replace(edit, quality=quality)) for quality in TRIED))


def _tried(editors: Editors, editor: Editor, edit: Edit) -> Point:
    made = editor.edit(edit).data
    return Point(edit.quality, len(made), editors.score(edit.source, made, edit.kind))
