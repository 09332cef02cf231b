"""The privacy page and its two other forms say the same, and each clause has a place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from linkepix.model.practices import practices_from_json
from sitegen.practices.worker import worker_json, worker_practices
from tests.support.policies import text_of
from tests.support.practices import our_manifest, our_practices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.project import Project


@pytest.fixture
def output(fork: Project, rebuild: Callable[[], object]) -> Path:
    rebuild()
    return fork.output


def test_every_clause_of_the_json_has_its_place_on_the_page(output: Path) -> None:
    told = json.loads((output / ".well-known/data-practices.json").read_bytes())
    ids = set(re.findall(r'id="([^"]+)"', (output / "privacy/index.html").read_text()))
    tables = (told[table] for table in ("statement", "data", "recipient"))
    clauses = {row["clause"].partition("#")[2] for table in tables for row in table}
    uses = {use.clause.partition("#")[2] for recipient in our_practices().recipients for use in recipient.uses}
    assert len(clauses) > 20
    assert clauses | uses <= ids


def test_each_question_has_an_anchor(output: Path) -> None:
    html = (output / "privacy/index.html").read_text()
    for anchor in ("short", "stays", "leaves", "sent", "hosting", "how-long", "cookies", "never", "choices", "children",
                   "changes", "contact"):  # fmt: skip
        assert f'<section id="{anchor}"' in html


def test_what_is_said_in_html_is_said_in_plain_text(output: Path) -> None:
    page = text_of((output / "privacy/index.html").read_text())
    plain = " ".join((output / "privacy.txt").read_text().split())
    manifest = our_manifest()
    sentences = [item.says for item in manifest.statement] + [right.how for right in manifest.right]
    sentences += [clause.enforced or clause.promise_only for clause in (*manifest.data, *manifest.recipient)]
    for sentence in sentences:
        assert sentence in plain
        assert sentence in page


def test_a_new_word_in_the_manifest_changes_every_form_and_nothing_else_is_edited(
    fork: Project, rebuild: Callable[[], object]
) -> None:
    rebuild()
    manifest = fork.root / "content/data-practices.toml"
    manifest.write_text(manifest.read_text().replace("We sell no personal data", "We never sell personal data"))
    rebuild()
    for name in ("privacy/index.html", "privacy.txt", ".well-known/data-practices.json"):
        assert "We never sell personal data" in (fork.output / name).read_text()


def test_the_worker_is_told_what_the_manifest_says() -> None:
    assert practices_from_json(worker_json(our_manifest())) == worker_practices(our_manifest())


def test_the_cookie_page_says_that_there_are_none_and_what_there_is_instead(output: Path) -> None:
    html = (output / "cookies/index.html").read_text()
    assert "sets no cookies" in html
    names = [name for data in our_manifest().data for place in data.place for name in place.names]
    assert len(names) > 8
    assert all(f"<code>{name}</code>" in html for name in names)
