"""The bundle: compiled, whole, and nothing in it that nobody imports."""

from __future__ import annotations

import json
import zipfile
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bundle(compiled: Path) -> zipfile.ZipFile:
    (path,) = (compiled / "bundle").glob("*.zip")
    return zipfile.ZipFile(path)


def test_only_what_must_be_read_as_source_is_there_as_source(bundle: zipfile.ZipFile) -> None:
    sources = {name for name in bundle.namelist() if name.endswith(".py")}
    assert sources == {"anyio/__init__.py", "anyio/abc/__init__.py"}


def test_templates_are_compiled_and_those_of_the_build_stay_out(bundle: zipfile.ZipFile) -> None:
    templates = [name for name in bundle.namelist() if name.startswith("linkepix_templates/tmpl_")]
    assert len(templates) > 20
    assert not any(name.endswith((".html", ".txt")) for name in bundle.namelist())


@pytest.mark.parametrize("package", ["jsonschema", "markdown", "pytest", "unittest", "tkinter", "sqlite3", "lzma"])
def test_what_nobody_imports_is_not_there(bundle: zipfile.ZipFile, package: str) -> None:
    tops = {name.partition("/")[0].removesuffix(".pyc") for name in bundle.namelist()}
    assert "httpx" in tops
    assert package not in tops


def test_members_carry_no_clock_and_are_stored_for_the_edge_to_compress(bundle: zipfile.ZipFile) -> None:
    assert {info.date_time for info in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in bundle.infolist()} == {zipfile.ZIP_STORED}


def test_pyodide_s_own_modules_are_those_of_the_release_that_is_served(bundle: zipfile.ZipFile) -> None:
    """pyodide-py, which is installed for its types, may be another."""
    served = json.loads((ROOT / "node_modules/pyodide/package.json").read_text())["version"]
    installed = version("pyodide-py")
    module = bundle.read("pyodide/__init__.pyc")
    assert served.encode() in module
    assert installed == served or installed.encode() not in module
