"""Imports go down only, and one package alone knows that there is a browser."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "pysrc/linkepix"
LAYERS = (
    {"browser"},
    {"composition"},
    {"web"},
    {"services"},
    {"providers", "prompts", "reading"},
    {"ports"},
    {"model"},
    {"errors"},
)
"""From the top down. A module may import what is below it, and its own part; siblings do not know each other."""

BROWSER_ONLY = {"js", "pyodide", "pyodide_js"}
SOURCES = sorted(PACKAGE.rglob("*.py"))


def imports_of(source: str) -> set[str]:
    """Every module that is imported anywhere in it, for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def forbidden(part: str, source: str) -> set[str]:
    """What a module of `part` imports and must not."""
    rank = next(number for number, layer in enumerate(LAYERS) if part in layer)
    below = {name for layer in LAYERS[rank + 1 :] for name in layer} | {part}
    ours = {name for name in imports_of(source) if name.startswith("linkepix.")}
    wrong = {name for name in ours if name.split(".")[1] not in below}
    if part != "browser":
        wrong |= {name for name in imports_of(source) if name.split(".")[0] in BROWSER_ONLY}
    return wrong


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    if part_of(path) == "__init__":
        assert not imports_of(path.read_text())
        return
    assert not forbidden(part_of(path), path.read_text())


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("services", "from linkepix.web.app import create_app"),
        ("prompts", "from linkepix.reading.paste import read_prospect"),
        ("web", "from js import fetch"),
        (
            "model",
            "def f():\n    from linkepix.errors import InputError\n    import linkepix.services.library",
        ),
    ],
)
def test_an_import_that_goes_up_or_reaches_for_the_browser_is_found(part: str, line: str) -> None:
    assert forbidden(part, line)


LATE = {PACKAGE / "services/maker_factory.py", PACKAGE / "browser/platform.py"}


@pytest.mark.parametrize("path", [path for path in SOURCES if path not in LATE], ids=lambda path: path.stem)
def test_nothing_is_imported_inside_a_function_but_makers_and_their_transport(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    inside = [inner for node in functions for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
    assert not inside
