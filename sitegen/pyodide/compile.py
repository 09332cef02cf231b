"""Runs inside Pyodide under Node (see compile.mjs): sources in, one zip of bytecode out.

pyodide-build's py-compile does not fit: it knows no optimisation level and leaves nothing out
(docs/adr/0002-one-compiled-bundle.md).
"""

from __future__ import annotations

import importlib._bootstrap_external as bytecode
import importlib.util
import json
import zipfile
from modulefinder import ModuleFinder
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modulefinder import Module

OPTIMISE = 2
"""No docstrings, no asserts: a fifth of the bytes."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold; the same in every build."""


def main() -> None:
    plan = json.loads(Path("/plan.json").read_text())
    plan["excluded"] += [dotted(name) for name in plan["replaced"]]
    with zipfile.ZipFile("/stdlib.zip") as stdlib:
        stdlib.extractall("/stdlib")
    paths = [f"/sources/{number}" for number in range(len(plan["sources"]))]
    # As in Python's own path: pyodide-py, which is installed for its types, has another release of some modules.
    modules = reachable_modules(plan, ["/stdlib", *paths]) | plan["replaced"]
    ours = tuple(f"{name}/" for name in plan["whole"])
    members = {
        f"{name}c": compile_module(name, source, with_lines=name.startswith(ours)) for name, source in modules.items()
    }
    data = [*plan["data"], *data_of(plan["whole"], paths)]
    members |= {name: Path(find(name, paths)).read_bytes() for name in data}
    write_zip(members)


def reachable_modules(plan: dict[str, list[str]], paths: list[str]) -> dict[str, str]:
    """Member name in the zip → source path, of all that the roots import, lazily or not."""
    finder = ModuleFinder(path=paths, excludes=plan["excluded"])
    roots = [*plan["roots"], *booted_modules(plan["booted"]), *whole_packages(plan["whole"], paths)]
    for root in dict.fromkeys(root for root in roots if not inside(root, plan["excluded"])):
        finder.import_hook(root)
    sources = {module: source for module in finder.modules.values() if (source := source_of(module))}
    return {member_name(source, paths): source for source in sources.values()}


def inside(module: str, packages: list[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def booted_modules(files: list[str]) -> list[str]:
    """What a fresh Pyodide has imported of the standard library. Named by files: frozen names do not import."""
    members = (file.partition(".zip/")[2] for file in files)
    return [dotted(member) for member in members if Path("/stdlib", member).is_file()]


def dotted(member: str) -> str:
    return ".".join(part for part in Path(member).with_suffix("").parts if part != "__init__")


def whole_packages(names: list[str], paths: list[str]) -> list[str]:
    """Packages that import by computed names, so that no analysis sees it: all their modules."""
    found = []
    for name in names:
        top = Path(find(name, paths))
        found += [dotted(f"{name}/{source.relative_to(top)}") for source in sorted(top.rglob("*.py"))]
    return found


def data_of(names: list[str], paths: list[str]) -> list[str]:
    """Whatever lies in our own packages and is no Python."""
    found = [(path, Path(find(name, paths)).parent) for name in names for path in Path(find(name, paths)).rglob("*")]
    return [str(path.relative_to(top)) for path, top in found if path.is_file() and path.suffix not in {".py", ".pyc"}]


def source_of(module: Module) -> str | None:
    path = getattr(module, "__file__", None)
    return path if path and path.endswith(".py") else None


def find(name: str, paths: list[str]) -> str:
    return next(f"{path}/{name}" for path in paths if Path(path, name).exists())


def member_name(source: str, paths: list[str]) -> str:
    top = next(path for path in paths if source.startswith(path + "/"))
    return source[len(top) + 1 :]


def compile_module(name: str, source: str, *, with_lines: bool) -> bytes:
    """A pyc that names its source's hash and is never checked against it: no clock in it."""
    text = Path(source).read_bytes()
    code = compile(text, name, "exec", dont_inherit=True, optimize=OPTIMISE)
    code = code if with_lines else without_lines(code)
    return bytes(bytecode._code_to_hash_pyc(code, importlib.util.source_hash(text), checked=False))  # type: ignore[attr-defined]  # not in its stubs


def without_lines(code: CodeType) -> CodeType:
    """Line numbers are a third of what is sent. A traceback still names file and function (docs/adr/0002).

    Not an empty table, on which `traceback` fails: entries of "no location" (code 15), each for up to eight units of
    two bytes; see InternalDocs/code_objects.md of CPython.
    """
    full, rest = divmod(len(code.co_code) // 2, 8)
    nowhere = b"\xff" * full + (bytes([0xF8 | rest - 1]) if rest else b"")
    inner = (without_lines(value) if isinstance(value, CodeType) else value for value in code.co_consts)
    return code.replace(co_linetable=nowhere, co_consts=tuple(inner))


def write_zip(members: dict[str, bytes]) -> None:
    """Stored, not deflated: the edge compresses the whole, and better (docs/adr/0002)."""
    with zipfile.ZipFile("/bundle.zip", "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(members):
            bundle.writestr(zipfile.ZipInfo(name, EPOCH), members[name])


main()
