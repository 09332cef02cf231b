"""A Chromium for the tests: found, or installed; never skipped in silence.

As a command (`python -m tests.support.chromium`) it prints where one is, and installs one if there is none.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tests.support import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The `CHROMIUM` variable, a known name on the path, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    own = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def install_chromium() -> None:
    """Playwright's own; where that cannot be had, Debian's package."""
    debian.run([sys.executable, "-m", "playwright", "install", "chromium"])
    if not find_chromium():
        debian.install("chromium")


def main() -> int:
    if not find_chromium():
        install_chromium()
    path = find_chromium()
    if not path:
        print("No Chromium was found or could be installed; name one with CHROMIUM=…", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
