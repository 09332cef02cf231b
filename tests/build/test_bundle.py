"""The bundle: compiled, whole, and nothing in it that nobody imports."""

from __future__ import annotations

import ast
import json
import zipfile
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from sitegen.build import build
from sitegen.errors import BuildError
from tests.conftest import ROOT
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from pathlib import Path

UNCHECKED_HASH = b"\x01\0\0\0"
"""Flags after the magic number of a pyc: it names its source's hash, and is not compared with it (PEP 552)."""


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


def test_the_other_platform_stays_out(bundle: zipfile.ZipFile) -> None:
    ours = {name.split("/")[1] for name in bundle.namelist() if name.startswith("linkepix/")}
    assert "browser" in ours
    assert "host" not in ours


def test_modules_that_no_start_needs_come_in_an_archive_of_their_own(bundle: zipfile.ZipFile, compiled: Path) -> None:
    (file,) = (compiled / "bundle").glob("*.late")
    late = zipfile.ZipFile(file)
    for member in ("imaging/strip.pyc", "grounding/claims.json", "web/views/postcard.pyc"):
        assert f"linkepix/{member}" in late.namelist()
    assert not set(late.namelist()) & set(bundle.namelist())
    assert {info.date_time for info in late.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "linkepix/grounding/__init__.pyc" in bundle.namelist()
    assert {late.read(name)[:8] for name in late.namelist() if name.endswith(".pyc")} == {
        bundle.read("linkepix/errors.pyc")[:8]
    }


def test_bytecode_carries_no_clock_and_is_of_one_python(bundle: zipfile.ZipFile) -> None:
    heads = {bundle.read(name)[:8] for name in bundle.namelist() if name.endswith(".pyc")}
    ((magic, flags),) = {(head[:4], head[4:]) for head in heads}
    assert magic.endswith(b"\r\n")
    assert flags == UNCHECKED_HASH


def test_docstrings_are_left_out(bundle: zipfile.ZipFile) -> None:
    found = 0
    for name in ("linkepix/errors", "linkepix/providers/guard", "linkepix/web/app"):
        tree = ast.parse((ROOT / "pysrc" / f"{name}.py").read_bytes())
        compiled = bundle.read(f"{name}.pyc")
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.name.encode() in compiled, "the control"
                text = (ast.get_docstring(node, clean=False) or "").encode()
                found += bool(text)
                assert not text or text not in compiled
    assert found > 5


@pytest.mark.slow
def test_it_is_pyodide_build_of_the_lock_that_compiles(tmp_path: Path) -> None:
    project = project_in(ROOT, tmp_path)
    packages = tmp_path / "packages"
    packages.mkdir()
    for path in project.site_packages.iterdir():
        if path.name != "pyodide_build":
            (packages / path.name).symlink_to(path)
    with pytest.raises(BuildError, match="No module named 'pyodide_build'"):
        build(replace(project, site_packages=packages))


def test_pyodide_s_own_modules_are_those_of_the_release_that_is_served(bundle: zipfile.ZipFile) -> None:
    """pyodide-py, which is installed for its types, may be another."""
    served = json.loads((ROOT / "node_modules/pyodide/package.json").read_text())["version"]
    installed = version("pyodide-py")
    module = bundle.read("pyodide/__init__.pyc")
    assert served.encode() in module
    assert installed == served or installed.encode() not in module
