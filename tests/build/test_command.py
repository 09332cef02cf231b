"""`python build.py`, in whatever environment it is run."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
import venv
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.project import Project

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(fork: Project) -> Path:
    """A checkout with a `build.py` of its own."""
    (fork.root / "sitegen").symlink_to(ROOT / "sitegen")
    shutil.copy(ROOT / "build.py", fork.root)
    return fork.root


def environment(folder: Path, *lines: str) -> Path:
    """Return the Python of a new environment; `lines` are added to its path."""
    venv.create(folder, symlinks=True)
    purelib = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    (folder / purelib / "more.pth").write_text("\n".join(lines))
    return folder / "bin/python"


def run(python: Path, checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(python), str(checkout / "build.py"), *options]
    return subprocess.run(  # noqa: S603 - our own script
        command, capture_output=True, text=True, check=False, timeout=300, cwd=checkout.parent, env={"PATH": ""}
    )


def test_it_works_where_only_the_requirements_are_installed(fork: Project, checkout: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env", sysconfig.get_path("purelib"))
    (tmp_path / "env/bin/node").symlink_to(sysconfig.get_path("scripts") + "/node")
    done = run(python, checkout, "--output", str(fork.output), "--cache", str(fork.cache))
    assert not done.stderr
    assert (fork.output / "app/index.html").exists()


def test_it_names_the_package_that_is_missing(checkout: Path, tmp_path: Path) -> None:
    done = run(environment(tmp_path / "env"), checkout)
    assert done.returncode == 1
    assert done.stderr == "The package jinja2 is not installed. `make build` installs all that is needed.\n"


def test_it_takes_the_checkout_s_package_before_an_installed_one(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "other/linkepix"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("raise SystemExit('another version')")
    python = environment(tmp_path / "env", str(other.parent), sysconfig.get_path("purelib"))
    (checkout / "content/site.toml").write_text("")
    assert run(python, checkout).stderr.startswith("content/site.toml:")
    found = subprocess.run([python, "-c", "import linkepix"], capture_output=True, text=True, check=False)  # noqa: S603
    assert "another version" in found.stderr, "the control: without build.py, the other one is found"
