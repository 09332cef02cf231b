"""Copies that could not be deleted at ImageKit: on record, through a stop and a crash, until they are gone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import LeftBehindError
from linkepix.model.remote import DELETED, SENDING, THERE
from linkepix.services.remote_files import ANOTHER_ACCOUNT
from tests.fakes.imagekit import ENDPOINT, FakeImageKit
from tests.support.imagekit_bench import SHORT, Bench, edit, left

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.generation import Picture


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (lambda fake: fake.unreachable.add("delete"), "unreachable"),
        (lambda fake: fake.answers.update(delete=(403, "Your account cannot be authenticated.")), "key-rejected"),
        (lambda fake: fake.answers.update(delete=(403, "This key may not.")), "access-denied"),
        (lambda fake: fake.answers.update(delete=(500, "")), "provider-down"),
        (lambda fake: fake.silent.add("delete"), "timed-out"),
    ],
)
def test_a_copy_that_cannot_be_deleted_stays_on_record_until_it_is(
    bench: Bench, act: Callable[[FakeImageKit], object], problem: str
) -> None:
    bench.timeouts = SHORT
    act(bench.fake)
    edited = edit(bench)
    assert bench.saved == [edited.picture]
    assert edited.left == left(bench)
    assert (left(bench).state, left(bench).problem, left(bench).account) == (THERE, problem, ENDPOINT)
    assert len(bench.fake.files) == 1
    with pytest.raises(LeftBehindError) as raised:
        asyncio.run(bench.edits().delete_again(left(bench).id))
    assert (raised.value.cause, raised.value.name) == (problem, left(bench).name)

    for kept in (bench.fake.unreachable, bench.fake.answers, bench.fake.silent):
        kept.clear()
    assert asyncio.run(bench.edits().delete_again(left(bench).id))
    assert (bench.fake.files, bench.fake.cache, bench.store.remote_files) == ({}, {}, {})


def test_caches_that_were_not_purged_stay_on_record_and_the_copy_is_not_deleted_twice(bench: Bench) -> None:
    bench.fake.unreachable.add("purge")
    assert edit(bench).left == left(bench)
    assert (left(bench).state, left(bench).problem) == (DELETED, "unreachable")
    assert bench.fake.cache
    bench.fake.unreachable.clear()
    bench.fake.requests.clear()
    assert asyncio.run(bench.edits().delete_again(left(bench).id))
    assert bench.fake.kinds() == ["purge"]
    assert (bench.fake.cache, bench.store.remote_files) == ({}, {})


def test_a_copy_that_was_deleted_by_hand_is_gone(bench: Bench) -> None:
    bench.fake.unreachable.add("delete")
    edit(bench)
    bench.fake.unreachable.clear()
    bench.fake.files.clear()
    assert asyncio.run(bench.edits().delete_again(left(bench).id))
    assert bench.store.remote_files == {}


def test_a_copy_in_another_account_is_not_said_to_be_gone(bench: Bench) -> None:
    """The other account would answer that it has no such file."""
    bench.fake.unreachable.add("delete")
    edit(bench)
    bench.fake.requests.clear()
    bench.settings["key.imagekit.endpoint"] = "https://ik.imagekit.io/other"
    with pytest.raises(LeftBehindError) as raised:
        asyncio.run(bench.edits().delete_again(left(bench).id))
    assert raised.value.cause == ANOTHER_ACCOUNT
    assert bench.fake.requests == []


def test_a_record_can_be_dropped_by_hand(bench: Bench) -> None:
    bench.fake.unreachable.add("delete")
    edit(bench)
    asyncio.run(bench.edits().files.forget(left(bench).id))
    assert bench.store.remote_files == {}


# Stopped, or dead


async def stopped_at(bench: Bench, kind: str) -> None:
    """Cancel the work while a request of this kind is under way."""
    bench.fake.silent.add(kind)
    task = asyncio.create_task(bench.run())
    await bench.fake.waiting.wait()
    bench.fake.silent.clear()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


def test_stopping_while_imagekit_works_deletes_the_copy(bench: Bench) -> None:
    asyncio.run(stopped_at(bench, "result"))
    assert (bench.fake.files, bench.store.remote_files, bench.saved) == ({}, {}, [])


def test_stopping_twice_does_not_stop_the_deletion(bench: Bench) -> None:
    async def run() -> None:
        bench.fake.silent.add("result")
        task = asyncio.create_task(bench.run())
        await bench.fake.waiting.wait()
        bench.fake.held.clear()
        task.cancel()
        await bench.fake.deleting.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert bench.fake.files, "the control: the second stop came before the end of the deletion"
        bench.fake.held.set()
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    asyncio.run(run())
    assert (bench.fake.files, bench.store.remote_files) == ({}, {})


def test_stopping_an_upload_keeps_it_on_record_for_as_long_as_it_can_still_arrive(bench: Bench) -> None:
    asyncio.run(stopped_at(bench, "upload"))
    assert bench.fake.kinds() == ["upload", "find"]
    assert (left(bench).state, left(bench).problem) == (SENDING, "")
    assert not asyncio.run(bench.edits().delete_again(left(bench).id))
    bench.clock.time += timedelta(minutes=22)
    assert asyncio.run(bench.edits().delete_again(left(bench).id))
    assert bench.store.remote_files == {}


@pytest.mark.parametrize("kind", ["upload", "answer of upload", "result", "save", "delete", "purge"])
def test_a_crash_at_any_step_leaves_the_copy_on_record(
    bench: Bench, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ends there, without so much as a `finally`; another one finds the copy and deletes it."""
    crashed = Crash(bench, kind)
    asyncio.run(crashed.run(monkeypatch))
    assert crashed.happened.is_set()
    assert len(bench.store.remote_files) == 1
    bench.clock.time += timedelta(minutes=22)
    assert asyncio.run(bench.edits().delete_again(left(bench).id))
    assert (bench.fake.files, bench.fake.cache, bench.store.remote_files) == ({}, {}, {})


