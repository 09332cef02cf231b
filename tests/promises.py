"""Whether the tests that the manifest names have run, and passed: the last step of `make test`.

Each run of pytest writes what passed, and what did not, to a file (`pytest --passed FILE`, see `tests/conftest.py`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.practices.schema import CLAUSES
from tests.support.practices import our_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.practices.schema import Manifest


def named_tests(manifest: Manifest) -> set[str]:
    """Every test that a clause says it is held by."""
    return {test for table in CLAUSES for clause in getattr(manifest, table) for test in clause.held_by}


def not_held(manifest: Manifest, outcomes: Iterable[str]) -> set[str]:
    """Tests that are named and did not pass; a parametrized one passed if it did with each of its values.

    An outcome is such as "passed tests/unit/test_x.py::test_y[value]".
    """
    told: dict[str, set[str]] = {}
    for line in outcomes:
        outcome, _, test = line.partition(" ")
        told.setdefault(test.partition("[")[0], set()).add(outcome)
    return {test for test in named_tests(manifest) if told.get(test) != {"passed"}}


def main() -> int:
    outcomes = [line for path in sys.argv[1:] for line in Path(path).read_text("utf-8").splitlines()]
    missing = sorted(not_held(our_manifest(), outcomes))
    for test in missing:
        print(f"content/data-practices.toml names {test}, which did not run and pass", file=sys.stderr)
    print(f"{len(named_tests(our_manifest())) - len(missing)} tests that the manifest names ran and passed")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
