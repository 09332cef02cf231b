"""The sites of our peers, with all they need: nothing is loaded from anywhere else."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

from bench.sites import HERE, ROOT

PYODIDE = ROOT / "node_modules/pyodide"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PYSCRIPT = HERE / "node_modules/@pyscript/core"
JUPYTERLITE = HERE / "peers/jupyterlite"
WHEELS = ROOT / ".bench/wheels"
"""What JupyterLite's kernel imports; `make bench` fetches it by kernel.lock."""

BENCH_PYTHON = ROOT / ".bench/venv/bin/python"
BUILD_SECONDS = 300


def make_pyscript_site(folder: Path) -> Path:
    site = folder / "pyscript"
    shutil.copytree(HERE / "peers/pyscript", site)
    shutil.copytree(PYSCRIPT / "dist", site / "pyscript")
    copy_pyodide(site / "pyodide")
    modules = Path(sysconfig.get_paths()["purelib"])
    with zipfile.ZipFile(site / "packages.zip", "w", zipfile.ZIP_DEFLATED) as packages:
        for source in sorted([*modules.glob("jinja2/*.py"), *modules.glob("markupsafe/*.py")]):
            packages.write(source, source.relative_to(modules))
    return site


def make_jupyterlite_site(folder: Path) -> Path:
    """As its documentation has it: Pyodide under static/, further wheels under pypi/, and `build`."""
    source, site = folder / "jupyterlite-source", folder / "jupyterlite"
    shutil.copytree(JUPYTERLITE, source)
    copy_pyodide(source / "static/pyodide")
    share_wheels(source / "static/pyodide", source / "pypi")
    subprocess.run(  # noqa: S603 - a pinned package, and our own arguments
        [BENCH_PYTHON, "-m", "jupyterlite_core", "build", "--lite-dir", source, "--output-dir", site, "--apps", "repl"],
        check=True,
        cwd=folder,  # where it leaves a database of what it did
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=BUILD_SECONDS,
    )
    shutil.copy(JUPYTERLITE / "_headers", site)
    return site


def copy_pyodide(target: Path) -> None:
    target.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copy(PYODIDE / name, target)


def share_wheels(pyodide: Path, others: Path) -> None:
    """A package that Pyodide's lock knows is loaded by that lock, at once with what it depends on; others by name."""
    others.mkdir()
    lock: dict[str, Any] = json.loads((pyodide / "pyodide-lock.json").read_text())
    packages = {}
    for wheel in sorted(WHEELS.glob("*.whl")):
        name = wheel.name.partition("-")[0].replace("_", "-").lower()
        if known := lock["packages"].get(name):
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
            packages[name] = known | {"file_name": wheel.name, "sha256": digest}
        shutil.copy(wheel, pyodide if known else others)
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": packages}))


def peer_versions() -> dict[str, str]:
    """Names as the report shows them."""
    pyscript = json.loads((PYSCRIPT / "package.json").read_text())["version"]
    lighthouse = json.loads((HERE / "node_modules/lighthouse/package.json").read_text())["version"]
    ask = "from importlib.metadata import version; print(version('jupyterlite-core'))"
    asked = subprocess.run([BENCH_PYTHON, "-c", ask], check=True, capture_output=True, text=True)  # noqa: S603 - the same
    jupyterlite = asked.stdout.strip()
    return {"PyScript": pyscript, "JupyterLite": jupyterlite, "Lighthouse": lighthouse}
