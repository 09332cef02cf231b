"""Commands of the three builders, each measured as a whole process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bench.sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

OTHERS_PYTHON = ROOT / ".bench/venv/bin/python"
COMPILED_BEFORE = "bundle"
"""What the browser loads, in our cache: it has nothing to do with pages."""


@dataclass(frozen=True, slots=True)
class Builder:
    """`cold` starts from nothing, `again` after a build; `remembers` are glob patterns for what a build leaves.

    `fills` is true of one whose cache a cold build does not fill.
    """

    output: str
    cold: tuple[str, ...]
    again: tuple[str, ...]
    remembers: tuple[str, ...]
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of a process by the clock and of the processor, and the most memory that it had at one time, in MiB."""

    seconds: float
    processor_seconds: float
    mebibytes: float


_PELICAN = (str(OTHERS_PYTHON), "-m", "pelican", "--settings", "pelicanconf.py", "--output", "output", "--quiet")
_PELICAN_CACHE = ("-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
_MKDOCS = (str(OTHERS_PYTHON), "-m", "mkdocs", "build", "--quiet")
_OURS = (sys.executable, "build.py")

BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        "ours": Builder("site", _OURS, _OURS, ("site", ".cache/*")),
        # Its cache is kept by a cold build, which neither reads nor writes it.
        "Pelican": Builder("output", _PELICAN, (*_PELICAN, *_PELICAN_CACHE), ("output",), fills=True),
        "MkDocs": Builder("site", (*_MKDOCS, "--clean"), (*_MKDOCS, "--dirty"), ("site",)),
    }
)
"""By name, each as fast as its own options make it."""


def forget(builder: Builder, project: Path) -> None:
    found = [path for pattern in builder.remembers for path in project.glob(pattern)]
    for path in found:
        if path.is_dir() and path.name != COMPILED_BEFORE:
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def measure(command: Sequence[str], folder: Path) -> Run:
    """Raises RuntimeError with its words when the command fails."""
    with tempfile.TemporaryFile("w+") as words:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the commands above
            command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=words
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            words.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {words.read()[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _environment() -> dict[str, str]:
    """As a shell would have it: modules may be kept as bytecode, which is no difference between builders."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {"PYTHONPATH": str(ROOT / "pysrc")}
