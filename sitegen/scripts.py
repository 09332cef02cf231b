"""Our own JavaScript, without comments. Third-party files are served as published.

esbuild runs under Node, which takes a few tenths of a second; its output is cached by content.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.errors import BuildError
from sitegen.files import recall, remember
from sitegen.output import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sitegen.project import Project

STRIP = Path(__file__).parent / "javascript/strip.mjs"
STRIP_SECONDS = 60


class SyntaxFault(msgspec.Struct):
    """What `strip.mjs` writes to standard error about a script that does not parse."""

    name: str
    line: int
    text: str


def own_scripts(project: Project) -> list[Path]:
    """All of static/js that a browser runs; `*.d.ts` files are for the type checker."""
    return sorted(path for path in (project.static / "js").iterdir() if path.suffix in {".js", ".mjs"})


def shipped_scripts(project: Project) -> dict[str, bytes]:
    """Return our scripts as they are served, by name ("js/page.js").

    Raises BuildError with file and line for a syntax error.
    """
    memory = project.cache / "scripts.json"
    paths = own_scripts(project)
    mark = _mark(project, paths)
    stripped = recall(memory, dict[str, str], mark)
    if stripped is None:
        stripped = _strip(project, {str(project.name_of(path)): path.read_text("utf-8") for path in paths})
        remember(memory, stripped, mark)
    return {f"js/{path.name}": stripped[str(project.name_of(path))].encode() for path in paths}


def _mark(project: Project, paths: Sequence[Path]) -> str:
    """Return a fingerprint of everything that the result depends on."""
    version = (project.npm / "esbuild/package.json").read_bytes()
    sources = (part for path in paths for part in (path.name, path.read_bytes()))
    return fingerprint(STRIP.read_bytes(), version, *sources)


def _strip(project: Project, scripts: Mapping[str, str]) -> dict[str, str]:
    done = subprocess.run(  # noqa: S603 - our own script, with our own Node
        [project.node, STRIP],
        input=json.dumps(scripts),
        capture_output=True,
        encoding="utf-8",
        timeout=STRIP_SECONDS,
        check=False,
    )
    if done.returncode:
        raise _as_build_error(done.stderr)
    return msgspec.json.decode(done.stdout, type=dict[str, str])


def _as_build_error(stderr: str) -> BuildError:
    try:
        fault = msgspec.json.decode(stderr, type=SyntaxFault)
    except msgspec.DecodeError:
        return BuildError(STRIP, 1, stderr[-2000:])
    return BuildError(fault.name, fault.line, fault.text)
