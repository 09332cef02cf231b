"""The contracts in pyproject.toml (`lint-imports`) find an import that goes the wrong way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROKEN = 1


def lint(package: Path) -> subprocess.CompletedProcess[str]:
    """Check the package in this folder against the contracts."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    # The first on the path is the one that is checked.
    variables = os.environ | {"PYTHONPATH": str(package)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables, timeout=60)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to spoil."""
    shutil.copytree(ROOT / "pysrc/linkepix", tmp_path / "linkepix", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_package_keeps_its_contracts(package: Path) -> None:
    done = lint(package)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("services/spoilt", "from linkepix.web.app import create_app", "Imports go down only"),
        ("prompts/spoilt", "from linkepix.reading.paste import read_prospect", "Imports go down only"),
        ("tables/spoilt", "from linkepix.reading.paste import read_prospect", "Imports go down only"),
        ("browser/spoilt", "from linkepix.host.cli import main", "Imports go down only"),
        ("model/spoilt", "def f():\n    import linkepix.services.library", "Imports go down only"),
        ("somewhere_else", "x = 1", "linkepix.somewhere_else"),
        ("web/spoilt", "from js import fetch", "Only browser/"),
        ("host/spoilt", "import pyodide.ffi", "Only browser/"),
        ("services/spoilt", "import sqlite3", "Only host/"),
        ("browser/spoilt", "from uvicorn import run", "Only host/"),
        ("prompts/spoilt", "import linkepix.imaging.plan", "What is ordered"),
        ("services/generation/plan", "import linkepix.services.library", "What is ordered"),
        ("providers/openai", "import linkepix.imaging.strip", "What is ordered"),
    ],
)
def test_an_import_that_breaks_a_contract_is_found(package: Path, module: str, line: str, contract: str) -> None:
    (package / f"linkepix/{module}.py").write_text(line)
    done = lint(package)
    assert done.returncode == BROKEN
    assert any(contract in text for text in done.stdout.splitlines() if "KEPT" not in text), done.stdout
