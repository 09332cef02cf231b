"""The generated site of the bench: the comparison is worth nothing if it is not the same for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bench.generated import PLACES, articles, source_of, write_sources
from sitegen.build import build
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_seed_gives_the_same_pages_and_another_gives_others() -> None:
    assert list(articles(5, 1)) == list(articles(5, 1))
    assert list(articles(5, 1)) != list(articles(5, 2))


def test_every_builder_is_given_the_same_bodies(tmp_path: Path, compiled: Path) -> None:
    write_sources(tmp_path, 3, 1, compiled)
    for page in articles(3, 1):
        for builder in PLACES:
            assert source_of(tmp_path, builder, page.slug).read_text().endswith(f"\n\n{page.body}")


def test_what_is_generated_builds_without_a_broken_link(tmp_path: Path, compiled: Path) -> None:
    write_sources(tmp_path, 10, 1, compiled)
    root = tmp_path / "ours"
    made = build(replace(project_in(root, tmp_path), cache=root / ".cache")).made
    assert len([path for path in made if path.startswith("handbook/")]) == 10
