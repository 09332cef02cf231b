"""The ports' contract, for every platform that runs under CPython. The browser's is in tests/browser/test_ports.py."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import StorageFullError
from linkepix.ports import Matches
from tests.ports import contract
from tests.support.app_context import memory_platform, nobody_answers
from tests.support.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from jinja2 import Environment

    from linkepix.composition import Platform
    from linkepix.model.generation import Generation, Picture
    from linkepix.model.logo import Logo
    from linkepix.model.remote import RemoteFile


@dataclass(frozen=True, slots=True)
class Subject:
    """One implementation of all ports. Whatever `open` returns has the same data; `full` takes all room away."""

    open: Callable[[], Platform]
    full: Callable[[], AbstractContextManager[None]]


def memory(templates: Environment, store: MemoryStore) -> Subject:
    @contextlib.contextmanager
    def full() -> Iterator[None]:
        store.refusal = StorageFullError("no room")
        yield
        store.refusal = None

    return Subject(lambda: memory_platform(templates, store, nobody_answers), full)


SUBJECTS: dict[str, Callable[[Environment], Subject]] = {
    "memory": lambda templates: memory(templates, MemoryStore()),
}
"""A platform is held to the contract by a line here."""


@pytest.fixture(params=SUBJECTS)
def subject(request: pytest.FixtureRequest, templates: Environment) -> Subject:
    return SUBJECTS[request.param](templates)


async def checked(subject: Subject, name: str) -> None:
    await contract.empty(subject.open)
    with subject.full() if name.startswith(contract.FULL) else contextlib.nullcontext():
        await contract.run(name, subject.open)


@pytest.mark.parametrize("name", contract.checks())
def test_contract(subject: Subject, name: str) -> None:
    asyncio.run(checked(subject, name))


class KeepsPictures(MemoryStore):
    @override
    async def delete(self, generation_id: str) -> None:
        self.generations.pop(generation_id, None)


class OnePictureEach(MemoryStore):
    @override
    async def restore(self, generation: Generation, pictures: Mapping[int, Picture]) -> None:
        await super().restore(generation, dict.fromkeys([1], *pictures.values()))


class DeletesAlike(MemoryStore):
    @override
    async def delete(self, generation_id: str) -> None:
        for alike in [known for known in self.generations if known.startswith(generation_id)]:
            await super().delete(alike)


class OldestFirst(MemoryStore):
    @override
    async def page(self, words: Sequence[str], offset: int, limit: int) -> Matches:
        found = await super().page(words, 0, 1_000)
        return Matches(found.items[::-1][offset : offset + limit], found.found, found.total)


class KeepsHalf(MemoryStore):
    @override
    async def save(self, generation: Generation, picture: Picture | None) -> None:
        self.generations[generation.id] = generation
        await super().save(generation, picture)


class OneDraft(MemoryStore):
    @override
    async def save_draft(self, name: str, draft: dict[str, str]) -> None:
        await super().save_draft("create", draft)


class KeepsCopies(MemoryStore):
    @override
    async def delete_remote(self, file_id: str) -> None:
        if file_id != "a":
            await super().delete_remote(file_id)


class NewestCopyLast(MemoryStore):
    @override
    async def remotes(self) -> list[RemoteFile]:
        return (await super().remotes())[::-1]


class FirstLogo(MemoryStore):
    @override
    async def save_logo(self, logo: Logo) -> None:
        await super().save_logo(self.logo or logo)


class KeepsLogo(MemoryStore):
    @override
    async def delete_logo(self) -> None:
        pass


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (KeepsCopies, "one_copy_is_deleted_and_the_others_stay"),
        (NewestCopyLast, "copies_are_newest_first_and_of_one_moment_by_id"),
        (KeepsPictures, "what_is_deleted_is_gone_from_everywhere"),
        (OnePictureEach, "each_version_has_a_picture_of_its_own"),
        (KeepsPictures, "what_is_deleted_takes_the_pictures_of_all_versions_along"),
        (DeletesAlike, "what_is_deleted_takes_the_pictures_of_all_versions_along"),
        (OldestFirst, "a_page_is_newest_first_and_of_one_second_by_id"),
        (OldestFirst, "pages_follow_each_other_and_each_counts_all"),
        (KeepsHalf, "full_a_card_that_does_not_fit_changes_nothing"),
        (OneDraft, "a_draft_comes_back_under_its_own_name"),
        (FirstLogo, "there_is_one_logo_and_it_comes_back_as_it_was"),
        (KeepsLogo, "a_logo_that_was_deleted_is_gone"),
    ],
)
def test_a_store_that_breaks_the_contract_is_found(templates: Environment, kind: type[MemoryStore], name: str) -> None:
    with pytest.raises(AssertionError):
        asyncio.run(checked(memory(templates, kind()), name))
