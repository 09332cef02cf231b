"""What the studio's page says of the brush, of strokes, and of the model."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from linkepix.errors import FormError
from linkepix.services.subjects import LARGEST_BRUSH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.services.subjects import Brush

BRUSHES = ("restore", "erase")
MOST_POINTS = 2_000
"""Of one stroke. The page leaves out what is nearer to the last one than a quarter of the brush."""


def brush_from(values: Mapping[str, str], old: Brush) -> Brush:
    """Return the brush with the size in the field; with its old one for anything else."""
    size = values.get("brush_size", "")
    is_size = re.fullmatch("[0-9]{1,2}", size) and 1 <= int(size) <= LARGEST_BRUSH
    return replace(old, size=int(size)) if is_size else old


def points_from(values: Mapping[str, str]) -> list[tuple[float, float]]:
    """Read the points of a stroke: pairs of numbers, as JSON in the field "points". Raises FormError."""
    try:
        points = [(float(across), float(down)) for across, down in json.loads(values.get("points", ""))]
    except (TypeError, ValueError, OverflowError) as error:
        raise FormError(str(error)) from error
    if not 0 < len(points) <= MOST_POINTS or not all(isfinite(share) for point in points for share in point):
        raise FormError("points")
    return [(min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)) for across, down in points]


def megabytes_of(text: str) -> str:
    """Return a number of megabytes as it is shown, or "" for what is none."""
    return text if re.fullmatch(r"[0-9]{1,3}\.[0-9]", text) else ""
