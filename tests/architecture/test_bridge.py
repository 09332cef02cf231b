"""Both languages name the same things, and one module of Python reaches for JavaScript's `host`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "pysrc/linkepix/browser"
PROTOCOL = (ROOT / "static/js/protocol.d.ts").read_text()

PYTHON = {"Host": ("host.py", "Host"), "RequestMessage": ("host.py", "Request")}
"""Interface → the file and the class that is the same for Python, which has no need of a message's `type`."""


def names_in_typescript(interface: str) -> set[str]:
    body = re.search(rf"^export interface {interface} \{{\n(.*?)^\}}", PROTOCOL, re.MULTILINE | re.DOTALL)
    assert body
    return set(re.findall(r"^  (\w+)\??[(:]", body[1], re.MULTILINE)) - {"type"}


def names_in_python(file: str, name: str) -> set[str]:
    tree = ast.parse((BROWSER / file).read_text())
    (found,) = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == name]
    fields = {
        node.target.id for node in found.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return fields | {node.name for node in found.body if isinstance(node, ast.FunctionDef)}


def imports_host(source: str) -> bool:
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom | ast.Import)]
    return any(
        (isinstance(node, ast.Import) and node.names[0].name == "js")
        or (isinstance(node, ast.ImportFrom) and node.module == "js" and "host" in {alias.name for alias in node.names})
        for node in imports
    )


@pytest.mark.parametrize("interface", PYTHON)
def test_python_and_typescript_name_the_same_members(interface: str) -> None:
    names = names_in_typescript(interface)
    assert len(names) >= 5
    assert names_in_python(*PYTHON[interface]) == names


def test_the_application_has_what_the_worker_calls() -> None:
    assert names_in_typescript("Application") <= names_in_python("entry.py", "Application")


def test_only_one_module_imports_host_from_javascript() -> None:
    importing = [path.name for path in sorted(BROWSER.rglob("*.py")) if imports_host(path.read_text())]
    assert importing == ["host.py"]


@pytest.mark.parametrize("source", ["from js import host", "def f():\n    from js import Blob, host as h", "import js"])
def test_an_import_of_host_is_found(source: str) -> None:
    """The control."""
    assert imports_host(source)
