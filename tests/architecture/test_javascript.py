"""The linter's own rule about storage: only where eslint.config.mjs says so (types and style are `make check`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = Path(sys.executable).with_name("node")
ESLINT = ROOT / "node_modules/eslint/bin/eslint.js"

IN_A_PAGE = "static/js/effects.js"
IN_A_WORKER = "static/js/python.mjs"


def complaints(script: str, name: str) -> str:
    """What ESLint writes about a script, as if it were the file of that name."""
    command: list[str | Path] = [NODE, ESLINT, "--stdin", "--stdin-filename", name]
    done = subprocess.run(command, cwd=ROOT, input=script, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in {0, 1}, done.stderr
    return str(done.stdout)


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("localStorage.setItem('a', 'b');", IN_A_PAGE),
        ("window.localStorage.clear();", IN_A_PAGE),
        ("sessionStorage.clear();", "static/js/bridge.js"),
        ("document.cookie = 'a=b';", "static/js/page.js"),
        ("navigator.storage.getDirectory();", "static/js/worker.mjs"),
        ("indexedDB.open('a');", "static/js/snapshot.mjs"),
        ("globalThis.caches.open('a');", IN_A_WORKER),
        ("import { openDB } from './idb.js';\nopenDB('a', 1);", IN_A_WORKER),
    ],
)
def test_storage_is_refused_where_it_is_not_expected(script: str, name: str) -> None:
    assert "eslint.config.mjs" in complaints(script, name)


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("localStorage.clear();\n", "static/js/bridge.js"),
        ("globalThis.caches.open('a');\n", "static/js/worker.mjs"),
        ("import { openDB } from './idb.js';\nopenDB('a', 1);\n", "static/js/snapshot.mjs"),
    ],
)
def test_storage_is_allowed_where_it_is_expected(script: str, name: str) -> None:
    """The control."""
    assert not complaints(script, name)
