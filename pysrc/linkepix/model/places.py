"""Where an operation on a picture is done that can be done in two places, as the visitor prefers."""

from __future__ import annotations

from dataclasses import dataclass, fields

HERE, AT_IMAGEKIT = "here", "imagekit"
"""On this device; by ImageKit, with the visitor's own account."""


@dataclass(frozen=True, slots=True)
class Places:
    """HERE or AT_IMAGEKIT for each operation, by its id in `providers.imagekit.operations`."""

    background: str = HERE
    crop: str = HERE
    upscale: str = HERE

    def of(self, operation: str) -> str:
        """Return HERE for anything that isn't known, too."""
        return AT_IMAGEKIT if getattr(self, operation, HERE) == AT_IMAGEKIT else HERE


IN_EITHER_PLACE = tuple(field.name for field in fields(Places))
