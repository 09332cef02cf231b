"""Animated WebP and APNG out of frames, judged by Pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageSequence

from linkepix.errors import PictureFileError
from linkepix.imaging.animation import MOST_FRAMES, assembled, frames_to_make
from linkepix.imaging.source import BytesSource
from linkepix.model.animation import Animation, Frame
from linkepix.model.parts import join
from linkepix.model.picture_info import PictureInfo
from linkepix.model.recipe import Recipe, Size
from tests.support import imaging
from tests.support.picture_files import encode, frames
from tests.support.pictures import difference

if TYPE_CHECKING:
    from linkepix.model.recipe import Format

DELAYS = (40, 100, 70)


def moving(kind: str, mode: str, repeats: int = 0, **options: object) -> tuple[list[Image.Image], Image.Image]:
    """Three frames, and what Pillow sees in the file that they became."""
    drawn = frames(3, mode)
    files = [encode(frame, kind, **options) for frame in drawn]
    animation = Animation(repeats, tuple(Frame(len(file), delay) for file, delay in zip(files, DELAYS, strict=True)))
    size = Size(*drawn[0].size)
    data = b"".join(files)
    made = join(imaging.run(assembled(BytesSource(data), animation, size, kind.lower())), data)
    assert imaging.info(made).frames == len(DELAYS)
    return drawn, Image.open(io.BytesIO(made))


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_frames_come_out_as_they_went_in(kind: str, mode: str) -> None:
    drawn, made = moving(kind, mode, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))
    assert made.format == kind
    seen = [(frame.convert(mode), frame.info["duration"]) for frame in ImageSequence.Iterator(made)]
    assert [round(delay) for _, delay in seen] == list(DELAYS)
    for (frame, _), before in zip(seen, drawn, strict=True):
        assert frame.tobytes() == before.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_frames_of_lossy_webp_stay_in_their_order(mode: str) -> None:
    drawn, made = moving("WEBP", mode, quality=95)
    for place, frame in enumerate(ImageSequence.Iterator(made)):
        distances = [difference(frame.convert(mode), other) for other in drawn]
        assert distances.index(min(distances)) == place


@pytest.mark.parametrize(("kind", "name"), [("WEBP", "loop"), ("PNG", "loop")])
def test_it_repeats_as_often_as_before(kind: str, name: str) -> None:
    assert moving(kind, "RGB", repeats=4)[1].info[name] == 4
    assert moving(kind, "RGB", repeats=0)[1].info[name] == 0


@pytest.mark.parametrize("kind", ["webp", "png"])
def test_what_is_no_frame_is_refused(kind: str) -> None:
    animation = Animation(0, (Frame(60, 10), Frame(60, 10)))
    with pytest.raises(PictureFileError):
        imaging.run(assembled(BytesSource(b"x" * 60 + b"y" * 60), animation, Size(4, 4), kind))


def test_a_file_moves_where_its_format_can_and_it_is_not_too_large() -> None:
    gif = PictureInfo("gif", 1, 400, 300, animated=True, frames=20)
    size = Size(400, 300)

    def made(wanted: Format, *, few: bool = False, result: Size = size, info: PictureInfo = gif) -> int:
        return frames_to_make(info, Recipe(format=wanted, few_colours=few), result)

    assert (made("webp"), made("png"), made("jpeg"), made("avif"), made("png", few=True)) == (20, 20, 0, 0, 0)
    assert made("webp", result=Size(5000, 4000)) == 0
    assert made("webp", info=PictureInfo("gif", 1, 4, 3, animated=True, frames=MOST_FRAMES + 1)) == 0
    assert made("webp", info=PictureInfo("avif", 1, 4, 3, animated=True, frames=None)) == 0
    assert made("webp", info=PictureInfo("gif", 1, 400, 300)) == 0
