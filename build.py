"""Builds the site: `make build`, or `python build.py` in the environment that make sets up."""

from __future__ import annotations

import argparse
import sys
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import BuildError, in_source
from sitegen.project import Project

if TYPE_CHECKING:
    from sitegen.output import Report


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=Path, default=Path("site"), help="where to write (default: site)")
    options.add_argument("--cache", type=Path, default=Path(".cache"), help="where to remember (default: .cache)")
    chosen = options.parse_args()
    started = time.perf_counter()
    try:
        report = built(project_here(chosen.output, chosen.cache))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"{len(report.made)} files made, {len(report.kept)} kept, {len(report.removed)} removed in {seconds:.2f} s")
    return 0


def built(project: Project) -> Report:
    """The build runs our own package, which may not even be Python: that is found when it is imported."""
    try:
        from sitegen.build import build  # noqa: PLC0415
    except SyntaxError as error:
        raise in_source(project, error) from error
    return build(project)


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
