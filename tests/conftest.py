"""Fixtures for every kind of test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from jinja2 import FileSystemLoader

from linkepix.web.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

ROOT = Path(__file__).parents[1]

# No test is slow because a machine is busy.
settings.register_profile("linkepix", deadline=None)
settings.load_profile("linkepix")


class Outcomes:
    """Writes a line for each test into a file, such as "passed tests/unit/test_x.py::test_y[value]".

    Only the process that collects the reports has one: with pytest-xdist, its workers write nothing.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
        self._path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            with self._path.open("a") as file:
                file.write(f"{report.outcome} {report.nodeid}\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--passed", help="a file for what passed and what did not (see tests/promises.py)")


def pytest_configure(config: pytest.Config) -> None:
    if (name := config.getoption("--passed")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Outcomes(Path(name)))


@pytest.fixture(scope="session")
def templates() -> Environment:
    return environment(FileSystemLoader(ROOT / "templates"))
