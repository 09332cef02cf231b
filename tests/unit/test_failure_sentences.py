"""Sentences that say more than which error it was. That each has one: tests/web/test_create.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.errors import LeftBehindError, TableError, TooLargeToSendError
from linkepix.providers.registry import PROVIDERS

if TYPE_CHECKING:
    from jinja2 import Environment


def sentence(templates: Environment, error: Exception) -> str:
    module = templates.get_template("partials/failure.html").make_module()
    return str(module.failure(error, PROVIDERS))  # type: ignore[attr-defined]  # a macro


def test_what_is_too_large_is_said_with_its_limits(templates: Environment) -> None:
    said = sentence(templates, TooLargeToSendError("imagekit", bytes_limit=25_000_000, pixels_below=16_000_000))
    assert "25 MB at most, and fewer than 16 megapixels" in said
    assert "megapixels" not in sentence(templates, TooLargeToSendError("imagekit", bytes_limit=25_000_000))


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("unreachable", "does not let a page delete"),
        ("another-account", "in another account"),
        ("key-rejected", "may not delete it"),
        ("provider-down", "did not work"),
    ],
)
def test_a_copy_that_is_left_behind_is_named_with_the_reason(templates: Environment, cause: str, words: str) -> None:
    said = sentence(templates, LeftBehindError("imagekit", "0f.jpg", cause))
    assert "<code>0f.jpg</code> is still at ImageKit" in said
    assert words in said
    assert "/linkepix" in said


def test_each_reason_that_a_table_is_refused_has_a_sentence_of_its_own(templates: Environment) -> None:
    said = {sentence(templates, TableError(reason, row=7)).strip() for reason in TableError.REASONS}
    assert len(said) == len(TableError.REASONS)
    assert "Row 7 has a cell" in sentence(templates, TableError("cell-too-long", row=7))
