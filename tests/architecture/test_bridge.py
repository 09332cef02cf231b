"""Both languages name the same things, and one module of Python reaches for JavaScript's `host`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "pysrc/linkepix/browser"
PROTOCOL = (ROOT / "static/js/protocol.d.ts").read_text()

PYTHON = {"Host": ("host.py", "Host")}
"""Interface → the file and the class that is the same for Python."""


def body_in_typescript(interface: str) -> str:
    body = re.search(rf"^export interface {interface} \{{\n(.*?)^\}}", PROTOCOL, re.MULTILINE | re.DOTALL)
    assert body
    return body[1]


def names_in_typescript(interface: str) -> set[str]:
    return set(re.findall(r"^  (\w+)(?:<\w+>)?\??[(:]", body_in_typescript(interface), re.MULTILINE)) - {"type"}


def methods_in_typescript(interface: str) -> dict[str, int]:
    """Methods, each on a line of its own, by name: how many parameters they have."""
    methods = re.findall(r"^  (\w+)(?:<\w+>)?\((.*?)\): ", body_in_typescript(interface), re.MULTILINE)
    return {name: len(re.findall(r"\w+\??:", parameters)) for name, parameters in methods}


def class_in_python(file: str, name: str) -> ast.ClassDef:
    tree = ast.parse((BROWSER / file).read_text())
    (found,) = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == name]
    return found


def fields_in_python(file: str, name: str) -> set[str]:
    body = class_in_python(file, name).body
    return {node.target.id for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}


def methods_in_python(file: str, name: str) -> dict[str, int]:
    """Public methods by name: how many parameters they have after `self`."""
    functions = [node for node in class_in_python(file, name).body if isinstance(node, ast.FunctionDef)]
    return {
        node.name: len(node.args.posonlyargs + node.args.args) - 1
        for node in functions
        if not node.name.startswith("_")
    }


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
    assert fields_in_python(*PYTHON[interface]) | methods_in_python(*PYTHON[interface]).keys() == names


def test_methods_of_the_host_have_as_many_parameters_in_python() -> None:
    """But for `openDB`, whose type is another package's."""
    methods = methods_in_typescript("Host")
    assert max(methods.values()) == 5, "the control: parameters are counted"
    assert methods_in_python(*PYTHON["Host"]) == methods | {"openDB": 3}


def test_the_application_has_what_the_worker_calls_and_no_more() -> None:
    methods = methods_in_typescript("Application")
    assert methods.keys() == names_in_typescript("Application")
    assert methods_in_python("entry.py", "Application") == methods


def test_only_one_module_imports_host_from_javascript() -> None:
    importing = [path.name for path in sorted(BROWSER.rglob("*.py")) if imports_host(path.read_text())]
    assert importing == ["host.py"]


@pytest.mark.parametrize("source", ["from js import host", "def f():\n    from js import Blob, host as h", "import js"])
def test_an_import_of_host_is_found(source: str) -> None:
    """The control."""
    assert imports_host(source)
