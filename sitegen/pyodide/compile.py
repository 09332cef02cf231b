"""Runs inside Pyodide under Node (see compile.mjs): sources in, one zip of bytecode out.

pyodide-build's py-compile does the compiling. What it does not do is done here: before it, only what is imported is
selected; after it, line numbers are stripped and each pyc is marked as never checked against its source
(docs/adr/0002-one-compiled-bundle.md).
"""

from __future__ import annotations

import importlib._bootstrap_external as bytecode
import json
import marshal
import zipfile
from modulefinder import ModuleFinder
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from pyodide_build._py_compile import _compile

if TYPE_CHECKING:
    from modulefinder import Module

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold; the same in every build."""


def main() -> None:
    plan = json.loads(Path("/plan.json").read_text())
    with zipfile.ZipFile("/stdlib.zip") as stdlib:
        stdlib.extractall("/stdlib")
    paths = [f"/sources/{number}" for number in range(len(plan["sources"]))]
    # As in Python's own path: pyodide-py, which is installed for its types, has another release of some modules.
    modules = reachable_modules(plan, ["/stdlib", *paths])
    written = tuple(f"{name}/" for name in plan["with_lines"])
    compiled = compile_modules({name: Path(source).read_bytes() for name, source in modules.items()})
    members = {name: finish(pyc, with_lines=name.startswith(written)) for name, pyc in compiled.items()}
    data = [*plan["data"], *data_of(plan["whole"], paths)]
    members |= {name: Path(find(name, paths)).read_bytes() for name in data}
    write_zip(Path("/bundle.zip"), members)


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


def compile_modules(sources: dict[str, bytes]) -> dict[str, bytes]:
    """Turn sources into pycs, by name. How is settled by compile.mjs: docstrings and asserts are dropped, no clock."""
    archive, compiled = Path("/sources.zip"), Path("/compiled.zip")
    write_zip(archive, sources)
    _compile(archive, compiled, verbose=False, compression_level=0)
    with zipfile.ZipFile(compiled) as members:
        return {name: members.read(name) for name in members.namelist()}


def finish(pyc: bytes, *, with_lines: bool) -> bytes:
    """Return a pyc that names its source's hash and is never checked against it.

    What comes in names the same hash after magic number and flags (PEP 552), and would be checked.
    """
    code = marshal.loads(pyc[16:])  # noqa: S302 - compiled a moment ago
    code = code if with_lines else without_lines(code)
    return bytes(bytecode._code_to_hash_pyc(code, pyc[8:16], checked=False))  # type: ignore[attr-defined]  # not in its stubs


def without_lines(code: CodeType) -> CodeType:
    """Line numbers are a third of what is sent. A traceback still names file and function (docs/adr/0002).

    Not an empty table, on which `traceback` fails: entries of "no location" (code 15), each for up to eight units of
    two bytes; see InternalDocs/code_objects.md of CPython.
    """
    full, rest = divmod(len(code.co_code) // 2, 8)
    nowhere = b"\xff" * full + (bytes([0xF8 | rest - 1]) if rest else b"")
    inner = (without_lines(value) if isinstance(value, CodeType) else value for value in code.co_consts)
    return code.replace(co_linetable=nowhere, co_consts=tuple(inner))


def write_zip(archive: Path, members: dict[str, bytes]) -> None:
    """Write members stored, not deflated: the edge compresses the whole, and better (docs/adr/0002)."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for name in sorted(members):
            opened.writestr(zipfile.ZipInfo(name, EPOCH), members[name])


main()
