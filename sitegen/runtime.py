"""Stage three: all that the worker loads, under one address that carries its content's hash.

Bytecode must fit Pyodide's Python, not the host's, so it is compiled by Pyodide itself under Node (see
`pyodide/`). That takes seconds, and is kept in the cache for as long as nothing that goes in has changed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader, TemplateSyntaxError

from linkepix.web.templating import environment
from sitegen.errors import BuildError, in_source
from sitegen.files import partial_of
from sitegen.output import Output, fingerprint
from sitegen.practices.worker import WORKER_FILE
from sitegen.sources import BUILD_ONLY, bundled_templates, check_python, check_templates

if TYPE_CHECKING:
    from sitegen.project import Project

TOOLS = Path(__file__).parent / "pyodide"
COMPILE_SECONDS = 300

AS_PUBLISHED = {
    "pyodide.mjs": "pyodide/pyodide.mjs",
    "pyodide.asm.mjs": "pyodide/pyodide.asm.mjs",
    "pyodide.asm.wasm": "pyodide/pyodide.asm.wasm",
    "idb.js": "idb/build/index.js",
}


@dataclass(frozen=True, slots=True)
class Runtime:
    """`worker` is the worker's address; `megabytes` what it loads, uncompressed, as a page says it."""

    worker: str
    megabytes: str
    outputs: tuple[Output, ...]


def gather_runtime(project: Project, practices: bytes) -> Runtime:
    """`practices` is what the worker is told of the manifest. Raises BuildError when the bundle cannot be compiled."""
    files = {name: (project.npm / path).read_bytes() for name, path in AS_PUBLISHED.items()}
    files["pyodide-lock.json"] = _empty_lock(project)
    files["bundle.zip"] = _bundle(project, practices).read_bytes()
    counted = sum(len(files[name]) for name in ("pyodide.asm.wasm", "bundle.zip", "pyodide-lock.json"))
    worker = (project.static / "js/worker.mjs").read_text("utf-8")
    files["worker.mjs"] = worker.replace("RUNTIME_BYTES", str(counted)).encode()
    build = fingerprint(*(part for name in sorted(files) for part in (name, files[name])))[:12]
    outputs = tuple(_output(f"/runtime/{build}/{name}", data) for name, data in sorted(files.items()))
    return Runtime(f"/runtime/{build}/worker.mjs", f"{counted / 1e6:.1f}", outputs)


def _output(address: str, data: bytes) -> Output:
    return Output(address.lstrip("/"), fingerprint(data), lambda: data, url=address)


def _empty_lock(project: Project) -> bytes:
    """Pyodide asks for a list of packages to install. Ours are in the bundle: its head is all that is needed."""
    published = json.loads((project.npm / "pyodide/pyodide-lock.json").read_bytes())
    return json.dumps({"info": published["info"], "packages": {}}).encode()


def _bundle(project: Project, practices: bytes) -> Path:
    cache = project.cache / "bundle"
    bundle = cache / f"{fingerprint(_inputs_fingerprint(project), practices)[:16]}.zip"
    if not _is_whole(bundle):
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        _compile(project, practices, partial_of(bundle))
        partial_of(bundle).replace(bundle)
    return bundle


def _is_whole(bundle: Path) -> bool:
    """Read through, as `is_zipfile` looks for a signature only, and the bytecode of zipfile has it as a constant."""
    try:
        with zipfile.ZipFile(bundle) as members:
            return bool(members.namelist()) and members.testzip() is None
    except (FileNotFoundError, EOFError, zipfile.BadZipFile):
        return False


def _inputs_fingerprint(project: Project) -> str:
    sources = [*TOOLS.iterdir(), *bundled_templates(project), project.npm / "pyodide/package.json"]
    sources += [path for path in project.package.rglob("*") if path.suffix not in {".pyc", ""}]
    sources += project.site_packages.glob("*.dist-info/RECORD")
    parts = sorted(path.name.encode() + b"\0" + path.read_bytes() for path in sources)
    return fingerprint(*parts)


def _compile(project: Project, practices: bytes, bundle: Path) -> None:
    check_python(project)
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder, "templates", "linkepix_templates")
        _compile_templates(project, templates)
        (templates / WORKER_FILE).write_bytes(practices)
        plan = tomllib.loads((TOOLS / "bundle.toml").read_text("utf-8")) | {
            "sources": [str(path.resolve()) for path in (project.package, templates.parent, project.site_packages)],
            "stdlib": str(project.npm / "pyodide/python_stdlib.zip"),
            "bundle": str(bundle),
        }
        plan_file = Path(folder, "plan.json")
        plan_file.write_text(json.dumps(plan))
        _run_node(project, plan_file)


def _compile_templates(project: Project, folder: Path) -> None:
    """To Python modules: nothing is parsed in the visitor's browser."""
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    templates = environment(FileSystemLoader(project.templates))
    try:
        templates.compile_templates(
            folder, zip=None, ignore_errors=False, filter_func=lambda name: not name.startswith(BUILD_ONLY)
        )
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
