"""A test that the manifest names must have run, and passed."""

from __future__ import annotations

from tests.promises import named_tests, not_held
from tests.support.practices import our_manifest

NAMED = named_tests(our_manifest())


def test_nothing_is_missing_when_every_named_test_passed() -> None:
    assert len(NAMED) > 10
    assert not not_held(our_manifest(), [*NAMED, "tests/unit/test_other.py::test_other"])


def test_a_test_with_values_counts_when_it_passed_with_them() -> None:
    assert not not_held(our_manifest(), [f"{name}[openai]" for name in NAMED])


def test_a_named_test_that_did_not_run_is_told() -> None:
    missing = min(NAMED)
    assert not_held(our_manifest(), NAMED - {missing}) == {missing}
