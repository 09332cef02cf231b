"""A picture of the studio on its way to ImageKit and back. Everything is real but the network, the store and pixels."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from linkepix.errors import InputError, MissingKeyError, PictureFileError, TooLargeToSendError
from linkepix.model.recipe import Size
from linkepix.providers.imagekit.operations import BYTES_LIMIT
from linkepix.services.activity import Activity
from linkepix.services.cloud_editing import CloudEditing
from linkepix.services.editing import Editing
from linkepix.services.open_pictures import Chosen
from tests.fakes.imagekit import RESULT
from tests.support.imagekit_bench import Bench
from tests.support.memory import FakePixels
from tests.support.pictures import encoded, half_transparent, photo

CANARY = b"canary of the place"
PHOTO = encoded(photo(90, 60), "JPEG", comment=CANARY)


@dataclass
class Studio:
    """One visitor's studio, and an account at ImageKit."""

    bench: Bench = field(default_factory=Bench)
    pixels: FakePixels = field(default_factory=FakePixels)

    def __post_init__(self) -> None:
        self.editing = Editing(self.pixels)
        activity = Activity(self.bench.store, self.bench.clock, str, 90)
        self.cloud = CloudEditing(self.editing, self.bench.edits(), activity)

    async def open(self, name: str, data: bytes, mime: str = "image/jpeg", size: int = 0) -> None:
        self.pixels.files[name], self.pixels.data[name] = Size(90, 60), data
        self.editing.add([Chosen(name, name, mime, size or len(data))])
        while await self.editing.work():
            pass

    async def sent(self) -> None:
        await self.cloud.prepare()
        assert self.cloud.sheet
        self.cloud.send(self.cloud.sheet.prepared.id)
        while self.cloud.is_running:
            await self.cloud.wait()


def test_the_result_is_another_picture_and_is_shown() -> None:
    async def edit() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        await studio.sent()
        original, result = studio.editing.pictures.values()
        assert (original.name, result.name) == ("lake.jpg", "lake-imagekit.png")
        assert (studio.pixels.data[original.id], studio.pixels.data[result.id]) == (PHOTO, RESULT)
        assert studio.editing.current_id == result.id
        assert (studio.cloud.outcome, studio.cloud.is_left, studio.cloud.sheet) == ("done", False, None)

    asyncio.run(edit())


def test_a_result_does_not_push_away_a_picture_that_was_chosen_meanwhile() -> None:
    async def edit() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        await studio.open("hill.jpg", PHOTO)
        await studio.cloud.prepare()
        studio.editing.show("hill.jpg")
        assert studio.cloud.sheet
        studio.cloud.send(studio.cloud.sheet.prepared.id)
        while studio.cloud.is_running:
            await studio.cloud.wait()
        assert studio.editing.current_id == "hill.jpg"
        assert len(studio.editing.pictures) == 3

    asyncio.run(edit())


def test_the_sheet_has_the_bytes_without_metadata() -> None:
    async def prepare() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        await studio.cloud.prepare()
        sheet = studio.cloud.sheet
        assert sheet
        assert CANARY in PHOTO
        assert CANARY not in sheet.prepared.picture.data
        assert sheet.removed == len(PHOTO) - len(sheet.prepared.picture.data) > 0
        assert studio.bench.fake.requests == []

    asyncio.run(prepare())


def test_a_picture_is_of_the_type_that_it_is_whatever_its_name_says() -> None:
    async def prepare() -> None:
        studio = Studio()
        await studio.open("really-a-png.jpg", encoded(half_transparent(), "PNG"))
        await studio.cloud.prepare()
        assert studio.cloud.sheet
        assert studio.cloud.sheet.prepared.name.endswith(".png")

    asyncio.run(prepare())


@pytest.mark.parametrize("sheet_id", ["", "0" * 32])
def test_another_sheet_than_the_one_that_is_shown_sends_nothing(sheet_id: str) -> None:
    async def send() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        studio.cloud.send(sheet_id)
        await studio.cloud.prepare()
        studio.cloud.send("f" * 32 if sheet_id else "")
        assert not studio.cloud.is_running
        assert studio.bench.fake.requests == []

    asyncio.run(send())


def test_a_sheet_that_was_put_away_cannot_be_sent() -> None:
    async def send() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        await studio.cloud.prepare()
        assert studio.cloud.sheet
        shown = studio.cloud.sheet.prepared.id
        studio.cloud.cancel()
        studio.cloud.send(shown)
        assert not studio.cloud.is_running

    asyncio.run(send())


