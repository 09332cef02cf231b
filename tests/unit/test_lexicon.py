"""The table of words, and what reading knows while there is none."""

from __future__ import annotations

import asyncio
import random
import string
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.host.lexicon import LexiconFile
from linkepix.reading import lexicon
from linkepix.reading.lexicon import KINDS, Lexicon, dumps, fold
from linkepix.services.lexicon import LateLexicon
from tests.support.memory import MemoryLexicon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROLE, ROLE_SUFFIX, GIVEN, SURNAME, PLACE, COUNTRY, LEGAL = (1 << bit for bit in range(len(KINDS)))

WORDS = {
    "baker": ROLE | SURNAME,
    "leiter": ROLE | ROLE_SUFFIX,
    "部长": ROLE | ROLE_SUFFIX,
    "zoë": GIVEN,
    "straße": PLACE,
    "new york": PLACE,
    "deutschland": COUNTRY,
    "s.r.l.": LEGAL,
}
TABLE = dumps({fold(word): flags for word, flags in WORDS.items()})


@pytest.fixture
def table() -> Lexicon:
    return Lexicon.loads(TABLE)


@pytest.fixture(autouse=True)
def _without_a_table() -> Iterator[None]:
    yield
    lexicon.use(None)


@given(st.dictionaries(st.text(min_size=1).map(fold), st.integers(1, 127)))
def test_every_word_comes_back_with_all_of_its_kinds(words: dict[str, int]) -> None:
    table = Lexicon.loads(dumps(words))
    for word, flags in words.items():
        assert table.kinds(word) >= {kind for bit, kind in enumerate(KINDS) if flags >> bit & 1}


@given(st.dictionaries(st.text(min_size=1).map(fold), st.integers(1, 127)), st.randoms())
def test_the_order_of_words_does_not_matter(words: dict[str, int], chance: random.Random) -> None:
    items = list(words.items())
    chance.shuffle(items)
    assert dumps(dict(items)) == dumps(words)


@given(st.text())
def test_a_word_that_is_not_listed_has_no_kind(word: str) -> None:
    """The table is small: one word in eight million has the fingerprint of one that is listed."""
    listed = {fold(other) for other in WORDS}
    kinds = Lexicon.loads(TABLE).kinds(word)
    assert bool(kinds) == (fold(word) in listed)


def test_of_words_that_are_not_listed_few_have_a_kind() -> None:
    """With 130,000 words of 2 ** 26 fingerprints, two in a thousand."""
    chance = random.Random(7)  # noqa: S311 - the same words each time
    words = ["".join(chance.choices(string.ascii_lowercase, k=12)) for _ in range(150_000)]
    table = Lexicon.loads(dumps(dict.fromkeys(words[:130_000], ROLE)))
    strangers = set(words[130_000:]) - set(words[:130_000])
    false = sum(bool(table.kinds(word)) for word in strangers) / len(strangers)
    assert 0.000_5 < false < 0.004


@pytest.mark.parametrize("word", ["ZOË", "Zoë", unicodedata.normalize("NFD", "Zoë"), " zoë "])
def test_case_and_composition_do_not_matter(table: Lexicon, word: str) -> None:
    assert table.kinds(word) == {"given"}


def test_a_sharp_s_is_two(table: Lexicon) -> None:
    assert table.kinds("STRASSE") == table.kinds("Straße") == {"place"}


def test_a_phrase_is_listed_with_single_spaces(table: Lexicon) -> None:
    assert table.kinds("New  York") == {"place"}
    assert table.kinds("New") == set()


def test_a_word_may_be_of_several_kinds(table: Lexicon) -> None:
    assert table.kinds("Baker") == {"role", "surname"}


@pytest.mark.parametrize("word", ["Werkstattleiter", "销售部长"])
def test_a_compound_ends_like_a_role(table: Lexicon, word: str) -> None:
    assert table.ends_like_role(word)
    assert table.kinds(word) == set()


@pytest.mark.parametrize("word", ["Leiter", "Leitermann", "baker", "Beebaker", ""])
def test_a_word_that_is_no_compound_does_not(table: Lexicon, word: str) -> None:
    assert not table.ends_like_role(word)


@pytest.mark.parametrize("table", [b"", b"LKX1", TABLE[:-1], TABLE + b"\0", b"<!doctype html>" * 9])
def test_what_is_no_table_is_refused(table: bytes) -> None:
    with pytest.raises(ValueError, match="no table"):
        Lexicon.loads(table)


@given(st.binary())
def test_damaged_bytes_are_refused_or_read(data: bytes) -> None:
    for table in (data, TABLE[:8] + data):
        try:
            Lexicon.loads(table).kinds("baker")
        except ValueError:
            continue


def test_without_a_table_no_word_has_a_kind() -> None:
    assert lexicon.kinds("baker") == set()
    assert not lexicon.ends_like_role("Werkstattleiter")


def test_with_a_table_words_have_kinds(table: Lexicon) -> None:
    lexicon.use(table)
    assert lexicon.kinds("baker") == {"role", "surname"}
    assert lexicon.ends_like_role("Werkstattleiter")


async def requested(late: LateLexicon, times: int = 1) -> None:
    """Ask as often, and let what was started go on after each time."""
    for _ in range(times):
        late.request()
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def test_the_table_is_read_once_however_often_it_is_asked_for() -> None:
    source = MemoryLexicon(TABLE)
    asyncio.run(requested(LateLexicon(source), times=3))
    assert source.reads == 1
    assert lexicon.kinds("baker")


@pytest.mark.parametrize("table", [None, b"an answer of another kind"])
def test_after_a_failure_the_next_request_tries_again(table: bytes | None) -> None:
    source = MemoryLexicon(table)

    async def fail_then_succeed() -> None:
        late = LateLexicon(source)
        await requested(late)
        assert lexicon.kinds("baker") == set()
        source.table = TABLE
        await requested(late)

    asyncio.run(fail_then_succeed())
    assert source.reads == 2
    assert lexicon.kinds("baker")


def test_a_table_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "lexicon.bin").write_bytes(TABLE)
    assert asyncio.run(LexiconFile(tmp_path / "lexicon.bin").read()) == TABLE
    with pytest.raises(OSError, match="other"):
        asyncio.run(LexiconFile(tmp_path / "other").read())


def test_a_way_to_ask_that_was_taken_does_not_change_when_the_table_comes() -> None:
    table = Lexicon.loads(dumps({"baker": ROLE}))
    before = lexicon.kinds_now()
    lexicon.use(table)
    try:
        assert lexicon.kinds_now() == lexicon.kinds_now() != before
        assert lexicon.kinds_now()("baker") == {"role"}
        assert not before("baker")
    finally:
        lexicon.use(None)
