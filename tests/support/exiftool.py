"""ExifTool, which reads metadata without a line of ours: the npm package that has it whole, run by Perl."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support import debian

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = Path(__file__).parents[2] / "node_modules/exiftool-vendored.pl/bin/exiftool"
SECONDS = 120

type Tags = dict[str, Any]
"""Values by "group:name"; of several with one name, the last."""


def find_perl() -> str | None:
    """Perl, as git has brought it almost everywhere; else Debian's package."""
    if not shutil.which("perl"):
        debian.install("perl")
    return shutil.which("perl")


def read(files: Mapping[str, bytes]) -> dict[str, Tags]:
    """All tags of each file, unknown ones too, by the files' names."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        rows = json.loads(_run(["-json", "-G1", "-a", "-u", "-U", "-ee3", "-n", folder]))
    return {Path(row.pop("SourceFile")).name: row for row in rows}


def _run(arguments: list[str]) -> str:
    perl = find_perl()
    assert perl, "ExifTool needs Perl, and none was found or could be installed"
    command = [perl, str(PROGRAM), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603 - ours
    assert done.stdout, done.stderr.decode()
    return done.stdout.decode()
