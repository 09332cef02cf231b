"""Debian's packages, for what neither PyPI nor npm has."""

from __future__ import annotations

import os
import subprocess
import sys

INSTALL_SECONDS = 900


def install(*packages: str) -> None:
    """Whether it worked is for the caller to see, who knows what was to be there; apt's words go to stderr."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    run([*root, "apt-get", "update"])
    run([*root, "apt-get", "install", "-y", "--no-install-recommends", *packages])


def run(command: list[str]) -> None:
    """A command that may be missing or fail; this machine need not be a Debian."""
    try:
        subprocess.run(command, check=False, stdout=sys.stderr, timeout=INSTALL_SECONDS)  # noqa: S603 - ours
    except FileNotFoundError as error:
        print(f"{error.filename} is not on this machine", file=sys.stderr)
