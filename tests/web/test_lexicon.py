"""A paste is read whether the lexicon is there or not, and never waits for it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from linkepix.composition import build_app
from linkepix.reading import lexicon
from linkepix.reading.lexicon import dumps
from tests.support.app_context import memory_platform, nobody_answers
from tests.support.memory import MemoryLexicon, MemoryStore
from tests.web.conftest import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment

    from linkepix.ports import LexiconSource

PASTE = {"about": "Ada Example\nHead of Logistics at Nordwind GmbH\nHamburg, Germany"}


@dataclass(slots=True)
class NeverThere:
    """A source whose table is always on its way."""

    asked: list[str] = field(default_factory=list)

    async def read(self) -> bytes:
        self.asked.append("read")
        await asyncio.Future()
        raise AssertionError


@pytest.fixture(autouse=True)
def _without_a_table() -> Iterator[None]:
    yield
    lexicon.use(None)


@pytest.fixture
def visit_with(templates: Environment) -> Callable[[LexiconSource], Visitor]:
    def visit_with(source: LexiconSource) -> Visitor:
        store = MemoryStore()
        platform = replace(memory_platform(templates, store, nobody_answers), lexicon=source)
        return Visitor(build_app(platform), store)

    return visit_with


def is_read(html: str) -> bool:
    return bool(re.search(r'name="name" value="Ada Example"', html))


def test_a_paste_is_read_without_a_table(visit_with: Callable[[LexiconSource], Visitor]) -> None:
    source = MemoryLexicon()
    assert is_read(visit_with(source).post("create/read", PASTE))
    assert source.reads == 1
    assert not lexicon.kinds("baker")


def test_a_paste_does_not_wait_for_the_table(visit_with: Callable[[LexiconSource], Visitor]) -> None:
    source = NeverThere()
    visitor = visit_with(source)
    assert is_read(visitor.post("create/read", PASTE))
    assert is_read(visitor.post("create/read", PASTE))
    assert source.asked


def test_a_paste_asks_for_the_table_and_later_ones_do_not(visit_with: Callable[[LexiconSource], Visitor]) -> None:
    source = MemoryLexicon(dumps({"baker": 1}))
    visitor = visit_with(source)
    assert is_read(visitor.post("create/read", PASTE))
    assert lexicon.kinds("baker") == {"role"}
    assert is_read(visitor.post("create/read", PASTE))
    assert source.reads == 1


def test_no_other_page_asks_for_it(visit_with: Callable[[LexiconSource], Visitor]) -> None:
    source = MemoryLexicon()
    visit_with(source).get("library", page="/app/library/")
    assert source.reads == 0
