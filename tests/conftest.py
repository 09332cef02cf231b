"""Fixtures for every kind of test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import FileSystemLoader

from linkepix.web.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def templates() -> Environment:
    return environment(FileSystemLoader(ROOT / "templates"))
