"""The command line."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE_ERROR = 2
"""The exit status that argparse uses, too."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "build":
        chosen = {"--output": options.output, "--cache": options.cache}
        return build(options.folder, [f"{name}={value}" for name, value in chosen.items() if value])
    _parser().print_help()
    return USAGE_ERROR


def build(folder: Path, options: Sequence[str]) -> int:
    """Run the `build.py` of the site in `folder`; return its exit status.

    The generator belongs to a site's checkout, together with the content and templates that it reads, so it is run
    and not imported. `options` are passed on.
    """
    script = folder / "build.py"
    if not script.is_file():
        message = f"linkepix build: there is no build.py in {folder.resolve()}. Name the folder of your site."
        print(message, file=sys.stderr)
        return USAGE_ERROR
    return subprocess.run([sys.executable, script, *options], check=False).returncode  # noqa: S603 - the site's own


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linkepix", description="Cartoon postcards and outreach messages.")
    parser.add_argument("--version", action="version", version=f"linkepix {version('linkepix')}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    site = commands.add_parser("build", help="build the site of a checkout, by its build.py")
    site.add_argument("folder", nargs="?", type=Path, default=Path(), help="the checkout (default: this folder)")
    site.add_argument("--output", help="where to write (default: site, in the checkout)")
    site.add_argument("--cache", help="where to remember (default: .cache, in the checkout)")
    return parser
