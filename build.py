"""Builds the site: `make build`, or `python build.py` in the environment that make sets up."""

from __future__ import annotations

import argparse
import sys
import sysconfig
import time
from pathlib import Path

from sitegen.build import build
from sitegen.errors import BuildError
from sitegen.project import Project


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=Path, default=Path("site"), help="where to write (default: site)")
    options.add_argument("--cache", type=Path, default=Path(".cache"), help="where to remember (default: .cache)")
    chosen = options.parse_args()
    started = time.perf_counter()
    try:
        report = build(project_here(chosen.output, chosen.cache))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"{len(report.made)} files made, {len(report.kept)} kept, {len(report.removed)} removed in {seconds:.2f} s")
    return 0


def project_here(output: Path, cache: Path) -> Project:
    root = Path(__file__).parent.resolve()
    return Project(
        root=root,
        site_packages=Path(sysconfig.get_paths()["purelib"]),
        node=Path(sys.executable).with_name("node"),
        output=root / output,
        cache=root / cache,
    )


if __name__ == "__main__":
    sys.exit(main())