@dataclass
class Crash:
    """From the moment that a request of a kind is made, this browser's storage and network are dead."""

    bench: Bench
    kind: str
    happened: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, monkeypatch: pytest.MonkeyPatch) -> None:
        handle, save = type(self.bench.fake).handle, self.bench.save

        async def handle_or_die(fake: FakeImageKit, request: object) -> object:
            kind = _kind_of(request)
            if self.happened.is_set() or kind == self.kind:
                self.happened.set()
                await asyncio.Event().wait()
            answer = await handle(fake, request)  # type: ignore[arg-type]  # Starlette's own request
            if f"answer of {kind}" == self.kind:
                self.happened.set()
                await asyncio.Event().wait()
            return answer

        async def save_or_die(picture: Picture) -> None:
            if self.kind == "save":
                self.happened.set()
                await asyncio.Event().wait()
            await save(picture)

        with monkeypatch.context() as patch:
            patch.setattr(FakeImageKit, "handle", handle_or_die)
            patch.setattr(self.bench, "save", save_or_die)
            task = asyncio.create_task(self.bench.run())
            await self.happened.wait()
            store = dict(self.bench.store.remote_files)
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                for other in others:
                    other.cancel()
                await asyncio.wait(others, timeout=0.01)
            with suppress(asyncio.CancelledError):
                task.result()
            # What the dying program did after that moment did not happen.
            self.bench.store.remote_files.clear()
            self.bench.store.remote_files.update(store)


def _kind_of(request: object) -> str:
    host = request.headers["host"]  # type: ignore[attr-defined]
    method, path = request.method, request.url.path  # type: ignore[attr-defined]
    if host.startswith("upload"):
        return "upload"
    if host.startswith("ik."):
        return "result"
    return "purge" if path.endswith("/purge") else "delete" if method == "DELETE" else "find"
