"""Small things stay small: these are the project's own limits (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import statistics
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FUNCTION_LINES = 50
TYPICAL_FUNCTION_LINES = 10
FILE_LINES = 400


def tracked(*patterns: str) -> list[Path]:
    """Also what git does not know yet, but for what it ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def function_lengths(path: Path) -> list[int]:
    nodes = ast.walk(ast.parse(path.read_text()))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]


def test_functions_are_small() -> None:
    lengths = [
        length for path in tracked("pysrc/*.py", "sitegen/*.py", "build.py") for length in function_lengths(path)
    ]
    assert max(lengths) <= FUNCTION_LINES
    assert statistics.median(lengths) <= TYPICAL_FUNCTION_LINES


def test_no_python_file_is_long() -> None:
    long = [path.name for path in tracked("*.py") if len(path.read_text().splitlines()) > FILE_LINES]
    assert not long


def test_locks_name_versions_and_hashes_and_no_hosts() -> None:
    locks = tracked("requirements*.lock", "bench/*.lock")
    assert len(locks) == 5
    for lock in locks:
        assert lock.read_text().count("--hash=sha256:") > lock.read_text().count("==")
        assert "://" not in lock.read_text()
    for lock in tracked("package-lock.json", "bench/package-lock.json"):
        assert '"resolved"' not in lock.read_text()
