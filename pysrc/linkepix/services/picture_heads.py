"""What a file that was chosen says of itself, before anything of it is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.errors import PictureFileError
from linkepix.imaging.geometry import MOST_PIXELS
from linkepix.imaging.inspect import find_metadata, inspect
from linkepix.model.picture_info import FINDING_KINDS, Finding, Limits
from linkepix.model.recipe import Size

if TYPE_CHECKING:
    from linkepix.model.picture_info import PictureInfo
    from linkepix.ports import PictureSource

_DATE = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)")

LIMITS = Limits(side=65_535, pixels=MOST_PIXELS)
"""Longer ones no browser's canvas takes."""


@dataclass(frozen=True, slots=True)
class Head:
    info: PictureInfo
    findings: tuple[Finding, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of what was found: each once, in the order of FINDING_KINDS."""
        found = {finding.kind for finding in self.findings}
        return tuple(kind for kind in FINDING_KINDS if kind in found)

    @property
    def date(self) -> str:
        """Of the picture, as "2026-11-20"; "" where the file has none."""
        dates = (_DATE.match(finding.value) for finding in self.findings if finding.kind == "date")
        return next(("-".join(found.groups()) for found in dates if found), "")

    @property
    def pixels(self) -> Size:
        """As the picture is shown, upright."""
        return Size(*self.info.shown)


async def read_head(source: PictureSource) -> Head:
    """Raises PictureFileError for what is no picture, damaged, or larger than LIMITS.

    Metadata that can't be read is itself a finding.
    """
    info = await inspect(source, LIMITS)
    try:
        return Head(info, await find_metadata(source))
    except PictureFileError:
        return Head(info, (Finding("unreadable", "file", ""),))
