"""A test that the manifest names must have run, and passed."""

from __future__ import annotations

import pytest

from tests.promises import named_tests, not_held
from tests.support.practices import our_manifest

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
