"""Builds in a folder of their own; what takes seconds to compile is compiled once for all of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sitegen.build import build
from tests.conftest import ROOT
from tests.support.checkouts import copy_of_checkout, project_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def copy_compiled(source: Path, target: Path) -> None:
    """From one cache to another: what knows by its content whether it still fits, and takes long to make."""
    target.mkdir(parents=True)
    for folder in ("bundle", "lexicon"):
        if (source / folder).exists():
            shutil.copytree(source / folder, target / folder)
    for name in ("scripts.json", "codecs.json", "dependencies.json", "manifest.msgpack"):
        if (source / name).exists():
            shutil.copy(source / name, target)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with what takes seconds to make, from a build of the checkout as it is.

    What `make build` has made is taken over, where there is some; the build itself sees whether it still fits.
    """
    folder = tmp_path_factory.mktemp("compiled")
    copy_compiled(ROOT / ".cache", folder / "cache")
    build(project_in(ROOT, folder))
    return folder / "cache"


@pytest.fixture
def fork(tmp_path: Path, compiled: Path) -> Project:
    """A checkout to spoil: its content, templates and static files are copies."""
    root = copy_of_checkout(tmp_path / "fork")
    copy_compiled(compiled, tmp_path / "cache")
    return project_in(root, tmp_path)


@pytest.fixture
def rebuild(fork: Project) -> Callable[[], Report]:
    return lambda: build(fork)
