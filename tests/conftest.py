"""Fixtures for every kind of test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import FileSystemLoader

from linkepix.web.templating import environment

if TYPE_CHECKING:
    from collections.abc import Generator

    from jinja2 import Environment

ROOT = Path(__file__).parents[1]
PASSED = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--passed", help="a file for what passed and what did not (see tests/promises.py)")


def pytest_configure(config: pytest.Config) -> None:
    if name := config.getoption("--passed"):
        config.stash[PASSED] = Path(name)
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if (call.when == "call" or not report.passed) and PASSED in item.config.stash:
        with item.config.stash[PASSED].open("a") as file:
            file.write(f"{report.outcome} {report.nodeid}\n")
    return report


@pytest.fixture(scope="session")
def templates() -> Environment:
    return environment(FileSystemLoader(ROOT / "templates"))
