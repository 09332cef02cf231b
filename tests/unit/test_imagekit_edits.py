"""A picture edited by ImageKit: what is sent, what stays, and what is deleted whatever happens.

Everything is real but the network, which ends at a fake that checks signatures with the official SDK.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, override

import httpx
import pytest

from linkepix.errors import (
    InputError,
    MissingKeyError,
    NotPrivateError,
    ProviderError,
    StillWorkingError,
    StorageError,
    TooLargeToSendError,
    UndeclaredRecipientError,
)
from linkepix.model.generation import Picture
from linkepix.providers.guard import GuardedTransport
from linkepix.providers.imagekit.client import ImageKit
from linkepix.providers.imagekit.operations import BACKGROUND, BYTES_LIMIT, SCENE, UPSCALE, Step
from linkepix.services.activity import Activity
from linkepix.services.imagekit import Edited, ImageKitEdits
from tests.fakes.imagekit import PRIVATE_KEY, PUBLIC_KEY, RESULT
from tests.support.imagekit_bench import EVERY_STEP, REMOVE, SHORT, Bench, edit, failed, leaf_of
from tests.support.memory import START, MemoryStore
from tests.support.photos import BARE, NAME, PHOTO, PLACE, strip, strip_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.remote import RemoteFile
    from tests.fakes.imagekit import FakeImageKit


class RefusesCopies(MemoryStore):
    @override
    async def put_remote(self, file: RemoteFile) -> None:
        raise StorageError("closed")


@pytest.fixture
def bench() -> Bench:
    return Bench()


def upload_of(bench: Bench) -> bytes:
    return next(record.body for record in bench.fake.requests if record.host.startswith("upload"))


# What is sent


def test_a_picture_comes_back_edited_and_nothing_stays_at_imagekit(bench: Bench) -> None:
    edited = edit(bench)
    assert edited == Edited(Picture("image/png", RESULT))
    assert bench.saved == [edited.picture]
    assert bench.fake.kinds() == EVERY_STEP
    assert (bench.fake.files, bench.fake.cache, bench.store.remote_files) == ({}, {}, {})
    assert bench.stages == ["upload", "work", "save", "delete"]


def test_a_copy_is_sent_without_metadata_under_a_random_name(bench: Bench) -> None:
    edits = bench.edits()
    prepared = asyncio.run(edits.prepare(PHOTO, 1, REMOVE, strip))
    asyncio.run(edits.send(prepared, bench.save))
    body = upload_of(bench)
    assert prepared.picture.data == BARE.data
    assert BARE.data in body
    assert prepared.name.encode() in body
    assert prepared.name == f"{prepared.id}.jpg"
    for record in bench.fake.requests:
        assert PLACE not in record.body
        assert NAME.encode() not in record.body
        assert "Anna" not in f"{record.path}?{record.query}"


def test_metadata_would_have_been_seen(bench: Bench) -> None:
    """The control: a strip that takes nothing out."""
    edits = bench.edits()
    asyncio.run(edits.send(asyncio.run(edits.prepare(PHOTO, 1, REMOVE, strip_nothing)), bench.save))
    assert PLACE in upload_of(bench)


def test_two_copies_of_one_picture_have_different_names(bench: Bench) -> None:
    edits = bench.edits()
    names = {asyncio.run(edits.prepare(PHOTO, 1, REMOVE, strip)).name for _ in range(3)}
    assert len(names) == 3


def holders(bench: Bench, secret: str) -> set[str]:
    """Where a secret is: in which part of which kind of request, and in what is stored."""
    basic = base64.b64encode(f"{secret}:".encode()).decode()
    found = set()
    for record in bench.fake.requests:
        host = record.host.partition(".")[0]
        places = {
            f"address of {host}": f"{record.path}?{record.query}",
            f"body to {host}": record.body.decode("latin-1"),
            **{f"{name} to {host}": value for name, value in record.headers.items()},
        }
        found |= {place for place, text in places.items() if secret in text or basic in text}
    stored = {
        "ledger": [asdict(line) for line in bench.store.ledger.values()],
        "remote files": [asdict(file) for file in bench.store.remote_files.values()],
        "drafts": bench.store.drafts,
    }
    return found | {place for place, rows in stored.items() if secret in json.dumps(rows)}


def test_the_private_key_is_in_a_header_to_the_api_and_nowhere_else(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.fake.answers["purge"] = (500, f"no such key: {PRIVATE_KEY}")
    edited = edit(bench)
    asyncio.run(bench.edits().units_this_month())
    assert holders(bench, PRIVATE_KEY) == {"authorization to api"}
    assert edited.left
    assert bench.store.remote_files
    assert "private_Canary" not in caplog.text


def test_the_public_key_would_have_been_found_in_the_upload(bench: Bench) -> None:
    """The control: a key that is sent."""
    edit(bench)
    assert holders(bench, PUBLIC_KEY) == {"body to upload"}


def test_what_imagekit_says_of_a_key_is_shown_without_it(bench: Bench) -> None:
    bench.fake.answers["upload"] = (400, f"Your file is odd. {PRIVATE_KEY}")
    error = failed(bench, leaf_of("edit-refused"))
    assert "private_" not in str(error)
    assert "Your file is odd." in str(error)


def test_words_for_a_background_reach_imagekit_in_base64(bench: Bench) -> None:
    words = "a snowy road, at 5:30 / dusk"
    asyncio.run(bench.run(steps=(Step(SCENE, (("prompt", words),)),)))
    query = next(record.query for record in bench.fake.requests if record.host.startswith("ik."))
    encoded = query.partition("tr=e-changebg-prompte-")[2].partition("&")[0]
    assert base64.b64decode(httpx.QueryParams(f"x={encoded}")["x"]).decode() == words


def test_each_step_is_a_line_on_activity(bench: Bench) -> None:
    bench.fake.looks = 1
    edit(bench)
    assert bench.lines() == [
        ("upload.imagekit.io", "upload", "200"),
        ("ik.imagekit.io", "result", "200"),
        ("ik.imagekit.io", "result", "200"),
        ("api.imagekit.io", "delete", "204"),
        ("api.imagekit.io", "purge", "201"),
    ]
    assert {line.clause for line in bench.store.ledger.values()} == {
        f"/privacy/#sends-imagekit-{step}" for step in EVERY_STEP
    }


def test_what_is_not_declared_is_not_sent_and_leaves_no_record(bench: Bench) -> None:
    edits = bench.edits()
    nobody = httpx.AsyncClient(
        transport=GuardedTransport(bench.fake.transport(), (), Activity(bench.store, bench.clock, str, 90))
    )
    undeclared = ImageKitEdits(
        edits.keys, lambda account: ImageKit(nobody, account, bench.clock.now), edits.files, bench.clock, edits.new_id
    )
    prepared = asyncio.run(edits.prepare(PHOTO, 1, REMOVE, strip))
    with pytest.raises(UndeclaredRecipientError):
        asyncio.run(undeclared.send(prepared, bench.save))
    assert (bench.fake.requests, bench.store.remote_files) == ([], {})


# Before anything is sent


@pytest.mark.parametrize("missing", ["key.imagekit", "key.imagekit.public", "key.imagekit.endpoint"])
def test_without_an_account_nothing_is_sent(bench: Bench, missing: str) -> None:
    del bench.settings[missing]
    failed(bench, MissingKeyError)
    assert bench.fake.requests == []


@pytest.mark.parametrize("endpoint", ["https://pictures.example.com", "http://ik.imagekit.io/demo", "nothing"])
def test_an_endpoint_that_was_changed_behind_our_back_is_not_used(bench: Bench, endpoint: str) -> None:
    bench.settings["key.imagekit.endpoint"] = endpoint
    failed(bench, MissingKeyError)
    assert bench.fake.requests == []


@pytest.mark.parametrize(
    ("size", "pixels", "steps"), [(BYTES_LIMIT + 1, 1, REMOVE), (10, 16_000_000, (Step(UPSCALE),))]
)
def test_what_is_too_large_is_not_sent(bench: Bench, size: int, pixels: int, steps: tuple[Step, ...]) -> None:
    with pytest.raises(TooLargeToSendError) as raised:
        asyncio.run(bench.run(Picture("image/png", b"x" * size), steps, pixels))
    assert raised.value.bytes_limit == BYTES_LIMIT
    assert bench.fake.requests == []


def test_what_is_just_small_enough_is_sent(bench: Bench) -> None:
    asyncio.run(bench.run(PHOTO, (Step(UPSCALE),), 15_999_999))
    asyncio.run(bench.run(PHOTO, REMOVE, 16_000_000))
    assert len(bench.saved) == 2


@pytest.mark.parametrize("mime", ["image/svg+xml", "image/gif", "image/heic", "text/html"])
def test_a_type_whose_metadata_cannot_be_stripped_is_not_sent(bench: Bench, mime: str) -> None:
    with pytest.raises(InputError):
        asyncio.run(bench.run(Picture(mime, b"x")))
    assert bench.fake.requests == []


def test_a_copy_is_on_record_before_it_is_sent_or_is_not_sent(bench: Bench) -> None:
    bench.store = RefusesCopies()
    failed(bench, StorageError)
    assert bench.fake.requests == []
    assert bench.store.ledger == {}


# Whatever fails


def test_a_copy_that_is_not_private_is_deleted_and_never_transformed(bench: Bench) -> None:
    bench.fake.stays_public = True
    failed(bench, NotPrivateError)
    assert bench.fake.kinds() == ["upload", "delete", "purge"]
    assert (bench.fake.files, bench.saved, bench.store.remote_files) == ({}, [], {})


FAILURES = [
    ("still-working", lambda fake: setattr(fake, "looks", 1_000)),
    ("timed-out", lambda fake: fake.silent.add("result")),
    ("unreachable", lambda fake: fake.unreachable.add("result")),
    ("signature-rejected", lambda fake: fake.answers.update(result=(401, "Unauthorized request"))),
    ("edit-refused", lambda fake: fake.answers.update(result=(400, "Invalid transformation"))),
    ("quota-exhausted", lambda fake: fake.answers.update(result=(403, "Extension units exhausted"))),
    ("provider-down", lambda fake: fake.answers.update(result=(500, "Oops"))),
    ("garbled-answer", lambda fake: setattr(fake, "media", "application/octet-stream")),
]


@pytest.mark.parametrize(("code", "act"), FAILURES, ids=[code for code, _ in FAILURES])
def test_whatever_fails_the_copy_is_deleted_and_purged(
    bench: Bench, code: str, act: Callable[[FakeImageKit], object]
) -> None:
    bench.timeouts = SHORT
    act(bench.fake)
    failed(bench, leaf_of(code))
    assert bench.fake.kinds()[-2:] == ["delete", "purge"]
    assert (bench.fake.files, bench.fake.cache, bench.store.remote_files, bench.saved) == ({}, {}, {}, [])


def test_a_result_that_did_not_come_may_have_been_charged_and_a_refusal_was_not(bench: Bench) -> None:
    bench.timeouts = SHORT
    bench.fake.looks = 1_000
    late = failed(bench, StillWorkingError)
    bench.fake.answers["result"] = (400, "no")
    refused = failed(bench, leaf_of("edit-refused"))
    assert isinstance(late, ProviderError)
    assert isinstance(refused, ProviderError)
    assert (late.may_be_billed, refused.may_be_billed) == (True, False)


def test_a_result_is_waited_for_while_imagekit_prepares_it(bench: Bench) -> None:
    bench.fake.looks = 3
    assert edit(bench).picture.data == RESULT
    assert bench.fake.kinds() == ["upload", *["result"] * 4, "delete", "purge"]
    assert len({record.query for record in bench.fake.requests if record.host.startswith("ik.")}) == 1


def test_a_result_that_cannot_be_saved_is_handed_over_all_the_same(bench: Bench) -> None:
    """It was paid for."""
    bench.save_fails = True
    edited = edit(bench)
    assert (edited.picture.data, edited.saved) == (RESULT, False)
    assert bench.fake.files == {}


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (403, "Your account cannot be authenticated.", "key-rejected"),
        (401, "Your account cannot be authenticated.", "key-rejected"),
        (400, "Your request contains invalid signature parameter.", "signature-rejected"),
        (400, "Your request contains invalid expire parameter.", "signature-rejected"),
        (400, "The file size exceeds the limit of your plan.", "too-large-to-send"),
        (413, "", "too-large-to-send"),
        (400, "Invalid file.", "edit-refused"),
        (403, "Storage quota reached.", "quota-exhausted"),
        (429, "Slow down.", "rate-limited"),
    ],
)
def test_an_upload_that_was_refused_leaves_nothing_behind(bench: Bench, status: int, message: str, code: str) -> None:
    bench.fake.answers["upload"] = (status, message)
    failed(bench, leaf_of(code))
    assert bench.fake.kinds() == ["upload"]
    assert bench.store.remote_files == {}


# Units


def test_units_of_this_month_are_asked_for_with_the_saved_keys(bench: Bench) -> None:
    edit(bench)
    assert asyncio.run(bench.edits().units_this_month()) == 40 + bench.fake.cost
    usage = next(record for record in bench.fake.requests if record.path.endswith("/usage"))
    assert usage.query == f"startDate=2026-11-01&endDate={(START + timedelta(days=1)).date().isoformat()}"


def test_what_a_step_costs_is_known_before_it_is_sent_or_said_not_to_be(bench: Bench) -> None:
    edits = bench.edits()
    units = [
        asyncio.run(edits.prepare(PHOTO, 1, steps, strip)).units
        for steps in (REMOVE, (Step(BACKGROUND), Step(UPSCALE)), (Step(BACKGROUND), Step(SCENE, (("prompt", "x"),))))
    ]
    assert units == [13, 18, None]
