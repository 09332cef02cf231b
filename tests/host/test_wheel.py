"""The wheel: it runs without the checkout, with its templates and data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT

RENDER = """
from jinja2 import FileSystemLoader
import linkepix
from linkepix.host.resources import manifest_file, templates_folder
from linkepix.web.templating import environment
templates = environment(FileSystemLoader(templates_folder()))
print(linkepix.__file__)
print(manifest_file())
print(templates.get_template("partials/create/counter.html").module.counter("Hallo", 200))
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with the wheel in it and nothing else."""
    folder = wheel.parent / "installed"
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([str(uv), "pip", "install", "--quiet", "--no-deps", "--target", str(folder), str(wheel)], check=True)  # noqa: S603
    return folder


def run(*arguments: str, path: Path | None = None, cwd: Path = ROOT) -> str:
    """Run this Python; modules in `path` come before all others."""
    variables = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(  # noqa: S603 - our own package
        [sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=cwd, env=variables, timeout=120
    )
    return done.stdout


def test_it_holds_templates_data_types_and_no_tests(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {
        "linkepix/py.typed",
        "linkepix/templates/partials/failure.html",
        "linkepix/templates/scenes/drawings/props.txt",
        "linkepix/data/data-practices.toml",
    } <= set(names)
    assert {name.split("/")[0] for name in names} == {"linkepix", "linkepix-0.1.0.dist-info"}


def test_its_command_runs(installed: Path, tmp_path: Path) -> None:
    command = [str(installed / "bin/linkepix"), "--version"]
    done = subprocess.run(  # noqa: S603 - our own package
        command, capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(installed)}
    )
    assert done.stdout == "linkepix 0.1.0\n"


def test_it_renders_its_own_templates(installed: Path, tmp_path: Path) -> None:
    package, manifest, counter = run("-c", RENDER, path=installed, cwd=tmp_path).split("\n", 2)
    assert Path(package).is_relative_to(installed)
    assert Path(manifest).is_relative_to(installed)
    assert "5 of 200 characters" in counter


def test_two_wheels_are_byte_identical(wheel: Path, tmp_path: Path) -> None:
    run("-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path))
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
