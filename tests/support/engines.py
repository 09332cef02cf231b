"""Firefox and WebKitGTK for the tests: found, or installed; never skipped in silence.

As a command (`python -m tests.support.engines`) it installs what is missing, and says what could not be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support import debian

if TYPE_CHECKING:
    from collections.abc import Callable

DEBIANS_PYTHON = "/usr/bin/python3"
"""The one Python that Debian's bindings to WebKitGTK are for."""


@dataclass(frozen=True, slots=True)
class Engine:
    """`packages` are Debian's."""

    name: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def find_firefox() -> str | None:
    """The `FIREFOX` variable, or a known name on the path."""
    named = os.environ.get("FIREFOX")
    return named or shutil.which("firefox-esr") or shutil.which("firefox")


def has_webkitgtk() -> bool:
    """Its WebDriver, its bindings, and a display that needs no screen."""
    return bool(shutil.which("WebKitWebDriver") and shutil.which("Xvfb")) and _has_bindings()


def _has_bindings() -> bool:
    program = 'import gi; gi.require_version("WebKit2", "4.1")'
    try:
        done = subprocess.run([DEBIANS_PYTHON, "-c", program], check=False, capture_output=True)  # noqa: S603 - ours
    except FileNotFoundError:
        return False
    return done.returncode == 0


ENGINES = (
    Engine("Firefox", ("firefox-esr",), lambda: bool(find_firefox())),
    Engine("WebKitGTK", ("webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"), has_webkitgtk),
)


def missing_after_installing(engines: tuple[Engine, ...]) -> list[Engine]:
    for engine in engines:
        if not engine.is_there():
            debian.install(*engine.packages)
    return [engine for engine in engines if not engine.is_there()]


def main() -> int:
    missing = missing_after_installing(ENGINES)
    for engine in missing:
        packages = " ".join(engine.packages)
        print(f"{engine.name} was not found and could not be installed; it is in Debian's {packages}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
