"""Commands of the three builders, each measured as a whole process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bench.sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

OTHERS_PYTHON = ROOT / ".bench/venv/bin/python"
COMPILED_BEFORE = frozenset({"bundle", "scripts.json", "codecs.json"})
"""Python and scripts for the browser, in our cache: they have nothing to do with pages."""


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


_STARTER = """
import json, os, sys, time
started = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet), 0)
seconds = time.perf_counter() - started
if code := os.waitstatus_to_exitcode(status):
    sys.exit(f"it ended with {code}")
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def forget(builder: Builder, project: Path) -> None:
    found = [path for pattern in builder.remembers for path in project.glob(pattern)]
    for path in found:
        if path.name in COMPILED_BEFORE:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def measure(command: Sequence[str], folder: Path) -> Run:
    """Raises RuntimeError with its words when the command fails.

    A small process starts it: Linux counts the memory of the process that starts another as the other's own
    (https://man7.org/linux/man-pages/man2/getrusage.2.html, ru_maxrss; seen with 497 MiB from Playwright's loop).
    """
    starter = [sys.executable, "-S", "-c", _STARTER, *command]
    done = subprocess.run(starter, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603 - the commands above
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return Run(*json.loads(done.stdout))


def _environment() -> dict[str, str]:
    """As a shell would have it: modules may be kept as bytecode, which is no difference between builders."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {"PYTHONPATH": str(ROOT / "pysrc")}
