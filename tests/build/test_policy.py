"""The privacy page and its two other forms say the same, and each clause has a place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from linkepix.model.practices import practices_from_json
from sitegen.practices.schema import CLAUSES
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
    tables = (told[table] for table in CLAUSES)
    clauses = {row["clause"].partition("#")[2] for table in tables for row in table}
    uses = {use.clause.partition("#")[2] for recipient in our_practices().recipients for use in recipient.uses}
    assert len(clauses) == sum(len(getattr(our_manifest(), table)) for table in CLAUSES) > 30
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
    clauses = [clause for table in CLAUSES for clause in getattr(manifest, table)]
    sentences += [clause.enforced or clause.promise_only for clause in clauses]
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
    assert all(html.count(f"<code>{name}</code>") == 1 for name in names)
    assert 'href="/privacy/#keeps-cards">cards</a>, <a href="/privacy/#keeps-saved-pictures">pictures that you' in html
    assert 'library</a> and <a href="/privacy/#keeps-picture-prompt">the prompt of' in html


@pytest.mark.parametrize("file", ["privacy/index.html", "cookies/index.html"])
@pytest.mark.parametrize(
    ("anchor", "words"), [("no-cookies", "sets no cookies"), ("no-statistics", "counts no visits")]
)
def test_what_there_is_none_of_says_how_that_is_enforced(output: Path, file: str, anchor: str, words: str) -> None:
    html = (output / file).read_text()
    (clause,) = re.findall(rf'<div class="clause" id="{anchor}">(.*?)</div>', html, re.DOTALL)
    assert words in clause
    assert "How this is enforced" in clause
    assert "no cookie was set" in clause


def test_each_right_says_how_it_is_enforced(output: Path) -> None:
    html = (output / "privacy/index.html").read_text()
    for right in our_manifest().right:
        (clause,) = re.findall(rf'<div id="right-{right.id}">(.*?)</div>', html, re.DOTALL)
        assert "How this is enforced" in clause
        assert text_of(right.enforced or right.promise_only) in text_of(clause)


def test_the_security_page_tells_all_that_the_worker_may_connect_to(output: Path) -> None:
    html = (output / "security/index.html").read_text()
    assert "the providers that you can choose" in html
    others = [row for row in our_manifest().recipient if row.reached_from == "worker" and row.kind != "AI provider"]
    assert others
    assert all(f'href="/privacy/#sends-{row.id}"' in html for row in others)


def test_a_provider_is_said_to_get_its_own_key_and_no_other(output: Path) -> None:
    plain = " ".join((output / "privacy.txt").read_text().split())
    for name, other, following in (
        ("OPENAI", "Google Gemini key", "GOOGLE GEMINI"),
        ("GOOGLE GEMINI", "OpenAI key", "IMAGEKIT (image"),
    ):
        section = plain.partition(f"{name} (AI provider)")[2].partition(following)[0]
        assert section.count("key and what every connection tells") + section.count(": your") >= 3
        assert other not in section


def test_a_picture_s_prompt_is_said_to_stay_with_its_card(output: Path) -> None:
    plain = " ".join((output / "privacy.txt").read_text().split())
    section = plain.partition("THE PROMPT OF A PICTURE")[2].partition("THE PROMPT OF A MESSAGE")[0]
    assert "in this browser's database for this site (IndexedDB), until you erase it" in section
    assert "kept with the card" in section
    assert "Until you erase it" in plain
    assert "the prompt of a picture" in plain.partition("Until you erase it: ")[2].partition("Until you close")[0]
