"""Code that does what the manifest does not declare, and a manifest that declares what no code does: no build."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sitegen.errors import BuildError
from tests.build.conftest import edit
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.project import Project

MANIFEST = "content/data-practices.toml"


@pytest.fixture
def own_code(fork: Project) -> Project:
    """Its Python is a copy as well. What the build itself imports stays the checkout's."""
    (fork.root / "pysrc").unlink()
    shutil.copytree(ROOT / "pysrc", fork.root / "pysrc", ignore=shutil.ignore_patterns("__pycache__"))
    return fork


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (
            "static/js/effects.js",
            "// What only",
            'fetch("https://collect.example.net/seen");\n// What only',
            ["static/js/effects.js:1:", "collect.example.net", 'hosts = ["collect.example.net"]', MANIFEST],
        ),
        (
            "pysrc/linkepix/providers/gemini.py",
            "_LEAVES",
            'MIRROR = "https://mirror.example.net/v1"\n_LEAVES',
            ["gemini.py:", "mirror.example.net is declared nowhere", "[[recipient]]", MANIFEST],
        ),
        (
            "static/js/theme.js",
            'localStorage.setItem("theme", next)',
            'localStorage.setItem("shade", next)',
            ["static/js/theme.js:", "'shade' in local storage is declared nowhere", 'names = ["shade"]', MANIFEST],
        ),
        (
            "static/js/effects.js",
            "// What only",
            'document.cookie = "seen=1";\n// What only',
            ["static/js/effects.js:1:", "document.cookie", MANIFEST],
        ),
        (
            MANIFEST,
            '"linkepix/drafts"',
            '"linkepix/sketches"',
            ["stores.py:", "'linkepix/drafts' in IndexedDB is declared nowhere", "[[data.place]]"],
        ),
        (
            MANIFEST,
            'names = ["company", "preferences", "theme"]',
            'names = ["company", "preferences", "theme", "mood"]',
            [f"{MANIFEST}:", "'mood' in local storage is declared, and no code keeps it"],
        ),
        (
            MANIFEST,
            'hosts = ["api.openai.com"]',
            'hosts = ["api.openai.example"]',
            ["openai.com", 'hosts = ["api.openai.com"]'],
        ),
        (
            MANIFEST,
            '"tests/browser/test_truth.py::test_no_cookie_was_set"',
            '"tests/browser/test_truth.py::test_nothing"',
            [f"{MANIFEST}:", "there is no test tests/browser/test_truth.py::test_nothing"],
        ),
    ],
)
def test_drift_stops_the_build_and_names_the_line_to_add(
    own_code: Project, rebuild: Callable[[], object], path: str, old: str, new: str, told: list[str]
) -> None:
    edit(own_code.root / path, old, new)
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert all(words in str(stopped.value) for words in told), str(stopped.value)


def test_code_and_manifest_as_they_are_agree(own_code: Project, rebuild: Callable[[], object]) -> None:
    """The control."""
    rebuild()
    assert (own_code.output / "privacy.txt").exists()


def test_a_recipient_that_is_added_is_in_page_headers_and_json(
    own_code: Project, rebuild: Callable[[], object]
) -> None:
    """One file is edited; nothing else."""
    manifest = own_code.root / MANIFEST
    added = """
[[recipient]]
id = "statistics"
name = "Example Statistics"
kind = "analytics"
hosts = ["stats.example.net"]
reached_from = "page"
agreement = "in place"
promise_only = "What it counts there, no program of ours can see."
[[recipient.use]]
id = "visit"
purpose = "to count visits"
when = "each time a page is opened"
data = ["file-requests"]

[[analytics]]
id = "visits"
recipient = "statistics"
collected = ["page views"]
aggregated = true
identifies = false
retention = "24 months"
opt_out = "Switch it off in Settings."
promise_only = "It is counted on their machines."
"""
    edit(manifest, "analytics = []\n", "")
    manifest.write_text(manifest.read_text() + added)
    rebuild()
    headers = (own_code.output / "_headers").read_text()
    assert "connect-src 'self' https://stats.example.net;" in headers
    assert '"https://stats.example.net"' in headers
    assert "Example Statistics" in (own_code.output / "privacy/index.html").read_text()
    assert "stats.example.net" in (own_code.output / ".well-known/data-practices.json").read_text()
    assert "page views" in (own_code.output / "privacy.txt").read_text()
