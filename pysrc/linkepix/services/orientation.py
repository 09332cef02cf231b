"""Which files the browser turns upright when it decodes them, found out by a small file of each kind."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.errors import NotAPictureError
from linkepix.imaging.plan import opening_plan
from linkepix.model.recipe import Size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.model.picture_info import PictureInfo
    from linkepix.ports import Pixels

LYING = Size(2, 1)
"""Pixels of each sample, as they are stored: upright it is 1 wide and 2 high."""

SAMPLES: Mapping[str, str] = {
    "jpeg": (
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP//////////////////////////////"
        "////////////////////////////////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAA"
        "AAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
    ),
    "png": (
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kAAAAPSURBVHicY2Bg"
        "YGBgYAAAAAcAAVchYhkAAAAASUVORK5CYII="
    ),
    "webp": (
        "UklGRlgAAABXRUJQVlA4WAoAAAAIAAAAAQAAAAAAVlA4IBgAAAAwAQCdASoCAAEADMDOJaQAA3AA/uxnAABFWElGGgAAAE1NACoAAAAIAAEBEgAD"
        "AAAAAQAGAAAAAAAA"
    ),
    "avif": (
        "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD1bWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0"
        "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEdAAAAIAAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAB0aXBy"
        "cAAAAFRpcGNvAAAAFGlzcGUAAAAAAAAAAgAAAAEAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAAAlpcm90"
        "AwAAABhpcG1hAAAAAAAAAAEAAQUBAoMEhQAAAChtZGF0EgAKCBgAJogIaDQgMhIf94eFFd///+LPwACQNY48ftw="
    ),
}
"""Kind → a file of LYING pixels that says "a quarter turn to the right", in base64.

Other kinds have no orientation, or a decoder that always follows it. Measured on 2026-11-26: Chromium 156 and
Firefox 153 turn JPEG, PNG and AVIF; WebKitGTK 2.50 turns JPEG alone; none of them turns WebP.
"""


@dataclass(slots=True)
class Orientations:
    pixels: Pixels
    _is_turned: dict[str, bool] = field(default_factory=dict)

    async def left(self, info: PictureInfo) -> int:
        """Return the orientation that a plan has to put right, after the browser has decoded the file.

        Raises PictureError for a sample that could not be tried, as `Pixels.run` does.
        """
        if info.orientation == 1 or info.kind not in SAMPLES:
            return 1
        if info.kind not in self._is_turned:
            self._is_turned[info.kind] = await self._turns(info.kind)
        return 1 if self._is_turned[info.kind] else info.orientation

    async def _turns(self, kind: str) -> bool:
        """A browser that can't decode the sample fails at the visitor's file as well, which is where it is said."""
        sample = self.pixels.put([b64decode(SAMPLES[kind])], [], f"image/{kind}")
        try:
            opened = await self.pixels.run(sample.key, opening_plan(kind=kind))
        except NotAPictureError:
            return True
        finally:
            self.pixels.forget(sample.key)
        self.pixels.forget(opened.key)
        return opened.original == LYING.on_its_side
