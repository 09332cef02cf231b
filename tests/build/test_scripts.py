"""Our own scripts are served without comments; third-party scripts as published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sitegen.assets import VENDORED
from sitegen.errors import BuildError
from sitegen.runtime import AS_PUBLISHED
from sitegen.scripts import own_scripts, shipped_scripts
from tests.build.conftest import files_of
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.output import Report
    from sitegen.project import Project

NOWHERE = Path("/nowhere/node")

COMMENTED = """// line
/** @type {string[]} */
const marks = ["// kept", '/* kept */', /\\/\\*/.source]; // after code
export const read = (/* within */ text) => /** @type {any} */ (text) ?? import.meta.url ?? RUNTIME_PARTS;
export const ellipsis = "Loading…";
"""


@pytest.fixture
def served(fork: Project) -> Callable[[str], str]:
    """Write a script into static/js and return what is served of it."""

    def served(text: str) -> str:
        path = fork.static / "js/example.mjs"
        path.write_text(text)
        return shipped_scripts(fork)["js/example.mjs"].decode()

    return served


def test_comments_are_stripped_and_nothing_else_is(served: Callable[[str], str]) -> None:
    script = served(COMMENTED)
    assert not any(comment in script for comment in ("line", "@type", "after code", "within"))
    for kept in ('"// kept"', '"/* kept */"', "import.meta.url", "RUNTIME_PARTS", "export const read", "…", "(text)"):
        assert kept in script
    assert len(script.splitlines()) >= 3, "it stays legible"


def test_every_script_of_ours_is_served_without_comments(fork: Project) -> None:
    shipped = shipped_scripts(fork)
    for path in own_scripts(fork):
        assert path.read_text().startswith("//"), "the control: each begins with a comment"
        assert not shipped[f"js/{path.name}"].startswith(b"//")


def test_a_changed_comment_changes_nothing_that_is_served(fork: Project, rebuild: Callable[[], Report]) -> None:
    rebuild()
    before = files_of(fork.output)
    page = fork.static / "js/page.js"
    page.write_text(f"// One more.\n{page.read_text()}")
    rebuild()
    assert files_of(fork.output) == before


@pytest.mark.parametrize("name", ["page.js", "worker.mjs", "sw.js"])
def test_a_syntax_error_stops_the_build_with_its_line(fork: Project, rebuild: Callable[[], Report], name: str) -> None:
    path = fork.static / "js" / name
    text = path.read_text()
    path.write_text(f"{text}if (\n")
    with pytest.raises(BuildError, match=rf"^static/js/{name}:{text.count('\n') + 2}: Unexpected end of file$"):
        rebuild()


def test_a_build_without_changes_does_not_start_node(fork: Project, served: Callable[[str], str]) -> None:
    script = served(COMMENTED)
    warm = replace(fork, node=NOWHERE)
    assert shipped_scripts(warm)["js/example.mjs"].decode() == script
    (fork.static / "js/example.mjs").write_text("let changed;")
    with pytest.raises(FileNotFoundError):  # the control
        shipped_scripts(warm)


def test_third_party_scripts_are_served_as_published(fork: Project, rebuild: Callable[[], Report]) -> None:
    rebuild()
    outputs = set(files_of(fork.output).values())
    for path in [*VENDORED.values(), *AS_PUBLISHED.values()]:
        assert (ROOT / "node_modules" / path).read_bytes() in outputs
