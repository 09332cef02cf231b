"""Three engines, Cloudflare's own runtime, and a visitor whose browser may complain of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.engines.chromium import Chromium
from tests.engines.firefox import Firefox
from tests.engines.visitor import Visitor
from tests.engines.webkit import WebKit
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines.driver import Launch


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built site, served with its `_headers`."""
    assert (ROOT / "site/app/index.html").exists(), "run `make build` first"
    with serve(ROOT / "site") as address:
        yield address


@pytest.fixture(params=[Chromium, Firefox, WebKit], ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest) -> Launch:
    launch: Launch = request.param
    return launch


@pytest.fixture
def heard(engine: Launch, tmp_path: Path, site: str) -> Iterator[Visitor]:
    """One who comes for the first time; what the browser complains of is for the test to see."""
    visitor = Visitor(engine, tmp_path, site)
    yield visitor
    visitor.leave()


@pytest.fixture
def visitor(heard: Visitor) -> Iterator[Visitor]:
    """One who comes for the first time, and whose browser must not complain."""
    yield heard
    heard.come_back()
    assert not heard.complaints
