"""A test that the manifest names must have run, and passed."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.promises import named_tests, not_held
from tests.support.practices import our_manifest

if TYPE_CHECKING:
    from pathlib import Path

NAMED = named_tests(our_manifest())


def all_passed() -> list[str]:
    return [f"passed {name}" for name in sorted(NAMED)]


def test_nothing_is_missing_when_every_named_test_passed() -> None:
    assert len(NAMED) > 10
    assert not not_held(our_manifest(), [*all_passed(), "failed tests/unit/test_other.py::test_other"])


def test_a_test_with_values_counts_when_it_passed_with_them() -> None:
    assert not not_held(our_manifest(), [f"{line}[{value}]" for line in all_passed() for value in ("openai", "gemini")])


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_a_test_with_values_does_not_count_when_it_passed_with_one_of_them_only(outcome: str) -> None:
    named = min(NAMED)
    assert not_held(our_manifest(), [*all_passed(), f"{outcome} {named}[gemini]"]) == {named}


def test_a_named_test_that_did_not_run_is_told() -> None:
    missing = min(NAMED)
    assert not_held(our_manifest(), [line for line in all_passed() if missing not in line]) == {missing}


@pytest.mark.parametrize("processes", ["0", "2"])
def test_what_passed_is_written_once_whatever_the_number_of_processes(tmp_path: Path, processes: str) -> None:
    test = "import pytest\n@pytest.mark.parametrize('n', range(4))\ndef test_it(n): assert n != 2\n"
    (tmp_path / "test_some.py").write_text(test)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    options = ["-p", "xdist", "-p", "tests.conftest", "-n", processes, "-c", "pytest.ini", "--passed", "passed"]
    subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "pytest", *options],
        cwd=tmp_path,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    outcomes = [f"{'failed' if n == 2 else 'passed'} test_some.py::test_it[{n}]" for n in range(4)]
    assert sorted((tmp_path / "passed").read_text().splitlines()) == sorted(outcomes)
