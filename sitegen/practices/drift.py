"""Code and manifest, compared in both directions; what a running browser does, tests/browser/test_truth.py compares.

Each message says what to add to the manifest, or what to take out of it.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkepix.model.stores import COMPANY, DATABASE, PREFERENCES, STORES
from linkepix.providers.registry import PROVIDERS
from sitegen.errors import BuildError, line_of
from sitegen.practices.hosts import origin_of, origins_reached
from sitegen.practices.reading import line_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.practices.contradictions import Location
    from sitegen.practices.schema import Clause, Manifest
    from sitegen.project import Project

MANIFEST = "content/data-practices.toml"

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[][^\s\"'`<>)\\{},]*")
_LOCAL_NAME = re.compile(r"localStorage(?:\.(?:set|get|remove)Item\(\s*|\[)[\"'`]([^\"'`]+)[\"'`]")
_UNKNOWN_KEEPERS = re.compile(r"\b(?:sessionStorage|document\.cookie|cookieStore|caches\.open|getDirectory)\b")

KEPT_BY_SCRIPTS = {
    "sw.js": (("cache", "site-*"), ("service worker", "/sw.js")),
    "snapshot.mjs": (("IndexedDB", "linkepix-startup/snapshots"), ("IndexedDB", "linkepix-startup/starts")),
}
"""What scripts keep without Python: the site's own files, and the image of a Python that knows nothing yet."""

NAMESPACES = frozenset({"www.w3.org"})
"""Hosts of names that look like addresses and are never asked for anything."""


def check_drift(manifest: Manifest, project: Project) -> None:
    """Raises BuildError where the code does what is not declared, or something is declared that no code does."""
    _check_hosts(manifest, project)
    _check_providers(manifest, project)
    _check_names(manifest, project)
    _check_tests(manifest, project)


def code_files(project: Project) -> list[Path]:
    """All of ours that a browser runs."""
    python = sorted(project.package.rglob("*.py"))
    return [*python, *sorted(path for path in (project.static / "js").iterdir() if path.is_file())]


def _check_hosts(manifest: Manifest, project: Project) -> None:
    declared = {_host(origin_of(host)) for recipient in manifest.recipient for host in recipient.hosts}
    known = declared | NAMESPACES | {_host(row.key_page) for row in PROVIDERS if row.key_page}
    for path in code_files(project):
        text = path.read_text("utf-8")
        if all(_host(address) in known for address in _ADDRESS.findall(text)):
            continue
        for address in _ADDRESS.findall(_without_prose(path, text)):
            if (host := _host(address)) not in known:
                problem = f'{host} is declared nowhere; add a [[recipient]] with hosts = ["{host}"] to {MANIFEST}'
                raise BuildError(project.name_of(path), line_of(text, address), problem)


def _without_prose(path: Path, text: str) -> str:
    """The strings of a Python file that are no docstrings; a script as it is."""
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    return "\n".join(node.value for node in strings if isinstance(node.value, str))


def _check_providers(manifest: Manifest, project: Project) -> None:
    reached = set(origins_reached(manifest, "worker"))
    rows = {row.id: row for row in PROVIDERS if row.base_url}
    registry = project.package / "linkepix/providers/registry.py"
    for row in rows.values():
        origin = "://".join(urlsplit(row.base_url)[:2])
        if origin not in reached:
            raise BuildError(
                project.name_of(registry),
                line_of(registry.read_text("utf-8"), row.base_url),
                f'{origin} is no recipient of the worker\'s; add a [[recipient]] with id = "{row.id}", '
                f'hosts = ["{_host(origin)}"] and reached_from = "worker" to {MANIFEST}',
            )
    for number, recipient in enumerate(manifest.recipient):
        if recipient.kind == "AI provider" and recipient.id not in rows:
            raise _unused(project, ("recipient", number, "id"), f"{recipient.id!r} is no provider in {registry.name}")


def _check_names(manifest: Manifest, project: Project) -> None:
    used = dict(_names_in_use(project))
    declared: dict[Name, Location] = {}
    for number, data in enumerate(manifest.data):
        for index, place in enumerate(data.place):
            declared |= {(place.where, name): ("data", number, "place", index, "names") for name in place.names}
    for (where, name), (source, line) in used.items():
        if (where, name) not in declared:
            raise BuildError(
                source, line, f'{name!r} in {where} is declared nowhere; add names = ["{name}"] to a [[data.place]] '
                f'with where = "{where}" in {MANIFEST}',
            )  # fmt: skip
    for (where, name), location in declared.items():
        if (where, name) not in used:
            raise _unused(project, location, f"{name!r} in {where} is declared, and no code keeps it")


type Name = tuple[str, str]
type Where = tuple[Path | str, int]


def _names_in_use(project: Project) -> Iterator[tuple[Name, Where]]:
    """Keys of local storage and stores of IndexedDB; other keepers are refused where they stand."""
    stores = project.package / "linkepix/model/stores.py"
    for name in (COMPANY, PREFERENCES):
        yield ("local storage", name), (project.name_of(stores), line_of(stores.read_text("utf-8"), f'"{name}"'))
    registry = project.package / "linkepix/providers/registry.py"
    for row in PROVIDERS:
        if row.key_setting:
            line = line_of(registry.read_text("utf-8"), row.key_setting)
            yield ("local storage", row.key_setting), (project.name_of(registry), line)
    for store in STORES:
        name = f"{DATABASE}/{store}"
        yield ("IndexedDB", name), (project.name_of(stores), line_of(stores.read_text("utf-8"), f'"{store}"'))
    for path in sorted((project.static / "js").iterdir()):
        yield from _names_in_script(project, path)


def _names_in_script(project: Project, path: Path) -> Iterator[tuple[Name, Where]]:
    text = path.read_text("utf-8")
    known = KEPT_BY_SCRIPTS.get(path.name, ())
    yield from ((name, (project.name_of(path), 1)) for name in known)
    if not known and (found := _UNKNOWN_KEEPERS.search(text)):
        raise BuildError(
            project.name_of(path), line_of(text, found[0]), f"{found[0]} keeps what no table of {MANIFEST} declares"
        )
    for found in _LOCAL_NAME.finditer(text):
        yield ("local storage", found[1]), (project.name_of(path), line_of(text, found[0]))


def _check_tests(manifest: Manifest, project: Project) -> None:
    """That they ran, and passed, is known only when they have: `tests/promises.py`."""
    for table, number, clause in _clauses(manifest):
        for test in clause.held_by:
            path, _, name = test.partition("::")
            file = project.root / path
            if not file.is_file() or f"def {name}(" not in file.read_text("utf-8"):
                raise _unused(project, (table, number, "held_by"), f"there is no test {test}")


def _clauses(manifest: Manifest) -> Iterator[tuple[str, int, Clause]]:
    for table in ("statement", "data", "recipient", "permission", "cookie", "analytics"):
        for number, clause in enumerate(getattr(manifest, table)):
            yield table, number, clause


def _unused(project: Project, location: Location, problem: str) -> BuildError:
    return BuildError(MANIFEST, line_in((project.root / MANIFEST).read_text("utf-8"), location), problem)


def _host(address: str) -> str:
    return (urlsplit(address).netloc or address).rpartition("@")[2].partition(":")[0]
