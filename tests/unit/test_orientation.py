"""Whether a plan has to turn a picture: the browser is asked, by a small file of each kind."""

from __future__ import annotations

import asyncio
import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, override

import pytest
from PIL import Image

from linkepix.errors import PictureStoppedError
from linkepix.model.picture_info import PictureInfo
from linkepix.model.recipe import Size
from linkepix.services.orientation import LYING, SAMPLES, Orientations
from tests.support import imaging
from tests.support.memory import FakePixels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkepix.model.parts import Part
    from linkepix.ports import Assembled


@dataclass(slots=True)
class Decoder(FakePixels):
    """A browser that turns files of these kinds."""

    turns: frozenset[str] = frozenset()

    @override
    def put(self, parts: Iterable[Part], sources: Sequence[str], mime: str, key: str = "") -> Assembled:
        made = FakePixels.put(self, parts, sources, mime, key)
        self.files[made.key] = Size(1, 2) if mime.removeprefix("image/") in self.turns else LYING
        return made


def left(pixels: FakePixels, *infos: PictureInfo) -> list[int]:
    orientations = Orientations(pixels)

    async def ask() -> list[int]:
        return [await orientations.left(info) for info in infos]

    return asyncio.run(ask())


def lying(kind: str, orientation: int = 6) -> PictureInfo:
    return PictureInfo(kind, 1, 1, 1, orientation=orientation)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_sample_says_that_it_lies(kind: str) -> None:
    data = base64.b64decode(SAMPLES[kind])
    info = imaging.info(data)
    assert (info.kind, info.orientation, Size(info.width, info.height)) == (kind, 6, LYING)
    Image.open(io.BytesIO(data)).load()


@pytest.mark.parametrize("turns", [frozenset({"jpeg"}), frozenset({"jpeg", "png", "avif"}), frozenset(SAMPLES)])
def test_what_a_browser_leaves_lying_is_left_to_the_plan(turns: frozenset[str]) -> None:
    pixels = Decoder(turns=turns)
    found = dict(zip(SAMPLES, left(pixels, *map(lying, SAMPLES)), strict=True))
    assert {kind for kind, orientation in found.items() if orientation == 1} == turns


def test_each_kind_is_tried_once_and_nothing_of_it_stays() -> None:
    pixels = Decoder()
    assert left(pixels, lying("png", 8), lying("png", 3), lying("webp", 2)) == [8, 3, 2]
    assert len(pixels.plans) == 2
    assert not pixels.data


def test_pictures_that_stand_upright_or_have_no_choice_are_not_tried() -> None:
    pixels = Decoder()
    assert left(pixels, lying("png", 1), lying("heic", 6), lying("gif", 6)) == [1, 1, 1]
    assert not pixels.plans


def test_a_stop_is_no_answer() -> None:
    pixels = Decoder(failure=PictureStoppedError())
    orientations = Orientations(pixels)
    with pytest.raises(PictureStoppedError):
        asyncio.run(orientations.left(lying("png")))
    assert asyncio.run(orientations.left(lying("png"))) == 6
