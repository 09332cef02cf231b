"""A page whose file has not changed is not read again, and one that has changed always is."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sitegen import pages, stamps
from tests.build.conftest import edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project

type Rebuild = Callable[[], Report]

A_DAY_NS = 86_400_000_000_000
OTHER_TITLE = "Words that only the memory has"


@pytest.fixture
def memory(fork: Project, rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a build remembers of pages that were there long before."""
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)
    rebuild()
    return fork.cache / "pages.json"


def terms(fork: Project) -> str:
    return (fork.output / "terms/index.html").read_text()


def spoil(memory: Path) -> None:
    edit(memory, '"title":"Terms', f'"title":"{OTHER_TITLE}')


def test_a_page_that_has_not_changed_is_known_from_the_build_before(
    fork: Project, rebuild: Rebuild, memory: Path
) -> None:
    spoil(memory)
    (fork.output / "terms/index.html").unlink()
    rebuild()
    assert OTHER_TITLE in terms(fork), "its title was not read"
    assert "warranty" in terms(fork), "its text was, as it was made anew"


def test_a_change_that_leaves_length_and_clock_as_they_were_is_read(
    fork: Project, rebuild: Rebuild, memory: Path
) -> None:
    spoil(memory)
    source = fork.content / "terms.md"
    before = source.stat()
    source.write_text(source.read_text().replace("warranty", "guaranty"))
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = source.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert rebuild().made == ["terms/index.html"]
    assert "guaranty" in terms(fork)
    assert OTHER_TITLE not in terms(fork)


def test_a_page_that_changed_a_moment_before_it_was_read_is_read_again(
    fork: Project, rebuild: Rebuild, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SETTLED_NS", A_DAY_NS)
    edit(fork.content / "terms.md", "warranty", "guaranty")
    rebuild()
    assert '"terms.md"' not in memory.read_text()
    assert '"privacy.md"' in memory.read_text(), "the control: the others are known"


@pytest.mark.parametrize(("old", "new"), [('"mark":"', '"mark":"0'), ('{"mark"', '["mark"'), ("}", "")])
def test_a_memory_of_another_reader_or_of_nobody_is_not_used(
    fork: Project, rebuild: Rebuild, memory: Path, old: str, new: str
) -> None:
    spoil(memory)
    edit(memory, old, new)
    (fork.output / "terms/index.html").unlink()
    rebuild()
    assert OTHER_TITLE not in terms(fork)
    assert OTHER_TITLE not in memory.read_text()


def test_a_memory_of_other_libraries_is_not_used(fork: Project, memory: Path, tmp_path: Path) -> None:
    spoil(memory)
    assert OTHER_TITLE in {page.title for page in pages.read_pages(fork)}, "the control"
    assert OTHER_TITLE not in {page.title for page in pages.read_pages(replace(fork, site_packages=tmp_path))}


def test_a_page_that_is_gone_is_forgotten(fork: Project, rebuild: Rebuild, memory: Path) -> None:
    assert '"terms.md"' in memory.read_text()
    (fork.content / "terms.md").rename(fork.content / "terms-of-use.md")
    edit(fork.content / "terms-of-use.md", "---\n", "---\nurl: /terms/\n")
    rebuild()
    assert '"terms.md"' not in memory.read_text()
