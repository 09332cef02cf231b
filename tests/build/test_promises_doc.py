"""The worked examples of docs/promises.md, applied to the manifest as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from linkepix.model.stores import DATABASE, STORES
from sitegen.errors import BuildError
from sitegen.headers import page_policy, worker_policy
from sitegen.policy import for_programs
from sitegen.practices.reading import read_manifest
from sitegen.practices.schema import CLAUSES
from tests.conftest import ROOT
from tests.support.practices import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.practices.schema import Manifest

GUIDE = (ROOT / "docs/promises.md").read_text()
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


CONTRADICTED = {1: ("no-accounts",), 2: ("no-server", "no-accounts")}
"""Statements that an example makes untrue, and that its section says are to go."""


SENT = {0: ("message-prompt", "connection"), 3: ("picture-prompt", "key-midjourney-proxy", "connection")}
"""Data of which an example's recipient is sent something."""


def without(text: str, statement: str) -> str:
    start = text.index(f'[[statement]]\nid = "{statement}"')
    return text[:start] + text[text.index("\n[[", start + 5) + 1 :]


def with_place(text: str, data: str, recipient: str = "mistral") -> str:
    """As the guide's first step asks."""
    place = re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)[0].replace("mistral", recipient)
    end = text.index("\n[[data]]", text.index(f'[[data]]\nid = "{data}"') + 5)
    return f"{text[:end]}\n{place}{text[end:]}"


def applied(folder: Path, example: str) -> Manifest:
    """Appended; a table that was stated to be empty is no longer."""
    text = SOURCE.read_text()
    for table in ("cookie", "analytics"):
        if f"[[{table}]]" in example:
            text = text.replace(f"{table} = []\n", "")
    for data in SENT.get(EXAMPLES.index(example), ()):
        text = with_place(text, data, re.findall('id = "(.*)"', example)[0])
    for statement in CONTRADICTED.get(EXAMPLES.index(example), ()):
        text = without(text, statement)
    (folder / "m.toml").write_text(f"{text}\n{example}")
    return read_manifest(folder / "m.toml", "m.toml")


def clauses_in_table() -> dict[str, str]:
    """Of the section on where clauses are enforced: id → what makes it true."""
    section = GUIDE.partition("## Where each clause is enforced")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \| (.*) \|$", section, re.MULTILINE)
    return {clause: where for clauses, where in rows for clause in re.findall(r"`([^`]+)`", clauses)}


def test_each_clause_that_is_enforced_says_by_which_code() -> None:
    manifest = read_manifest(SOURCE, "m.toml")
    clauses = [clause for table in CLAUSES for clause in getattr(manifest, table)]
    assert set(clauses_in_table()) == {clause.id for clause in clauses if clause.held_by}


def test_the_code_that_enforces_a_clause_is_there() -> None:
    paths = {path for where in clauses_in_table().values() for path in re.findall(r"`([\w/]+(?:\.py|/))`", where)}
    assert len(paths) > 8
    missing = [path for path in paths if not any((root / path).exists() for root in (ROOT, ROOT / "pysrc/linkepix"))]
    assert not missing


def test_the_architecture_names_every_store_and_the_database_s_version() -> None:
    table = (ROOT / "docs/architecture.md").read_text().partition("## What is kept")[2].partition("\n## ")[0]
    code = (ROOT / "pysrc/linkepix/browser/indexed_db.py").read_text()
    (version,) = re.findall(r"^VERSION = (\d+)$", code, re.MULTILINE)
    assert f"`{DATABASE}`, version {version} " in table
    names = (*STORES, *(name for data in read_manifest(SOURCE, "m.toml").data for place in data.place
                        for name in place.names if place.where == "local storage"))  # fmt: skip
    assert not [name for name in names if f"`{name}`" not in table]


def test_what_an_example_sends_without_a_place_at_its_recipient_is_refused(tmp_path: Path) -> None:
    """The control of the guide's first step."""
    (tmp_path / "m.toml").write_text(f"{SOURCE.read_text()}\n{EXAMPLES[0]}")
    with pytest.raises(BuildError, match=r"expected a .*place.* of 'message-prompt' with recipient = 'mistral'"):
        read_manifest(tmp_path / "m.toml", "m.toml")


def test_there_are_four_examples() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize(("number", "statement"), [(n, one) for n, some in CONTRADICTED.items() for one in some])
def test_a_statement_that_an_example_makes_untrue_stops_the_build_and_its_section_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, statement: str
) -> None:
    rest = tuple(one for one in CONTRADICTED[number] if one != statement)
    monkeypatch.setitem(CONTRADICTED, number, rest)
    with pytest.raises(BuildError, match=rf'\[\[statement\]\] "{statement}", denies: '):
        applied(tmp_path, EXAMPLES[number])
    section = GUIDE.partition(EXAMPLES[number])[2].partition("\n## ")[0]
    assert f"`{statement}`" in section


@pytest.mark.parametrize(
    ("number", "directive", "origin"),
    [(0, "worker", "https://api.mistral.ai"), (1, "page", "https://count.example.com"),
     (2, "page", "https://signin.example.com"), (3, "worker", "https://mj.example.com")],
)  # fmt: skip
def test_an_example_is_accepted_and_its_host_is_in_the_headers(
    tmp_path: Path, number: int, directive: str, origin: str
) -> None:
    policies = {"worker": worker_policy, "page": page_policy}
    before = policies[directive](read_manifest(SOURCE, "m.toml"))
    manifest = applied(tmp_path, EXAMPLES[number])
    assert origin not in before["connect-src"]
    assert origin in policies[directive](manifest)["connect-src"].split()
    assert origin.partition("://")[2] in for_programs(manifest).decode()
