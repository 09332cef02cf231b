"""localStorage as a mapping: a copy, and word of each change."""

from __future__ import annotations

import pytest

from linkepix.browser.local_storage import LocalStorageMirror

type Patch = dict[str, str | None]


@pytest.fixture
def told() -> list[Patch]:
    return []


@pytest.fixture
def mirror(told: list[Patch]) -> LocalStorageMirror:
    mirror = LocalStorageMirror(told.append)
    mirror.replace_all({"theme": "dark"})
    return mirror


def test_the_page_is_told_of_each_change_and_not_of_its_own(mirror: LocalStorageMirror, told: list[Patch]) -> None:
    mirror["company"] = "{}"
    del mirror["theme"]
    assert told == [{"company": "{}"}, {"theme": None}]
    assert dict(mirror) == {"company": "{}"}


def test_clearing_tells_the_page_of_every_key(mirror: LocalStorageMirror, told: list[Patch]) -> None:
    mirror["key.openai"] = "sk-canary"
    told.clear()
    mirror.clear()
    assert {key: value for patch in told for key, value in patch.items()} == {"theme": None, "key.openai": None}
    assert len(mirror) == 0


def test_a_key_that_is_not_there_is_a_key_error_and_nothing_is_told(
    mirror: LocalStorageMirror, told: list[Patch]
) -> None:
    with pytest.raises(KeyError):
        del mirror["gone"]
    assert told == []
