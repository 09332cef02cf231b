"""Stage one: the manifest of data practices, consistent, and in agreement with the code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.files import files_below, recall, remember
from sitegen.output import fingerprint
from sitegen.practices.schema import MANIFEST, Manifest

if TYPE_CHECKING:
    from sitegen.project import Project
    from sitegen.stamps import Digests


def agreed_manifest(project: Project, digests: Digests) -> Manifest:
    """Read the manifest and compare it with the code, or recall it if neither has changed since. Raises BuildError."""
    memory = project.cache / "manifest.msgpack"
    mark = _mark_of(project, digests)
    if known := recall(memory, Manifest, mark):
        return known
    manifest = _compared(project)
    # As it was written: a field that is left out has a value that its own pattern might refuse.
    remember(memory, tomllib.loads((project.root / MANIFEST).read_text("utf-8")), mark)
    return manifest


def _mark_of(project: Project, digests: Digests) -> str:
    """What is compared: the manifest, our code with its scripts and templates, and tests, which clauses name."""
    folders = (project.package, project.static, project.templates, project.root / "tests", Path(__file__).parent)
    files = [path for folder in folders for path in files_below(folder) if not path.endswith(".pyc")]
    names = (path.removeprefix(f"{project.root}/") for path in files)
    compared = (part for name, path in zip(names, files, strict=True) for part in (name, digests.of(path)))
    return fingerprint(*project.libraries, digests.of(project.root / MANIFEST), *compared)


def _compared(project: Project) -> Manifest:
    """Import late: a build that finds all as it was needs none of this, which takes as long as ten pages."""
    from sitegen.practices.drift import check_drift  # noqa: PLC0415
    from sitegen.practices.reading import read_manifest  # noqa: PLC0415

    manifest = read_manifest(project.root / MANIFEST, MANIFEST)
    check_drift(manifest, project)
    return manifest
