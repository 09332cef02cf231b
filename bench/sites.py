"""The two sites that are compared: ours as built, and the same one on stock Pyodide."""

from __future__ import annotations

import json
import re
import shutil
import sysconfig
import zipfile
from pathlib import Path

from jinja2 import FileSystemLoader

from linkepix.web.templating import environment

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
HERE = Path(__file__).parent


def runtime_of(site: Path) -> Path:
    (folder,) = (site / "runtime").iterdir()
    return folder


def make_stock_site(folder: Path) -> Path:
    """A copy of the site whose worker loads Pyodide as npm has it, and our packages as they were written.

    Without the service worker, which would not take files that the build did not list.
    """
    site = folder / "stock"
    shutil.copytree(SITE, site)
    runtime = runtime_of(site)
    (runtime / "bundle.zip").unlink()
    (site / "sw.js").unlink()
    shutil.copy(HERE / "stock.mjs", runtime / "worker.mjs")
    shutil.copy(ROOT / "node_modules/pyodide/python_stdlib.zip", runtime)
    shutil.copy(ROOT / "node_modules/pyodide/pyodide-lock.json", runtime)
    write_packages(runtime / "packages.zip", folder)
    return site


def write_packages(target: Path, folder: Path) -> None:
    """Sources of the very modules that the bundle holds compiled, deflated as wheels are."""
    templates = folder / "linkepix_templates"
    environment(FileSystemLoader(ROOT / "templates")).compile_templates(
        templates, zip=None, ignore_errors=False, filter_func=lambda name: not name.startswith("pages/")
    )
    with zipfile.ZipFile(runtime_of(SITE) / "bundle.zip") as bundle, zipfile.ZipFile(target, "w") as packages:
        held_as = {re.sub(r"\.pyc$", ".py", name): name for name in sorted(bundle.namelist())}
        for name, held in held_as.items():
            if source := source_of(name, folder):
                packages.write(source, name, zipfile.ZIP_DEFLATED)
            elif not held.endswith(".pyc"):
                # Data that the build made for the bundle: there is no other source of it.
                packages.writestr(name, bundle.read(held), zipfile.ZIP_DEFLATED)


def source_of(name: str, folder: Path) -> Path | None:
    """None for what is in the standard library: stock Pyodide brings its own."""
    tops = (ROOT / "pysrc", folder, Path(sysconfig.get_paths()["purelib"]))
    return next((top / name for top in tops if (top / name).is_file()), None)


def python_of() -> str:
    published = ROOT / "node_modules/pyodide"
    info = json.loads((published / "pyodide-lock.json").read_text())["info"]
    version = json.loads((published / "package.json").read_text())["version"]
    return f"Pyodide {version}, Python {info['python']}"
