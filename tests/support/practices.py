"""The manifest as it stands, for tests."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sitegen.practices.reading import read_manifest
from sitegen.practices.worker import worker_practices
from tests.conftest import ROOT

if TYPE_CHECKING:
    from linkepix.model.practices import Practices
    from sitegen.practices.schema import Manifest

SOURCE = ROOT / "content/data-practices.toml"


@cache
def our_manifest() -> Manifest:
    return read_manifest(SOURCE, "content/data-practices.toml")


@cache
def our_practices() -> Practices:
    return worker_practices(our_manifest())
