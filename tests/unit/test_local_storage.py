"""localStorage as a mapping: a copy, and word of each change."""

from __future__ import annotations

import pytest

from linkepix.browser.local_storage import LocalStorageMirror
from linkepix.errors import UndeclaredNameError

type Patch = dict[str, str | None]


@pytest.fixture
def told() -> list[Patch]:
    return []


@pytest.fixture
def cleared() -> list[str]:
    """Has an entry for each time that the page was told to clear everything."""
    return []


@pytest.fixture
def mirror(told: list[Patch], cleared: list[str]) -> LocalStorageMirror:
    mirror = LocalStorageMirror(
        frozenset({"theme", "company", "key.openai"}), told.append, lambda: cleared.append("all")
    )
    mirror.replace_all({"theme": "dark"})
    return mirror


def test_a_name_that_is_not_declared_is_refused(mirror: LocalStorageMirror, told: list[Patch]) -> None:
    with pytest.raises(UndeclaredNameError):
        mirror["visits"] = "1"
    assert "visits" not in mirror
    assert not told


def test_the_page_is_told_of_each_change_and_not_of_its_own(mirror: LocalStorageMirror, told: list[Patch]) -> None:
    mirror["company"] = "{}"
    del mirror["theme"]
    assert told == [{"company": "{}"}, {"theme": None}]
    assert dict(mirror) == {"company": "{}"}


def test_clearing_tells_the_page_once_to_clear_everything_also_what_the_copy_never_knew(
    mirror: LocalStorageMirror, told: list[Patch], cleared: list[str]
) -> None:
    mirror.clear()
    assert cleared == ["all"]
    assert told == []
    assert len(mirror) == 0


def test_an_empty_copy_does_not_keep_the_page_from_clearing(told: list[Patch], cleared: list[str]) -> None:
    LocalStorageMirror(frozenset(), told.append, lambda: cleared.append("all")).clear()
    assert cleared == ["all"]


def test_removing_one_key_clears_nothing_else(mirror: LocalStorageMirror, cleared: list[str]) -> None:
    del mirror["theme"]
    assert cleared == []


def test_a_key_that_is_not_there_is_a_key_error_and_nothing_is_told(
    mirror: LocalStorageMirror, told: list[Patch]
) -> None:
    with pytest.raises(KeyError):
        del mirror["gone"]
    assert told == []
