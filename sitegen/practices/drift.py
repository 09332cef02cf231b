"""Code and manifest, compared in both directions; what a running browser does, tests/browser/test_truth.py compares.

Each message says what to add to the manifest, or what to take out of it.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkepix.imaging import xmp
from linkepix.model.stores import ACTIVITY, BATCH_ROWS, BATCHES, DATABASE, TASK_ROWS, TASKS
from linkepix.providers.registry import PROVIDERS
from sitegen.errors import BuildError, line_of
from sitegen.practices.hosts import origin_of, origins_delivered, origins_reached
from sitegen.practices.kept import names_in_use
from sitegen.practices.reading import line_in
from sitegen.practices.retention import span_of
from sitegen.practices.schema import CLAUSES, MANIFEST
from sitegen.scripts import own_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sitegen.practices.contradictions import Location
    from sitegen.practices.kept import Name
    from sitegen.practices.schema import Clause, Manifest
    from sitegen.project import Project

_HOST = r"[A-Za-z0-9.\[][^\s\"'`<>)\\{},]*"
_ADDRESS = re.compile(rf"//{_HOST}")
_BEFORE_ADDRESS = re.compile(r"(?:\b(?:https?|wss?):|[\"'`(=])$", re.IGNORECASE)
"""In a string, two slashes are enough: a page completes "//example.net" by its own scheme."""
_LOADED = re.compile(
    rf"<(?!a\b)\w[^<>]*?\b(?:src|srcset|poster|href|data|action|formaction)=[\"']?((?:https?:)?//{_HOST})|"
    rf"(?:url\(|@import)\s*[\"']?((?:https?:)?//{_HOST})",
    re.IGNORECASE,
)
"""What a template or a style sheet makes a browser load; a link to follow is none of it."""

NAMESPACES = frozenset({"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", xmp.CAMERA_APP, *xmp.NAMESPACES})
"""Names that look like addresses and are never asked for anything."""

_KEPT = frozenset({"local storage", "IndexedDB", "cache", "service worker"})
PURGED = frozenset(f"{DATABASE}/{store}" for store in (ACTIVITY, TASKS, TASK_ROWS, BATCHES, BATCH_ROWS))
"""What the program removes by itself when its time is over (`services/activity.py`, `services/tasks/`)."""


def check_drift(manifest: Manifest, project: Project) -> None:
    """Raises BuildError where the code does what is not declared, or something is declared that no code does."""
    _check_hosts(manifest, project)
    _check_loaded(manifest, project)
    _check_providers(manifest, project)
    _check_names(manifest, project)
    _check_purges(manifest, project)
    _check_tests(manifest, project)


def code_files(project: Project) -> list[Path]:
    """All of ours that a browser runs."""
    python = sorted(project.package.rglob("*.py"))
    return [*python, *own_scripts(project)]


def _check_hosts(manifest: Manifest, project: Project) -> None:
    declared = {_host(origin_of(host)) for recipient in manifest.recipient for host in recipient.hosts}
    for path in code_files(project):
        text = path.read_text("utf-8")
        known = declared | _linked_from(path)
        if all(_is_known(address, known) for address in _addresses(text)):
            continue
        for address in _addresses(_without_prose(path, text)):
            if not _is_known(address, known):
                host = _host(address)
                problem = f'{host} is declared nowhere; add a [[recipient]] with hosts = ["{host}"] to {MANIFEST}'
                raise BuildError(project.name_of(path), line_of(text, address), problem)


def _addresses(text: str) -> Iterator[str]:
    """As they stand there, from the scheme on if they have one."""
    for found in _ADDRESS.finditer(text):
        if before := _BEFORE_ADDRESS.search(text, max(0, found.start() - 7), found.start()):
            yield text[before.start() + (not before[0].endswith(":")) : found.end()]


def _linked_from(path: Path) -> set[str]:
    """Hosts that our pages link to and never ask: they stand in the table of providers alone."""
    return {_host(row.key_page) for row in PROVIDERS if row.key_page} if path.name == "registry.py" else set()


def _is_known(address: str, known: set[str]) -> bool:
    return address in NAMESPACES or _host(address) in known


def _check_loaded(manifest: Manifest, project: Project) -> None:
    """Pages as they are built are looked at as well, by `sitegen.checks`; a fragment is never one of those."""
    delivering = {_host(origin) for origin in origins_delivered(manifest)}
    files = [*project.templates.rglob("*.*"), *(project.static / "css").rglob("*.css")]
    for path in sorted(path for path in files if path.is_file()):
        text = path.read_text("utf-8")
        for found in _LOADED.finditer(text) if "//" in text else ():
            address = found[1] or found[2]
            if (host := _host(address)) not in delivering:
                problem = f'a page would load from {host}; add a [[recipient]] with hosts = ["{host}"] and delivers'
                raise BuildError(project.name_of(path), line_of(text, address), f"{problem} to {MANIFEST}")


def _without_prose(path: Path, text: str) -> str:
    """The strings of a Python file that are no docstrings, in quotes; a script as it is."""
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    texts = (value.decode("latin-1") if isinstance(value, bytes) else value for value in strings)
    return "\n".join(f'"{value}"' for value in texts if isinstance(value, str))


def _check_providers(manifest: Manifest, project: Project) -> None:
    reached = set(origins_reached(manifest, "worker"))
    rows = {row.id: row for row in PROVIDERS if row.base_url}
    registry = project.package / "linkepix/providers/registry.py"
    for row in rows.values():
        origin = "://".join(urlsplit(row.base_url)[:2])
        if origin not in reached and re.sub(r":\d+$", ":*", origin) not in reached:
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
    used = dict(names_in_use(project, manifest))
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


def _check_purges(manifest: Manifest, project: Project) -> None:
    """A time is kept by a program, not by a page that states it."""
    for number, data in enumerate(manifest.data):
        for index, place in enumerate(data.place):
            location: Location = ("data", number, "place", index, "retention")
            if (purged := PURGED & set(place.names)) and span_of(place.retention) is None:
                problem = (
                    f"{place.retention!r}, but {min(purged)} is purged; expected a number of days, months or years"
                )
                raise _unused(project, location, problem)
            if place.where in _KEPT and span_of(place.retention) and not PURGED.issuperset(place.names):
                kept = ", ".join(name for name in place.names if name not in PURGED)
                problem = f"no code removes {kept} after {place.retention}; expected 'until erased'"
                raise _unused(project, location, problem)


def _check_tests(manifest: Manifest, project: Project) -> None:
    """That they ran, and passed, is known only when they have: `tests/promises.py`."""
    for table, number, clause in _clauses(manifest):
        for test in clause.held_by:
            path, _, name = test.partition("::")
            file = project.root / path
            if not file.is_file() or f"def {name}(" not in file.read_text("utf-8"):
                raise _unused(project, (table, number, "held_by"), f"there is no test {test}")


def _clauses(manifest: Manifest) -> Iterator[tuple[str, int, Clause]]:
    for table in CLAUSES:
        for number, clause in enumerate(getattr(manifest, table)):
            yield table, number, clause


def _unused(project: Project, location: Location, problem: str) -> BuildError:
    return BuildError(MANIFEST, line_in((project.root / MANIFEST).read_text("utf-8"), location), problem)


def _host(address: str) -> str:
    return (urlsplit(address).netloc or address).rpartition("@")[2].partition(":")[0].lower()
