"""Names under which our code makes a browser keep something, as they stand in the code.

What cannot be read there is refused: a name that is put together while a page runs could be any name.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from linkepix.model.stores import DATABASE
from linkepix.providers.registry import PROVIDERS
from sitegen.errors import BuildError, line_of
from sitegen.practices.kept_by_python import may_keep, names_in_python
from sitegen.practices.kept_by_scripts import names_in_script
from sitegen.practices.schema import MANIFEST
from sitegen.scripts import own_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.practices.schema import Manifest
    from sitegen.project import Project

type Name = tuple[str, str]
"""Where, as a manifest says it, and the name there."""

type Source = tuple[Path | str, int]

TUPLES = {"SETTINGS_NAMES": "local storage", "STORES": "IndexedDB", "CACHES": "cache"}
"""The tuples of `model/stores.py`, and where what they name is kept. There is no `CACHES` as long as nothing is."""


def names_in_use(project: Project, manifest: Manifest) -> Iterator[tuple[Name, Source]]:
    """Raises BuildError where something is kept that has no name, or a name that the code does not show."""
    stores = project.package / "linkepix/model/stores.py"
    tree = ast.parse(stores.read_text("utf-8"))
    constants = _constants(tree)
    yield from _in_stores(tree, constants, project.name_of(stores))
    registry = project.package / "linkepix/providers/registry.py"
    for row in PROVIDERS:
        if row.key_setting:
            line = line_of(registry.read_text("utf-8"), row.key_setting)
            for name in row.settings_names:
                yield ("local storage", name), (project.name_of(registry), line)
    for path in sorted((project.package / "linkepix").rglob("*.py")):
        if may_keep(text := path.read_text("utf-8")):
            for where, name, line in names_in_python(text, project.name_of(path), set(constants)):
                yield (where, name), (project.name_of(path), line)
    for path in own_scripts(project):
        for where, name, line in names_in_script(path.read_text("utf-8"), project.name_of(path), manifest):
            yield (where, name), (project.name_of(path), line)


def _in_stores(tree: ast.Module, constants: dict[str, tuple[str, int]], source: Path) -> Iterator[tuple[Name, Source]]:
    listed = _listed(tree)
    for constant, (text, line) in constants.items():
        where = listed.get(constant, "")
        if where:
            yield (where, f"{DATABASE}/{text}" if where == "IndexedDB" else text), (source, line)
        elif constant != "DATABASE":
            problem = f'add it to one, and names = ["{text}"] to a [[data.place]] in {MANIFEST}'
            raise BuildError(source, line, f"{constant} stands in none of {', '.join(TUPLES)}; {problem}")


def _listed(tree: ast.Module) -> dict[str, str]:
    """Constant → where it is kept, by the tuple that it stands in."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in TUPLES:
            where = TUPLES[node.targets[0].id]
            found |= {one.id: where for one in ast.walk(node.value) if isinstance(one, ast.Name)}
    return found


def _constants(tree: ast.Module) -> dict[str, tuple[str, int]]:
    """Strings that have a name of their own at the top of a module, and their lines."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node.targets[0], node.value):
                if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[target.id] = value.value, value.lineno
    return found


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value
