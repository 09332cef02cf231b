"""A build that keeps what did not change gives what a clean build would give, or stops as it would."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sitegen import stamps
from sitegen.build import build
from sitegen.errors import BuildError
from tests.build.conftest import edit, files_of
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project

type Rebuild = Callable[[], Report]

HEAD = "---\ntitle: Extra\ndescription: Extra.\n---\n"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are known from the build before, however new their files are."""
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)


def clean_build(fork: Project, folder: Path) -> dict[str, bytes]:
    """The same sources, without any memory but the bundle."""
    clean = project_in(fork.root, folder)
    shutil.copytree(fork.cache / "bundle", clean.cache / "bundle")
    build(clean)
    return files_of(clean.output)


def test_after_any_change_the_site_is_what_a_clean_build_makes(fork: Project, rebuild: Rebuild, tmp_path: Path) -> None:
    (fork.content / "extra.md").write_text(f"{HEAD}## One\n\n[two](/more/deep/#two)\n")
    (fork.content / "more").mkdir()
    (fork.content / "more/deep.md").write_text(f"{HEAD}## Two\n")
    rebuild()
    edit(fork.content / "terms.md", "without warranty", "without any warranty")
    edit(fork.templates / "pages/page.html", "Last updated", "As of")
    edit(fork.content / "extra.md", "[two](/more/deep/#two)", "two")
    shutil.rmtree(fork.content / "more")
    (fork.content / "more.md").write_text(f"{HEAD}## Three\n")
    rebuild()
    assert files_of(fork.output) == clean_build(fork, tmp_path / "clean")


def test_a_change_that_leaves_length_and_clock_as_they_were_is_found(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    terms = fork.content / "terms.md"
    before = terms.stat()
    edit(terms, "warranty", "guaranty")
    os.utime(terms, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert terms.stat().st_size == before.st_size
    assert rebuild().made == ["terms/index.html"]
    assert "guaranty" in (fork.output / "terms/index.html").read_text()


def test_a_change_in_an_included_template_rebuilds_the_pages_that_include_it(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    edit(fork.templates / "pages/policy/policy.html", "\n", "\n<!-- changed -->\n")
    made = [path for path in rebuild().made if path.endswith(".html")]
    assert made == ["privacy/index.html"]


def test_a_library_of_another_version_rebuilds_all_pages(fork: Project, rebuild: Rebuild, tmp_path: Path) -> None:
    made = rebuild().made
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for path in fork.site_packages.iterdir():
        (libraries / path.name).symlink_to(path)
    other = replace(fork, site_packages=libraries)
    assert build(other).made == [], "the control: the same libraries elsewhere"
    (libraries / "another-1.0.dist-info").mkdir()
    assert set(build(other).made) >= {path for path in made if path.endswith("index.html")}


def test_an_include_that_is_new_is_followed_from_then_on(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    note = fork.templates / "pages/note.html"
    note.write_text("first")
    edit(fork.templates / "pages/page.html", "</article>", '{% include "pages/note.html" %}</article>')
    rebuild()
    note.write_text("second")
    assert "terms/index.html" in rebuild().made
    assert "second</article>" in (fork.output / "terms/index.html").read_text()


def test_an_included_template_that_is_gone_stops_the_build(fork: Project, rebuild: Rebuild) -> None:
    note = fork.templates / "pages/note.html"
    note.write_text("here")
    edit(fork.templates / "pages/page.html", "</article>", '{% include "pages/note.html" %}</article>')
    rebuild()
    note.unlink()
    with pytest.raises(BuildError, match=r"no template is called 'pages/note\.html'"):
        rebuild()


def test_an_anchor_that_is_gone_is_missed_by_a_page_that_did_not_change(fork: Project, rebuild: Rebuild) -> None:
    (fork.content / "extra.md").write_text(f"{HEAD}[how](/security/#how)\n")
    rebuild()
    edit(fork.content / "security.md", " {#how}", " {#why}")
    with pytest.raises(BuildError, match=r"content/extra\.md:5: /security/#how leads nowhere"):
        rebuild()


def test_a_page_that_is_gone_is_missed_by_a_page_that_did_not_change(fork: Project, rebuild: Rebuild) -> None:
    (fork.content / "extra.md").write_text(f"{HEAD}[other](/other/)\n")
    (fork.content / "other.md").write_text(f"{HEAD}Text.\n")
    rebuild()
    (fork.content / "other.md").unlink()
    with pytest.raises(BuildError, match=r"content/extra\.md:5: /other/ leads nowhere"):
        rebuild()


def test_an_anchor_of_one_page_does_not_serve_another(fork: Project, rebuild: Rebuild) -> None:
    (fork.content / "a.md").write_text(f"{HEAD}## Mine\n\n[mine](#mine)\n")
    rebuild()
    (fork.content / "b.md").write_text(f"{HEAD}[mine](#mine)\n")
    with pytest.raises(BuildError, match=r"content/b\.md:5: #mine leads nowhere"):
        rebuild()


def test_folders_that_hold_nothing_any_more_are_removed(fork: Project, rebuild: Rebuild) -> None:
    (fork.output / "left/empty").mkdir(parents=True)
    (fork.output / "left/stray.txt").write_text("x")
    assert rebuild().removed == ["left/stray.txt"]
    assert not (fork.output / "left").exists()
