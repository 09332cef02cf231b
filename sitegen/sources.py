"""What goes into the bundle, looked at before it does: a mistake must not wait for a visitor to find it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from sitegen.errors import BuildError, in_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from sitegen.project import Project

BUILD_ONLY = "pages/"
"""Templates that only the build renders; all others go into the bundle."""


def bundled_templates(project: Project) -> list[Path]:
    found = (path for path in project.templates.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.is_relative_to(project.templates / BUILD_ONLY))


def check_python(project: Project) -> None:
    """Raises BuildError for a module that is no Python."""
    for path in _modules(project):
        try:
            compile(path.read_bytes(), path, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise in_source(project, error) from error


def check_templates(project: Project, environment: Environment) -> None:
    """Raises BuildError for a template that refers to one outside the bundle, or to a name that nothing gives it."""
    trees = {
        path.relative_to(project.templates).as_posix(): environment.parse(path.read_text("utf-8"))
        for path in bundled_templates(project)
    }
    given = _names_of_python(project) | {name for tree in trees.values() for name in _names_of_template(tree)}
    for name, tree in trees.items():
        place = project.name_of(project.templates / name)
        _check_references(place, tree, trees)
        _check_names(place, tree, given)


def _modules(project: Project) -> list[Path]:
    return sorted(project.package.rglob("*.py"))


def _check_references(place: Path, tree: nodes.Template, known: Mapping[str, nodes.Template]) -> None:
    """A reference whose name is put together is known only when it is followed."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = _constant(node)
        if name is not None and name not in known:
            raise BuildError(place, node.lineno, f"no template in the bundle is called {name!r}")


def _constant(node: nodes.Node) -> str | None:
    template = getattr(node, "template", None)
    return str(template.value) if isinstance(template, nodes.Const) else None


def _check_names(place: Path, tree: nodes.Template, given: set[str]) -> None:
    """Who renders a template, and with what, is known only when it is done. A name that occurs nowhere is a slip."""
    unknown = find_undeclared_variables(tree) - given
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            raise BuildError(place, node.lineno, f"{node.name!r} is given by no code and no template")


def _names_of_template(tree: nodes.Template) -> Iterator[str]:
    """All that a template sets, loops over, takes, defines or imports; others include it, or are included."""
    yield from (node.name for node in tree.find_all(nodes.Name) if node.ctx != "load")
    yield from (node.name for node in tree.find_all(nodes.Macro))
    yield from (node.target for node in tree.find_all(nodes.Import))
    for node in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _names_of_python(project: Project) -> set[str]:
    """All that a context could hold: keywords, keys and fields."""
    trees = [ast.parse(path.read_bytes()) for path in _modules(project)]
    return {name for tree in trees for node in ast.walk(tree) for name in _given_by(node)}


def _given_by(node: ast.AST) -> list[str]:
    match node:
        case ast.keyword(arg=str(name)):
            return [name]
        case ast.Dict(keys=keys):
            return [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []
