"""The worked examples of docs/promises.md, applied to the manifest as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sitegen.headers import page_policy, worker_policy
from sitegen.policy import for_programs
from sitegen.practices.reading import read_manifest
from tests.conftest import ROOT
from tests.support.practices import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.practices.schema import Manifest

EXAMPLES = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/promises.md").read_text(), re.DOTALL)


def applied(folder: Path, example: str) -> Manifest:
    """Appended; a table that was stated to be empty is no longer."""
    text = SOURCE.read_text()
    for table in ("cookie", "analytics"):
        if f"[[{table}]]" in example:
            text = text.replace(f"{table} = []\n", "")
    (folder / "m.toml").write_text(f"{text}\n{example}")
    return read_manifest(folder / "m.toml", "m.toml")


def test_there_are_three_examples() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(
    ("number", "directive", "origin"),
    [(0, "worker", "https://api.mistral.ai"), (1, "page", "https://count.example.com"),
     (2, "page", "https://signin.example.com")],
)  # fmt: skip
def test_an_example_is_accepted_and_its_host_is_in_the_headers(
    tmp_path: Path, number: int, directive: str, origin: str
) -> None:
    policies = {"worker": worker_policy, "page": page_policy}
    before = policies[directive](read_manifest(SOURCE, "m.toml"))
    manifest = applied(tmp_path, EXAMPLES[number])
    assert origin not in before["connect-src"]
    assert origin in policies[directive](manifest)["connect-src"].split()
    assert origin.partition("://")[2] in for_programs(manifest).decode()
