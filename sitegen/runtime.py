"""Stage three: all that the worker loads, under one address that carries its content's hash.

Bytecode must fit Pyodide's Python, not the host's, so it is compiled by Pyodide itself under Node (see
`pyodide/`). That takes seconds, and is kept in the cache for as long as nothing that goes in has changed.
"""

from __future__ import annotations

import base64
import hashlib
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
from sitegen.assets import WORKER_ONLY
from sitegen.errors import BuildError, in_source
from sitegen.files import partial_of
from sitegen.output import Output, fingerprint
from sitegen.practices.worker import WORKER_FILE
from sitegen.scripts import shipped_script
from sitegen.sources import BUILD_ONLY, bundled_templates, check_python, check_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.project import Project

TOOLS = Path(__file__).parent / "pyodide"
COMPILE_SECONDS = 300

AS_PUBLISHED = {
    "pyodide.mjs": "pyodide/pyodide.mjs",
    "pyodide.asm.mjs": "pyodide/pyodide.asm.mjs",
    "pyodide.asm.wasm": "pyodide/pyodide.asm.wasm",
    "idb.js": "idb/build/index.js",
}

COUNTED = ("pyodide.asm.wasm", "bundle.zip")
"""What takes long enough on a slow line for its bytes to be counted, and what is verified against its digest."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """`worker` is the worker's address, `parts` those of all that it loads, `megabytes` what they are, uncompressed."""

    worker: str
    parts: str
    megabytes: str
    outputs: tuple[Output, ...]


def gather_runtime(project: Project, practices: bytes, headers: Mapping[str, str]) -> Runtime:
    """`practices` is what the worker is told of the manifest, `headers` what all of it is served with.

    Raises BuildError when the bundle cannot be compiled.
    """
    files = {name: (project.npm / path).read_bytes() for name, path in AS_PUBLISHED.items()}
    files["bundle.zip"] = _bundle(project, practices).read_bytes()
    files |= {Path(name).name: shipped_script(project, project.static / name) for name in sorted(WORKER_ONLY)}
    files["python.mjs"] = _with_facts(files["python.mjs"].decode(), project, files).encode()
    counted = sum(len(files[name]) for name in COUNTED)
    build = fingerprint(repr(headers), *(part for name in sorted(files) for part in (name, files[name])))[:12]
    outputs = tuple(_output(f"/runtime/{build}/{name}", data) for name, data in sorted(files.items()))
    parts = " ".join(output.url for output in outputs)
    return Runtime(f"/runtime/{build}/worker.mjs", parts, f"{counted / 1e6:.1f}", outputs)


def _output(address: str, data: bytes) -> Output:
    return Output(address.lstrip("/"), fingerprint(data), lambda: data, url=address)


def _with_facts(script: str, project: Project, files: Mapping[str, bytes]) -> str:
    """What the script that loads Pyodide must know of its parts.

    Pyodide asks for a list of packages to install. Ours are in the bundle: the list's head is all that is needed.
    """
    parts = {name: [len(files[name]), digest(files[name])] for name in COUNTED}
    published = json.loads((project.npm / "pyodide/pyodide-lock.json").read_bytes())
    lock = {"info": published["info"], "packages": {}}
    return script.replace("RUNTIME_PARTS", json.dumps(parts)).replace("RUNTIME_LOCK", json.dumps(lock))


def digest(data: bytes) -> str:
    """SHA-256 in Base64, as browsers write it."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


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
            "tools": str(project.site_packages.resolve()),
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
    names = [name for name in templates.list_templates() if not name.startswith(BUILD_ONLY)]
    (folder / "names.json").write_text(json.dumps(names))
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
