"""Stage three: compiles the bundle.

Bytecode must fit Pyodide's Python, not the host's, so it is compiled by Pyodide itself under Node (see `pyodide/`).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import tomllib
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader, ModuleLoader, TemplateSyntaxError

from linkepix.providers.ondevice.figure import pruned
from linkepix.web.templating import environment
from sitegen.errors import BuildError, in_source
from sitegen.files import partial_of
from sitegen.practices.worker import WORKER_FILE
from sitegen.runtime import TOOLS, late_of
from sitegen.sources import BUILD_ONLY, check_python, check_templates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.project import Project

COMPILE_SECONDS = 300
FIGURES_FILE = "figures.json"
TEMPLATES = "linkepix_templates"


def compile_bundle(project: Project, practices: bytes, bundle: Path) -> None:
    """Write the bundle and its late modules in the place of all others.

    `practices` is the worker's part of the manifest.

    Raises BuildError for sources that cannot be compiled.
    """
    shutil.rmtree(bundle.parent, ignore_errors=True)
    bundle.parent.mkdir(parents=True)
    _compile(project, practices, partial_of(bundle))
    split_late(partial_of(bundle), late_of(bundle), late_templates_of(project))
    partial_of(bundle).replace(bundle)


def late_templates_of(project: Project) -> list[str]:
    """Return the names of templates that only late modules render."""
    patterns = tomllib.loads((TOOLS / "bundle.toml").read_text())["late_templates"]
    names = environment(FileSystemLoader(project.templates)).list_templates()
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]


def split_late(bundle: Path, late: Path, late_templates: Iterable[str] = ()) -> None:
    """Move the modules and templates that no start needs into an archive of their own."""
    plan = tomllib.loads((TOOLS / "bundle.toml").read_text())
    patterns = [late.replace(".", "/") for late in plan["late"]]
    patterns += [f"{TEMPLATES}/{ModuleLoader.get_template_key(name)}" for name in late_templates]
    with zipfile.ZipFile(bundle) as members:
        contents = {info: members.read(info) for info in members.infolist()}
    apart = {info: data for info, data in contents.items() if _is_late(info.filename, patterns)}
    _write_zip(late, apart)
    if apart:
        _write_zip(bundle, {info: data for info, data in contents.items() if info not in apart})


def _is_late(member: str, patterns: Iterable[str]) -> bool:
    name, _, _ = member.rpartition(".")
    return not name.endswith("/__init__") and any(fnmatchcase(name, pattern) for pattern in patterns)


def _write_zip(archive: Path, contents: dict[zipfile.ZipInfo, bytes]) -> None:
    with zipfile.ZipFile(partial_of(archive), "w") as members:
        for info, data in contents.items():
            members.writestr(info, data)
    partial_of(archive).replace(archive)


def is_whole(bundle: Path) -> bool:
    """Read through, as `is_zipfile` looks for a signature only, and the bytecode of zipfile has it as a constant."""
    try:
        with zipfile.ZipFile(bundle) as members:
            return bool(members.namelist()) and members.testzip() is None
    except (FileNotFoundError, EOFError, zipfile.BadZipFile):
        return False


def _compile(project: Project, practices: bytes, bundle: Path) -> None:
    check_python(project)
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder, "templates", TEMPLATES)
        _compile_templates(project, templates)
        (templates / WORKER_FILE).write_bytes(practices)
        (templates / FIGURES_FILE).write_text(_figures(project), "utf-8")
        plan = tomllib.loads((TOOLS / "bundle.toml").read_text("utf-8")) | {
            "sources": [str(path.resolve()) for path in (project.package, templates.parent, project.site_packages)],
            "tools": str(project.site_packages.resolve()),
            "stdlib": str(project.npm / "pyodide/python_stdlib.zip"),
            "bundle": str(bundle),
        }
        plan_file = Path(folder, "plan.json")
        plan_file.write_text(json.dumps(plan))
        _run_node(project, plan_file)


def _figures(project: Project) -> str:
    """The parts of DiceBear's definition that are used: parsing it takes longer than drawing a picture."""
    definition = json.loads((project.site_packages / "dicebear_styles/notionists.json").read_text("utf-8"))
    return json.dumps(pruned(definition), separators=(",", ":"))


def _compile_templates(project: Project, folder: Path) -> None:
    """To Python modules: nothing is parsed in the visitor's browser."""
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    templates = environment(FileSystemLoader(project.templates))
    names = [name for name in templates.list_templates() if not name.startswith(BUILD_ONLY)]
    late = late_templates_of(project)
    (folder / "names.json").write_text(json.dumps([name for name in names if name not in late]))
    try:
        templates.compile_templates(folder, zip=None, ignore_errors=False, filter_func=names.__contains__)
    except TemplateSyntaxError as error:
        raise in_source(project, error) from error
    check_templates(project, templates)


def _run_node(project: Project, plan: Path) -> None:
    command = [project.node, TOOLS / "compile.mjs", plan]
    done = subprocess.run(  # noqa: S603 - our own script, with our own Node
        command, capture_output=True, text=True, timeout=COMPILE_SECONDS, check=False, cwd=project.root
    )
    if done.returncode:
        raise BuildError(TOOLS / "compile.mjs", 1, done.stderr[-2000:])
