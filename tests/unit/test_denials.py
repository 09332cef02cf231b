"""What a manifest says that there is none of, beside a table that says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.errors import BuildError
from tests.unit.test_manifest import COUNTED, NEVER, VALID, edit, read

if TYPE_CHECKING:
    from pathlib import Path

COOKIE = """[[cookie]]
id = "session"
name = "session"
purpose = "to keep you signed in"
essential = true
lifetime = "a day"
promise_only = "Nobody can check it."
"""
PERMISSION = """[[permission]]
id = "tab"
name = "activeTab"
reason = "To see the page."
reads = "What is there."
never = "Nothing else."
promise_only = "Nobody can check it."
"""
STATISTICS = edit(COUNTED, "nobody", "maker").removesuffix("[[right]]")
ACCOUNT = """[[data]]
id = "account"
what = "Account"
whose = "account"
why = "so that there is one"
promise_only = "Nobody can check it."
[[data.place]]
where = "memory"
retention = "until the tab is closed"
"""


@pytest.mark.parametrize(
    ("denied", "table"),
    [("cookie", COOKIE), ("permission", PERMISSION), ("account", ACCOUNT), ("analytics", STATISTICS)],
)
def test_what_a_statement_denies_may_not_be_declared(tmp_path: Path, denied: str, table: str) -> None:
    """The statement alone is read, and so is the table; both are not."""
    plain = edit(VALID, 'kind = "AI provider"', 'kind = "hosting"')
    denying = edit(plain, NEVER, f'{NEVER}\ndenies = ["{denied}"]')
    assert read(tmp_path, denying).statement[0].denies == (denied,)
    assert not read(tmp_path, with_table(plain, denied, table)).statement[0].denies
    with pytest.raises(BuildError, match=r'^content/m.toml:\d+: \[\[statement\]\] "word", denies: .* declares one'):
        read(tmp_path, with_table(denying, denied, table))


def with_table(text: str, name: str, table: str) -> str:
    return f"{text.replace(f'{name} = []\n', '')}\n{table}"


@pytest.mark.parametrize(
    ("right", "needed", "table"),
    [
        ("refuse-cookies", "cookie", COOKIE),
        ("remove-extension", "permission", PERMISSION),
        ("refuse-analytics", "analytics", STATISTICS),
    ],
)
def test_a_right_to_be_rid_of_something_is_read_where_there_is_such_a_thing(
    tmp_path: Path, right: str, needed: str, table: str
) -> None:
    """The control of the mistakes above."""
    plain = edit(VALID, 'kind = "AI provider"', 'kind = "hosting"')
    assert read(tmp_path, with_table(edit(plain, 'id = "access"', f'id = "{right}"'), needed, table)).right
