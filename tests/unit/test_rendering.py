"""Plans that are carried out: files of frames become one file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import PictureError
from linkepix.model.animation import Animation, Frame
from linkepix.model.recipe import Size
from linkepix.services.rendering import render
from tests.support import imaging
from tests.support.memory import FakePixels
from tests.support.picture_files import encode, frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.ports import Rendered

PLAN = {"steps": [], "encode": {"codec": "webp", "quality": 80}, "mime": "image/webp", "frames": 2}


@dataclass(slots=True)
class MovingPixels(FakePixels):
    """Whatever is asked for becomes these files."""

    parts: tuple[bytes, ...] = ()

    @override
    async def run(self, source: str, plan: Mapping[str, object]) -> Rendered:
        made = await FakePixels.run(self, source, plan)
        self.data[made.key] = b"".join(self.parts)
        return replace(made, animation=Animation(0, tuple(Frame(len(part), 50) for part in self.parts)))


def test_frames_become_one_file_under_the_key_that_they_had() -> None:
    drawn = frames(2)
    pixels = MovingPixels(files={"a": Size(40, 24)}, parts=tuple(encode(frame, "WEBP") for frame in drawn))
    made = asyncio.run(render(pixels, "a", PLAN))
    info = imaging.info(pixels.data[made.key])
    assert (info.kind, info.frames, info.size) == ("webp", 2, made.size)


def test_frames_that_do_not_fit_are_forgotten() -> None:
    pixels = MovingPixels(files={"a": Size(40, 24)}, parts=(b"not", b"frames"))
    with pytest.raises(PictureError):
        asyncio.run(render(pixels, "a", PLAN))
    assert pixels.forgotten == ["made-1"]
