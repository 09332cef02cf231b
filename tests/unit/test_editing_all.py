"""One recipe for all pictures of the studio, and one file of all. Pixels are only counted."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, override

from linkepix.errors import PictureError
from linkepix.model.recipe import Box, Recipe, Size
from linkepix.services.editing import Editing
from linkepix.services.open_pictures import Chosen
from tests.support import picture_files
from tests.support.memory import START, FakePixels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkepix.ports import Assembled, Rendered
    from linkepix.services.open_pictures import OpenPicture

PHOTO = Size(400, 300)
SMALL = Recipe(width=100, format="webp")


def studio(**files: Size) -> Editing:
    """A studio in which these photos were chosen."""
    editing = Editing(FakePixels(files))
    choose(editing, *files)
    return editing


def choose(editing: Editing, *names: str) -> None:
    editing.add([Chosen(name, f"{name}.jpg", "image/jpeg", 2_600_000) for name in names])


def fake(editing: Editing) -> FakePixels:
    assert isinstance(editing.pixels, FakePixels)
    return editing.pixels


def work(editing: Editing, until: Callable[[], object] = lambda: False) -> None:
    """Work until this is so, or there is nothing to do."""

    async def steps() -> None:
        for _ in range(100):
            if until() or not await editing.work():
                return
        raise AssertionError("the work never ends")

    asyncio.run(steps())


def made(picture: OpenPicture) -> tuple[str, Size] | None:
    """Format and size of its result."""
    return (picture.result.recipe.format, picture.result.rendered.pixels) if picture.result else None


def test_a_recipe_reaches_pictures_that_are_not_open_yet() -> None:
    editing = studio(one=PHOTO, two=PHOTO, three=Size(300, 400))
    work(editing, lambda: editing.pictures["one"].original)
    assert editing.pictures["three"].head
    assert not editing.pictures["three"].original
    editing.do(SMALL)
    assert editing.apply_to_all() == 2
    work(editing)
    assert made(editing.pictures["two"]) == ("webp", Size(100, 75))
    assert made(editing.pictures["three"]) == ("webp", Size(100, 133))


def test_a_recipe_reaches_pictures_that_are_not_read_yet() -> None:
    """The browser takes the second for a JPEG; a step back leads to the format that it has."""
    editing = studio(one=PHOTO)
    work(editing)
    fake(editing).files["png"] = Size(90, 60)
    fake(editing).data["png"] = picture_files.png()
    choose(editing, "png")
    assert editing.pictures["png"].is_unread
    assert editing.apply_to_all() == 1
    work(editing)
    assert editing.pictures["png"].recipe.format == "jpeg"
    assert made(editing.pictures["png"]) == ("jpeg", Size(90, 60))
    editing.show("png")
    editing.undo()
    work(editing)
    assert made(editing.pictures["png"]) == ("png", Size(90, 60))


def test_a_crop_is_for_pictures_of_the_same_size_also_before_they_are_open() -> None:
    editing = studio(one=PHOTO, same=PHOTO, other=Size(800, 600))
    work(editing, lambda: editing.pictures["one"].original)
    editing.do(Recipe(crop=Box(10, 20, 30, 40)))
    editing.apply_to_all()
    late = {"late": PHOTO, "later": Size(90, 90)}
    fake(editing).files |= late
    choose(editing, *late)
    editing.apply_to_all()
    work(editing)
    sizes = {name: made(picture) for name, picture in editing.pictures.items()}
    cropped = ("jpeg", Size(30, 40))
    assert sizes == {
        "one": cropped,
        "same": cropped,
        "other": ("jpeg", Size(800, 600)),
        "late": cropped,
        "later": ("jpeg", Size(90, 90)),
    }


def test_what_is_no_picture_stays_so_when_a_recipe_is_applied() -> None:
    editing = studio(one=PHOTO)
    choose(editing, "notes")
    work(editing)
    assert editing.apply_to_all() == 0
    assert editing.pictures["notes"].error


def test_a_picture_that_is_being_opened_is_opened_once() -> None:
    @dataclass(slots=True)
    class Hurried(FakePixels):
        """The visitor applies a recipe while the second picture is opened."""

        @override
        async def run(self, source: str, plan: Mapping[str, object]) -> Rendered:
            if source == "two" and not editing.pictures["two"].original:
                editing.do(SMALL)
                editing.apply_to_all()
            return await FakePixels.run(self, source, plan)

    pixels = Hurried({"one": PHOTO, "two": PHOTO})
    editing = Editing(pixels)
    choose(editing, "one", "two")
    work(editing)
    assert pixels.stops == 0
    assert made(editing.pictures["two"]) == ("webp", Size(100, 75))


def packed(editing: Editing) -> list[str]:
    """Names of what is in one file of all."""

    async def pack() -> Assembled | None:
        editing.want_all()
        while await editing.work():
            pass
        return await editing.pack(START)

    archive = asyncio.run(pack())
    if not archive:
        return []
    with zipfile.ZipFile(io.BytesIO(fake(editing).data[archive.key])) as opened:
        return opened.namelist()


def test_a_recipe_that_is_applied_again_after_stop_is_carried_out() -> None:
    editing = studio(one=PHOTO, two=PHOTO)
    work(editing)
    editing.do(SMALL)
    editing.apply_to_all()
    editing.stop()
    assert editing.pictures["two"].is_stale
    editing.apply_to_all()
    work(editing)
    assert made(editing.pictures["two"]) == ("webp", Size(100, 75))


def test_a_result_by_the_old_recipe_is_in_no_file_of_all() -> None:
    editing = studio(one=PHOTO, two=PHOTO)
    work(editing)
    assert packed(editing) == ["one.jpg", "two.jpg"]
    fake(editing).failure = PictureError()
    editing.do(SMALL)
    work(editing)
    assert editing.pictures["one"].result
    assert packed(editing) == ["two.jpg"]
    editing.undo()
    work(editing)
    assert packed(editing) == ["one.jpg", "two.jpg"]


def test_a_file_of_all_takes_up_what_was_stopped() -> None:
    """Stopped before their heads were read, before they were open, and before their results were made."""
    editing = studio(**{f"photo{number}": PHOTO for number in range(9)})
    editing.stop()
    assert editing.can_pack
    assert len(packed(editing)) == 9
    editing.do(SMALL)
    editing.apply_to_all()
    fake(editing).files["late"] = PHOTO
    choose(editing, "late")
    work(editing, lambda: editing.pictures["late"].head)
    editing.stop()
    assert packed(editing) == [*(f"photo{number}.webp" for number in range(9)), "late.jpg"]


def test_a_file_of_all_leaves_failures_alone() -> None:
    editing = studio(one=PHOTO)
    choose(editing, "notes")
    work(editing)
    assert packed(editing) == ["one.jpg"]
    assert editing.pictures["notes"].error


def test_there_is_nothing_to_pack_where_nothing_can_be_read() -> None:
    editing = studio()
    choose(editing, "notes")
    assert editing.can_pack
    work(editing)
    assert not editing.can_pack


def test_pictures_of_other_sizes_are_counted_when_a_crop_is_applied() -> None:
    editing = studio(one=PHOTO, same=PHOTO, other=Size(800, 600))
    work(editing)
    editing.do(Recipe(crop=Box(10, 20, 30, 40)))
    fake(editing).files |= {"late": PHOTO, "later": Size(90, 90)}
    choose(editing, "late", "later")
    editing.apply_to_all()
    assert editing.uncropped == 1, "of those that were read"
    work(editing)
    assert editing.uncropped == 2
    editing.apply_to_all()
    assert editing.uncropped == 2
    editing.do(SMALL)
    assert editing.uncropped == 0
    editing.apply_to_all()
    assert editing.uncropped == 0, "there is no crop in it"
