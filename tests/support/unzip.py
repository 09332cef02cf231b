"""Info-ZIP's unzip, as a second reader of archives."""

from __future__ import annotations

import subprocess

from tests.support import debian


def unzip(*arguments: str) -> bytes:
    """Run it; it is found or installed. Raises CalledProcessError for what it does not read."""
    command = ["unzip", *arguments]
    try:
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout  # noqa: S603 - ours
    except FileNotFoundError:
        debian.install("unzip")
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout  # noqa: S603 - ours