def test_what_cannot_be_sent_is_refused_before_anything_is() -> None:
    async def refuse() -> None:
        studio = Studio()
        with pytest.raises(InputError, match="picture: none"):
            await studio.cloud.prepare()
        await studio.open("moving.gif", encoded(photo(90, 60), "GIF"), "image/gif")
        with pytest.raises(InputError, match="picture: type"):
            await studio.cloud.prepare()
        await studio.open("huge.jpg", PHOTO, size=BYTES_LIMIT + 1)
        studio.editing.show("huge.jpg")
        with pytest.raises(TooLargeToSendError):
            await studio.cloud.prepare()
        studio.editing.show("moving.gif")
        del studio.pixels.data["moving.gif"]
        with pytest.raises(PictureFileError):
            await studio.cloud.prepare()
        studio.bench.settings.clear()
        with pytest.raises(MissingKeyError):
            await studio.cloud.prepare()
        assert studio.bench.fake.requests == []

    asyncio.run(refuse())


def test_a_copy_that_could_not_be_deleted_is_told() -> None:
    async def edit() -> None:
        studio = Studio()
        studio.bench.fake.answers["delete"] = (500, "Not today.")
        await studio.open("lake.jpg", PHOTO)
        await studio.sent()
        assert (studio.cloud.outcome, studio.cloud.is_left) == ("done", True)

    asyncio.run(edit())


def has_failed(cloud: CloudEditing) -> bool:
    return cloud.outcome == "failed" and cloud.error is not None


def test_after_a_failure_the_next_one_can_be_sent() -> None:
    async def edit() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        studio.bench.fake.answers["upload"] = (400, "No.")
        await studio.sent()
        assert has_failed(studio.cloud)
        assert list(studio.editing.pictures) == ["lake.jpg"]
        studio.bench.fake.answers.clear()
        await studio.sent()
        assert not has_failed(studio.cloud)
        assert len(studio.editing.pictures) == 2

    asyncio.run(edit())


def units_on_record(studio: Studio) -> list[tuple[str, int | None]]:
    return [(line.purpose, line.units) for line in studio.bench.store.ledger.values() if line.units is not None]


@pytest.mark.parametrize(("operation", "units"), [("background", 13), ("retouch", None), ("crop", 0)])
def test_what_it_took_is_told_and_on_record_and_what_the_account_has_used(operation: str, units: int | None) -> None:
    async def edit() -> None:
        studio = Studio()
        studio.bench.fake.looks = 1
        await studio.open("lake.jpg", PHOTO)
        studio.cloud.choose(operation, {"focus": "auto", "width": "10", "height": "10"})
        await studio.sent()
        assert (studio.cloud.units, studio.cloud.used) == (units, 40 + studio.bench.fake.cost)
        assert units_on_record(studio) == ([("result", units)] if units is not None else [])

    asyncio.run(edit())


def test_a_count_that_does_not_come_keeps_no_result_from_coming() -> None:
    async def edit() -> None:
        studio = Studio()
        studio.bench.fake.unreachable.add("usage")
        await studio.open("lake.jpg", PHOTO)
        await studio.sent()
        assert (studio.cloud.outcome, studio.cloud.units, studio.cloud.used) == ("done", 13, None)

    asyncio.run(edit())


def test_a_failure_puts_no_units_on_record() -> None:
    async def edit() -> None:
        studio = Studio()
        await studio.open("lake.jpg", PHOTO)
        await studio.sent()
        studio.editing.show("lake.jpg")
        studio.bench.fake.answers["result"] = (400, "No.")
        await studio.sent()
        assert (studio.cloud.units, studio.cloud.used) == (None, None)
        assert len(units_on_record(studio)) == 1

    asyncio.run(edit())


def test_starting_over_ends_what_is_under_way() -> None:
    async def edit() -> None:
        studio = Studio()
        studio.bench.fake.silent.add("result")
        await studio.open("lake.jpg", PHOTO)
        await studio.cloud.prepare()
        assert studio.cloud.sheet
        studio.cloud.send(studio.cloud.sheet.prepared.id)
        await studio.bench.fake.waiting.wait()
        studio.cloud.forget_all()
        while studio.cloud.is_running:
            await studio.cloud.wait()
        assert (studio.bench.fake.files, studio.bench.store.remote_files) == ({}, {})

    asyncio.run(edit())
